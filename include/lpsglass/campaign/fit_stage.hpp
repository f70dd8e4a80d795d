#pragma once

#include <vector>

#include "lpsglass/campaign/draws.hpp"
#include "lpsglass/campaign/line_fit.hpp"

namespace lpsglass::campaign {

/// The fits of a deck, what they came to, and the draws that their uncertainty is told from.
struct FitStage {
    std::vector<LineFit> fits;
    std::vector<FitOutcome> outcomes;
    Draws draws; ///< empty where fit.uncertainty asks for none, or where a fit has no minimum

    [[nodiscard]] bool all_minima() const;
    [[nodiscard]] std::vector<const FitModel*> models() const;
};

/// Runs the fits of a deck. Items: fit x start, then fits, then fit x chain or replica.
/// Throws NumericalError where the mean structure is no pyramid.
FitStage run_fits(const deck::Deck& deck, const std::vector<SpectrumData>& data,
                  const std::vector<double>& grid, const ShareItems& share);

} // namespace lpsglass::campaign
