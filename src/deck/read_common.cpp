#include <fmt/format.h>

#include "lpsglass/deck/sections.hpp"

namespace lpsglass::deck {

bool is_on(const Node& root, const char* section) {
    const Node* node = find_node(root, section);
    if (!node || !node->table()) return false;
    const Node* enabled = find_node(*node, "enabled");
    const bool* on = enabled ? std::get_if<bool>(&enabled->value) : nullptr;
    return !on || *on;
}

std::optional<Prior> read_prior(const TableReader& table) {
    std::optional<double> mean;
    std::optional<double> sigma;
    table.read("prior", mean);
    table.read("prior_sigma", sigma);
    if (table.has("prior") && !table.has("prior_sigma")) table.error("prior", "needs prior_sigma beside it");
    if (table.has("prior_sigma") && !table.has("prior")) table.error("prior_sigma", "needs prior beside it");
    if (!mean || !sigma) return std::nullopt;
    return Prior{*mean, *sigma};
}

void check_range(const TableReader& table, const Range& range, std::size_t fewest, std::size_t most) {
    for (const char* name : {"start", "stop", "step"})
        if (table.findings().mentions(table.address(name))) return;
    if (range.stop < range.start)
        return table.error("stop", fmt::format("{} is below start, {}", range.stop, range.start));
    const std::size_t size = range.size();
    if (size < fewest)
        table.error("step", fmt::format("gives too few values, {} (allowed: {} to {})", size, fewest, most));
    if (size > most)
        table.error("step", fmt::format("gives too many values (allowed: {} to {})", fewest, most));
}

} // namespace lpsglass::deck
