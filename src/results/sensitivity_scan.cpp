#include <algorithm>

#include "lpsglass/campaign/set_result.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/deck/reader.hpp"
#include "lpsglass/deck/words.hpp"
#include "lpsglass/results/sensitivity_outputs.hpp"

namespace lpsglass::results {

namespace {

using campaign::TaskState;

deck::Design design_of(const ResultsFile& file) {
    const std::string word = file.attribute_text("/scan", "design").value_or("");
    const auto found = std::ranges::find(deck::words::design, word);
    if (found == deck::words::design.end())
        throw InputError(file.path() + ": /scan has no design that this program knows");
    return static_cast<deck::Design>(found - deck::words::design.begin());
}

/// Of one_at_a_time a base sample is a row.
const char* unit_of_designs(deck::Design design) {
    switch (design) {
    case deck::Design::saltelli:
        return "base sample";
    case deck::Design::morris:
        return "trajectory";
    default:
        return "parameter set";
    }
}

bool went_through(double state) {
    return state == static_cast<double>(TaskState::ok) ||
           state == static_cast<double>(TaskState::gauge_phase_undefined);
}

/// Of each base sample of the whole scan its number among those that are left; -1 where it is not.
std::vector<int> numbers_of_left(const std::vector<char>& unfinished) {
    std::vector<int> out(unfinished.size(), -1);
    int next = 0;
    for (std::size_t j = 0; j < unfinished.size(); ++j)
        if (unfinished[j] == 0) out[j] = next++;
    return out;
}

void check_enough(const std::string& path, const ScanRows& scan) {
    if (scan.base_samples >= 2) return;
    const std::string unit = unit_of_designs(scan.table.design);
    throw InputError(path + ": " +
                     (scan.base_samples < scan.planned
                          ? "of " + std::to_string(scan.planned) + " " + unit + "s " +
                                std::to_string(scan.base_samples) +
                                (scan.base_samples == 1 ? " is" : " are") + " computed so far"
                          : "the scan has one " + unit + " only") +
                     ": too few for sensitivities, which need two at the least");
}

} // namespace

ScanRows read_scan(const ResultsFile& file, Pairs pairs) {
    if (!file.has("/scan/parameters"))
        throw InputError(file.path() +
                         ": its deck has no [scan], so there are no sets to compare and no sensitivities");
    ScanRows out;
    scan::ScanTable& table = out.table;
    table.design = design_of(file);
    out.parameter = file.texts("/coordinates/scan_parameter");
    out.unit = file.texts("/scan/unit");
    table.parameters = out.parameter.size();
    for (const std::string& unit : out.unit)
        table.text.push_back(unit == "text");
    if (table.design == deck::Design::morris)
        table.levels = deck::read_deck_text(file.resolved_deck(), file.path()).deck.scan.value().levels;

    const std::vector<double> role = file.numbers("/scan/role");
    const std::vector<double> base = file.numbers("/scan/base");
    const std::vector<double> parameter = file.numbers("/scan/parameter");
    const std::vector<double> state = file.numbers("/tasks/status");
    const std::vector<double> values = file.numbers("/scan/parameters");

    const auto of_pairs = [&](std::size_t set) { return role[set] == static_cast<double>(scan::Role::ba); };
    out.planned = static_cast<std::size_t>(*std::ranges::max_element(base)) + 1;
    std::vector<char> unfinished(out.planned, 0);
    bool has_pairs = false;
    for (std::size_t set = 0; set < role.size(); ++set) {
        has_pairs = has_pairs || of_pairs(set);
        if (pairs == Pairs::without && of_pairs(set)) continue;
        if (table.design != deck::Design::one_at_a_time &&
            state[set] == static_cast<double>(TaskState::not_computed))
            unfinished[static_cast<std::size_t>(base[set])] = 1;
    }
    if (pairs == Pairs::with && !has_pairs)
        throw InputError(file.path() + ": no sets for second-order indices: the deck needs second_order = "
                                       "true in its [scan], of design saltelli");
    const std::vector<int> number = numbers_of_left(unfinished);
    for (std::size_t set = 0; set < role.size(); ++set) {
        const int j = number[static_cast<std::size_t>(base[set])];
        if ((pairs == Pairs::without && of_pairs(set)) || j < 0) continue;
        out.set.push_back(set);
        out.derived.push_back(went_through(state[set]));
        table.base.push_back(static_cast<std::size_t>(j));
        table.role.push_back(static_cast<scan::Role>(static_cast<int>(role[set])));
        table.parameter.push_back(static_cast<int>(parameter[set]));
        const auto first = values.begin() + static_cast<std::ptrdiff_t>(set * table.parameters);
        table.values.insert(table.values.end(), first, first + static_cast<std::ptrdiff_t>(table.parameters));
    }
    out.base_samples = static_cast<std::size_t>(std::ranges::count(unfinished, 0));
    check_enough(file.path(), out);
    return out;
}

} // namespace lpsglass::results
