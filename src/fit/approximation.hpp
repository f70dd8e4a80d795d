#pragma once

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include "lpsglass/fit/least_squares.hpp"

/// Normal approximations of a posterior, which its Markov chains move by.
namespace lpsglass::fit {

/// The normal approximation that the residuals and their Jacobian at one point give: precision J^T J, to
/// which the box adds that of its uniform law, so that it is of finite width in every direction.
class Approximation {
  public:
    Approximation(const Problem& problem, const Point& point);

    /// Where a standard normal vector falls, with precision = L L^T: L^-T z.
    [[nodiscard]] Eigen::VectorXd spread(const Eigen::VectorXd& z) const {
        return width_.cwiseProduct(factor_.matrixU().solve(z));
    }
    /// Squared distance in standard deviations.
    [[nodiscard]] double distance2(const Eigen::VectorXd& step) const {
        return (factor_.matrixU() * step.cwiseQuotient(width_)).squaredNorm();
    }
    /// Logarithm of the root of the determinant of the precision, up to a constant.
    [[nodiscard]] double log_determinant() const { return log_determinant_; }
    /// Half the covariance times the slope of the log density: the drift of Langevin's equation.
    [[nodiscard]] const Eigen::VectorXd& drift() const { return half_step_; }

  private:
    Eigen::VectorXd width_, half_step_;
    Eigen::LLT<Eigen::MatrixXd> factor_;
    double log_determinant_ = 0.0;
};

/// Coordinates y in which an approximation around a centre, x = centre + spread y, is a standard normal law.
class Coordinates {
  public:
    Coordinates(const Eigen::VectorXd& centre, const Approximation& around);

    [[nodiscard]] const Eigen::VectorXd& centre() const { return centre_; }
    [[nodiscard]] const Eigen::MatrixXd& spread() const { return spread_; }
    [[nodiscard]] Eigen::VectorXd x(const Eigen::VectorXd& y) const { return centre_ + spread_ * y; }
    [[nodiscard]] Eigen::VectorXd y(const Eigen::VectorXd& x) const { return inverse_ * (x - centre_); }

  private:
    Eigen::VectorXd centre_;
    Eigen::MatrixXd spread_, inverse_;
};

} // namespace lpsglass::fit
