#include "line_expansion.hpp"

#include <algorithm>
#include <cmath>

#include <Eigen/Dense>

#include "lpsglass/core/error.hpp"
#include "lpsglass/model/nqr_frequency.hpp"

namespace lpsglass::model {

namespace {

/// Basis for the other laws: the coordinates, the one with the widest effect first.
Matrix6 coordinate_basis(const Vector6& gradient) {
    std::array<int, 6> order{0, 1, 2, 3, 4, 5};
    std::stable_sort(order.begin(), order.end(),
                     [&](int a, int b) { return std::abs(gradient[a]) > std::abs(gradient[b]); });
    Matrix6 basis = Matrix6::Zero();
    for (int i = 0; i < 6; ++i)
        basis(order[i], i) = 1.0;
    return basis;
}

} // namespace

FrequencyExpansion expand_frequency(const ParameterSet<double>& p) {
    using D = Dual<double, kFluctuations>;
    using D2 = Dual<D, kFluctuations>;
    ParameterSet<D2> parameters;
    for (int i = 0; i < parameter::count; ++i)
        parameters[i] = D2(D(p[i]));
    Sextuple<D2> fluctuation;
    for (int k = 0; k < kFluctuations; ++k)
        fluctuation[k] = D2::variable(D::variable(0.0, k), k);
    const Structure<D2> s = fluctuating_structure(parameters, D2(D(mean_polar_angle(p))), fluctuation);
    if (!s.is_pyramid) throw NumericalError("the mean structure is no pyramid");
    const D2 nu = nqr_frequency(parameters, s);
    FrequencyExpansion out;
    for (int k = 0; k < kFluctuations; ++k) {
        out.gradient[k] = nu.derivative[k].value;
        for (int l = 0; l < kFluctuations; ++l)
            out.curvature(k, l) = nu.derivative[k].derivative[l];
    }
    return out;
}

Matrix6 normal_basis(const Vector6& gradient, const Matrix6& matrix) {
    if (!(gradient.norm() > 0.0)) return Matrix6::Identity();
    const Vector6 u = gradient.normalized();
    const Matrix6 across = Matrix6::Identity() - u * u.transpose();
    // u itself is moved to the far end of the spectrum, so that the other five are the eigenvectors across
    // it.
    const Matrix6 projected = across * matrix * across;
    const double far = 1.0 + 2.0 * projected.norm();
    const Eigen::SelfAdjointEigenSolver<Matrix6> solver(projected + far * u * u.transpose());
    std::array<int, 5> order{0, 1, 2, 3, 4}; // eigenvalues ascend: u is the last
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
        return std::abs(solver.eigenvalues()[a]) > std::abs(solver.eigenvalues()[b]);
    });
    Matrix6 basis;
    basis.col(0) = u;
    for (int i = 0; i < 5; ++i)
        basis.col(i + 1) = solver.eigenvectors().col(order[i]);
    return basis;
}

FrequencyExpansion in_zeta(const FrequencyExpansion& nu, const ParameterSet<double>& p) {
    const auto amplitude = Vector6::Map(&p[parameter::amplitude]);
    return {amplitude.cwiseProduct(nu.gradient),
            amplitude.asDiagonal() * nu.curvature * amplitude.asDiagonal()};
}

double packet_width(const ParameterSet<double>& p) {
    return p[parameter::packet_fwhm] / std::sqrt(8.0 * std::log(2.0));
}

int fine_points(EnsembleLaw law, double packet_width_t, double spacing) {
    // The integrand is a Gaussian of width w = packet x normal, on +-6.
    const double w = packet_width_t / std::sqrt(1.0 + packet_width_t * packet_width_t);
    const double points =
        law == EnsembleLaw::normal ? 12.0 / (spacing * w) + 1.0 : 16.0 + 8.0 / packet_width_t;
    return static_cast<int>(std::ceil(std::min(points, 4000.0)));
}

LineRule one_node_rule(const ParameterSet<double>& p, const FrequencyExpansion& nu, EnsembleLaw law,
                       double spacing) {
    const auto [gradient, curvature] = in_zeta(nu, p);
    const Matrix6 basis =
        law == EnsembleLaw::normal ? normal_basis(gradient, curvature) : coordinate_basis(gradient);
    LineRule rule;
    rule.law = law;
    rule.orders = {5, 1, 1, 1, 1, 1};
    for (int i = 0; i < kFluctuations; ++i) {
        rule.frequency_gradient[i] = nu.gradient[i];
        for (int k = 0; k < kFluctuations; ++k)
            rule.basis[i][k] = basis(k, i);
    }
    const double slope = std::abs(gradient.dot(basis.col(0))); // MHz per unit of t
    const double packet = packet_width(p);
    rule.fine_points = fine_points(law, packet / std::max(slope, 0.1 * packet), spacing);
    return rule;
}

} // namespace lpsglass::model
