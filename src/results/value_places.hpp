#pragma once

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace lpsglass::results {

/// Whether two values are the same to the last bit; the file has one NaN for all.
inline bool same_bits(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) ||
           (std::isnan(a) && std::isnan(b));
}

/// `/fit/amplitude[3, 0, 2]`, counted from 0, of an element in C order.
inline std::string place_of(const std::string& path, std::size_t element,
                            const std::vector<std::size_t>& lengths, std::size_t first_row = 0) {
    std::vector<std::size_t> index(lengths.size());
    for (std::size_t d = lengths.size(); d-- > 0; element /= lengths[d])
        index[d] = element % lengths[d];
    if (index.empty()) return path;
    index[0] += first_row;
    return fmt::format("{}[{}]", path, fmt::join(index, ", "));
}

} // namespace lpsglass::results
