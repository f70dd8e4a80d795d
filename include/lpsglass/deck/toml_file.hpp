#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "lpsglass/deck/tree.hpp"

namespace lpsglass::deck {

/// Turns TOML 1.0 text into a tree, its root a table. `file` is the name the places carry.
/// Throws InputError with line and column where the text is not TOML.
Node parse_toml(std::string_view text, const std::shared_ptr<const std::string>& file);

} // namespace lpsglass::deck
