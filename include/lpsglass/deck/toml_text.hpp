#pragma once

#include <span>
#include <string>
#include <string_view>

/// Values as TOML text; numbers in the shortest form that reads back to the same double.
namespace lpsglass::deck {

std::string toml_number(double value); ///< always a float: `2.0`, `5e-10`
std::string toml_string(std::string_view text);
std::string toml_key(std::string_view key); ///< quoted where it has to be
std::string toml_array(std::span<const double> values);
std::string toml_array(std::span<const std::string> values);

} // namespace lpsglass::deck
