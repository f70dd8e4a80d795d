// Cost of the NQR line: frequencies per member, lines at the default amplitudes, the definition for
// comparison, and how cost grows. build/release/tests/benchmark_line --benchmark_filter=...

#include <cmath>
#include <string>

#include <benchmark/benchmark.h>

#include "lpsglass/core/instruction_level.hpp"
#include "lpsglass/model/frequency_kernel.hpp"
#include "lpsglass/model/line_kernel.hpp"
#include "unit/model/glass_cases.hpp"

namespace {

using namespace glass_cases;
using model::EnsembleLaw;

const std::vector<int> amplitudes{21, 22, 23, 24, 25, 26};
const std::vector<int> shifts{par::hybrid_offset, par::bond_angle, par::packet_fwhm};

std::vector<int> active_of(int which) {
    std::vector<int> out;
    if (which > 0) out = amplitudes;
    if (which > 1) out.insert(out.end(), shifts.begin(), shifts.end());
    if (which > 2) {
        out.clear();
        for (int i = 0; i < par::count; ++i)
            out.push_back(i);
    }
    return out;
}

/// 41 bins of the default deck's spectrum, MHz.
std::vector<double> bins() {
    std::vector<double> out;
    for (int i = 0; i <= 40; ++i)
        out.push_back(48.0 + 0.5 * i);
    return out;
}

const model::LineRule& default_rule() {
    static const model::LineRule rule =
        model::choose_conditional_rule(paper(), 77.0, EnsembleLaw::normal, bins(), 5e-4).rule;
    return rule;
}

/// Level of a benchmark's argument, the highest where the processor lacks it.
void use_level(benchmark::State& state, int level) {
    if (level > static_cast<int>(supported_instruction_level())) {
        state.SkipWithError("not on this processor");
        return;
    }
    set_instruction_level(static_cast<InstructionLevel>(level));
    state.SetLabel(std::string(name_of(instruction_level())));
}

void frequency(benchmark::State& state) {
    use_level(state, static_cast<int>(state.range(0)));
    const std::vector<Sextuple<double>> zeta = model::sobol_members(EnsembleLaw::normal, 4096);
    const model::FrequencyKernel kernel(zeta);
    const std::vector<int> active = active_of(static_cast<int>(state.range(1)));
    std::vector<double> nu, derivative;
    for (auto _ : state) {
        kernel.evaluate(paper(), 77.0, active, nu, derivative);
        benchmark::DoNotOptimize(nu.data());
    }
    state.counters["per_node"] =
        benchmark::Counter(static_cast<double>(zeta.size()),
                           benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

template <class Kernel> void run_line(benchmark::State& state, const Kernel& kernel, int which) {
    const std::vector<int> active = active_of(which);
    const ParameterSet<double> p = paper();
    for (auto _ : state)
        benchmark::DoNotOptimize(kernel.evaluate(p, 77.0, active));
}

void line(benchmark::State& state) {
    use_level(state, static_cast<int>(state.range(0)));
    run_line(state, model::LineKernel(default_rule(), bins()), static_cast<int>(state.range(1)));
}

void line_of_definition(benchmark::State& state) {
    run_line(state, model::NqrLine(default_rule(), bins()), static_cast<int>(state.range(0)));
}

void line_direct(benchmark::State& state) {
    use_level(state, static_cast<int>(state.range(0)));
    run_line(state, model::LineKernel(model::direct_rule(EnsembleLaw::normal, 65536), bins()),
             static_cast<int>(state.range(1)));
}

/// Lines of the default rule with the nodes of its two strongest directions across multiplied.
void line_by_nodes(benchmark::State& state) {
    model::LineRule rule = default_rule();
    rule.orders[1] *= static_cast<int>(state.range(0));
    rule.orders[2] *= static_cast<int>(state.range(0));
    double nodes = 1.0;
    for (const int n : rule.orders)
        nodes *= n;
    run_line(state, model::LineKernel(rule, bins()), static_cast<int>(state.range(1)));
    state.counters["nodes"] = nodes;
}

/// The default line on more bins of the same range.
void line_by_bins(benchmark::State& state) {
    std::vector<double> frequency;
    const auto count = static_cast<int>(state.range(0));
    for (int i = 0; i < count; ++i)
        frequency.push_back(48.0 + 20.0 * i / (count - 1));
    run_line(state, model::LineKernel(default_rule(), frequency), static_cast<int>(state.range(1)));
}

/// A fixed number of evaluations, for counting instructions (operations.py).
void counted_frequencies(benchmark::State& state) {
    use_level(state, static_cast<int>(InstructionLevel::x86_64_v3));
    const model::FrequencyKernel kernel(model::sobol_members(EnsembleLaw::normal, 4096));
    const std::vector<int> active = active_of(static_cast<int>(state.range(0)));
    std::vector<double> nu, derivative;
    for (auto _ : state)
        kernel.evaluate(paper(), 77.0, active, nu, derivative);
}
void counted_lines(benchmark::State& state) {
    const model::LineKernel kernel(default_rule(), bins());
    use_level(state, static_cast<int>(InstructionLevel::x86_64_v3));
    run_line(state, kernel, static_cast<int>(state.range(0)));
}

void make_line(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(model::LineKernel(default_rule(), bins()));
}

void choose_rule(benchmark::State& state) {
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            model::choose_conditional_rule(paper(), 77.0, EnsembleLaw::normal, bins(), 5e-4));
    }
    for (int i = 0; i < model::kFluctuations; ++i)
        state.counters["order_" + std::to_string(i)] = default_rule().orders[i];
    state.counters["fine_points"] = default_rule().fine_points;
}

} // namespace

// derivatives: 0 none, 1 six amplitudes, 2 three more (an offset, an angle, the packet), 3 every parameter.
BENCHMARK(frequency)->ArgNames({"level", "derivatives"})->ArgsProduct({{0, 1, 2, 3}, {0, 1, 2, 3}});
BENCHMARK(line)->ArgNames({"level", "derivatives"})->ArgsProduct({{0, 1, 2, 3}, {0, 1, 2, 3}});
BENCHMARK(line_of_definition)->ArgName("derivatives")->Arg(0)->Arg(1);
BENCHMARK(line_direct)->ArgNames({"level", "derivatives"})->ArgsProduct({{3}, {0, 1}});
BENCHMARK(line_by_nodes)->ArgNames({"factor", "derivatives"})->ArgsProduct({{1, 2, 4, 8}, {0, 1}});
BENCHMARK(line_by_bins)->ArgNames({"bins", "derivatives"})->ArgsProduct({{41, 81, 161, 321, 641}, {0, 1}});
BENCHMARK(counted_frequencies)->ArgName("derivatives")->Arg(0)->Arg(1)->Iterations(1);
BENCHMARK(counted_frequencies)->ArgName("derivatives")->Arg(0)->Arg(1)->Iterations(2);
BENCHMARK(counted_lines)->ArgName("derivatives")->Arg(0)->Arg(1)->Iterations(10);
BENCHMARK(counted_lines)->ArgName("derivatives")->Arg(0)->Arg(1)->Iterations(110);
BENCHMARK(make_line);
BENCHMARK(choose_rule);
BENCHMARK_MAIN();
