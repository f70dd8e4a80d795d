// Cost of writing results: a file of many sets of the default deck, as detail `summary` and `full` have them,
// values compressed. LPSGLASS_BENCHMARK_FOLDER says where (default: the folder for temporary files).

#include <cstdlib>
#include <filesystem>

#include <benchmark/benchmark.h>
#include <unistd.h>

#include "benchmark/shipped_deck.hpp"
#include "lpsglass/campaign/set_run.hpp"
#include "lpsglass/results/writer.hpp"

namespace {

using namespace lpsglass;

std::filesystem::path file_to_write() {
    const char* folder = std::getenv("LPSGLASS_BENCHMARK_FOLDER");
    return (folder ? std::filesystem::path(folder) : std::filesystem::temp_directory_path()) /
           ("lpsglass_benchmark_" + std::to_string(getpid()) + ".h5");
}

/// A run of `sets` sets that differ in the last bits of every exponent, so that compression is not too easy.
campaign::RunRecord many_sets(std::size_t sets, bool full) {
    deck::LoadedDeck deck = shipped::deck("as2se3_paper.toml");
    deck.deck.output.detail = full ? deck::Detail::full : deck::Detail::summary;
    campaign::RunRecord record = campaign::Campaign(deck).frame();
    record.set_count = sets;
    const campaign::SetScope rest{full, false, false};
    record.sets.push_back(campaign::derive_set(deck.deck, {}, {}, campaign::in_order));
    for (std::size_t i = 1; i < sets; ++i) {
        deck::Deck varied = deck.deck;
        varied.gauge_coupling_A_per_eV += 0.01 * static_cast<double>(i);
        record.sets.push_back(campaign::derive_set(varied, {}, rest, campaign::in_order));
    }
    return record;
}

void writer(benchmark::State& state) {
    const auto sets = static_cast<std::size_t>(state.range(1));
    const campaign::RunRecord run = many_sets(sets, state.range(0) != 0);
    const std::filesystem::path path = file_to_write();
    for (auto _ : state)
        results::write_results(path.string(), run);
    state.counters["per_set"] =
        benchmark::Counter(static_cast<double>(sets),
                           benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
    state.counters["bytes_per_set"] =
        static_cast<double>(std::filesystem::file_size(path)) / static_cast<double>(sets);
    std::filesystem::remove(path);
}

} // namespace

// full: 0 summary, 1 full.
BENCHMARK(writer)
    ->ArgNames({"full", "sets"})
    ->ArgsProduct({{0, 1}, {1, 100, 1000}})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_MAIN();
