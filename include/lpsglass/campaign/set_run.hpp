#pragma once

#include "lpsglass/campaign/fit_stage.hpp"

/// One parameter set: from its deck to its result.
namespace lpsglass::campaign {

/// What is computed of a set beyond fit and summary.
struct SetScope {
    bool temperatures = true; ///< everything at the deck's temperatures
    bool lines = true;        ///< the fitted lines, and the unit-area lines on nqr.grid
    bool draws = true;        ///< the draws of the fitted parameters
};

/// The fits of a set; `problem` tells of one that cannot be fitted, nothing is thrown. An empty stage without
/// a [fit].
FitStage fit_set(const deck::Deck& deck, const ShareItems& share);

/// Everything after the fits: energies, temperatures, summary, intervals. A set that fails has a state and a
/// message.
/// @param stage of this deck, or of one with equal inputs of the fit
SetResult derive_set(const deck::Deck& deck, const FitStage& stage, const SetScope& scope,
                     const ShareItems& share);

/// A set of which nothing is known: its values break a rule of the deck, or it is not done yet.
SetResult blank_set(TaskState state, const std::string& message = {});

} // namespace lpsglass::campaign
