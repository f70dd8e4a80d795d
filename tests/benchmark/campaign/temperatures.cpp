// Cost of what follows the amplitudes: alpha(T) and beta(T) over a sweep of temperatures, and all that a set
// without a fit computes.

#include <benchmark/benchmark.h>

#include "benchmark/shipped_deck.hpp"
#include "lpsglass/campaign/set_run.hpp"
#include "lpsglass/model/temperature_sweep.hpp"

namespace {

using namespace lpsglass;

deck::Deck printed_amplitudes() {
    return shipped::deck("as2se3_paper.toml").deck;
}

/// Forces, frustration, free energies and levels: what does not depend on temperature.
void glass_state(benchmark::State& state) {
    const deck::Deck deck = printed_amplitudes();
    const model::ParameterSet<double> p = campaign::model_parameters(deck);
    const model::ModelOptions options = campaign::model_options(deck);
    for (auto _ : state)
        benchmark::DoNotOptimize(model::glass_state(p, options));
}

std::vector<double> temperatures(std::size_t count) {
    std::vector<double> out(count);
    for (std::size_t i = 0; i < count; ++i)
        out[i] = 10.0 + 690.0 * static_cast<double>(i) / static_cast<double>(count - 1);
    return out;
}

model::GlassState<double> printed_glass() {
    const deck::Deck deck = printed_amplitudes();
    return model::glass_state(campaign::model_parameters(deck), campaign::model_options(deck));
}

/// alpha(T) and beta(T), from the levels on.
void temperature_sweep(benchmark::State& state) {
    const model::GlassState<double> glass = printed_glass();
    const std::vector<double> kelvin = temperatures(static_cast<std::size_t>(state.range(0)));
    std::vector<double> exponent(2 * kelvin.size());
    for (auto _ : state) {
        for (std::size_t f = 0; f < 2; ++f) {
            const model::FamilySweep sweep(glass.family[f]);
            for (std::size_t i = 0; i < kelvin.size(); ++i)
                exponent[2 * i + f] = sweep.xi(kelvin[i]);
        }
        benchmark::DoNotOptimize(exponent.data());
        benchmark::ClobberMemory();
    }
}

/// Probabilities, rates and extinction times too.
void whole_sweep(benchmark::State& state) {
    const model::GlassState<double> glass = printed_glass();
    const std::vector<double> kelvin = temperatures(static_cast<std::size_t>(state.range(0)));
    std::vector<std::array<model::FamilyAt, 2>> out(kelvin.size());
    for (auto _ : state) {
        model::sweep_temperatures(glass, kelvin, out);
        benchmark::DoNotOptimize(out.data());
        benchmark::ClobberMemory();
    }
}

/// The definition, temperature by temperature.
void sweep_of_definition(benchmark::State& state) {
    const model::GlassState<double> glass = printed_glass();
    const std::vector<double> kelvin = temperatures(static_cast<std::size_t>(state.range(0)));
    std::vector<double> exponent(2 * kelvin.size());
    for (auto _ : state) {
        for (std::size_t i = 0; i < kelvin.size(); ++i) {
            for (std::size_t f = 0; f < 2; ++f)
                exponent[2 * i + f] = model::exponent_at(glass.family[f], kelvin[i]).xi;
        }
        benchmark::DoNotOptimize(exponent.data());
        benchmark::ClobberMemory();
    }
}

/// A whole set of given amplitudes: structure, energies, every temperature with its errors, summary.
void set_of_given_amplitudes(benchmark::State& state) {
    const deck::Deck deck = printed_amplitudes();
    const bool lines = state.range(0) != 0;
    const campaign::SetScope scope{true, lines, false};
    for (auto _ : state)
        benchmark::DoNotOptimize(campaign::derive_set(deck, {}, scope, campaign::in_order));
}

} // namespace

BENCHMARK(glass_state)->Unit(benchmark::kMicrosecond);
BENCHMARK(temperature_sweep)
    ->ArgName("temperatures")
    ->Arg(7)
    ->Arg(70)
    ->Arg(700)
    ->Arg(7000)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(whole_sweep)->ArgName("temperatures")->Arg(70)->Unit(benchmark::kMicrosecond);
BENCHMARK(sweep_of_definition)->ArgName("temperatures")->Arg(70)->Unit(benchmark::kMicrosecond);
BENCHMARK(set_of_given_amplitudes)->ArgName("lines")->Arg(0)->Arg(1)->Unit(benchmark::kMicrosecond);
BENCHMARK_MAIN();
