// What the scheduler itself costs; tests/benchmark/scheduler.sh runs it on several ranks.
//   overhead N   N items that do nothing: time per item, memory of rank 0
//   scaling N    N items whose costs differ tenfold, 2 s of work in all: time; the share of it in which ranks
//                worked on items, and the processor's time of the busiest rank's main thread, which hardly
//                depend on what else the machine does
//   messages N   N reports of one result of 5 kB each, answered by one order: time of rank 0 for each
// Each prints one line: mode, ranks, N, then its numbers with their units.

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include <ctime>
#include <mpi.h>
#include <sys/resource.h>

#include "lpsglass/parallel/communicator.hpp"
#include "parallel/mailbox.hpp"
#include "parallel/message.hpp"

using namespace lpsglass;
using namespace lpsglass::parallel;

namespace {

class Counted : public WorkSource {
  public:
    explicit Counted(Item count) : count_(count) {}
    std::optional<Order> next() override {
        if (next_ == count_) return std::nullopt;
        return Order{next_++, nullptr};
    }
    void accept(Item, Bytes result) override { bytes_ += result.size(); }
    [[nodiscard]] std::size_t bytes() const { return bytes_; }

  private:
    Item count_, next_ = 0;
    std::size_t bytes_ = 0;
};

double peak_memory_MB() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

double cpu_of_this_thread() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// Runs the items on all ranks; seconds.
double run(const Communicator& ranks, Item count, const Work& work) {
    Counted source(count);
    RunControl control;
    MPI_Barrier(MPI_COMM_WORLD);
    const double start = RunControl::steady_seconds();
    ranks.run(ranks.is_root() ? &source : nullptr, work, control);
    return RunControl::steady_seconds() - start;
}

void overhead(const Communicator& ranks, Item count) {
    const double before = peak_memory_MB();
    const double seconds = run(ranks, count, [](Item item, auto) {
        Bytes out(sizeof item);
        std::memcpy(out.data(), &item, sizeof item);
        return out;
    });
    if (!ranks.is_root()) return;
    std::printf("overhead %d ranks %llu items %.3f us/item %.1f MB peak, %.1f MB before\n", ranks.size(),
                static_cast<unsigned long long>(count), 1e6 * seconds / static_cast<double>(count),
                peak_memory_MB(), before);
}

/// A processor's work rather than a time: ranks that get in each other's way show.
Bytes steps(Item seed, double count) {
    for (double i = 0; i < count; ++i)
        seed = seed * 6364136223846793005u + 1442695040888963407u;
    return Bytes(1, static_cast<std::byte>(seed >> 56));
}

void scaling(const Communicator& ranks, Item count) {
    constexpr double kSteps = 2e9; // about 2 s
    // Tenfold, and no rank gets a regular share: 1..10 by a hash, 5.5 on the average.
    double in_items = 0.0;
    const Work work = [&](Item item, auto) {
        const double start = RunControl::steady_seconds();
        const double weight = 1.0 + static_cast<double>((item * 2654435761u >> 8) % 1000) * 0.009;
        Bytes out = steps(item, kSteps / static_cast<double>(count) * weight / 5.5);
        in_items += RunControl::steady_seconds() - start;
        return out;
    };
    const double cpu_before = cpu_of_this_thread();
    const double seconds = run(ranks, count, work);
    const double cpu = cpu_of_this_thread() - cpu_before;
    double all_in_items = 0.0, most_cpu = 0.0;
    MPI_Reduce(&in_items, &all_in_items, 1, MPI_DOUBLE, MPI_SUM, 0, MPI_COMM_WORLD);
    MPI_Reduce(&cpu, &most_cpu, 1, MPI_DOUBLE, MPI_MAX, 0, MPI_COMM_WORLD);
    if (!ranks.is_root()) return;
    std::printf("scaling %d ranks %llu items %.4f s, %.2f %% in items", ranks.size(),
                static_cast<unsigned long long>(count), seconds,
                100.0 * all_in_items / seconds / ranks.size());
    if (ranks.size() > 1) std::printf(", main thread %.2f %%", 100.0 * most_cpu / seconds);
    std::printf("\n");
}

void messages(const Communicator& ranks, Item count) {
    constexpr std::size_t kResult = 5000;
    Mailbox mailbox(MPI_COMM_WORLD);
    if (ranks.rank() == 1) {
        Report report;
        report.results = {{1, Bytes(kResult)}};
        for (Item i = 0; i < count; ++i)
            mailbox.send(0, encode(report));
    }
    MPI_Barrier(MPI_COMM_WORLD);
    const double start = RunControl::steady_seconds();
    if (ranks.is_root()) {
        Instruction order;
        order.orders = {{1, nullptr}};
        std::size_t results = 0;
        for (Item got = 0; got < count;) {
            const auto message = mailbox.receive();
            if (!message) continue;
            ++got;
            results += decode_report(message->bytes).results.size();
            mailbox.send(1, encode(order));
        }
        const double seconds = RunControl::steady_seconds() - start;
        std::printf("messages %d ranks %llu reports %.2f us/report\n", ranks.size(),
                    static_cast<unsigned long long>(results), 1e6 * seconds / static_cast<double>(count));
        mailbox.finish();
    } else if (ranks.rank() == 1) {
        for (Item got = 0; got < count; got += mailbox.receive() ? 1 : 0)
            mailbox.clear_sent();
        mailbox.finish();
    }
}

} // namespace

int main(int argc, char** argv) {
    const std::string mode = argc == 3 ? argv[1] : "";
    const Item count = argc == 3 ? std::strtoull(argv[2], nullptr, 10) : 0;
    const Communicator ranks;
    if (mode == "overhead") {
        overhead(ranks, count);
    } else if (mode == "scaling") {
        scaling(ranks, count);
    } else if (mode == "messages" && ranks.size() > 1) {
        messages(ranks, count);
    } else {
        std::fprintf(stderr, "usage: benchmark_scheduler overhead|scaling|messages N (messages: 2 ranks)\n");
        return 2;
    }
    return 0;
}
