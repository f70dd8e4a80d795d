#pragma once

#include "lpsglass/deck/findings.hpp"
#include "lpsglass/deck/tree.hpp"

namespace lpsglass::deck {

/// Notes every name in the deck that the key table does not know, every section that is no table, and every
/// section that this version does not have and that is not switched off. Looks at names only, not at the
/// keys' values.
void check_known_keys(const Node& root, Findings& findings);

} // namespace lpsglass::deck
