#include "lpsglass/scan/elementary_effects.hpp"

#include <array>
#include <cmath>

#include "base_samples.hpp"
#include "bootstrap.hpp"

namespace lpsglass::scan {

namespace {

/// The two sizes of an elementary effect: over the whole range, and per unit of the parameter.
constexpr std::size_t sizes = 2;

struct Effects {
    Present present;           ///< trajectories
    std::vector<double> value; ///< trajectories x parameters x sizes
    std::vector<double> mean;  ///< parameters x sizes
};

Effects effects(const ScanTable& table, std::size_t trajectories, const OutputValues& f) {
    const std::size_t columns = table.parameters * sizes;
    const double step = table.levels / (2.0 * (table.levels - 1.0));
    Effects out;
    out.present.whole.assign(trajectories, 0);
    out.value.assign(trajectories * columns, 0.0);
    out.mean.assign(columns, 0.0);
    std::vector<std::size_t> steps(trajectories, 0);
    std::vector<char> broken(trajectories, 0);
    for (std::size_t i = 0; i < table.rows(); ++i) {
        const std::size_t j = table.base[i];
        if (!std::isfinite(f[i])) broken[j] = 1;
        if (broken[j] == 0) out.present.take(f[i]);
        if (table.role[i] != Role::step || i == 0 || table.base[i - 1] != j || broken[j] != 0) continue;
        const auto k = static_cast<std::size_t>(table.parameter[i]);
        const double dx = table.value(i, k) - table.value(i - 1, k);
        const double df = f[i] - f[i - 1];
        out.value[j * columns + k * sizes] = std::copysign(1.0, dx) * df / step;
        out.value[j * columns + k * sizes + 1] = df / dx;
        ++steps[j];
    }
    double count = 0.0;
    for (std::size_t j = 0; j < trajectories; ++j) {
        if (broken[j] != 0 || steps[j] != table.parameters) continue;
        out.present.whole[j] = 1;
        count += 1.0;
        for (std::size_t c = 0; c < columns; ++c)
            out.mean[c] += (out.value[j * columns + c] - out.mean[c]) / count;
    }
    return out;
}

/// Terms of a base sample: 1, then of each column the effect less its mean, its square, and the absolute
/// effect.
void fill_terms(const Effects& own, std::size_t j, std::span<double> terms) {
    const std::size_t columns = own.mean.size();
    terms[0] = 1.0;
    for (std::size_t c = 0; c < columns; ++c) {
        const double effect = own.value[j * columns + c];
        const double difference = effect - own.mean[c];
        terms[1 + 3 * c] = difference;
        terms[2 + 3 * c] = difference * difference;
        terms[3 + 3 * c] = std::abs(effect);
    }
}

std::vector<MeasureBuilder> empty_measures(const Sensitivity& frame) {
    constexpr std::array<std::array<const char*, 2>, 3> names{
        {{"mu", "mean elementary effect"},
         {"mu_star", "mean absolute elementary effect"},
         {"sigma", "standard deviation of the elementary effects"}}};
    std::vector<MeasureBuilder> out;
    for (std::size_t size = 0; size < sizes; ++size)
        for (const auto& [name, long_name] : names)
            out.emplace_back(Measure{name + std::string(size == 0 ? "" : "_per_parameter"),
                                     long_name + std::string(size == 0 ? " over the parameter's whole range"
                                                                       : " per unit of the parameter"),
                                     Per::parameter,
                                     size == 0 ? Unit::output : Unit::output_per_parameter,
                                     {},
                                     {}},
                             frame.stages.size(), frame.outputs, frame.parameters);
    return out;
}

} // namespace

Sensitivity elementary_effects(const ScanTable& table, const std::vector<OutputValues>& outputs,
                               const SensitivityOptions& options) {
    Sensitivity result = frame(table, outputs, count_bases(table), options);
    std::vector<MeasureBuilder> measures = empty_measures(result);
    std::vector<std::size_t> used(result.stages.size() * outputs.size(), 0);
    std::vector<Effects> of_output;
    std::vector<SumTerms> work;
    std::vector<std::size_t> which;
    of_output.reserve(outputs.size());
    for (std::size_t q = 0; q < outputs.size(); ++q) {
        of_output.push_back(effects(table, result.base_samples, outputs[q]));
        const std::vector<std::size_t> stage_used =
            check_output(of_output[q].present, options, q, Constant::allowed, result);
        for (std::size_t s = 0; s < stage_used.size(); ++s)
            used[s * outputs.size() + q] = stage_used[s];
        if (result.checks[q].status != OutputStatus::ok) continue;
        which.push_back(q);
        work.push_back([&own = of_output[q]](std::size_t j, std::span<double> terms) {
            if (own.present.whole[j] != 0) fill_terms(own, j, terms);
        });
    }
    const auto visit = [&](std::size_t w, std::size_t s, std::size_t r, std::span<const double> sums) {
        const std::size_t q = which[w];
        if (used[s * outputs.size() + q] == 0) return;
        const double n = sums[0];
        for (std::size_t k = 0; k < table.parameters; ++k)
            for (std::size_t size = 0; size < sizes; ++size) {
                const std::size_t c = k * sizes + size;
                const double shift = sums[1 + 3 * c] / n;
                const double variance = (sums[2 + 3 * c] - n * shift * shift) / (n - 1.0);
                const std::array<double, 3> values{of_output[q].mean[c] + shift, sums[3 + 3 * c] / n,
                                                   std::sqrt(std::max(variance, 0.0))};
                for (std::size_t m = 0; m < values.size(); ++m)
                    measures[size * values.size() + m].add(r, s, q, k, values[m]);
            }
    };
    weighted_sums(result.stages, 1 + 3 * sizes * table.parameters, options, work, visit);
    for (const MeasureBuilder& measure : measures)
        result.measures.push_back(measure.finish(used, options.confidence));
    return result;
}

} // namespace lpsglass::scan
