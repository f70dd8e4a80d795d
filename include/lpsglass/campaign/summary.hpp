#pragma once

#include <vector>

#include "lpsglass/campaign/derivation.hpp"

namespace lpsglass::campaign {

/// The values of /summary with their derivatives by the fitted parameters of the spectrum that decides them.
struct SummaryValues {
    std::array<double, summary::count> value{};
    std::array<Eigen::VectorXd, summary::count> gradient{}; ///< deck units; empty where there is none
    std::array<int, summary::count> spectrum{};             ///< whose amplitudes the value follows from
    std::array<Pair<double>, 6> exponent_by_order{};        ///< as in SetResult
};

/// The summary of a set: exponents at T_g, crossings of alpha and beta, peaks of the specific heats,
/// spread over the freezing orders (docs/theory.md sections 6 to 8), with linear errors.
///
/// Crossings and peaks are looked for on a grid of 1 K between the lowest and the highest temperature of the
/// deck and refined on the model itself. Where spectra of several temperatures give the amplitudes, alpha and
/// beta jump between their ranges; a jump is no crossing.
/// @param states one per spectrum
/// @param temperature_K rising
SummaryValues summary_values(const std::vector<SpectrumState>& states,
                             const std::vector<SpectrumData>& spectra,
                             const std::vector<double>& temperature_K, double glass_temperature_K);

/// Fills the summary of a set with linear errors.
void fill_summary(const std::vector<SpectrumState>& states, const std::vector<SpectrumData>& spectra,
                  const std::vector<double>& temperature_K, double glass_temperature_K, SetResult& result);

} // namespace lpsglass::campaign
