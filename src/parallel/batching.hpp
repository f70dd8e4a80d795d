#pragma once

#include <cstddef>

namespace lpsglass::parallel {

/// How many orders a rank holds: enough to work on while rank 0 answers, few enough to share out anew.
/// A guess only: what a wrong one costs is made good by calling orders back.
class Batching {
  public:
    explicit Batching(int ranks);

    /// Some rank spent this long on so many items.
    void note(std::size_t items, double seconds);

    /// Of late, in seconds; 0 before any item was done.
    [[nodiscard]] double item_time() const { return items_ > 0.0 ? seconds_ / items_ : 0.0; }

    /// Orders a rank holds at most, the one in hand included; at least 2.
    [[nodiscard]] std::size_t queue() const;

  private:
    double queue_time_s_;
    std::size_t most_;
    double items_ = 0.0, seconds_ = 0.0; ///< sums in which older reports fade
};

} // namespace lpsglass::parallel
