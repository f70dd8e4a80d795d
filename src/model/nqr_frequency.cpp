#include "lpsglass/model/nqr_frequency.hpp"

#include <algorithm>

#include <Eigen/Dense>

namespace lpsglass::model {

double efg_asymmetry(const ParameterSet<double>& p, const Structure<double>& structure) {
    // Directions with the given mutual cosines: the columns of the Cholesky factor of their Gram matrix.
    Eigen::Matrix3d gram = Eigen::Matrix3d::Identity();
    for (int k = 0; k < 3; ++k) {
        gram(pair_first[k], pair_second[k]) = structure.hybrid_cosine[k];
        gram(pair_second[k], pair_first[k]) = structure.hybrid_cosine[k];
    }
    const Eigen::Matrix3d direction = gram.llt().matrixL().transpose();

    const Triple<double> w = hole_weights(p, structure);
    Eigen::Matrix3d efg = Eigen::Matrix3d::Zero();
    for (int i = 0; i < 3; ++i) {
        const Eigen::Vector3d n = direction.col(i);
        efg -= 0.5 * w[i] * (3.0 * n * n.transpose() - Eigen::Matrix3d::Identity());
    }
    const Eigen::Vector3d eigenvalue =
        Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d>(efg, Eigen::EigenvaluesOnly).eigenvalues();
    std::array<double, 3> size{std::abs(eigenvalue[0]), std::abs(eigenvalue[1]), std::abs(eigenvalue[2])};
    std::sort(size.begin(), size.end());
    return (size[1] - size[0]) / size[2];
}

} // namespace lpsglass::model
