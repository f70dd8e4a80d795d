#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace lpsglass::scan {

/// Sobol's points (core/sobol.hpp) with random access, plain and under a nested uniform scrambling
/// (A. B. Owen, in Lecture Notes in Statistics 106, 299 (1995)): each bit of a coordinate is flipped or not
/// by a random bit that belongs to (seed, purpose, dimension) and to the bits before it. Any 2^m first points
/// keep their equidistribution, each is uniform in the box, and the mean of a smooth function converges
/// faster than without. Memory: 128 bytes a dimension.
class ScrambledSobol {
  public:
    /// Throws InputError where there are too many dimensions.
    ScrambledSobol(int dimensions, std::uint64_t seed, std::string_view purpose);

    /// Coordinate of the plain sequence: a multiple of 2^-32 in [0, 1).
    [[nodiscard]] double plain(std::uint32_t index, std::size_t dimension) const;

    /// The same scrambled: a multiple of 2^-53 in [0, 1).
    [[nodiscard]] double scrambled(std::uint32_t index, std::size_t dimension) const;

  private:
    [[nodiscard]] std::uint32_t word(std::uint32_t index, std::size_t dimension) const;

    std::vector<std::uint32_t> directions_; ///< [dimension][bit]
    std::vector<std::uint64_t> keys_;       ///< of the scrambling, one a dimension
};

} // namespace lpsglass::scan
