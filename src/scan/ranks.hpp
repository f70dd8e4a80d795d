#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lpsglass::scan {

/// Values in rising order, with their ties.
struct Order {
    std::vector<std::uint32_t> at; ///< index of the value in each place
    std::vector<char> tied;        ///< 1 where the value equals the one in the place before

    explicit Order(std::span<const double> values);
};

/// Ranks of a sample that holds value i weights[i] times; equal values share the mean of their ranks. Less
/// the mean rank and relative to the size of the sample, so that they lie within -1/2 and 1/2.
void centred_ranks(const Order& order, std::span<const double> weights, std::span<double> ranks);

} // namespace lpsglass::scan
