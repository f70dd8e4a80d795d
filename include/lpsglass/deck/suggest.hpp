#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// "Did you mean": what the user probably wanted to write.
namespace lpsglass::deck {

/// Fewest insertions, deletions, replacements and swaps of neighbours that turn one word into the other
/// (Damerau-Levenshtein distance in its restricted form, optimal string alignment).
int edit_distance(std::string_view a, std::string_view b);

/// The candidate nearest to the word, the first of equals; empty if none is similar: more edits than a third
/// of the word's length, and more than two.
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

/// The message on a name that a section (as the key table calls it) does not have: the nearest name of the
/// section, or the section where such a name stands, or all names of the section. `what` is "key" or
/// "section".
std::string unknown_name_message(std::string_view what, std::string_view section, std::string_view name);

/// The message on a word that is none of the allowed ones: `"norml" is not allowed (allowed: ...; did you
/// mean ...?)`.
std::string unknown_word_message(std::string_view word, std::span<const std::string_view> allowed);

} // namespace lpsglass::deck
