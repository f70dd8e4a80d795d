#pragma once

#include <string>

#include "lpsglass/deck/deck.hpp"

namespace lpsglass::deck {

/// The part of the resolved deck that decides the results: no title, no [output], no comments. Its SHA-256 is
/// the deck's identity.
std::string identity_text(const Deck& deck);

} // namespace lpsglass::deck
