#pragma once

#include <cstdint>

namespace lpsglass::scan {

/// Number n (from 0) of the generator SplitMix64 started at `key`: random bits that any n reaches at once.
/// G. L. Steele, D. Lea, C. H. Flood, OOPSLA 2014.
constexpr std::uint64_t split_mix(std::uint64_t key, std::uint64_t n) {
    std::uint64_t z = key + (n + 1) * 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

} // namespace lpsglass::scan
