#pragma once

#include <Eigen/Core>
#include <functional>
#include <span>
#include <vector>

#include "lpsglass/fit/parameter_space.hpp"

namespace lpsglass::fit {

/// A residual function of the full parameters: (model - observed)/sigma, one per datum, dimensionless, always
/// as many; and, when `jacobian` is not null, its exact derivatives (rows: data, columns: full parameters).
/// Both come with whatever shape and numbers an earlier evaluation left in them. Where it has no value it may
/// produce NaN or infinity, or throw NumericalError. It must be a pure function.
using Residuals = std::function<void(std::span<const double> parameters, Eigen::VectorXd& residual,
                                     Eigen::MatrixXd* jacobian)>;

/// A least-squares problem evaluated at one point: docs/theory.md section 4, objective = sum of squared
/// residuals + sum over priors of [(x - mean) / sigma]^2.
struct Point {
    bool finite = false;      ///< false: the function has no value here, and nothing below is to be used
    Eigen::VectorXd residual; ///< of the data, then (x - mean)/sigma of each parameter with a prior, in order
    Eigen::MatrixXd jacobian; ///< d residual / d free parameters; empty unless asked for
    Eigen::Index data_rows = 0;
    double data_chi2 = 0.0;
    double prior_chi2 = 0.0;

    [[nodiscard]] double objective() const { return data_chi2 + prior_chi2; }
    [[nodiscard]] Eigen::VectorXd gradient() const { return 2.0 * jacobian.transpose() * residual; }
};

enum class Derivatives { none, jacobian };

/// A parameter space with a residual function over it.
class Problem {
  public:
    /// What an evaluation works with: kept by whoever evaluates again and again, so that nothing is
    /// allocated.
    struct Workspace {
        std::vector<double> full;
        Eigen::VectorXd residual;
        Eigen::MatrixXd jacobian;
    };

    Problem(ParameterSpace space, Residuals residuals);

    [[nodiscard]] const ParameterSpace& space() const { return space_; }

    /// Evaluates at free parameters, which the caller keeps within the bounds. A point where any residual or
    /// asked derivative is not finite, their squares overflow, or the function throws NumericalError, is not
    /// finite. Any other exception passes. Throws std::logic_error if the function returns a Jacobian of the
    /// wrong shape.
    [[nodiscard]] Point evaluate(std::span<const double> free, Derivatives derivatives) const;

    /// The same into a point that has been used before. Where it is not finite its numbers are leftovers.
    void evaluate(std::span<const double> free, Derivatives derivatives, Point& point,
                  Workspace& workspace) const;

  private:
    ParameterSpace space_;
    Residuals residuals_;
    Eigen::Index priors_; ///< rows that they add
};

} // namespace lpsglass::fit
