#include "lpsglass/campaign/fit_stage.hpp"

#include <algorithm>
#include <cmath>

#include "lpsglass/campaign/pack.hpp"

namespace lpsglass::campaign {

namespace {

constexpr std::size_t kReplicaBlock = 10; // replicas of one work item

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

/// What the items gave, chain by chain.
Draws run_chains(const deck::Fit& fit, const std::vector<LineFit>& fits, const FitStage& stage,
                 const ShareItems& share) {
    fit::PosteriorOptions options;
    options.draws = fit.draws;
    options.seed = fit.seed;
    const std::size_t chains = options.chains;
    const auto packed = share(fits.size() * chains, [&](std::size_t item) {
        const std::size_t f = item / chains;
        fit::PosteriorOptions of_fit = options;
        of_fit.stream = static_cast<int>(f);
        std::vector<double> out;
        pack_results(
            std::vector{fits[f].run_chain(stage.outcomes[f], of_fit, static_cast<int>(item % chains))}, out);
        return out;
    });
    Draws draws;
    for (std::size_t f = 0; f < fits.size(); ++f) {
        const fit::ParameterSpace& space = fits[f].model().space();
        const std::size_t free = space.free_count();
        FitDraws& out = draws.of_fit.emplace_back();
        for (std::size_t c = 0; c < chains; ++c) {
            std::size_t place = 0;
            const auto chain = unpack_results<fit::Chain>(packed[f * chains + c], place).front();
            for (int i = 0; i < chain.draws(); ++i)
                out.full.push_back(space.expand({&chain.free[i * free], free}));
            out.chain_end.push_back(out.full.size());
        }
    }
    return draws;
}

/// Replicas of which one fit found no minimum are left out of all.
Draws run_replicas(const deck::Fit& fit, const std::vector<LineFit>& fits, const FitStage& stage,
                   const ShareItems& share) {
    const std::size_t replicas = fit.draws, blocks = (replicas + kReplicaBlock - 1) / kReplicaBlock;
    const auto packed = share(fits.size() * blocks, [&](std::size_t item) {
        const std::size_t f = item / blocks, first = item % blocks * kReplicaBlock;
        std::vector<double> out;
        for (std::size_t i = first; i < std::min(first + kReplicaBlock, replicas); ++i) {
            const auto full =
                fits[f].run_replica(stage.outcomes[f], fit.seed, static_cast<int>(f), static_cast<int>(i));
            out.insert(out.end(), full.begin(), full.end());
        }
        return out;
    });
    Draws draws;
    std::vector<bool> failed(replicas, false);
    for (std::size_t f = 0; f < fits.size(); ++f) {
        const std::size_t size = fits[f].model().space().size();
        FitDraws& out = draws.of_fit.emplace_back();
        for (std::size_t b = 0; b < blocks; ++b) {
            const std::vector<double>& block = packed[f * blocks + b];
            for (std::size_t at = 0; at < block.size(); at += size) {
                failed[out.full.size()] = failed[out.full.size()] || std::isnan(block[at]);
                out.full.emplace_back(&block[at], &block[at] + size);
            }
        }
    }
    for (FitDraws& of_fit : draws.of_fit) {
        std::size_t i = 0;
        std::erase_if(of_fit.full, [&](const auto&) { return failed[i++]; });
    }
    draws.failed = static_cast<int>(std::count(failed.begin(), failed.end(), true));
    return draws;
}

} // namespace

bool FitStage::all_minima() const {
    return std::ranges::all_of(outcomes,
                               [](const FitOutcome& o) { return is_minimum(o.spectrum.front().state); });
}

FitStage run_fits(const deck::Deck& deck, const std::vector<FitModel>& models,
                  const std::vector<double>& grid, const ShareItems& share) {
    std::vector<LineFit> fits;
    for (const FitModel& model : models)
        fits.emplace_back(deck, model);
    FitStage stage;
    stage.outcomes = run_starts(fits, deck.fit->starts, grid, share);
    if (!stage.all_minima()) return stage;
    if (deck.fit->uncertainty == deck::Uncertainty::posterior)
        stage.draws = run_chains(*deck.fit, fits, stage, share);
    if (deck.fit->uncertainty == deck::Uncertainty::bootstrap)
        stage.draws = run_replicas(*deck.fit, fits, stage, share);
    for (std::size_t f = 0; f < stage.draws.of_fit.size(); ++f)
        fill_parameter_intervals(models[f], stage.draws.of_fit[f], stage.outcomes[f].spectrum);
    return stage;
}

std::vector<double> pack(const FitStage& stage) {
    std::vector<double> out;
    detail::Packer{out}(stage.problem, stage.outcomes.size());
    for (const FitOutcome& outcome : stage.outcomes) {
        pack_results(outcome.spectrum, out);
        pack_results(outcome.rule, out);
    }
    pack_results(stage.draws.of_fit, out);
    out.push_back(stage.draws.failed);
    return out;
}

FitStage unpack_fit_stage(std::span<const double> packed) {
    FitStage stage;
    detail::Unpacker unpacker{packed};
    std::size_t fits = 0;
    unpacker(stage.problem, fits);
    stage.outcomes.resize(fits);
    std::size_t place = unpacker.next;
    for (FitOutcome& outcome : stage.outcomes) {
        outcome.spectrum = unpack_results<SpectrumResult>(packed, place);
        outcome.rule = unpack_results<model::LineRule>(packed, place);
    }
    stage.draws.of_fit = unpack_results<FitDraws>(packed, place);
    if (place >= packed.size()) throw std::invalid_argument("packed fits end early");
    stage.draws.failed = static_cast<int>(packed[place]);
    return stage;
}

} // namespace lpsglass::campaign
