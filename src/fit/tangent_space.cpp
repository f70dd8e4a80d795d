#include "lpsglass/fit/tangent_space.hpp"

#include <algorithm>
#include <cmath>
#include <Eigen/QR>
#include <Eigen/SVD>

namespace lpsglass::fit {

namespace {

/// Unit column lengths; 0 for columns that count as zero.
Eigen::VectorXd unit_scale(const Eigen::MatrixXd& jacobian, const Eigen::VectorXd& width,
                           double least_response) {
    Eigen::VectorXd scale = Eigen::VectorXd::Zero(jacobian.cols());
    for (Eigen::Index k = 0; k < jacobian.cols(); ++k) {
        const double length = jacobian.col(k).stableNorm();
        if (length > 0.0 && length * width[k] > least_response) scale[k] = 1.0 / length;
    }
    return scale;
}

/// R of the QR factorisation of a (square), and Q^T b cut to as many rows.
void reduce_to_triangle(Eigen::MatrixXd& a, Eigen::VectorXd& b) {
    const Eigen::Index n = a.cols();
    if (a.rows() < n) {
        const Eigen::Index missing = n - a.rows();
        a.conservativeResize(n, Eigen::NoChange);
        a.bottomRows(missing).setZero();
        b.conservativeResize(n);
        b.tail(missing).setZero();
    }
    const Eigen::HouseholderQR<Eigen::MatrixXd> qr(a);
    b.applyOnTheLeft(qr.householderQ().adjoint());
    b.conservativeResize(n);
    a = qr.matrixQR().topRows(n).triangularView<Eigen::Upper>();
}

} // namespace

Eigen::VectorXd TangentSpace::gauss_newton_step() const {
    Eigen::VectorXd step = Eigen::VectorXd::Zero(scale.size());
    for (Eigen::Index i = 0; i < rank; ++i)
        step -= (projection[i] / singular_values[i]) * right.col(i);
    return scale.cwiseProduct(step);
}

TangentSpace tangent_space(const Eigen::MatrixXd& jacobian, const Eigen::VectorXd& residual,
                           const Eigen::VectorXd& width, double least_response) {
    TangentSpace space;
    if (jacobian.cols() == 0) return space;
    space.scale = unit_scale(jacobian, width, least_response);
    Eigen::MatrixXd triangle = jacobian * space.scale.asDiagonal();
    Eigen::VectorXd rotated = residual;
    reduce_to_triangle(triangle, rotated);
    const Eigen::JacobiSVD<Eigen::MatrixXd> svd(triangle, Eigen::ComputeFullU | Eigen::ComputeFullV);
    space.singular_values = svd.singularValues();
    space.right = svd.matrixV();
    space.projection = svd.matrixU().transpose() * rotated;
    const double smallest = kRankTolerance * space.singular_values[0];
    while (space.rank < space.singular_values.size() && space.singular_values[space.rank] > smallest)
        ++space.rank;
    return space;
}

Eigen::VectorXd scaled_singular_values(const Eigen::MatrixXd& jacobian, const Eigen::VectorXd& scale) {
    if (jacobian.cols() == 0) return {};
    Eigen::MatrixXd triangle = jacobian * scale.asDiagonal();
    Eigen::VectorXd unused = Eigen::VectorXd::Zero(jacobian.rows());
    reduce_to_triangle(triangle, unused);
    return Eigen::JacobiSVD<Eigen::MatrixXd>(triangle).singularValues();
}

} // namespace lpsglass::fit
