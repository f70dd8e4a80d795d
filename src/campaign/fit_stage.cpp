#include "lpsglass/campaign/fit_stage.hpp"

#include <algorithm>

#include "lpsglass/campaign/pack.hpp"

namespace lpsglass::campaign {

namespace {

std::vector<FitOutcome> run_starts(const std::vector<LineFit>& fits, std::size_t starts,
                                   const std::vector<double>& grid, const ShareItems& share) {
    const auto packed_starts = share(fits.size() * starts, [&](std::size_t item) {
        return fit::pack(fits[item / starts].run_start(static_cast<int>(item % starts)));
    });
    const auto packed_outcomes = share(fits.size(), [&](std::size_t f) {
        std::vector<fit::StartResult> results;
        for (std::size_t k = 0; k < starts; ++k)
            results.push_back(fit::unpack_start(packed_starts[f * starts + k]));
        const FitOutcome outcome = fits[f].finish(results, grid);
        std::vector<double> packed;
        pack_results(outcome.spectrum, packed);
        pack_results(outcome.rule, packed);
        return packed;
    });
    std::vector<FitOutcome> outcomes(fits.size());
    for (std::size_t f = 0; f < fits.size(); ++f) {
        std::size_t place = 0;
        outcomes[f].spectrum = unpack_results<SpectrumResult>(packed_outcomes[f], place);
        outcomes[f].rule = unpack_results<model::LineRule>(packed_outcomes[f], place);
    }
    return outcomes;
}

void run_chains(const deck::Fit& fit, const ShareItems& share, FitStage& stage) {
    fit::PosteriorOptions options;
    options.draws = fit.draws;
    options.seed = fit.seed;
    const std::size_t chains = options.chains;
    const auto packed = share(stage.fits.size() * chains, [&](std::size_t item) {
        const std::size_t f = item / chains;
        std::vector<double> out;
        pack_results(std::vector{stage.fits[f].run_chain(stage.outcomes[f], options,
                                                         static_cast<int>(item % chains))},
                     out);
        return out;
    });
    for (std::size_t f = 0; f < stage.fits.size(); ++f) {
        std::vector<fit::Chain> of_fit;
        for (std::size_t c = 0; c < chains; ++c) {
            std::size_t place = 0;
            of_fit.push_back(unpack_results<fit::Chain>(packed[f * chains + c], place).front());
        }
        stage.draws.emplace_back(stage.fits[f], of_fit);
    }
}

} // namespace

bool is_minimum(FitState state) {
    return state == FitState::converged || state == FitState::at_bound || state == FitState::flat_direction;
}

FitStage run_fits(const deck::Deck& deck, const std::vector<SpectrumData>& data, const std::vector<double>& grid,
                  const ShareItems& share) {
    FitStage stage;
    std::vector<FitModel> models = FitModel::from_deck(deck, data);
    stage.fits.reserve(models.size()); // draws point at the fits
    for (FitModel& model : models)
        stage.fits.emplace_back(deck, std::move(model));
    stage.outcomes = run_starts(stage.fits, deck.fit->starts, grid, share);
    const bool minima = std::ranges::all_of(
        stage.outcomes, [](const FitOutcome& o) { return is_minimum(o.spectrum.front().state); });
    if (deck.fit->uncertainty == "posterior" && minima) {
        run_chains(*deck.fit, share, stage);
        for (std::size_t f = 0; f < stage.fits.size(); ++f)
            stage.draws[f].fill(stage.outcomes[f].spectrum);
    }
    return stage;
}

} // namespace lpsglass::campaign
