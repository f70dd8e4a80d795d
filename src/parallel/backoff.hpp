#pragma once

#include <algorithm>
#include <chrono>

namespace lpsglass::parallel {

/// How long to sleep until one looks again: short after something came, up to a millisecond when all is
/// quiet.
class Backoff {
  public:
    using Time = std::chrono::microseconds;

    void reset() { next_ = kShortest; }

    Time next() {
        const Time out = next_;
        next_ = std::min(2 * next_, kLongest);
        return out;
    }

  private:
    static constexpr Time kShortest{50}, kLongest{1000};
    Time next_ = kShortest;
};

} // namespace lpsglass::parallel
