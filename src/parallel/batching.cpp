#include "batching.hpp"

#include <algorithm>

namespace lpsglass::parallel {

namespace {

// Work that a rank has queued besides the item in hand: two batches of about half of this, so that the next
// arrives before one is out. With many ranks more, so that rank 0 is not asked more often than it can answer
// (docs/cluster.md). For items longer than this nothing is queued: the answer takes a millisecond, while an
// item that waits behind a long one makes the end of the run late.
constexpr double kQueueTime_s = 0.2;
constexpr double kQueueTimePerRank_s = 50e-6;

constexpr std::size_t kMostOfARank = 4096;
constexpr std::size_t kMostOfAll = 1 << 20; // rank 0 remembers every order that is under way
constexpr std::size_t kMostOfARankAtLeast = 16;

constexpr double kFading = 1.0 - 1.0 / 16.0; // per report

} // namespace

Batching::Batching(int ranks)
    : queue_time_s_(std::max(kQueueTime_s, kQueueTimePerRank_s * ranks)),
      most_(std::clamp(kMostOfAll / static_cast<std::size_t>(ranks), kMostOfARankAtLeast, kMostOfARank)) {}

void Batching::note(std::size_t items, double seconds) {
    items_ = items_ * kFading + static_cast<double>(items);
    seconds_ = seconds_ * kFading + seconds;
}

std::size_t Batching::queue() const {
    if (items_ == 0.0) return 1;
    const double queued = queue_time_s_ / std::max(item_time(), 1e-9);
    return 1 + static_cast<std::size_t>(std::min(queued, static_cast<double>(most_ - 1)));
}

} // namespace lpsglass::parallel
