#include "lpsglass/deck/scan_keys.hpp"

#include <algorithm>
#include <charconv>
#include <span>

#include <fmt/format.h>

#include "lpsglass/deck/key_path.hpp"
#include "lpsglass/deck/suggest.hpp"
#include "lpsglass/deck/toml_text.hpp"

namespace lpsglass::deck {

namespace {

/// What one results file holds once cannot differ between its sets.
struct Refusal {
    std::string_view section; ///< and all sections inside it, where no name is given
    std::string_view name;
    std::string_view reason;
};

constexpr std::string_view what_is_fitted = "it decides what is fitted, which is the same for all sets";
constexpr std::string_view points_of_line = "the points of the line are the same for all sets";

constexpr Refusal refusals[] = {
    {"", "schema", "it is no property of the glass"},
    {"", "title", "it is no property of the glass"},
    {"", "include", "it is no property of the glass"},
    {"scan", "", "a scan does not vary itself"},
    {"output", "", "the sets of a results file are stored alike"},
    {"calibration", "", "a run does not look at it"},
    {"temperature", "", "the temperatures are the same for all sets"},
    {"nqr.grid", "", "the frequencies are the same for all sets"},
    {"nqr.spectrum", "baseline", what_is_fitted},
    {"nqr.spectrum", "data", "a scan takes lines from files, by key file"},
    {"nqr.spectrum", "origin", "it decides no result"},
    {"nqr.spectrum.synthetic", "start", points_of_line},
    {"nqr.spectrum.synthetic", "stop", points_of_line},
    {"nqr.spectrum.synthetic", "step", points_of_line},
    {"fit", "enabled", what_is_fitted},
    {"fit", "uncertainty", "the intervals of all sets are found alike"},
    {"fit.also.*", "keys", what_is_fitted},
    {"fit.also.*", "mode", what_is_fitted},
    {"fit.also.*", "shared", what_is_fitted},
    {"amplitude.*", "fixed", what_is_fitted},
    {"amplitude.*", "tied_to", what_is_fitted},
    {"free_energy.bath", "enabled", "where the amplitudes come from is the same for all sets"},
};

std::string_view reason_against(std::string_view section, std::string_view name) {
    for (const Refusal& refusal : refusals) {
        const bool inside = section.starts_with(refusal.section) && section.size() > refusal.section.size() &&
                            section[refusal.section.size()] == '.';
        if (refusal.name.empty() ? section == refusal.section || inside
                                 : section == refusal.section && name == refusal.name)
            return refusal.reason;
    }
    return {};
}

/// A key by its row in the key table.
struct Addressed {
    std::string section;
    std::string name;
    std::span<const KeyPart> tables; ///< from the outermost to the one that holds the key
    std::string element;
    bool whole_section = false; ///< the text names a section

    /// The key taken for a section.
    [[nodiscard]] std::string inner() const {
        return section.empty() ? name : fmt::format("{}.{}", section, name);
    }
};

Addressed address(const std::vector<KeyPart>& parts) {
    Addressed key;
    const std::span all(parts);
    const bool bare_amplitude = parts[0].name == "amplitude" && parts.size() == 2;
    key.tables = bare_amplitude ? all : all.first(all.size() - 1);
    key.name = bare_amplitude ? "value" : parts.back().name;
    key.element = bare_amplitude ? "" : parts.back().element;
    for (std::size_t i = 0; i < key.tables.size(); ++i) {
        const bool chosen = (key.section == "fit.also" || key.section == "amplitude");
        if (i > 0) key.section += '.';
        key.section += chosen ? "*" : key.tables[i].name;
    }
    key.whole_section = find_section(key.inner()) || key.section == "fit.also";
    return key;
}

/// The keys of a deck as a scan may write them, for "did you mean".
std::vector<std::string> known_names(const Node& filled) {
    std::vector<std::string> names;
    const auto add_named = [&](std::string_view section, const KeyInfo& key) {
        const Node* tables = find_node(filled, section);
        if (!tables || !tables->table()) return;
        for (const Entry& entry : tables->table()->entries)
            names.push_back(fmt::format("{}.{}.{}", section, toml_key(entry.key), key.name));
    };
    const Node* spectra = find_node(filled, "nqr.spectrum");
    for (const KeyInfo& key : key_table()) {
        if (!reason_against(key.section, key.name).empty()) continue;
        if (key.section == "fit.also.*") {
            add_named("fit.also", key);
        } else if (key.section == "amplitude.*") {
            add_named("amplitude", key);
        } else if (key.section.starts_with("nqr.spectrum")) {
            const std::string inner(key.section.substr(std::string_view("nqr.spectrum").size()));
            for (std::size_t i = 0; spectra && i < spectra->array()->size(); ++i)
                names.push_back(fmt::format("nqr.spectrum[{}]{}.{}", i + 1, inner, key.name));
        } else {
            names.push_back(key.full_name());
        }
    }
    for (const std::string_view name : fluctuation_names())
        names.push_back(fmt::format("amplitude.{}", name));
    return names;
}

std::string unknown_key(const Node& filled, std::string_view written) {
    const std::vector<std::string> names = known_names(filled);
    const std::vector<std::string_view> views(names.begin(), names.end());
    const std::string_view similar = nearest(written, views);
    return fmt::format("{} is no key of the deck{}", toml_string(written),
                       similar.empty() ? "" : fmt::format(" (did you mean {}?)", toml_string(similar)));
}

/// Place of an element counted from 1; npos if there is none.
std::size_t counted(const std::string& element, std::size_t size) {
    std::size_t number = 0;
    const char* end = element.data() + element.size();
    const auto [stopped, error] = std::from_chars(element.data(), end, number);
    const bool good = error == std::errc{} && stopped == end && number >= 1 && number <= size;
    return good ? number - 1 : std::string::npos;
}

/// Follows a key into the tree, and says where it ends too early.
class Walk {
  public:
    Walk(const Node& filled, std::string_view written) : node_(&filled), written_(written) {}

    bool into(const KeyPart& part) {
        const Table* table = node_->table();
        const Entry* entry = table ? table->find(part.name) : nullptr;
        if (!entry) return false;
        path_.push_back(static_cast<std::size_t>(entry - table->entries.data()));
        node_ = &entry->node;
        if (!address_.empty()) address_ += '.';
        address_ += toml_key(part.name);
        const bool is_list = node_->array() && !node_->array()->empty() && node_->array()->front().table();
        if (!is_list && part.element.empty()) return true;
        if (!is_list) {
            problem_ = fmt::format("{}: {} has no elements", toml_string(written_), address_);
            return false;
        }
        const std::size_t place = counted(part.element, node_->array()->size());
        if (place == std::string::npos) {
            problem_ = fmt::format("{}: which entry is meant must be said by {}[1] to {}[{}]",
                                   toml_string(written_), address_, address_, node_->array()->size());
            return false;
        }
        path_.push_back(place);
        node_ = &(*node_->array())[place];
        address_ += fmt::format("[{}]", place + 1);
        return true;
    }

    [[nodiscard]] const Node& node() const { return *node_; }
    [[nodiscard]] const std::vector<std::size_t>& path() const { return path_; }
    [[nodiscard]] const std::string& address() const { return address_; }
    /// Empty: the deck has no such key.
    [[nodiscard]] const std::string& problem() const { return problem_; }

  private:
    const Node* node_;
    std::string_view written_;
    std::vector<std::size_t> path_;
    std::string address_;
    std::string problem_;
};

/// Why a key that the key table knows has no value in this deck; empty if there is nothing special to say.
std::string missing_because(const Node& filled, const Addressed& key) {
    if (key.section == "amplitude.*") {
        const Node* tied = find_node(filled, fmt::format("amplitude.{}.tied_to", key.tables[1].name));
        if (tied && key.name != "ratio")
            return fmt::format("it is tied: scan amplitude.{}", std::get<std::string>(tied->value));
    }
    if (key.section == "free_energy.bath") return "the deck has no bath";
    if (key.section.starts_with("fit") && !find_node(filled, "fit")) return "the deck has no [fit]";
    if (key.section.starts_with("nqr.spectrum") && !find_node(filled, "nqr.spectrum"))
        return "the deck has no spectrum";
    if (key.section == "nqr.spectrum.synthetic") return "the line is not synthetic, or is made otherwise";
    return "give it one there first";
}

std::optional<ScanKind> kind_of(const KeyInfo& info) {
    switch (info.type) {
    case ValueType::number:
    case ValueType::triple:
    case ValueType::sextuple:
        return ScanKind::number;
    case ValueType::integer:
        return ScanKind::integer;
    case ValueType::word:
        return ScanKind::word;
    default:
        return std::nullopt;
    }
}

FoundKeys no_keys(std::string problem) {
    return {{}, std::move(problem)};
}

/// The elements of an array that a key names: one, or all of them.
FoundKeys elements(const Walk& walk, const KeyInfo& info, const std::string& element) {
    const auto names = element_names(info.elements);
    FoundKeys found;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!element.empty() && element != names[i]) continue;
        ScanKey key{fmt::format("{}[{}]", walk.address(), names[i]), &info, ScanKind::number, walk.path(), 0};
        key.path.push_back(i);
        found.keys.push_back(std::move(key));
    }
    if (found.keys.empty())
        found.problem = fmt::format("{} has no element {} (allowed: {})", walk.address(),
                                    toml_string(element), fmt::join(names, ", "));
    return found;
}

} // namespace

FoundKeys find_scan_keys(const Node& filled, std::string_view written) {
    const std::vector<KeyPart> parts = key_parts(written);
    if (parts.empty()) return no_keys(fmt::format("{} is no key", toml_string(written)));
    const Addressed key = address(parts);
    const KeyInfo* info = find_key(key.section, key.name);
    if (!info && !key.whole_section) return no_keys(unknown_key(filled, written));
    const std::string section = info ? key.section : key.inner();
    if (const auto reason = reason_against(section, key.name); !reason.empty())
        return no_keys(fmt::format("{} cannot vary within a scan: {}", toml_string(written), reason));
    if (!info) return no_keys(fmt::format("{} is a section, not a key", toml_string(written)));

    Walk walk(filled, written);
    const std::string missing =
        fmt::format("the deck has no value of {} ({})", toml_string(written), missing_because(filled, key));
    for (const KeyPart& part : key.tables)
        if (!walk.into(part)) return no_keys(walk.problem().empty() ? missing : walk.problem());
    if (key.section == "nqr.spectrum" && key.name == "file") {
        if (walk.node().table()->find("synthetic"))
            return no_keys(fmt::format("{}: the line is synthetic and has no file", toml_string(written)));
        return {{{walk.address() + ".file", info, ScanKind::file, {}, walk.path().back()}}, {}};
    }
    const std::optional<ScanKind> kind = kind_of(*info);
    if (!kind)
        return no_keys(fmt::format("{} cannot vary within a scan: it is neither a number nor a word",
                                   toml_string(written)));
    if (key.section == "amplitude.*" && find_node(filled, "free_energy.bath"))
        return no_keys(fmt::format("{} follows from the bath", toml_string(written)));
    if (!walk.node().table()->find(key.name)) return no_keys(missing);
    const bool is_array = !element_names(info->elements).empty();
    const std::string holder = walk.address();
    if (!walk.into({key.name, is_array ? "" : key.element})) return no_keys(walk.problem());
    if (is_array) return elements(walk, *info, key.element);
    const bool is_amplitude = key.section == "amplitude.*" && key.name == "value";
    return {{{is_amplitude ? holder : walk.address(), info, *kind, walk.path(), 0}}, {}};
}

} // namespace lpsglass::deck
