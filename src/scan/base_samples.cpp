#include "base_samples.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "lpsglass/core/error.hpp"

namespace lpsglass::scan {

namespace {

constexpr std::size_t smallest_stage = 8; // base samples; below, nothing can be seen

std::vector<std::size_t> stage_ends(std::size_t base_samples) {
    std::vector<std::size_t> ends;
    for (const std::size_t part : {8, 4, 2})
        if (base_samples / part >= smallest_stage) ends.push_back(base_samples / part);
    ends.push_back(base_samples);
    return ends;
}

/// Quasi-random and stratified rows lie more evenly than the independent ones that the bootstrap assumes.
bool evenly_spread(deck::Design design) {
    return design == deck::Design::lhs || design == deck::Design::sobol || design == deck::Design::saltelli;
}

OutputStatus judge(std::size_t used, std::size_t all, const SensitivityOptions& options) {
    // A hair, so that 20 of 100 are not above 0.2.
    const double allowed = options.withhold_above * static_cast<double>(all) * (1.0 + 1e-12);
    if (static_cast<double>(all - used) > allowed) return OutputStatus::withheld;
    return used < 2 ? OutputStatus::too_few : OutputStatus::ok;
}

Present present_rows(const OutputValues& output) {
    Present out;
    out.whole.resize(output.size());
    for (std::size_t i = 0; i < output.size(); ++i) {
        if (!std::isfinite(output[i])) continue;
        out.whole[i] = 1;
        out.take(output[i]);
    }
    return out;
}

/// A row whose role needs a parameter names one of the table's.
bool parameters_named(const ScanTable& table) {
    for (std::size_t i = 0; i < table.rows(); ++i) {
        const bool needed =
            table.role[i] == Role::step || table.role[i] == Role::ab || table.role[i] == Role::ba;
        if (table.parameter[i] >= static_cast<int>(table.parameters) || (needed && table.parameter[i] < 0))
            return false;
    }
    return true;
}

} // namespace

bool Present::constant() const {
    const double size = std::max(std::abs(smallest), std::abs(largest));
    return largest - smallest <= 16.0 * std::numeric_limits<double>::epsilon() * size;
}

std::size_t count_bases(const ScanTable& table) {
    return table.base.empty() ? 0 : *std::max_element(table.base.begin(), table.base.end()) + 1;
}

Sensitivity frame(const ScanTable& table, const std::vector<OutputValues>& outputs, std::size_t base_samples,
                  const SensitivityOptions& options) {
    const std::size_t rows = table.rows();
    if (rows == 0 || table.parameters == 0)
        throw InputError("sensitivity: the scan has no sets or no parameters");
    const bool agree = table.base.size() == rows && table.parameter.size() == rows &&
                       table.values.size() == rows * table.parameters &&
                       (table.text.empty() || table.text.size() == table.parameters) &&
                       std::all_of(outputs.begin(), outputs.end(),
                                   [rows](const OutputValues& output) { return output.size() == rows; });
    if (!agree) throw InputError("sensitivity: the columns of the scan differ in length");
    if (!parameters_named(table))
        throw InputError("sensitivity: a row names a parameter that the scan lacks");

    Sensitivity out;
    out.design = table.design;
    out.outputs = outputs.size();
    out.parameters = table.parameters;
    out.base_samples = base_samples;
    out.confidence = options.confidence;
    out.conservative = evenly_spread(table.design);
    out.stages = stage_ends(base_samples);
    out.checks.resize(outputs.size());
    return out;
}

std::vector<std::size_t> check_output(const Present& present, const SensitivityOptions& options,
                                      std::size_t output, Constant constant, Sensitivity& result) {
    std::vector<std::size_t> used;
    std::size_t count = 0;
    std::size_t at = 0;
    OutputStatus status = OutputStatus::ok;
    for (const std::size_t end : result.stages) {
        for (; at < end; ++at)
            count += present.whole[at] != 0 ? 1 : 0;
        status = judge(count, end, options);
        if (status == OutputStatus::ok && constant == Constant::undefined && present.constant())
            status = OutputStatus::constant;
        used.push_back(status == OutputStatus::ok ? count : 0);
    }
    OutputCheck& check = result.checks[output];
    check.status = status;
    check.used = count;
    check.dropped_share =
        static_cast<double>(result.base_samples - count) / static_cast<double>(result.base_samples);
    // Stages of an output that has no indices would be read as if it had.
    if (status != OutputStatus::ok) std::fill(used.begin(), used.end(), std::size_t{0});
    return used;
}

std::vector<Group> group_outputs(const std::vector<OutputValues>& outputs, const SensitivityOptions& options,
                                 Sensitivity& result, std::vector<std::size_t>& used) {
    used.assign(result.stages.size() * outputs.size(), 0);
    std::map<std::vector<char>, Group> groups;
    for (std::size_t q = 0; q < outputs.size(); ++q) {
        const Present present = present_rows(outputs[q]);
        const std::vector<std::size_t> of_output =
            check_output(present, options, q, Constant::undefined, result);
        for (std::size_t s = 0; s < of_output.size(); ++s)
            used[s * outputs.size() + q] = of_output[s];
        if (result.checks[q].status == OutputStatus::ok) groups[present.whole].outputs.push_back(q);
    }
    std::vector<Group> out;
    for (auto& [whole, group] : groups) {
        for (std::size_t i = 0; i < whole.size(); ++i)
            if (whole[i] != 0) group.rows.push_back(i);
        out.push_back(std::move(group));
    }
    return out;
}

} // namespace lpsglass::scan
