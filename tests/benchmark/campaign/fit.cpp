// Cost of a fit of the default deck: from the deck's values to the outcome, choice of the quadrature, NLopt,
// polish, second choice, errors and lines included. The counters tell what it came to, so that it can be
// compared with another way at the same chi^2.

#include <benchmark/benchmark.h>

#include "benchmark/shipped_deck.hpp"
#include "lpsglass/campaign/set_run.hpp"

namespace {

using namespace lpsglass;

void report(benchmark::State& state, const campaign::FitStage& stage) {
    const campaign::SpectrumResult& result = stage.outcomes.front().spectrum.front();
    state.counters["chi2"] = result.chi2;
    state.counters["objective"] = result.chi2 + result.prior_chi2;
    state.counters["evaluations"] = result.evaluations;
    state.counters["line_error"] = result.line_error;
    for (int k = 0; k < campaign::kFluctuations; ++k)
        state.counters["amplitude_" + std::to_string(k)] = result.amplitude[k];
    const model::LineRule& rule = stage.outcomes.front().rule.front();
    for (int i = 0; i < campaign::kFluctuations; ++i)
        state.counters["order_" + std::to_string(i)] = rule.orders[i];
    state.counters["fine_points"] = rule.fine_points;
}

void run_fit(benchmark::State& state, const deck::Deck& deck) {
    campaign::FitStage stage;
    for (auto _ : state) {
        stage = campaign::fit_set(deck, campaign::in_order);
        benchmark::DoNotOptimize(stage);
    }
    if (!stage.all_minima()) {
        state.SkipWithError("the fit found no minimum");
        return;
    }
    report(state, stage);
}

void default_fit(benchmark::State& state) {
    run_fit(state, shipped::default_fit());
}

void fit_by_starts(benchmark::State& state) {
    deck::Deck deck = shipped::default_fit();
    deck.fit->starts = static_cast<int>(state.range(0));
    run_fit(state, deck);
}

void fit_without_polish(benchmark::State& state) {
    deck::Deck deck = shipped::default_fit();
    deck.fit->polish = false;
    run_fit(state, deck);
}

/// What a minimiser alone does, the quadrature given: NLopt from the deck's start, then the polish.
void one_start(benchmark::State& state) {
    const deck::Deck deck = shipped::default_fit();
    const std::vector<campaign::SpectrumData> data = campaign::spectrum_data(deck);
    const campaign::LineFit fit(deck, campaign::FitModel::from_deck(deck, data).front());
    fit::StartResult result;
    for (auto _ : state) {
        result = fit.run_start(0);
        benchmark::DoNotOptimize(result);
    }
    state.counters["objective"] = result.objective;
    state.counters["evaluations"] = result.evaluations;
    for (int k = 0; k < campaign::kFluctuations; ++k)
        state.counters["amplitude_" + std::to_string(k)] = result.parameters[k];
}

void fit_model(benchmark::State& state) {
    const deck::Deck deck = shipped::default_fit();
    for (auto _ : state)
        benchmark::DoNotOptimize(campaign::FitModel::from_deck(deck, campaign::spectrum_data(deck)));
}

} // namespace

BENCHMARK(default_fit)->Unit(benchmark::kMillisecond);
BENCHMARK(one_start)->Unit(benchmark::kMillisecond);
BENCHMARK(fit_without_polish)->Unit(benchmark::kMillisecond);
BENCHMARK(fit_by_starts)->ArgName("starts")->Arg(1)->Arg(2)->Arg(4)->Arg(8)->Unit(benchmark::kMillisecond);
BENCHMARK(fit_model)->Unit(benchmark::kMicrosecond);
BENCHMARK_MAIN();
