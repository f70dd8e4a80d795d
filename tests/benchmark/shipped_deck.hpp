#pragma once

#include <string>
#include <vector>

#include "lpsglass/campaign/campaign.hpp"
#include "lpsglass/campaign/fit_model.hpp"

/// The decks that ship, as several benchmarks take them.
namespace shipped {

using namespace lpsglass;

inline deck::LoadedDeck deck(const std::string& name) {
    return deck::read_deck(LPSGLASS_SOURCE_DIR "/input/" + name);
}

/// The default fit: one start, NLopt, the polish, linear errors.
inline deck::Deck default_fit() {
    deck::Deck out = deck("as2se3.toml").deck;
    out.fit->starts = 1;
    out.fit->uncertainty = deck::Uncertainty::linear;
    return out;
}

} // namespace shipped
