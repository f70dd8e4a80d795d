#pragma once

#include <string>

#include "lpsglass/deck/key_table.hpp"

/// The key table in words.
namespace lpsglass::deck {

std::string type_text(const KeyInfo& key);             ///< `3 numbers`
std::string limits_text(const Limits& limits);         ///< `above 0, at most 10`; empty if there are none
std::string range_text(const KeyInfo& key);            ///< words, or range with unit; empty if there are none
std::string allowed_text(const KeyInfo& key);          ///< the same and the further rule; `any`
std::string element_text(Elements elements);           ///< `bonds 1, 2, 3`; empty for counted elements
std::string section_title(const SectionInfo& section); ///< `[nqr]`, `[[nqr.spectrum]]`, `[amplitude] NAME`
std::string meaning_text(const KeyInfo& key);          ///< meaning, and what the elements are

/// The whole table as plain text: the reference that the program prints.
std::string reference_text();

/// The same as markdown, a table for each section that has keys. Each stands between the comments `keys:
/// TITLE` and `end of keys`, as in docs/deck.md.
std::string reference_markdown();

} // namespace lpsglass::deck
