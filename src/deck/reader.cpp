#include "lpsglass/deck/reader.hpp"

#include <bit>

#include <fmt/format.h>

#include "lpsglass/core/sha256.hpp"
#include "lpsglass/deck/deck_tree.hpp"
#include "lpsglass/deck/fields.hpp"
#include "lpsglass/deck/key_text.hpp"
#include "lpsglass/deck/known_keys.hpp"
#include "lpsglass/deck/resolved.hpp"
#include "lpsglass/deck/sections.hpp"

namespace lpsglass::deck {

namespace {

constexpr std::size_t fewest_grid_points = 2;
constexpr std::size_t most_grid_points = 100000;

void read_schema_and_title(const DeckTree& tree, const std::string& file, Deck& deck, Findings& findings) {
    const TableReader top(&tree.root, "", "", findings);
    int schema = deck_schema;
    if (!top.has("schema"))
        findings.add(Place{std::make_shared<const std::string>(file), 1, 1}, "schema",
                     fmt::format("is missing (write schema = {})", deck_schema));
    top.read("schema", schema);
    top.read("title", deck.title);
}

void read_plain_sections(const Node& root, Deck& deck, Findings& findings) {
    for_each_section(deck, [&](std::string_view section, auto& object) {
        const TableReader table(find_node(root, section), section, std::string(section), findings);
        for_each_key(object, [&](std::string_view name, auto& member) { table.read(name, member); });
    });
    check_range(TableReader(find_node(root, "nqr.grid"), "nqr.grid", "nqr.grid", findings), deck.nqr.grid_MHz,
                fewest_grid_points, most_grid_points);
    const int points = deck.nqr.ensemble.points;
    if (!std::has_single_bit(static_cast<unsigned>(points)))
        findings.add(find_node(root, "nqr.ensemble.points")->place, "nqr.ensemble.points",
                     fmt::format("{} is no power of two (allowed: {})", points,
                                 allowed_text(*find_key("nqr.ensemble", "points"))));
}

void warn(const Deck& deck, std::vector<std::string>& warnings) {
    if (deck.nqr.thermal.libration_rms_degree > 0.0 && deck.nqr.spectra.empty())
        warnings.emplace_back(
            "nqr.thermal: not applied, the deck has no spectrum and so no temperature of a line");
    const double glass = deck.exponents.glass_temperature_kelvin;
    const double lowest = deck.temperature_kelvin.front();
    const double highest = deck.temperature_kelvin.back();
    if (glass < lowest || glass > highest)
        warnings.push_back(
            fmt::format("exponents.glass_temperature: {} K lies outside the temperatures of the deck, "
                        "{} to {} K",
                        glass, lowest, highest));
}

LoadedDeck read_tree(DeckTree tree, const std::string& path, Findings& findings) {
    check_known_keys(tree.root, findings);
    // Without the included deck its keys would all seem to be missing.
    if (findings.mentions("include")) findings.throw_if_any();

    LoadedDeck loaded;
    Deck& deck = loaded.deck;
    read_schema_and_title(tree, path, deck, findings);
    read_plain_sections(tree.root, deck, findings);
    deck.nqr.spectra = read_spectra(tree.root, findings);
    deck.amplitude = read_amplitudes(tree.root, findings, loaded.warnings);
    deck.free_energy.bath = read_bath(tree.root, findings);
    deck.fit = read_fit(tree.root, findings);
    if (deck.fit) deck.fit->also = read_also(tree.root, deck, findings);
    deck.temperature_kelvin = read_temperatures(tree.root, findings);
    deck.calibration = read_calibration(tree.root, deck, findings);
    findings.throw_if_any();

    warn(deck, loaded.warnings);
    loaded.file = path;
    loaded.text = std::move(tree.text);
    loaded.resolved = resolved_text(deck);
    loaded.sha256 = sha256_hex(identity_text(deck));
    return loaded;
}

} // namespace

LoadedDeck read_deck(const std::string& path) {
    Findings findings(path);
    return read_tree(load_deck_tree(path, findings), path, findings);
}

LoadedDeck read_deck_text(const std::string& text, const std::string& name) {
    Findings findings(name);
    return read_tree(parse_deck_tree(text, name, findings), name, findings);
}

} // namespace lpsglass::deck
