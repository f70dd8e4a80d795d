#pragma once

#include "lpsglass/deck/findings.hpp"
#include "lpsglass/deck/tree.hpp"

namespace lpsglass::deck {

/// Notes every name in the deck that the key table does not know, and every section that is no table. Looks
/// at names only, not at the keys' values.
void check_known_keys(const Node& root, Findings& findings);

} // namespace lpsglass::deck
