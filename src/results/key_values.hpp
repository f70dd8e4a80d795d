#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lpsglass::results {

/// Lines `key = value` in their order; a key may come several times.
using KeyValues = std::vector<std::pair<std::string, std::string>>;

/// Line ends and backslashes of values are written as \n, \r and \\.
std::string to_lines(const KeyValues& values);

/// The reverse; lines without ` = ` are passed over.
KeyValues from_lines(std::string_view text);

/// The first value of the key; empty: none.
std::string value_of(const KeyValues& values, std::string_view key);

/// The same as a number; 0 where it is none.
double number_of(const KeyValues& values, std::string_view key);

} // namespace lpsglass::results
