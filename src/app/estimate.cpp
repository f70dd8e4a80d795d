#include "estimate.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <ctime>
#include <sys/resource.h>
#include <vector>

#include <fmt/format.h>

#include "lpsglass/campaign/campaign.hpp"
#include "lpsglass/results/run_status.hpp"
#include "lpsglass/results/writer.hpp"

namespace lpsglass::app {

namespace {

constexpr std::size_t kMostSets = 32;  // more would hardly tell more
constexpr double kPiecesPerRank = 4.5; // half of one is lost at the end: a tenth
constexpr double kWorthOneRank_s = 60.0;
constexpr double kItemsPerSecond = 4e5; // that rank 0 can hand out (docs/cluster.md)
constexpr double kDescriptions = 300e3; // names, units and descriptions in a results file
constexpr double kMpiBytes = 20e6;      // of each rank, on one node

// Memory of rank 0 (docs/cluster.md): places of items, work that is not saved, the writer of results.
constexpr double kRootBytesPerSet = 66.0;
constexpr double kMostUnsaved = 3.0 * 64e6;
constexpr double kMostOfWriter = 82e6;

double clock_s(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// What work costs, whatever else the machine does meanwhile.
double processor_s() {
    return clock_s(CLOCK_PROCESS_CPUTIME_ID);
}

double wall_s() {
    return clock_s(CLOCK_MONOTONIC);
}

/// 0.5, 0.25, 0.75, 0.125, ...: wherever it stops, what came is spread evenly.
double halved(std::size_t i) {
    double out = 0.0, digit = 0.5;
    for (++i; i > 0; i /= 2, digit /= 2.0)
        out += digit * static_cast<double>(i % 2);
    return out;
}

/// Works alone, and notes how long things take.
class Sampler {
  public:
    explicit Sampler(double budget_s) : budget_s_(budget_s), start_(wall_s()) {}

    [[nodiscard]] bool time_is_over() const { return elapsed_s() >= budget_s_; }
    [[nodiscard]] double elapsed_s() const { return wall_s() - start_; }

    /// Computes one set; only the first may be cut short.
    void sample(const deck::LoadedDeck& deck, std::size_t set, Estimate& out) {
        const campaign::Campaign campaign(deck, {set, set + 1});
        campaign::MemoryStore kept;
        Times times(kept);
        unfinished_s_ = 0.0;
        pieces_ = 0;
        campaign::Ranks alone = campaign::serial_ranks();
        alone.run = [&](WorkSource* source, const Work& work) {
            return run(*source, work, out.sampled == 0);
        };
        const double begin = processor_s();
        out.cut_short = campaign.run(alone, &times) == WorkOutcome::interrupted;
        const double all_s = processor_s() - begin + unfinished_s_;
        out.fit_s += times.fit_s;
        out.set_s += all_s - times.fit_s;
        out.longest_s = std::max(out.longest_s, all_s);
        out.inner_pieces += static_cast<double>(pieces_);
        out.longest_inner_s = longest_piece_s_;
        out.part_bytes += static_cast<double>(times.bytes);
        ++out.sampled;
        if (set == 0 || out.file_bytes == 0.0) {
            campaign::RunRecord frame = campaign.frame();
            frame.sets = {campaign.result(kept, set)};
            out.file_bytes = static_cast<double>(results::uncompressed_bytes(frame));
        }
    }

  private:
    struct Times final : campaign::ItemStore {
        explicit Times(campaign::MemoryStore& store) : kept(store) {}
        [[nodiscard]] bool contains(Item item) const override { return kept.contains(item); }
        [[nodiscard]] Bytes read(Item item) const override { return kept.read(item); }
        void add(Item item, Bytes result) override {
            if (item < kInnerItem) bytes += result.size();
            if (item > 0 && item < kInnerItem) fit_s = processor_s() - begin;
            kept.add(item, std::move(result));
        }

        campaign::MemoryStore& kept;
        double begin = processor_s();
        double fit_s = 0.0; ///< until the set's fit was there
        std::size_t bytes = 0;
    };

    WorkOutcome run(WorkSource& source, const Work& work, bool may_stop) {
        const double begin = processor_s();
        std::size_t done = 0, left = 0;
        while (const auto order = source.next()) {
            ++pieces_;
            if (may_stop && done > 0 && time_is_over()) {
                ++left;
                continue;
            }
            const double piece = processor_s();
            source.accept(order->item, work(order->item, {}));
            longest_piece_s_ = std::max(longest_piece_s_, processor_s() - piece);
            ++done;
        }
        if (left == 0) return WorkOutcome::complete;
        unfinished_s_ = (processor_s() - begin) * static_cast<double>(left) / static_cast<double>(done);
        return WorkOutcome::interrupted;
    }

    double budget_s_;
    double start_;
    std::size_t pieces_ = 0;
    double longest_piece_s_ = 0.0, unfinished_s_ = 0.0;
};

double memory_in_use() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return 1024.0 * static_cast<double>(usage.ru_maxrss);
}

std::string time_text(double seconds) {
    if (seconds < 1.0) return fmt::format("{:.3g} ms", 1e3 * seconds);
    return seconds < 10.0 ? fmt::format("{:.2g} s", seconds) : results::duration_text(seconds);
}

std::string bytes_text(double bytes) {
    if (bytes < 1e6) return fmt::format("{:.0f} kB", std::ceil(bytes / 1e3));
    if (bytes < 1e9) return fmt::format("{:.0f} MB", std::ceil(bytes / 1e6));
    return fmt::format("{:.1f} GB", bytes / 1e9);
}

} // namespace

Estimate estimate(const deck::LoadedDeck& deck, double budget_s) {
    Estimate out;
    {
        const campaign::SetTable table(deck);
        out.sets = table.size();
        const std::vector<std::uint32_t> fit_of_set = table.fits(0, out.sets);
        if (deck.deck.fit) out.fits = *std::ranges::max_element(fit_of_set) + std::size_t{1};
    }
    Sampler sampler(budget_s);
    std::vector<std::size_t> seen;
    for (std::size_t i = 0; seen.size() < std::min(out.sets, kMostSets) && i < 4 * kMostSets; ++i) {
        const auto set = static_cast<std::size_t>(halved(i) * static_cast<double>(out.sets));
        if (std::ranges::find(seen, set) != seen.end()) continue;
        seen.push_back(set);
        sampler.sample(deck, set, out);
        if (sampler.time_is_over()) break;
    }
    const auto sampled = static_cast<double>(out.sampled), sets = static_cast<double>(out.sets);
    out.sampling_s = sampler.elapsed_s();
    out.set_s /= sampled;
    out.fit_s /= sampled;
    out.inner_pieces /= sampled;
    out.part_bytes *= sets / sampled;
    out.file_bytes += kDescriptions;
    out.rank_bytes = memory_in_use() + kMpiBytes;
    out.root_bytes = kRootBytesPerSet * sets + std::min(3.0 * out.part_bytes, kMostUnsaved) +
                     std::min(out.file_bytes, kMostOfWriter);
    return out;
}

double core_seconds(const Estimate& e) {
    return static_cast<double>(e.sets) * e.set_s + static_cast<double>(e.fits) * e.fit_s;
}

std::size_t sensible_ranks(const Estimate& e) {
    const auto sets = static_cast<double>(e.sets);
    double ranks = std::min(core_seconds(e) / kPiecesPerRank / e.longest_s, sets);
    ranks = std::min(ranks, kItemsPerSecond * core_seconds(e) / sets);
    // With fewer sets than ranks these share the inner work of one set after the other.
    const double set_s = core_seconds(e) / sets;
    ranks = std::max(ranks, std::min(set_s / kPiecesPerRank / e.longest_inner_s, e.inner_pieces));
    ranks = std::min(ranks, core_seconds(e) / kWorthOneRank_s);
    return static_cast<std::size_t>(std::max(1.0, ranks));
}

std::string describe(const Estimate& e) {
    const char* const bound = e.cut_short ? "at least " : "";
    const std::size_t ranks = sensible_ranks(e);
    std::string out =
        fmt::format("estimate         from {} of {} sets, spread over the design, computed here in {}\n",
                    e.sampled, e.sets, time_text(e.sampling_s));
    out += fmt::format("one set          {}{}", bound, time_text(e.set_s));
    if (e.fits > 0) out += fmt::format(", a fit {}{}", bound, time_text(e.fit_s));
    out += fmt::format("; the longest set {}\n", time_text(e.longest_s));
    out +=
        fmt::format("work             {}{:.3g} core-hours: {} sets", bound, core_seconds(e) / 3600.0, e.sets);
    out += e.fits > 0 ? fmt::format(" and {} fits\n", e.fits) : "\n";
    out += fmt::format("memory           {} a rank, {} more on rank 0\n", bytes_text(e.rank_bytes),
                       bytes_text(e.root_bytes));
    out += fmt::format("disk             {} for the results at most, {} more while the run is on\n",
                       bytes_text(e.file_bytes), bytes_text(e.part_bytes));
    out +=
        fmt::format("ranks            up to {}, then {}about {}: a minute of work for each, and a tenth lost "
                    "to the last set at most\n",
                    ranks, bound, time_text(core_seconds(e) / static_cast<double>(ranks)));
    return out;
}

} // namespace lpsglass::app
