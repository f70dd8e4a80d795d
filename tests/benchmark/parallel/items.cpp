// What the scheduler costs per item, on the ranks it is started with: mpirun -n N benchmark_items. Rank 0
// measures. scheduler.sh measures more: memory, scaling, the cost of a message.

#include <benchmark/benchmark.h>

#include "lpsglass/parallel/communicator.hpp"

namespace {

using namespace lpsglass;
using namespace lpsglass::parallel;

class Counted : public WorkSource {
  public:
    explicit Counted(Item count) : count_(count) {}
    std::optional<Order> next() override {
        if (next_ == count_) return std::nullopt;
        return Order{next_++, nullptr};
    }
    void accept(Item, Bytes result) override { bytes_ += result.size(); }

  private:
    Item count_, next_ = 0;
    std::size_t bytes_ = 0;
};

const Communicator* ranks = nullptr;

/// Items that do nothing and return 8 bytes.
void item(benchmark::State& state) {
    const auto count = static_cast<Item>(state.range(0));
    for (auto _ : state) {
        Counted source(count);
        RunControl control;
        ranks->run(
            ranks->is_root() ? &source : nullptr, [](Item, auto) { return Bytes(8); }, control);
    }
    state.counters["per_item"] =
        benchmark::Counter(static_cast<double>(count),
                           benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

/// Nothing is printed by the other ranks, which only work.
class Silent : public benchmark::BenchmarkReporter {
  public:
    bool ReportContext(const Context&) override { return true; }
    void ReportRuns(const std::vector<Run>&) override {}
};

} // namespace

// A fixed number of iterations: all ranks must do the same.
BENCHMARK(item)->Arg(100000)->Iterations(5)->Unit(benchmark::kMillisecond)->UseRealTime();

int main(int argc, char** argv) {
    const Communicator communicator;
    ranks = &communicator;
    benchmark::Initialize(&argc, argv);
    Silent silent;
    if (communicator.is_root()) {
        benchmark::RunSpecifiedBenchmarks();
    } else {
        benchmark::RunSpecifiedBenchmarks(&silent);
    }
    return 0;
}
