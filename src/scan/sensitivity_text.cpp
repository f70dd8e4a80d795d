#include "lpsglass/scan/sensitivity_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numeric>

#include "lpsglass/core/error.hpp"

namespace lpsglass::scan {

namespace {

constexpr std::size_t most_pairs = 10;
constexpr std::array leading{"first_order", "total", "mu_star", "spearman", "pawn"};

constexpr std::array foremost{"total", "mu_star", "scaled_derivative", "pawn"};

using Line = std::vector<std::string>;

std::string number(double x, Unit unit) {
    if (std::isnan(x)) return "-";
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), unit == Unit::one ? "%.4f" : "%.4g", x);
    return text.data();
}

std::string percent(double share) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.3g percent", 100.0 * share);
    return text.data();
}

/// `value [lower, upper]`; of a floor, which has an upper end alone, `value (up to upper)`.
std::string estimate(const Estimates& of, std::size_t at, Unit unit) {
    std::string out = number(of.value[at], unit);
    if (of.lower.empty()) return out;
    const std::string upper = number(of.upper[at], unit);
    if (!std::isnan(of.lower[at])) return out + " [" + number(of.lower[at], unit) + ", " + upper + "]";
    return std::isnan(of.upper[at]) ? out : out + " (up to " + upper + ")";
}

/// Columns as wide as their longest entry; the first line is the heading.
std::string table(const std::vector<Line>& lines) {
    std::vector<std::size_t> width;
    for (const Line& line : lines)
        for (std::size_t c = 0; c < line.size(); ++c) {
            if (c == width.size()) width.push_back(0);
            width[c] = std::max(width[c], line[c].size());
        }
    std::string out;
    for (const Line& line : lines) {
        std::string row = " ";
        for (std::size_t c = 0; c < line.size(); ++c)
            row += ' ' + line[c] + std::string(width[c] - line[c].size() + 1, ' ');
        out += row.substr(0, row.find_last_not_of(' ') + 1) + '\n';
    }
    return out;
}

/// The parameters in the order of the table's lines.
std::vector<std::size_t> order_of(const Sensitivity& result, std::size_t output, bool strongest_first) {
    std::vector<std::size_t> order(result.parameters);
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (!strongest_first) return order;
    for (const Measure& measure : result.measures) {
        if (std::find(foremost.begin(), foremost.end(), measure.name) == foremost.end()) continue;
        const auto size = [&](std::size_t k) {
            const double x = measure.all.value[output * result.parameters + k];
            return std::isnan(x) ? -1.0 : std::abs(x); // those without a value last
        };
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t i, std::size_t k) { return size(i) > size(k); });
        break;
    }
    return order;
}

std::string parameter_table(const Sensitivity& result, const SensitivityNames& names, std::size_t output,
                            const std::vector<std::size_t>& order) {
    std::vector<Line> lines{{"parameter"}};
    for (const std::size_t k : order)
        lines.push_back({names.parameters[k]});
    for (const Measure& measure : result.measures) {
        if (measure.per != Per::parameter) continue;
        lines[0].push_back(measure.name);
        for (std::size_t i = 0; i < order.size(); ++i)
            lines[i + 1].push_back(
                estimate(measure.all, output * result.parameters + order[i], measure.unit));
    }
    return table(lines);
}

/// Measures of the output as a whole.
std::string whole_lines(const Sensitivity& result, std::size_t output) {
    std::string out;
    for (const Measure& measure : result.measures)
        if (measure.per == Per::output)
            out += "  " + measure.name + " " + estimate(measure.all, output, measure.unit) + '\n';
    return out;
}

/// The pairs that a measure calls strongest.
std::string pair_table(const Sensitivity& result, const SensitivityNames& names, std::size_t output) {
    struct Pair {
        std::size_t first, second, at;
        double size;
    };
    std::vector<const Measure*> of_pairs;
    for (const Measure& measure : result.measures)
        if (measure.per == Per::pair) of_pairs.push_back(&measure);
    if (of_pairs.empty()) return "";
    const std::size_t n = result.parameters;
    std::vector<Pair> pairs;
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t k = i + 1; k < n; ++k) {
            const std::size_t at = (output * n + i) * n + k;
            const double size = std::abs(of_pairs.front()->all.value[at]);
            if (std::isfinite(size)) pairs.push_back({i, k, at, size});
        }
    std::stable_sort(pairs.begin(), pairs.end(),
                     [](const Pair& a, const Pair& b) { return a.size > b.size; });
    const std::size_t all = pairs.size();
    if (all > most_pairs) pairs.resize(most_pairs);
    std::vector<Line> lines{{"pair"}};
    for (const Measure* measure : of_pairs)
        lines[0].push_back(measure->name);
    for (const Pair& pair : pairs) {
        lines.push_back({names.parameters[pair.first] + ", " + names.parameters[pair.second]});
        for (const Measure* measure : of_pairs)
            lines.back().push_back(estimate(measure->all, pair.at, measure->unit));
    }
    std::string out = table(lines);
    if (all > most_pairs)
        out += "  (the strongest " + std::to_string(most_pairs) + " of " + std::to_string(all) + ")\n";
    return out;
}

std::string convergence_tables(const Sensitivity& result, const SensitivityNames& names, std::size_t output,
                               const std::vector<std::size_t>& order) {
    std::string out;
    if (result.stages.size() < 2) return out;
    for (const Measure& measure : result.measures) {
        if (std::find(leading.begin(), leading.end(), measure.name) == leading.end()) continue;
        std::vector<Line> lines{{measure.name + " from the first"}};
        for (const std::size_t stage : result.stages)
            lines[0].push_back(std::to_string(stage));
        for (const std::size_t k : order) {
            lines.push_back({names.parameters[k]});
            for (std::size_t s = 0; s < result.stages.size(); ++s)
                lines.back().push_back(estimate(
                    measure.stages, (s * result.outputs + output) * result.parameters + k, measure.unit));
        }
        out += table(lines);
    }
    return out;
}

std::string heading(const Sensitivity& result) {
    std::string out = "Sensitivity to " + std::to_string(result.parameters) + " parameters, from " +
                      std::to_string(result.base_samples) + " base samples.\n";
    if (result.design == deck::Design::one_at_a_time) {
        out += "Local slopes at the deck's own values, without intervals.\n";
    } else {
        out += "In brackets: " + percent(result.confidence) + " intervals of a bootstrap over base samples";
        out += result.conservative
                   ? ",\nconservative: they take the design's evenly spread samples as random ones.\n"
                   : ".\n";
    }
    return out;
}

} // namespace

std::string sensitivity_text(const Sensitivity& result, const SensitivityNames& names,
                             const SensitivityTextOptions& options) {
    if (names.outputs.size() != result.outputs || names.parameters.size() != result.parameters ||
        (!names.output_units.empty() && names.output_units.size() != result.outputs))
        throw InputError("sensitivity: the names do not fit the result");
    std::vector<std::size_t> shown = options.outputs;
    if (shown.empty()) {
        shown.resize(result.outputs);
        std::iota(shown.begin(), shown.end(), std::size_t{0});
    }
    std::string out = options.heading ? heading(result) : "";
    for (const std::string& note : result.notes)
        out += "Note: " + note + ".\n";
    for (const std::size_t q : shown) {
        const OutputCheck& check = result.checks[q];
        const std::string unit = names.output_units.empty() ? "" : names.output_units[q];
        out += '\n' + names.outputs[q] + (unit.empty() ? "" : " (" + unit + ")") + ": ";
        out += std::to_string(check.used) + " base samples, " + percent(check.dropped_share) + " dropped\n";
        if (check.status != OutputStatus::ok) {
            out += "  no measures: " + describe(check.status) + '\n';
            continue;
        }
        const std::vector<std::size_t> order = order_of(result, q, options.strongest_first);
        out +=
            parameter_table(result, names, q, order) + whole_lines(result, q) + pair_table(result, names, q);
        if (options.convergence) out += convergence_tables(result, names, q, order);
    }
    return out;
}

} // namespace lpsglass::scan
