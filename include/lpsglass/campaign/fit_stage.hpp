#pragma once

#include <vector>

#include "lpsglass/campaign/posterior.hpp"

namespace lpsglass::campaign {

/// The fits of a deck, what they came to, and the draws from their posteriors.
struct FitStage {
    std::vector<LineFit> fits;
    std::vector<FitOutcome> outcomes;
    std::vector<FitDraws> draws; ///< one per fit; empty with linear errors alone, or where a fit has no minimum
};

/// Runs the fits of a deck. Items: fit x start, then fits, then fit x chain.
/// Throws NumericalError where the mean structure is no pyramid.
FitStage run_fits(const deck::Deck& deck, const std::vector<SpectrumData>& data, const std::vector<double>& grid,
                  const ShareItems& share);

/// Whether the state is that of a minimum, around which errors have a meaning.
bool is_minimum(FitState state);

} // namespace lpsglass::campaign
