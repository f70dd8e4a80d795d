#include "approximation.hpp"

#include <Eigen/LU>

namespace lpsglass::fit {

Approximation::Approximation(const Problem& problem, const Point& point) {
    const Eigen::Index n = problem.space().free_count();
    width_.resize(n);
    for (Eigen::Index k = 0; k < n; ++k)
        width_[k] = problem.space().upper()[k] - problem.space().lower()[k];
    // In units of the box, where a uniform law has the precision 12.
    const Eigen::MatrixXd scaled = point.jacobian * width_.asDiagonal();
    factor_.compute(scaled.transpose() * scaled + 12.0 * Eigen::MatrixXd::Identity(n, n));
    log_determinant_ = factor_.matrixLLT().diagonal().array().log().sum();
    half_step_ = -0.25 * width_.cwiseProduct(factor_.solve(width_.cwiseProduct(point.gradient())));
}

Coordinates::Coordinates(const Eigen::VectorXd& centre, const Approximation& around) : centre_(centre) {
    const Eigen::Index n = centre.size();
    spread_.resize(n, n);
    for (Eigen::Index k = 0; k < n; ++k)
        spread_.col(k) = around.spread(Eigen::VectorXd::Unit(n, k));
    inverse_ = spread_.inverse();
}

} // namespace lpsglass::fit
