#pragma once

#include <algorithm>
#include <chrono>

namespace lpsglass::parallel {

/// How long to sleep until one looks again: short after something came, longer when all is quiet. A look
/// takes some ten microseconds of the processor.
class Backoff {
  public:
    using Time = std::chrono::microseconds;

    /// At most: when somebody waits, and when all have enough to do.
    static constexpr Time kAttentive{1000}, kRelaxed{4000};

    void reset() { next_ = kShortest; }

    Time next(Time longest) {
        const Time out = std::min(next_, longest);
        next_ = std::min(2 * next_, kRelaxed);
        return out;
    }

  private:
    static constexpr Time kShortest{50};
    Time next_ = kShortest;
};

} // namespace lpsglass::parallel
