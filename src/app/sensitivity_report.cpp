#include "sensitivity_report.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "lpsglass/core/error.hpp"
#include "lpsglass/scan/sensitivity_text.hpp"

namespace lpsglass::app {

namespace {

constexpr std::array<std::string_view, 7> of_most_interest{"alpha_at_tg",
                                                           "rank_of_alpha_at_tg",
                                                           "beta_at_tg",
                                                           "alpha_minus_beta_at_tg",
                                                           "rank_of_alpha_minus_beta_at_tg",
                                                           "crossing_exists",
                                                           "crossing_near_tg"};

bool is_shown(const ShownOutputs& shown, const results::OutputGroup& group, std::size_t output) {
    if (shown.all) return true;
    const std::string& name = group.outputs[output];
    if (shown.named.empty())
        return std::ranges::find(of_most_interest, std::string_view(name)) != of_most_interest.end();
    return std::ranges::find(shown.named, name) != shown.named.end() ||
           std::ranges::find(shown.named, group.name) != shown.named.end();
}

std::string percent(double share) {
    return fmt::format("{:.3g} percent", 100.0 * share);
}

/// `x` or `from x to y`.
std::string range(const std::string& first, const std::string& last) {
    return first == last ? first : first + " to " + last;
}

} // namespace

void check_names(const ShownOutputs& shown, const std::vector<results::OutputGroup>& groups) {
    for (const std::string& name : shown.named) {
        std::string known;
        bool found = false;
        for (const results::OutputGroup& group : groups) {
            found =
                found || name == group.name || std::ranges::find(group.outputs, name) != group.outputs.end();
            known += "\n  " + group.name;
            if (group.name == "summary") {
                for (const std::string& output : group.outputs)
                    known += "\n  " + output;
            } else {
                known += ", or one of it, such as '" + group.outputs.front() + "'";
            }
        }
        if (!found) throw InputError("there is no output " + name + "; there are" + known);
    }
}

std::string tables_of(const ShownOutputs& shown, const results::OutputGroup& outputs,
                      const scan::Sensitivity& result, const results::ScanRows& scan, bool heading) {
    scan::SensitivityTextOptions options;
    options.heading = heading;
    options.strongest_first = true;
    for (std::size_t q = 0; q < outputs.outputs.size(); ++q)
        if (is_shown(shown, outputs, q)) options.outputs.push_back(q);
    if (options.outputs.empty()) return "";
    scan::SensitivityNames names{outputs.outputs, outputs.units, scan.parameter};
    std::ranges::replace(names.output_units, std::string("1"), std::string());
    return scan::sensitivity_text(result, names, options);
}

std::string lines_of_missing(const results::OutputGroup& outputs, const scan::Sensitivity& result) {
    std::string out;
    const bool one_by_one = outputs.name == "summary";
    for (std::size_t first = 0, last; first < result.checks.size(); first = last + 1) {
        last = first;
        const scan::OutputStatus status = result.checks[first].status;
        double least = result.checks[first].dropped_share, most = least;
        while (!one_by_one && last + 1 < result.checks.size() && result.checks[last + 1].status == status) {
            ++last;
            least = std::min(least, result.checks[last].dropped_share);
            most = std::max(most, result.checks[last].dropped_share);
        }
        if (status == scan::OutputStatus::ok) continue;
        out += "  " + range(outputs.outputs[first], outputs.outputs[last]) + ": " + scan::describe(status);
        if (most > 0.0) out += " (" + range(percent(least), percent(most)) + " dropped)";
        out += '\n';
    }
    return out;
}

std::string shares_of_indicators(const results::OutputGroup& outputs) {
    std::string out;
    for (std::size_t q = 0; q < outputs.indicator.size(); ++q) {
        if (!outputs.indicator[q]) continue;
        const scan::OutputValues& values = outputs.values[q];
        const auto ones = std::ranges::count(values, 1.0), zeros = std::ranges::count(values, 0.0);
        if (ones + zeros == 0) continue;
        out += fmt::format("  {} in {} of {} sets\n", outputs.outputs[q], ones, ones + zeros);
    }
    return out;
}

std::string how_to_read(deck::Design design) {
    switch (design) {
    case deck::Design::saltelli:
        return "How to read: `total` is the share of the output's variance that would stay if every other\n"
               "parameter were known; a parameter with a total of about 0 does not matter. `first_order` is "
               "the\n"
               "share that would go if this one were known; where total is well above it, the parameter "
               "acts\n"
               "together with others. An index is to be trusted where it changes less with the number of "
               "base\n"
               "samples than its interval is wide.\n";
    case deck::Design::morris:
        return "How to read: `mu_star` is by how much the output moves when the parameter runs through its "
               "whole\n"
               "range, on average; parameters with a small one do not matter. `mu` has the sign; where it is "
               "much\n"
               "smaller than mu_star the output goes both ways. A `sigma` as large as mu_star: the parameter "
               "acts\n"
               "nonlinearly or together with others.\n";
    case deck::Design::one_at_a_time:
        return "How to read: `scaled_derivative` is by how much the output would move over the parameter's "
               "range\n"
               "if it were linear, `output_range` by how much it did. Where slope_below and slope_above "
               "differ it\n"
               "is not linear. Nothing is said of parameters that act together.\n";
    default:
        return "How to read: `spearman` and `src` tell how strongly and in which direction the output "
               "follows the\n"
               "parameter, src as far as r_squared is near 1. `pawn` sees influence of any shape; below the "
               "upper\n"
               "end of `pawn_noise` it cannot be told from none.\n";
    }
}

} // namespace lpsglass::app
