#include "lpsglass/scan/sensitivity.hpp"

#include <algorithm>
#include <stdexcept>

#include "lpsglass/scan/associations.hpp"
#include "lpsglass/scan/elementary_effects.hpp"
#include "lpsglass/scan/local_derivatives.hpp"
#include "lpsglass/scan/pawn.hpp"
#include "lpsglass/scan/variance_indices.hpp"

namespace lpsglass::scan {

std::string describe(OutputStatus status) {
    switch (status) {
    case OutputStatus::ok:
        return "";
    case OutputStatus::constant:
        return "the output is the same in all sets";
    case OutputStatus::withheld:
        return "withheld: too many base samples lack the output";
    case OutputStatus::too_few:
        return "fewer than two base samples have the output";
    case OutputStatus::own_missing:
        return "the deck's own values lack the output";
    }
    return "";
}

const Measure& Sensitivity::measure(const std::string& name) const {
    const auto found = std::find_if(measures.begin(), measures.end(),
                                    [&name](const Measure& measure) { return measure.name == name; });
    if (found == measures.end()) throw std::out_of_range("no measure of sensitivity " + name);
    return *found;
}

Sensitivity sensitivity(const ScanTable& table, const std::vector<OutputValues>& outputs,
                        const SensitivityOptions& options) {
    switch (table.design) {
    case deck::Design::saltelli:
        return variance_indices(table, outputs, options);
    case deck::Design::morris:
        return elementary_effects(table, outputs, options);
    case deck::Design::one_at_a_time:
        return local_derivatives(table, outputs, options);
    default:
        break;
    }
    Sensitivity result = associations(table, outputs, options);
    for (Measure& measure : pawn(table, outputs, options).measures)
        result.measures.push_back(std::move(measure));
    return result;
}

} // namespace lpsglass::scan
