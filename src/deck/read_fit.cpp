#include <algorithm>

#include <fmt/format.h>

#include "lpsglass/deck/fields.hpp"
#include "lpsglass/deck/sections.hpp"

namespace lpsglass::deck {

namespace {

bool has_spectra(const Node& root) {
    const Node* spectra = find_node(root, "nqr.spectrum");
    return spectra && (!spectra->array() || !spectra->array()->empty());
}

bool varies_something(const Node& root) {
    const Node* also = find_node(root, "fit.also");
    if (also && also->table() && !also->table()->entries.empty()) return true;
    return std::ranges::any_of(fluctuation_names(), [&](std::string_view name) {
        const Node* fixed = find_node(root, fmt::format("amplitude.{}.fixed", name));
        const Node* tied = find_node(root, fmt::format("amplitude.{}.tied_to", name));
        const bool* is_fixed = fixed ? std::get_if<bool>(&fixed->value) : nullptr;
        const auto* target = tied ? std::get_if<std::string>(&tied->value) : nullptr;
        return !(is_fixed && *is_fixed) && !(target && !target->empty());
    });
}

} // namespace

std::optional<Fit> read_fit(const Node& root, Findings& findings) {
    const Node* node = find_node(root, "fit");
    const TableReader table(node, "fit", "fit", findings);
    bool enabled = true;
    Fit fit;
    table.read("enabled", enabled);
    for_each_key(fit, [&](std::string_view name, auto& member) { table.read(name, member); });
    if (!is_on(root, "fit")) return std::nullopt;
    if (!has_spectra(root)) findings.add(node->place, "fit", "a fit needs at least one [[nqr.spectrum]]");
    if (!varies_something(root))
        findings.add(node->place, "fit",
                     "every amplitude is fixed or tied: a fit needs at least one free parameter");
    if (is_on(root, "free_energy.bath"))
        findings.add(find_node(root, "free_energy.bath")->place, "free_energy.bath",
                     "the amplitudes follow either from the bath or from the fit (set enabled = false in one "
                     "of them)");
    return fit;
}

} // namespace lpsglass::deck
