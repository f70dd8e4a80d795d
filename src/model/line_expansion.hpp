#pragma once

#include <Eigen/Core>

#include "lpsglass/model/line_rule.hpp"

/// What a conditional rule is built on: how the frequency depends on the fluctuations near the mean
/// structure.
namespace lpsglass::model {

using Vector6 = Eigen::Matrix<double, 6, 1>;
using Matrix6 = Eigen::Matrix<double, 6, 6>;

/// Frequency of the mean structure (without a thermal factor) with its first and second derivatives by the
/// six fluctuations.
struct FrequencyExpansion {
    Vector6 gradient;  ///< MHz/rad
    Matrix6 curvature; ///< MHz/rad^2
};

/// Throws NumericalError where the mean structure is no pyramid.
FrequencyExpansion expand_frequency(const ParameterSet<double>& p);

/// Per unit of zeta at the amplitudes of p, MHz.
FrequencyExpansion in_zeta(const FrequencyExpansion& nu, const ParameterSet<double>& p);

/// Standard deviation of the packet, MHz.
double packet_width(const ParameterSet<double>& p);

/// Basis for the normal law: the gradient in zeta space, then the eigenvectors of a symmetric matrix across
/// it, those of the largest magnitude first.
Matrix6 normal_basis(const Vector6& gradient, const Matrix6& matrix);

/// Spacing of the fine nodes over the width in t of the integrand, a packet times the normal law: what is
/// left out is exp(-2 pi^2/spacing^2), 1e-17 for the usual one.
inline constexpr double kUsualSpacing = 0.7;

/// Fine nodes along t for a packet of the given width in units of t.
int fine_points(EnsembleLaw law, double packet_width_t, double spacing);

/// The rule with the directions of p and the coarsest orders: five nodes along, one across.
LineRule one_node_rule(const ParameterSet<double>& p, const FrequencyExpansion& nu, EnsembleLaw law,
                       double spacing);

} // namespace lpsglass::model
