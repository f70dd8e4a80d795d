#pragma once

#include <cstring>
#include <vector>

#include "lpsglass/campaign/pack.hpp"

namespace decks {

/// Everything of a set as numbers.
inline std::vector<double> packed(const lpsglass::campaign::SetResult& set) {
    std::vector<double> out;
    lpsglass::campaign::detail::Packer pack{out};
    pack(set.state, set.frequency, set.asymmetry, set.bond_polar_angle, set.valence_energy, set.s_character,
         set.polarity, set.hybrid_cosine);
    pack_results(set.spectrum, out);
    pack_results(set.temperature, out);
    pack(set.summary, set.summary_errors, set.summary_interval, set.exponent_by_order);
    pack(set.draws.count, set.draws.failed, set.draws.alpha_missing, set.draws.beta_missing,
         set.draws.crossing, set.draws.crossing_near_tg);
    return out;
}

/// Whether all of it is equal to the last bit (NaN to NaN).
inline bool same_bits(const lpsglass::campaign::SetResult& a, const lpsglass::campaign::SetResult& b) {
    const std::vector<double> x = packed(a), y = packed(b);
    return x.size() == y.size() && std::memcmp(x.data(), y.data(), x.size() * sizeof(double)) == 0;
}

} // namespace decks
