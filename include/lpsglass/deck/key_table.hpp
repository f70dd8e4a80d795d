#pragma once

#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Every key of the deck in one table. Reading, checking, suggestions, the comments of the resolved deck, the
/// reference that the program prints and docs/deck.md all come from it.
namespace lpsglass::deck {

/// `values` are numbers, or strings for keys that hold strings.
enum class ValueType { boolean, integer, number, triple, sextuple, numbers, values, rows, word, text, texts };

/// Allowed range of each number of a key.
struct Limits {
    double min = -std::numeric_limits<double>::infinity();
    double max = std::numeric_limits<double>::infinity();
    bool min_excluded = false;
    bool max_excluded = false;

    [[nodiscard]] bool contains(double value) const;
};

/// What the elements of an array key are called: `structure.bond_angle[23]`.
enum class Elements { counted, bonds, pairs, fluctuations };

/// One key. A section that repeats has `*` for the name: `amplitude.*`, `fit.also.*`.
struct KeyInfo {
    std::string_view section; ///< empty: before the first section
    std::string_view name;
    ValueType type;
    std::string_view unit;     ///< "1": a pure number, "-": no number
    std::string_view fallback; ///< the default as a deck writes it; "required" or "none"
    std::string_view meaning;
    Limits limits{};
    Elements elements = Elements::counted;
    std::span<const std::string_view> words{}; ///< allowed words of a word
    std::string_view rule{};                   ///< a further rule, said after the range

    [[nodiscard]] std::string full_name() const; ///< `section.name`
};

/// How a section is written.
enum class SectionKind {
    table,        ///< [nqr]
    table_array,  ///< [[nqr.spectrum]]
    named_tables, ///< holds tables of fixed names: [amplitude]
    chosen_tables ///< holds tables whose names the user chooses: [fit.also]
};

struct SectionInfo {
    std::string_view path;
    SectionKind kind;
    std::string_view meaning;
};

std::span<const KeyInfo> key_table(); ///< in the order of the resolved deck
std::span<const SectionInfo> section_table();

/// The rows of the tables, nullptr if there is none.
const KeyInfo* find_key(std::string_view section, std::string_view name);
const SectionInfo* find_section(std::string_view path);

/// The keys of one section, in table order.
std::vector<const KeyInfo*> keys_of(std::string_view section);

/// Names of the elements of an array, e.g. 12, 23, 13; empty for counted elements.
std::span<const std::string_view> element_names(Elements elements);

/// Names of the six fluctuations in their order: beta_1 ... theta_13.
std::span<const std::string_view> fluctuation_names();

} // namespace lpsglass::deck
