#pragma once

#include <string>

#include "lpsglass/deck/findings.hpp"
#include "lpsglass/deck/tree.hpp"

namespace lpsglass::deck {

/// The only version of the deck's format.
inline constexpr int deck_schema = 1;

/// A deck as one tree, its include merged into it.
struct DeckTree {
    Node root;
    std::string text; ///< of the file itself
};

/// Reads a deck and the deck it includes. Tables are merged key by key, the deck's own keys win, arrays are
/// replaced; [temperature] has two ways to say the same, of which the deck's own displaces the included one.
/// Notes an include that cannot be used; throws InputError if the file cannot be read, is no TOML or has a
/// newer schema, because then nothing else can be said about it.
DeckTree load_deck_tree(const std::string& path, Findings& findings);

/// The same from text that stands alone, such as a resolved deck; `name` is what its places carry.
DeckTree parse_deck_tree(const std::string& text, const std::string& name, Findings& findings);

/// The tree with the keys of `own` laid over it.
void merge_over(Table& base, const Table& own);

/// The same for a whole deck over another: a range of temperatures displaces a list of them, and the reverse.
void lay_over(Table& base, const Table& own);

/// A file name in a deck as seen from here: relative to the folder of the deck it stands in. Empty stays
/// empty.
std::string beside(const Place& deck, const std::string& name);

} // namespace lpsglass::deck
