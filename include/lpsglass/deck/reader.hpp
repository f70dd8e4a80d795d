#pragma once

#include <string>
#include <vector>

#include "lpsglass/deck/deck.hpp"

namespace lpsglass::deck {

/// A deck as read, with what the results file carries of it.
struct LoadedDeck {
    Deck deck;
    std::string file;                  ///< path as given
    std::string text;                  ///< the file's own text
    std::string resolved;              ///< TOML: includes merged, defaults filled, data inlined; runs alone
    std::string sha256;                ///< identity: of the resolved deck without title and [output], hex
    std::vector<std::string> warnings; ///< things that are allowed but worth a line on stderr
};

/// Reads, merges, fills and validates a deck.
/// Throws InputError with every finding at once; touches no other file than those the deck names.
LoadedDeck read_deck(const std::string& path);

/// The same from text, such as a resolved deck; `name` stands for the file in messages, and file names in the
/// text are relative to its folder.
LoadedDeck read_deck_text(const std::string& text, const std::string& name);

/// What a deck's own text says otherwise than the resolved deck that is said to come from it: lines as of
/// differing_keys, resolved -> text; left out are data of files. Empty where they agree, and where the text
/// does not go with the resolved deck at all.
std::vector<std::string> contradictions(const std::string& resolved, const std::string& text);

/// The resolved deck as TOML text that runs alone; read_deck of it gives an equal Deck.
std::string resolved_text(const Deck& deck);

} // namespace lpsglass::deck
