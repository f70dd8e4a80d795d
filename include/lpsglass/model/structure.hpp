#pragma once

#include <cmath>

#include "lpsglass/model/dual.hpp"
#include "lpsglass/model/parameters.hpp"

/// The locally preferred structure: one As, three Se bonds, three sp hybrids (docs/theory.md section 1).
namespace lpsglass::model {

/// Bonds that form each pair, in pair order 12, 23, 13.
inline constexpr int pair_first[3] = {0, 1, 0};
inline constexpr int pair_second[3] = {1, 2, 2};

/// Pyramid axis of three unit bond vectors: cos B = (1^T G^-1 1)^(-1/2), G_ij = cos theta_ij.
/// G is inverted by its adjugate, so that nothing is divided before det G > 0 is known.
template <class T> struct PyramidAxis {
    T gram_determinant{};
    T cos_polar{}; ///< cos B; valid only where gram_determinant > 0
};

template <class T> PyramidAxis<T> pyramid_axis(const Triple<T>& cos_angle) {
    using std::sqrt;
    const auto& [c12, c23, c13] = cos_angle;
    PyramidAxis<T> axis;
    axis.gram_determinant = 1.0 + 2.0 * c12 * c23 * c13 - c12 * c12 - c23 * c23 - c13 * c13;
    if (!(value_of(axis.gram_determinant) > 0.0)) return axis;
    const T adjugate_sum =
        3.0 - c12 * c12 - c23 * c23 - c13 * c13 + 2.0 * (c13 * c23 - c12 + c12 * c23 - c13 + c12 * c13 - c23);
    axis.cos_polar = sqrt(axis.gram_determinant / adjugate_sum);
    return axis;
}

/// Geometry and hybridisation of one LPS. Pairs in the order 12, 23, 13.
template <class T> struct Structure {
    bool is_pyramid = false;   ///< false: det G <= 0, a hybrid cosine >= 0 or s_4 outside [0, 1];
                               ///< then nothing below may be used
    T bond_polar_angle{};      ///< B, rad
    Triple<T> misalignment{};  ///< epsilon_i, rad, of hybrid i from its bond, positive away from the axis
    Triple<T> hybrid_cosine{}; ///< c_ij between hybrids
    Triple<T> s_character{};   ///< s_i of the three hybrids
    T lone_pair_s_character{}; ///< s_4
};

/// Structure with the six fluctuations (delta_beta_1..3, delta_theta_12, 23, 13; rad) added to the mean.
/// `mean_polar_angle` is B(theta0), see mean_polar_angle().
template <class T>
Structure<T> fluctuating_structure(const ParameterSet<T>& p, const T& mean_polar_angle,
                                   const Sextuple<T>& fluctuation) {
    using std::acos;
    using std::cos;
    using std::sin;
    Structure<T> out;

    Triple<T> cos_angle;
    for (int k = 0; k < 3; ++k)
        cos_angle[k] = cos(p[parameter::bond_angle + k] + fluctuation[3 + k]);
    const PyramidAxis<T> axis = pyramid_axis(cos_angle);
    if (!(value_of(axis.gram_determinant) > 0.0)) return out;
    out.bond_polar_angle = acos(axis.cos_polar);

    // Hybrids follow the bonds by the fraction chi: epsilon_i = epsilon0_i + delta_beta_i - (1 - chi)(B -
    // B0).
    const T lag = (1.0 - p[parameter::hybrid_following]) * (out.bond_polar_angle - mean_polar_angle);
    Triple<T> cos_beta, sin_beta;
    for (int i = 0; i < 3; ++i) {
        out.misalignment[i] = p[parameter::hybrid_offset + i] + fluctuation[i] - lag;
        const T beta = out.bond_polar_angle + out.misalignment[i];
        cos_beta[i] = cos(beta);
        sin_beta[i] = sin(beta);
    }

    // Hybrids keep the bonds' azimuths: cos a_ij = (cos theta_ij - cos^2 B) / sin^2 B.
    const T cos2 = axis.cos_polar * axis.cos_polar;
    const T inverse_sin2 = 1.0 / (1.0 - cos2);
    for (int k = 0; k < 3; ++k) {
        const int i = pair_first[k], j = pair_second[k];
        const T cos_azimuth = (cos_angle[k] - cos2) * inverse_sin2;
        out.hybrid_cosine[k] = cos_beta[i] * cos_beta[j] + sin_beta[i] * sin_beta[j] * cos_azimuth;
        if (!(value_of(out.hybrid_cosine[k]) < 0.0)) return out;
    }

    // Coulson's orthogonality: t_i = s_i/(1 - s_i), t_1 = -c_12 c_13 / c_23 and cyclic.
    const auto& [c12, c23, c13] = out.hybrid_cosine;
    const Triple<T> t{-(c12 * c13) / c23, -(c12 * c23) / c13, -(c13 * c23) / c12};
    for (int i = 0; i < 3; ++i)
        out.s_character[i] = t[i] / (1.0 + t[i]);
    out.lone_pair_s_character = 1.0 - out.s_character[0] - out.s_character[1] - out.s_character[2];
    const double s4 = value_of(out.lone_pair_s_character);
    out.is_pyramid = s4 >= 0.0 && s4 <= 1.0;
    return out;
}

/// B of the mean bond angles, rad; NaN where they form no pyramid (det G <= 0).
template <class T> T mean_polar_angle(const ParameterSet<T>& p) {
    using std::acos;
    using std::cos;
    Triple<T> cos_angle;
    for (int k = 0; k < 3; ++k)
        cos_angle[k] = cos(p[parameter::bond_angle + k]);
    const PyramidAxis<T> axis = pyramid_axis(cos_angle);
    return value_of(axis.gram_determinant) > 0.0 ? acos(axis.cos_polar) : T(std::nan(""));
}

/// The structure without fluctuations.
template <class T> Structure<T> mean_structure(const ParameterSet<T>& p) {
    return fluctuating_structure(p, mean_polar_angle(p), Sextuple<T>{});
}

} // namespace lpsglass::model
