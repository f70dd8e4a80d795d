#include "lpsglass/deck/scanned_deck.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

#include <fmt/format.h>

#include "lpsglass/deck/numeric_keys.hpp"
#include "lpsglass/deck/scan_keys.hpp"
#include "lpsglass/deck/sections.hpp"
#include "lpsglass/deck/toml_text.hpp"

namespace lpsglass::deck {

namespace {

constexpr double not_given = std::numeric_limits<double>::quiet_NaN();

/// A parameter with the keys it drives found in the deck.
struct Driver {
    const ScanParameter* parameter;
    std::vector<ScanKey> keys;
    std::vector<std::size_t> line_of; ///< of files: text -> place among the parameter's lines
};

/// Removes a key from a table of the tree, if it is there.
void drop(Node& root, std::string_view tables, std::string_view inner, std::string_view key) {
    Node* outer = find_node(root, tables);
    if (!outer || !outer->table()) return;
    Entry* entry = std::get<Table>(outer->value).find(inner);
    if (!entry) return;
    std::erase_if(std::get<Table>(entry->node.value).entries, [&](const Entry& e) { return e.key == key; });
}

/// Points of a line as a spectrum has them.
std::vector<LinePoint> with_sigma(std::vector<LinePoint> points, std::optional<double> sigma) {
    if (sigma)
        for (LinePoint& point : points)
            point.sigma = *sigma;
    return points;
}

void put_number(Node& node, ScanKind kind, double value) {
    if (kind == ScanKind::number)
        node.value = value;
    else if (value != number_in(node)) // an integer beyond 2^53 stays as it is
        node.value = static_cast<std::int64_t>(std::llround(std::clamp(value, -9e18, 9e18)));
}

} // namespace

struct ScannedDeck::State {
    Deck base; ///< without its scan
    Scan scan;
    Node tree; ///< of the base
    std::vector<Driver> drivers;
    std::string file;
    std::vector<std::string_view> plain_sections; ///< those with a scanned key
    bool spectra = false;                         ///< whether a key in them is scanned
    bool amplitudes = false;
    bool bath = false;
    bool fit = false;
    bool also = false; ///< whether [fit.also] has to be read again

    void find_drivers();
    void find_sections();
    void let_follow();
    [[nodiscard]] bool is_scanned(std::string_view key) const;
    void put(Node& root, std::vector<Spectrum>& spectra, const Driver& driver, double value) const;
    void check_text(const Driver& driver, double value) const;
    [[nodiscard]] double own_value(const Driver& driver) const;
};

bool ScannedDeck::State::is_scanned(std::string_view key) const {
    return std::ranges::any_of(drivers, [&](const Driver& driver) {
        return std::ranges::find(driver.keys, key, &ScanKey::name) != driver.keys.end();
    });
}

void ScannedDeck::State::find_drivers() {
    drivers.clear();
    for (const ScanParameter& parameter : scan.parameters) {
        Driver driver{&parameter, {}, {}};
        for (const std::string& name : parameter.keys)
            for (ScanKey& key : find_scan_keys(tree, name).keys)
                driver.keys.push_back(std::move(key));
        if (!parameter.data.empty()) {
            std::map<std::string_view, std::size_t> known;
            for (const std::string& text : parameter.texts)
                driver.line_of.push_back(known.try_emplace(text, known.size()).first->second);
        }
        drivers.push_back(std::move(driver));
    }
}

/// Which sections a set changes; the others are those of the base.
void ScannedDeck::State::find_sections() {
    for (const Driver& driver : drivers)
        for (const ScanKey& key : driver.keys) {
            const std::string_view section = key.info->section;
            if (section.starts_with("nqr.spectrum"))
                spectra = true;
            else if (section == "amplitude.*")
                amplitudes = true;
            else if (section == "free_energy.bath")
                bath = true;
            else if (section.starts_with("fit"))
                fit = true;
            else if (std::ranges::find(plain_sections, section) == plain_sections.end())
                plain_sections.push_back(section);
        }
    also = base.fit && !base.fit->also.empty() && (fit || !plain_sections.empty());
}

/// The filled tree has numbers that follow from others where a deck leaves them out: the start of a fitted
/// key that is set, which is the deck's value, and the sigma of a synthetic line, which is its noise.
void ScannedDeck::State::let_follow() {
    if (base.fit)
        for (const AlsoParameter& parameter : base.fit->also) {
            const auto follows = [&](const std::string& key) {
                return *find_number(base, key) == parameter.value;
            };
            if (parameter.mode == DriveMode::set && std::ranges::all_of(parameter.keys, follows) &&
                !is_scanned(fmt::format("fit.also.{}.value", toml_key(parameter.name))))
                drop(tree, "fit.also", parameter.name, "value");
        }
    Node* nodes = find_node(tree, "nqr.spectrum");
    for (std::size_t i = 0; i < base.nqr.spectra.size(); ++i) {
        const Spectrum& spectrum = base.nqr.spectra[i];
        if (spectrum.synthetic && spectrum.sigma == spectrum.synthetic->noise &&
            !is_scanned(fmt::format("nqr.spectrum[{}].sigma", i + 1)))
            std::erase_if(std::get<Table>(std::get<Array>(nodes->value)[i].value).entries,
                          [](const Entry& entry) { return entry.key == "sigma"; });
    }
}

ScannedDeck::ScannedDeck(const LoadedDeck& loaded) : state_(std::make_unique<State>()) {
    State& state = *state_;
    if (!loaded.deck.scan) throw InputError(loaded.file + ": the deck has no [scan]");
    state.base = loaded.deck;
    state.base.scan.reset();
    state.scan = *loaded.deck.scan;
    state.file = loaded.file;
    state.tree = filled_tree(state.base, loaded.file);
    state.find_drivers();
    state.let_follow();
    state.find_drivers(); // what was dropped moved its neighbours
    state.find_sections();
}

ScannedDeck::~ScannedDeck() = default;
ScannedDeck::ScannedDeck(ScannedDeck&&) noexcept = default;
ScannedDeck& ScannedDeck::operator=(ScannedDeck&&) noexcept = default;

double ScannedDeck::State::own_value(const Driver& driver) const {
    const ScanParameter& parameter = *driver.parameter;
    if (parameter.mode == DriveMode::shift) return 0.0;
    if (parameter.mode == DriveMode::factor) return 1.0;
    const ScanKey& key = driver.keys.front();
    if (parameter.texts.empty()) return number_in(node_at(tree, key.path));
    for (std::size_t i = 0; i < parameter.texts.size(); ++i) {
        bool is_own = false;
        if (key.kind == ScanKind::file) {
            const Spectrum& own = base.nqr.spectra[key.spectrum];
            is_own = own.points == with_sigma(parameter.data[driver.line_of[i]], own.sigma);
        } else {
            is_own = std::get<std::string>(node_at(tree, key.path).value) == parameter.texts[i];
        }
        if (is_own) return static_cast<double>(i);
    }
    return not_given;
}

std::vector<double> ScannedDeck::own_values() const {
    std::vector<double> values;
    for (const Driver& driver : state_->drivers)
        values.push_back(state_->own_value(driver));
    return values;
}

void ScannedDeck::State::check_text(const Driver& driver, double value) const {
    const auto texts = static_cast<double>(driver.parameter->texts.size());
    if (value >= 0.0 && value < texts && value == std::floor(value)) return;
    throw InputError({Diagnostic{
        file, 0, 0, driver.keys.front().name,
        fmt::format("{} is no place among the {} texts of the scan (counted from 0)", value, texts)}});
}

void ScannedDeck::State::put(Node& root, std::vector<Spectrum>& lines, const Driver& driver,
                             double value) const {
    const ScanParameter& parameter = *driver.parameter;
    if (!parameter.texts.empty()) {
        check_text(driver, value);
        const auto place = static_cast<std::size_t>(value);
        for (const ScanKey& key : driver.keys) {
            if (key.kind != ScanKind::file) {
                node_at(root, key.path).value = parameter.texts[place];
                continue;
            }
            Spectrum& spectrum = lines[key.spectrum];
            spectrum.points = with_sigma(parameter.data[driver.line_of[place]], spectrum.sigma);
            spectrum.origin = parameter.texts[place];
            spectrum.file.clear();
        }
        return;
    }
    for (const ScanKey& key : driver.keys) {
        Node& node = node_at(root, key.path);
        const double before = number_in(node);
        put_number(node, key.kind,
                   parameter.mode == DriveMode::set     ? value
                   : parameter.mode == DriveMode::shift ? before + value
                                                        : before * value);
    }
}

Deck ScannedDeck::at(std::span<const double> values) const {
    const State& state = *state_;
    if (values.size() != state.drivers.size())
        throw InputError(
            fmt::format("{} values for a scan of {} parameters", values.size(), state.drivers.size()));
    Node root = state.tree;
    Deck deck = state.base;
    // What is set comes first, then shifts and factors in the order of the deck.
    for (const bool setting : {true, false})
        for (std::size_t i = 0; i < values.size(); ++i)
            if ((state.drivers[i].parameter->mode == DriveMode::set) == setting && !std::isnan(values[i]))
                state.put(root, deck.nqr.spectra, state.drivers[i], values[i]);

    Findings findings(state.file);
    std::vector<std::string> warnings; // told when the deck was read
    if (!state.plain_sections.empty()) read_plain_sections(root, deck, findings, state.plain_sections);
    if (state.spectra) deck.nqr.spectra = read_spectra(root, findings, deck.nqr.spectra);
    if (state.amplitudes) deck.amplitude = read_amplitudes(root, findings, warnings);
    if (state.bath) deck.free_energy.bath = read_bath(root, findings);
    if (state.fit) deck.fit = read_fit(root, findings);
    if (state.also) deck.fit->also = read_also(root, deck, findings);
    findings.throw_if_any();
    return deck;
}

} // namespace lpsglass::deck
