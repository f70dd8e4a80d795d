#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lpsglass::scan {

/// Points in the unit box: of `samples` equal cells of each coordinate each holds one point, at a random
/// place. M. D. McKay, R. J. Beckman, W. J. Conover, Technometrics 21, 239 (1979).
class LatinHypercube {
  public:
    /// `candidate` numbers the hypercubes of one seed. Cells of dimension d are a random stream's of (seed,
    /// candidate, d), whatever the number of dimensions.
    LatinHypercube(std::size_t samples, std::size_t dimensions, std::uint64_t seed, std::uint64_t candidate);

    [[nodiscard]] std::size_t samples() const { return samples_; }
    [[nodiscard]] std::size_t dimensions() const { return dimensions_; }

    /// In the cell's inside, also after rounding.
    [[nodiscard]] double coordinate(std::size_t sample, std::size_t dimension) const {
        return points_[sample * dimensions_ + dimension];
    }

    /// Square of the distance of the two nearest points; 0 as soon as it turns out to be at most `threshold`.
    [[nodiscard]] double least_distance_squared(double threshold) const;

  private:
    std::size_t samples_;
    std::size_t dimensions_;
    std::vector<double> points_; ///< [sample][dimension]
};

/// Of hypercubes 0, 1, ... `candidates` - 1 the one whose nearest points are farthest apart, the first of
/// equals.
LatinHypercube maximin_hypercube(std::size_t samples, std::size_t dimensions, std::uint64_t seed,
                                 int candidates);

} // namespace lpsglass::scan
