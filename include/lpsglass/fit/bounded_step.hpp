#pragma once

#include <Eigen/Core>

namespace lpsglass::fit {

/// Minimises |R p + c|^2 + |diag(damping) p|^2 over lower <= p <= upper by an active set (after Stark and
/// Parker, Computational Statistics 10, 129 (1995)). The box must contain p = 0; damping > 0 makes the
/// minimum unique. Exact to rounding; the result is always in the box and never worse than p = 0.
Eigen::VectorXd bounded_step(const Eigen::MatrixXd& r, const Eigen::VectorXd& c,
                             const Eigen::VectorXd& damping, const Eigen::VectorXd& lower,
                             const Eigen::VectorXd& upper);

} // namespace lpsglass::fit
