#include "lpsglass/deck/suggest.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "lpsglass/deck/key_table.hpp"
#include "lpsglass/deck/key_text.hpp"
#include "lpsglass/deck/toml_text.hpp"

namespace lpsglass::deck {

namespace {

/// Name of a section within another, empty if it is not directly inside: `thermal` in `nqr`.
std::string_view name_within(std::string_view path, std::string_view parent) {
    if (path.empty()) return {};
    if (!parent.empty()) {
        if (!path.starts_with(parent) || path.size() <= parent.size() + 1 || path[parent.size()] != '.')
            return {};
        path.remove_prefix(parent.size() + 1);
    }
    return path == "*" || path.find('.') != std::string_view::npos ? std::string_view{} : path;
}

/// Keys and sections that may stand in a section.
std::vector<std::string_view> names_in(std::string_view section) {
    if (section == "amplitude") {
        const auto names = fluctuation_names();
        return {names.begin(), names.end()};
    }
    std::vector<std::string_view> names;
    for (const KeyInfo* key : keys_of(section))
        names.push_back(key->name);
    for (const SectionInfo& other : section_table())
        if (const auto name = name_within(other.path, section); !name.empty()) names.push_back(name);
    return names;
}

/// The sections that have a key or a section of this name.
std::vector<std::string> homes_of(std::string_view name) {
    std::vector<std::string> homes;
    for (const KeyInfo& key : key_table())
        if (key.name == name) homes.push_back(section_title(*find_section(key.section)));
    for (const SectionInfo& section : section_table())
        if (const std::size_t dot = section.path.rfind('.');
            dot != std::string_view::npos && section.path.substr(dot + 1) == name)
            homes.push_back(section_title(*find_section(section.path.substr(0, dot))));
    if (std::ranges::find(fluctuation_names(), name) != fluctuation_names().end())
        homes.emplace_back("[amplitude]");
    return homes;
}

} // namespace

int edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::vector<int>> edits(a.size() + 1, std::vector<int>(b.size() + 1));
    std::iota(edits[0].begin(), edits[0].end(), 0);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        edits[i][0] = static_cast<int>(i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const int replaced = edits[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            edits[i][j] = std::min({edits[i - 1][j] + 1, edits[i][j - 1] + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                edits[i][j] = std::min(edits[i][j], edits[i - 2][j - 2] + 1);
        }
    }
    return edits.back().back();
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates) {
    std::string_view best;
    int fewest = std::max(2, static_cast<int>(word.size()) / 3) + 1;
    for (const std::string_view candidate : candidates) {
        const int distance = edit_distance(word, candidate);
        // Two words that share nothing are no neighbours, however short they are.
        if (distance < fewest && distance < static_cast<int>(std::max(word.size(), candidate.size()))) {
            fewest = distance;
            best = candidate;
        }
    }
    return best;
}

std::string unknown_name_message(std::string_view what, std::string_view section, std::string_view name) {
    const std::vector<std::string_view> names = names_in(section);
    const std::string_view similar = nearest(name, names);
    const std::vector<std::string> homes =
        section == "amplitude" ? std::vector<std::string>{} : homes_of(name);
    const bool misspelt = !similar.empty() && edit_distance(name, similar) == 1;
    if (!misspelt && !homes.empty())
        return fmt::format("unknown {} here (it belongs to {})", what, fmt::join(homes, " or "));
    if (!similar.empty()) return fmt::format("unknown {} (did you mean {}?)", what, similar);
    return fmt::format("unknown {} (known here: {})", what, fmt::join(names, ", "));
}

std::string unknown_word_message(std::string_view word, std::span<const std::string_view> allowed) {
    const std::string_view similar = nearest(word, allowed);
    const std::string hint = similar.empty() ? "" : fmt::format("; did you mean {}?", similar);
    return fmt::format("{} is not allowed (allowed: {}{})", toml_string(word), fmt::join(allowed, ", "),
                       hint);
}

} // namespace lpsglass::deck
