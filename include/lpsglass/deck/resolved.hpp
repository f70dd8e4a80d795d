#pragma once

#include <string>

#include "lpsglass/deck/deck.hpp"

namespace lpsglass::deck {

/// The part of the resolved deck that decides the results: no title, no [output], no comments. Its SHA-256 is
/// the deck's identity.
std::string identity_text(const Deck& deck);

/// What decides the results of one parameter set, for comparing sets: the identity text without [scan] and
/// [calibration], which a set's results do not depend on.
std::string set_identity_text(const Deck& deck);

/// What decides the fits of the deck's lines, for finding sets that share them: [structure], [tight_binding],
/// [nqr] without its grid, [fit], [amplitude], and the deck's numbers that [fit.also] drives.
std::string fit_identity_text(const Deck& deck);

} // namespace lpsglass::deck
