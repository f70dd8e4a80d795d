#pragma once

#include <vector>

#include "lpsglass/campaign/derivation.hpp"

namespace lpsglass::campaign {

/// Fills /summary of a set: exponents at T_g, crossings of alpha and beta, peaks of the specific heats,
/// spread over the freezing orders (docs/theory.md sections 6 to 8), with linear errors.
///
/// Crossings and peaks are looked for on a grid of 1 K between the lowest and the highest temperature of the
/// deck and refined on the model itself. Where spectra of several temperatures give the amplitudes, alpha and
/// beta jump between their ranges; a jump is no crossing.
/// @param states one per spectrum
/// @param temperature_K rising
void fill_summary(const std::vector<SpectrumState>& states, const std::vector<SpectrumData>& spectra,
                  const std::vector<double>& temperature_K, double glass_temperature_K, SetResult& result);

} // namespace lpsglass::campaign
