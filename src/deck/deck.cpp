#include "lpsglass/deck/deck.hpp"

#include <cmath>
#include <limits>

namespace lpsglass::deck {

std::size_t Range::size() const {
    if (!(stop >= start)) return 0;
    // 1e-9: (700 - 10)/0.1 must count its last value although the quotient is rounded.
    const double steps = std::floor((stop - start) / step + 1e-9);
    constexpr double most = 1e15;
    return steps < most ? static_cast<std::size_t>(steps) + 1 : std::numeric_limits<std::size_t>::max();
}

std::vector<double> Range::values() const {
    std::vector<double> values(size());
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = start + static_cast<double>(i) * step;
    return values;
}

} // namespace lpsglass::deck
