#pragma once

#include <cstddef>
#include <limits>
#include <random>
#include <span>
#include <utility>

namespace lpsglass::scan {

/// Whole number in [0, n), each as likely; n > 0. The standard's distributions differ between libraries.
inline std::uint64_t draw_below(std::mt19937_64& stream, std::uint64_t n) {
    constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    const std::uint64_t limit = most - most % n; // a multiple of n
    std::uint64_t number = stream();
    while (number >= limit)
        number = stream();
    return number % n;
}

/// Puts the items into random order, each order as likely (Fisher and Yates).
template <class T> void shuffle(std::span<T> items, std::mt19937_64& stream) {
    for (std::size_t i = items.size(); i > 1; --i)
        std::swap(items[i - 1], items[draw_below(stream, i)]);
}

} // namespace lpsglass::scan
