#include "lpsglass/scan/local_derivatives.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base_samples.hpp"

namespace lpsglass::scan {

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// The output along one parameter.
struct Line {
    double x = missing, f = missing;             ///< own
    double x_below = missing, f_below = missing; ///< nearest value below
    double x_above = missing, f_above = missing; ///< nearest value above
    double least_x = missing, most_x = missing;  ///< of all values
    double least_f = missing, most_f = missing;  ///< of those that are there
    std::size_t values = 0, gone = 0;
};

Line line_of(const ScanTable& table, const OutputValues& f, std::size_t own, std::size_t k) {
    Line line;
    line.x = line.least_x = line.most_x = table.value(own, k);
    line.f = line.least_f = line.most_f = f[own];
    for (std::size_t i = 0; i < table.rows(); ++i) {
        if (table.role[i] != Role::step || table.parameter[i] != static_cast<int>(k)) continue;
        const double x = table.value(i, k);
        ++line.values;
        line.least_x = std::min(line.least_x, x);
        line.most_x = std::max(line.most_x, x);
        if (!std::isfinite(f[i])) {
            ++line.gone;
            continue;
        }
        line.least_f = std::min(line.least_f, f[i]);
        line.most_f = std::max(line.most_f, f[i]);
        if (x < line.x && !(line.x_below >= x)) {
            line.x_below = x;
            line.f_below = f[i];
        } else if (x > line.x && !(line.x_above <= x)) {
            line.x_above = x;
            line.f_above = f[i];
        }
    }
    return line;
}

/// Slope at x of the parabola, or the one slope there is.
double central(double below, double above, double h_below, double h_above) {
    if (std::isnan(below)) return above;
    if (std::isnan(above)) return below;
    return (h_above * below + h_below * above) / (h_below + h_above);
}

std::size_t own_row(const ScanTable& table) {
    const auto found = std::find(table.role.begin(), table.role.end(), Role::own);
    return static_cast<std::size_t>(found - table.role.begin());
}

enum Column : std::size_t { derivative, scaled, below, above, range, dropped };

std::vector<Measure> empty_measures(std::size_t cells) {
    std::vector<Measure> out{{"derivative",
                              "local derivative at the own value",
                              Per::parameter,
                              Unit::output_per_parameter,
                              {},
                              {}},
                             {"scaled_derivative",
                              "local derivative times the parameter's range",
                              Per::parameter,
                              Unit::output,
                              {},
                              {}},
                             {"slope_below",
                              "slope from the nearest lower value",
                              Per::parameter,
                              Unit::output_per_parameter,
                              {},
                              {}},
                             {"slope_above",
                              "slope to the nearest higher value",
                              Per::parameter,
                              Unit::output_per_parameter,
                              {},
                              {}},
                             {"output_range",
                              "range of the output over the parameter's values",
                              Per::parameter,
                              Unit::output,
                              {},
                              {}},
                             {"dropped_share",
                              "share of the parameter's values without the output",
                              Per::parameter,
                              Unit::one,
                              {},
                              {}}};
    for (Measure& measure : out)
        measure.all.value.assign(cells, missing);
    return out;
}

} // namespace

Sensitivity local_derivatives(const ScanTable& table, const std::vector<OutputValues>& outputs,
                              const SensitivityOptions& options) {
    Sensitivity result = frame(table, outputs, table.rows(), options);
    result.stages.clear();
    result.measures = empty_measures(outputs.size() * table.parameters);
    const std::size_t own = own_row(table);
    for (std::size_t q = 0; q < outputs.size(); ++q) {
        const OutputValues& f = outputs[q];
        OutputCheck& check = result.checks[q];
        check.used = static_cast<std::size_t>(
            std::count_if(f.begin(), f.end(), [](double value) { return std::isfinite(value); }));
        check.dropped_share = static_cast<double>(f.size() - check.used) / static_cast<double>(f.size());
        if (own == table.rows() || !std::isfinite(f[own])) {
            check.status = OutputStatus::own_missing;
            continue;
        }
        for (std::size_t k = 0; k < table.parameters; ++k) {
            const Line line = line_of(table, f, own, k);
            const auto set = [&](Column column, double value) {
                result.measures[column].all.value[q * table.parameters + k] = value;
            };
            if (line.values == 0) continue;
            const double share = static_cast<double>(line.gone) / static_cast<double>(line.values);
            set(dropped, share);
            if (share > options.withhold_above * (1.0 + 1e-12)) continue;
            set(range, line.most_f - line.least_f);
            if (!table.text.empty() && table.text[k]) continue; // no order, no slope
            const double slope_below = (line.f - line.f_below) / (line.x - line.x_below);
            const double slope_above = (line.f_above - line.f) / (line.x_above - line.x);
            const double slope =
                central(slope_below, slope_above, line.x - line.x_below, line.x_above - line.x);
            set(derivative, slope);
            set(scaled, slope * (line.most_x - line.least_x));
            set(below, slope_below);
            set(above, slope_above);
        }
    }
    return result;
}

} // namespace lpsglass::scan
