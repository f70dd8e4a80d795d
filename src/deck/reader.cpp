#include "lpsglass/deck/reader.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "lpsglass/core/sha256.hpp"
#include "lpsglass/deck/deck_tree.hpp"
#include "lpsglass/deck/differing_keys.hpp"
#include "lpsglass/deck/known_keys.hpp"
#include "lpsglass/deck/resolved.hpp"
#include "lpsglass/deck/sections.hpp"
#include "lpsglass/deck/toml_file.hpp"

namespace lpsglass::deck {

namespace {

void read_schema_and_title(const DeckTree& tree, const std::string& file, Deck& deck, Findings& findings) {
    const TableReader top(&tree.root, "", "", findings);
    int schema = deck_schema;
    if (!top.has("schema"))
        findings.add(Place{std::make_shared<const std::string>(file), 1, 1}, "schema",
                     fmt::format("is missing (write schema = {})", deck_schema));
    top.read("schema", schema);
    top.read("title", deck.title);
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
    deck.scan = read_scan(tree.root, deck, findings, loaded.warnings);
    findings.throw_if_any();

    warn(deck, loaded.warnings);
    loaded.file = path;
    loaded.text = std::move(tree.text);
    loaded.resolved = resolved_text(deck);
    loaded.sha256 = sha256_hex(identity_text(deck));
    return loaded;
}

/// Whether a table or one in it has a key `file`: what it says is in another file too.
bool names_file(const Node& node) {
    if (const Table* table = node.table()) {
        return std::ranges::any_of(
            table->entries, [](const Entry& entry) { return entry.key == "file" || names_file(entry.node); });
    }
    return node.array() && std::ranges::any_of(*node.array(), names_file);
}

/// Takes out what cannot be read without other files.
void leave_out_files(Table& deck) {
    std::erase_if(deck.entries, [](const Entry& entry) {
        return entry.key == "include" || (entry.key == "scan" && names_file(entry.node));
    });
    Entry* nqr = deck.find("nqr");
    if (nqr == nullptr || nqr->node.table() == nullptr) return;
    std::erase_if(std::get<Table>(nqr->node.value).entries,
                  [](const Entry& entry) { return names_file(entry.node); });
}

} // namespace

std::vector<std::string> contradictions(const std::string& resolved, const std::string& text) {
    const auto name = std::make_shared<const std::string>("/deck/text");
    try {
        Node own = parse_toml(text, name);
        leave_out_files(std::get<Table>(own.value));
        DeckTree both{parse_toml(resolved, name), resolved};
        lay_over(std::get<Table>(both.root.value), *own.table());
        Findings findings(*name);
        return differing_keys(resolved, read_tree(std::move(both), *name, findings).resolved);
    } catch (const InputError&) {
        return {};
    }
}

LoadedDeck read_deck(const std::string& path) {
    Findings findings(path);
    return read_tree(load_deck_tree(path, findings), path, findings);
}

LoadedDeck read_deck_text(const std::string& text, const std::string& name) {
    Findings findings(name);
    return read_tree(parse_deck_tree(text, name, findings), name, findings);
}

} // namespace lpsglass::deck
