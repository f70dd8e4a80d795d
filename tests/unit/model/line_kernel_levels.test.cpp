#include <cstring>

#include "lpsglass/core/instruction_level.hpp"
#include "lpsglass/model/frequency_kernel.hpp"
#include "unit/model/line_kernel_cases.hpp"

using namespace line_kernel_cases;

namespace {

/// Puts the level in use back.
struct LevelGuard {
    InstructionLevel before = instruction_level();
    LevelGuard() = default;
    LevelGuard(const LevelGuard&) = delete;
    LevelGuard& operator=(const LevelGuard&) = delete;
    ~LevelGuard() { set_instruction_level(before); }
};

std::vector<double> numbers_of(const Line& line) {
    std::vector<double> out = line.intensity;
    out.insert(out.end(), line.derivative.begin(), line.derivative.end());
    out.insert(out.end(), {line.mean_MHz, line.standard_deviation_MHz, line.dropped_share});
    return out;
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

} // namespace

TEST_CASE("every instruction level gives the definition's line, and the same bits", "[model][line_kernel]") {
    const LevelGuard guard;
    if (supported_instruction_level() < InstructionLevel::x86_64_v4) {
        WARN("this processor has only level " << name_of(supported_instruction_level())
                                              << ": the levels above it are NOT CHECKED");
    }
    const std::vector<double> at = bins(48.0, 68.0, 0.5), fine = bins(40.0, 80.0, 0.05);
    const std::vector<double> uneven{40.0, 51.3, 55.0, 55.01, 56.5, 57.0, 57.9, 58.0, 60.5, 64.0, 80.0};
    std::vector<std::vector<double>> lowest;
    for (InstructionLevel level : supported_instruction_levels()) {
        CAPTURE(std::string(name_of(level)));
        set_instruction_level(level);
        std::vector<std::vector<double>> here;
        for (double factor : {1.0, 12.0}) { // at 12 members are dropped and angles are large
            for (EnsembleLaw law : every_law) {
                const ParameterSet<double> p = scaled(moved(unequal()), factor);
                for (const LineRule& rule :
                     {direct_rule(law, 75), conditional(unequal(), law, {5, 4, 3, 1, 1, 1}, 65)}) {
                    for (const std::vector<double>& axis : {at, fine, uneven}) {
                        if (factor == 1.0) check_same(rule, axis, p, 77.0, every_parameter());
                        const LineKernel kernel(rule, axis);
                        here.push_back(numbers_of(kernel.evaluate(p, 77.0)));
                        here.push_back(numbers_of(kernel.evaluate(p, 77.0, amplitudes)));
                        here.push_back(numbers_of(kernel.evaluate(p, 77.0, every_parameter())));
                    }
                }
            }
        }
        std::vector<double> frequency, derivative;
        model::FrequencyKernel(model::sobol_members(EnsembleLaw::normal, 500))
            .evaluate(scaled(unequal(), 30.0), 77.0, every_parameter(), frequency, derivative);
        for (double& nu : frequency)
            nu = std::isnan(nu) ? 0.0 : nu;
        here.push_back(frequency);
        here.push_back(derivative);
        if (lowest.empty()) lowest = here;
        REQUIRE(here.size() == lowest.size());
        for (std::size_t i = 0; i < here.size(); ++i) {
            CAPTURE(i);
            CHECK(same_bits(here[i], lowest[i]));
        }
    }
}
