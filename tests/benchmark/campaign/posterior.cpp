// Cost of a posterior: 2000 draws around the default fit, and alpha(T), beta(T), lambda(T) with the summary
// on 70 temperatures for each of them.

#include <benchmark/benchmark.h>

#include "benchmark/shipped_deck.hpp"
#include "lpsglass/campaign/set_run.hpp"

namespace {

using namespace lpsglass;

constexpr int kChains = 8;

/// The default fit, ready for its chains.
struct Fitted {
    deck::Deck deck = shipped::default_fit();
    std::vector<campaign::SpectrumData> data = campaign::spectrum_data(deck);
    std::vector<campaign::FitModel> models = campaign::FitModel::from_deck(deck, data);
    std::vector<double> grid = deck.nqr.grid_MHz.values();
    campaign::LineFit fit{deck, models.front()};
    campaign::FitOutcome outcome;
    campaign::SetResult set;

    Fitted() {
        const std::vector<fit::StartResult> starts{fit.run_start(0)};
        outcome = fit.finish(starts, grid);
        set.spectrum = outcome.spectrum;
        set.temperature.resize(deck.temperature_kelvin.size());
    }

    [[nodiscard]] campaign::Draws chains(int draws) const {
        fit::PosteriorOptions options;
        options.draws = draws;
        options.chains = kChains;
        options.seed = deck.fit->seed;
        campaign::Draws out;
        campaign::FitDraws& of_fit = out.of_fit.emplace_back();
        const fit::ParameterSpace& space = fit.model().space();
        for (int c = 0; c < kChains; ++c) {
            const fit::Chain chain = fit.run_chain(outcome, options, c);
            const std::size_t free = space.free_count();
            for (int i = 0; i < chain.draws(); ++i)
                of_fit.full.push_back(space.expand({&chain.free[i * free], free}));
            of_fit.chain_end.push_back(of_fit.full.size());
        }
        return out;
    }

    /// Everything after the fit for every draw.
    void derive(const campaign::Draws& draws) {
        campaign::fill_intervals(deck, data, models, draws, campaign::in_order, set);
        benchmark::DoNotOptimize(set.temperature.data());
    }
};

void per_draw(benchmark::State& state, int draws) {
    state.counters["per_draw"] = benchmark::Counter(draws, benchmark::Counter::kIsIterationInvariantRate |
                                                               benchmark::Counter::kInvert);
}

void draws_of_chains(benchmark::State& state) {
    const Fitted fitted;
    const int draws = static_cast<int>(state.range(0));
    for (auto _ : state)
        benchmark::DoNotOptimize(fitted.chains(draws));
    per_draw(state, draws);
}

void exponents_of_draws(benchmark::State& state) {
    Fitted fitted;
    const int draws = static_cast<int>(state.range(0));
    const campaign::Draws drawn = fitted.chains(draws);
    for (auto _ : state)
        fitted.derive(drawn);
    per_draw(state, draws);
}

void posterior(benchmark::State& state) {
    Fitted fitted;
    const int draws = static_cast<int>(state.range(0));
    for (auto _ : state)
        fitted.derive(fitted.chains(draws));
    per_draw(state, draws);
}

} // namespace

BENCHMARK(draws_of_chains)->ArgName("draws")->Arg(2000)->Unit(benchmark::kMillisecond);
BENCHMARK(exponents_of_draws)->ArgName("draws")->Arg(2000)->Unit(benchmark::kMillisecond);
BENCHMARK(posterior)->ArgName("draws")->Arg(200)->Arg(2000)->Arg(8000)->Unit(benchmark::kMillisecond);
BENCHMARK_MAIN();
