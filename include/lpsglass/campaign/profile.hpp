#pragma once

#include "lpsglass/campaign/fit_stage.hpp"

namespace lpsglass::campaign {

/// Profile likelihood intervals of everything in a set: fitted parameters, amplitudes, energies, exponents,
/// lambda and summary (docs/theory.md section 8). `median` is the value at the minimum. Items: one end of one
/// quantity.
/// @param models one per fit of the stage
void fill_profile_intervals(const deck::Deck& deck, const std::vector<SpectrumData>& data,
                            const std::vector<FitModel>& models, const FitStage& stage,
                            const ShareItems& share, SetResult& set);

} // namespace lpsglass::campaign
