#pragma once

#include <string>
#include <vector>

namespace lpsglass::deck {

/// What differs between two resolved decks, one line a key, e.g. `structure.selenium_tilt: 2.5 -> 3.0`, in
/// the order of the first; of a long array the first element that differs. Left out is what does not decide
/// the results: title, [output] and the origin of data. Throws InputError for a text that is not TOML.
std::vector<std::string> differing_keys(const std::string& resolved_a, const std::string& resolved_b);

} // namespace lpsglass::deck
