#pragma once

#include <vector>

#include "lpsglass/campaign/draws.hpp"
#include "lpsglass/campaign/line_fit.hpp"

namespace lpsglass::campaign {

/// What the fits of a deck came to, and the draws that their uncertainty is told from.
struct FitStage {
    std::string problem; ///< why nothing could be fitted, in words; empty where all went well
    std::vector<FitOutcome> outcomes;
    Draws draws; ///< empty where fit.uncertainty asks for none, or where a fit has no minimum

    [[nodiscard]] bool all_minima() const;
};

/// Runs the fits of a deck. Items: fit x start, then fits, then fit x chain or replica.
/// Throws NumericalError where the mean structure is no pyramid.
/// @param models what FitModel::from_deck() gives for this deck
FitStage run_fits(const deck::Deck& deck, const std::vector<FitModel>& models,
                  const std::vector<double>& grid, const ShareItems& share);

/// A stage as plain numbers and back, to the last bit. Throws std::invalid_argument if it is none.
std::vector<double> pack(const FitStage& stage);
FitStage unpack_fit_stage(std::span<const double> packed);

} // namespace lpsglass::campaign
