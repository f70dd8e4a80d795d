#pragma once

#include <span>
#include <string>

#include "lpsglass/deck/deck.hpp"

namespace lpsglass::deck {

/// The text of a deck with the numbers of some keys changed to those of `deck`; all else stays as it was
/// written: comments, order, layout, ends of lines. `keys` are those of model::parameter_table().
///
/// A number that stands in the text is replaced where it stands, and a comment behind it keeps its column if
/// it can. A key that the text does not have (it comes from an included deck, or holds by default) is written
/// into its section, arrays with all elements; the section is appended where it is absent too. A number that
/// is right already is left alone.
///
/// Every change is read back and compared. Throws InputError if `text` is no TOML, or if a key has no place
/// in it.
std::string with_numbers(const std::string& text, const Deck& deck, std::span<const std::string> keys);

} // namespace lpsglass::deck
