#include "latin_hypercube.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <span>

#include "draw.hpp"
#include "lpsglass/core/random.hpp"

namespace lpsglass::scan {

LatinHypercube::LatinHypercube(std::size_t samples, std::size_t dimensions, std::uint64_t seed,
                               std::uint64_t candidate)
    : samples_(samples), dimensions_(dimensions), points_(samples * dimensions) {
    std::vector<std::uint32_t> cells(samples);
    for (std::size_t d = 0; d < dimensions; ++d) {
        std::mt19937_64 stream = random_stream(seed, "scan lhs", (candidate << 32) | d);
        std::iota(cells.begin(), cells.end(), 0U);
        shuffle(std::span(cells), stream);
        for (std::size_t i = 0; i < samples; ++i) {
            // 21 bits and a half: below 2^31 cells the sum is exact, and the quotient's rounding, at most
            // 2^-54, is less than the distance to the cell's borders, at least 2^-53.
            const double inside = (static_cast<double>(stream() >> 43) + 0.5) * 0x1p-21;
            points_[i * dimensions + d] = (cells[i] + inside) / static_cast<double>(samples);
        }
    }
}

double LatinHypercube::least_distance_squared(double threshold) const {
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < samples_; ++i) {
        const double* const first = points_.data() + i * dimensions_;
        for (std::size_t j = 0; j < i; ++j) {
            const double* const second = points_.data() + j * dimensions_;
            double sum = 0.0;
            for (std::size_t d = 0; d < dimensions_; ++d)
                sum += (first[d] - second[d]) * (first[d] - second[d]);
            least = std::min(least, sum);
        }
        if (least <= threshold) return 0.0;
    }
    return least;
}

LatinHypercube maximin_hypercube(std::size_t samples, std::size_t dimensions, std::uint64_t seed,
                                 int candidates) {
    LatinHypercube best(samples, dimensions, seed, 0);
    double farthest = best.least_distance_squared(0.0);
    for (int candidate = 1; candidate < candidates; ++candidate) {
        LatinHypercube other(samples, dimensions, seed, static_cast<std::uint64_t>(candidate));
        const double distance = other.least_distance_squared(farthest);
        if (distance > farthest) {
            farthest = distance;
            best = std::move(other);
        }
    }
    return best;
}

} // namespace lpsglass::scan
