#include <algorithm>
#include <bit>

#include <fmt/format.h>

#include "lpsglass/deck/fields.hpp"
#include "lpsglass/deck/key_text.hpp"
#include "lpsglass/deck/sections.hpp"

namespace lpsglass::deck {

namespace {

constexpr std::size_t fewest_grid_points = 2;
constexpr std::size_t most_grid_points = 100000;

} // namespace

void read_plain_sections(const Node& root, Deck& deck, Findings& findings,
                         std::span<const std::string_view> only) {
    const auto wanted = [&](std::string_view section) {
        return only.empty() || std::ranges::find(only, section) != only.end();
    };
    for_each_section(deck, [&](std::string_view section, auto& object) {
        if (!wanted(section)) return;
        const TableReader table(find_node(root, section), section, std::string(section), findings);
        for_each_key(object, [&](std::string_view name, auto& member) { table.read(name, member); });
    });
    if (wanted("nqr.grid"))
        check_range(TableReader(find_node(root, "nqr.grid"), "nqr.grid", "nqr.grid", findings),
                    deck.nqr.grid_MHz, fewest_grid_points, most_grid_points);
    const int points = deck.nqr.ensemble.points;
    if (!std::has_single_bit(static_cast<unsigned>(points)))
        findings.add(find_node(root, "nqr.ensemble.points")->place, "nqr.ensemble.points",
                     fmt::format("{} is no power of two (allowed: {})", points,
                                 allowed_text(*find_key("nqr.ensemble", "points"))));
}

} // namespace lpsglass::deck
