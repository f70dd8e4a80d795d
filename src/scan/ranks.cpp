#include "ranks.hpp"

#include <algorithm>
#include <numeric>

namespace lpsglass::scan {

Order::Order(std::span<const double> values) : at(values.size()), tied(values.size(), 0) {
    std::iota(at.begin(), at.end(), 0U);
    std::stable_sort(at.begin(), at.end(),
                     [values](std::uint32_t a, std::uint32_t b) { return values[a] < values[b]; });
    for (std::size_t i = 1; i < at.size(); ++i)
        tied[i] = values[at[i]] == values[at[i - 1]] ? 1 : 0;
}

void centred_ranks(const Order& order, std::span<const double> weights, std::span<double> ranks) {
    double size = 0.0;
    for (const double weight : weights)
        size += weight;
    double below = 0.0;
    for (std::size_t first = 0; first < order.at.size();) {
        double equal = weights[order.at[first]];
        std::size_t end = first + 1;
        for (; end < order.at.size() && order.tied[end] != 0; ++end)
            equal += weights[order.at[end]];
        // Ranks below + 1 ... below + equal, whose mean is below + (equal + 1)/2; the mean of all is (size +
        // 1)/2.
        const double rank = (below + 0.5 * equal - 0.5 * size) / size;
        for (; first < end; ++first)
            ranks[order.at[first]] = rank;
        below += equal;
    }
}

} // namespace lpsglass::scan
