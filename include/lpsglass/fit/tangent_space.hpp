#pragma once

#include <Eigen/Core>

namespace lpsglass::fit {

/// Singular values below this share of the largest, columns brought to unit length first, count as zero:
/// there J^T J + prior is singular to working precision, with a safe distance to the rounding of J itself.
inline constexpr double kRankTolerance = 1e-10;

/// Rank-revealing factorisation of a Jacobian with scaled columns, J diag(scale) = Q U diag(s) V^T, through
/// Householder QR and the SVD of the small triangle: the condition of J is never squared.
struct TangentSpace {
    Eigen::VectorXd scale;           ///< column multipliers; 0 for a column that counts as zero
    Eigen::VectorXd singular_values; ///< descending
    Eigen::MatrixXd right;           ///< V, columns: right singular vectors
    Eigen::VectorXd projection;      ///< components of the residual along the left singular vectors
    Eigen::Index rank = 0;

    /// Shortest x (in scaled columns) that minimises |J x + residual|.
    [[nodiscard]] Eigen::VectorXd gauss_newton_step() const;
};

/// Factorises J, columns scaled to unit length. A column counts as zero if moving its parameter by `width` (>
/// 0, the width of its box) changes the residual by no more than `least_response`.
TangentSpace tangent_space(const Eigen::MatrixXd& jacobian, const Eigen::VectorXd& residual,
                           const Eigen::VectorXd& width, double least_response);

/// Singular values of J diag(scale), descending, one per column (zeros where there are fewer rows).
Eigen::VectorXd scaled_singular_values(const Eigen::MatrixXd& jacobian, const Eigen::VectorXd& scale);

} // namespace lpsglass::fit
