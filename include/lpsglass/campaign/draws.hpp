#pragma once

#include <vector>

#include "lpsglass/campaign/campaign.hpp"
#include "lpsglass/campaign/fit_model.hpp"

/// Intervals from draws: the exponents are too nonlinear in the amplitudes for linear errors.
namespace lpsglass::campaign {

/// Parameters of one fit drawn from its posterior, or refitted to bootstrap replicas of its data.
struct FitDraws {
    std::vector<std::vector<double>> full; ///< one full parameter vector per draw
    std::vector<std::size_t> chain_end;    ///< draws up to the end of each Markov chain; empty for replicas
};

/// Draws of all fits of a deck, equally many of each; draw i of one goes with draw i of the others.
struct Draws {
    std::vector<FitDraws> of_fit;
    int failed = 0; ///< replicas whose fit found no minimum, left out

    [[nodiscard]] int count() const {
        return of_fit.empty() ? 0 : static_cast<int>(of_fit.front().full.size());
    }
};

/// Fills the intervals of the fitted parameters and amplitudes of a fit's spectra, and for Markov chains
/// R-hat and effective sample sizes.
void fill_parameter_intervals(const FitModel& model, const FitDraws& draws,
                              std::vector<SpectrumResult>& results);

/// Everything after the fit for every draw: intervals of the energies, of alpha(T), beta(T), lambda(T) and of
/// the summary, and the shares of draws without an exponent or with a crossing. Items: blocks of draws.
/// @param models one per fit, as draws.of_fit
void fill_intervals(const deck::Deck& deck, const std::vector<SpectrumData>& data,
                    const std::vector<FitModel>& models, const Draws& draws, const ShareItems& share,
                    SetResult& set);

} // namespace lpsglass::campaign
