#pragma once

#include <cstring>
#include <vector>

#include "lpsglass/campaign/pack.hpp"

namespace decks {

/// Everything of a set as numbers, but who computed it and for how long.
inline std::vector<double> packed(lpsglass::campaign::SetResult set) {
    set.seconds = 0.0;
    set.rank = 0;
    std::vector<double> out;
    lpsglass::campaign::pack_results(std::vector{std::move(set)}, out);
    return out;
}

/// Whether all of it is equal to the last bit (NaN to NaN).
inline bool same_bits(const lpsglass::campaign::SetResult& a, const lpsglass::campaign::SetResult& b) {
    const std::vector<double> x = packed(a), y = packed(b);
    return x.size() == y.size() && std::memcmp(x.data(), y.data(), x.size() * sizeof(double)) == 0;
}

} // namespace decks
