#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace lpsglass {

/// Sobol's low-discrepancy sequence in the unit box: directions of S. Joe and F. Y. Kuo, SIAM J. Sci. Comput.
/// 30, 2635 (2008), points in Gray-code order (docs/theory.md section 4). Point 0 is the origin, which
/// Boost's engine underneath leaves out. Coordinates are multiples of 2^-53 in [0, 1).
class SobolSequence {
  public:
    /// The plain sequence. Throws InputError unless 1 <= dimensions <= max_dimensions().
    explicit SobolSequence(int dimensions);

    /// The sequence under a random digital shift: the bits of coordinate d are xored with bits that belong to
    /// (seed, d). Keeps the equidistribution, and point 0 is no longer the origin.
    static SobolSequence digitally_shifted(int dimensions, std::uint64_t seed);

    SobolSequence(SobolSequence&&) noexcept;
    SobolSequence& operator=(SobolSequence&&) noexcept;
    ~SobolSequence();

    static int max_dimensions(); ///< 3667, by Boost's table

    [[nodiscard]] int dimensions() const;
    [[nodiscard]] std::uint64_t index() const { return index_; } ///< of the point that next() writes

    /// Writes point index() and moves on. point.size() must be dimensions(), else std::invalid_argument.
    void next(std::span<double> point);

    /// Makes `index` the next point, in time that does not grow with it.
    void skip_to(std::uint64_t index);

  private:
    struct Engine;
    std::unique_ptr<Engine> engine_;
    std::vector<std::uint64_t> shift_; ///< one word a dimension; zero: plain sequence
    std::uint64_t index_ = 0;
};

} // namespace lpsglass
