#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "lpsglass/fit/least_squares.hpp"

/// Profile likelihood intervals of anything that the parameters decide.
namespace lpsglass::fit {

/// A quantity of the full parameters and, when `gradient` is not null, its exact derivatives by them (size of
/// the space; a tied parameter's influence may stand with the one it is tied to). NaN where the quantity does
/// not exist.
using Quantity = std::function<double(std::span<const double> full, Eigen::VectorXd* gradient)>;

enum class Side { lower, upper };

/// The region that a profile looks at: all parameters in the box whose objective is within 1 of the minimum.
/// The lowest and the highest value of a quantity in it are the ends of its 68 percent profile interval:
/// nothing is taken for linear, and a change of the quantity's scale changes nothing.
class ProfileRegion {
  public:
    /// @param best minimum of the problem (free parameters). Throws NumericalError if it has no value there.
    ProfileRegion(const Problem& problem, std::span<const double> best);

    /// A point on the rim of the region (free parameters), on ray k of a random design. Depends on (problem,
    /// best, seed, k) only, so that ranks can share the rays out.
    [[nodiscard]] std::vector<double> rim_point(std::uint64_t seed, std::uint64_t k) const;

    /// The lowest (highest) value of the quantity in the region: from the best of the points at hand (`rim`,
    /// and the minimum) uphill by linear models of the quantity and quadratic ones of the objective. Infinite
    /// where it runs away, as at a pole; where it ceases to exist, the end lies at the edge; NaN if it has no
    /// value at the minimum.
    /// @param standard_error linear, of the quantity: the end is found to about a thousandth of it. Not above
    ///   0: the quantity does not feel the parameters, and both ends are its value
    [[nodiscard]] double end(const Quantity& quantity, double standard_error, Side side,
                             std::span<const std::vector<double>> rim) const;

  private:
    friend class Ascent;

    const Problem& problem_;
    Eigen::VectorXd best_, lower_, upper_;
    double least_ = 0.0;
};

} // namespace lpsglass::fit
