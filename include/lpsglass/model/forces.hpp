#pragma once

#include <cmath>

#include "lpsglass/model/tight_binding.hpp"

/// Forces of the valence energy at the mean structure and the frustration between bonds
/// (docs/theory.md section 5, first part).
namespace lpsglass::model {

/// g_k = dE_d/dx_k, eV/rad, for the six fluctuations.
template <class T> struct Forces {
    Sextuple<T> total{};
    Triple<T> theta_through_overlap{}; ///< the part of g_theta through V_pp (the paper's V_pp sigma,pi term)
};

/// Forces depend on the parameters before this place alone: structure and tight binding.
inline constexpr int kForceParameters = parameter::coupling_4p;

/// Exact derivatives of the valence energy (automatic differentiation); the mean structure must be a pyramid.
template <class T> Forces<T> forces(const ParameterSet<T>& p) {
    using D = Dual<T, kFluctuations>;
    ParameterSet<D> parameters;
    for (int i = 0; i < parameter::count; ++i)
        parameters[i] = D(p[i]);
    Sextuple<D> fluctuation;
    for (int k = 0; k < kFluctuations; ++k)
        fluctuation[k] = D::variable(T(0.0), k);

    const Structure<D> structure = fluctuating_structure(parameters, D(mean_polar_angle(p)), fluctuation);
    Triple<D> overlap, fixed_overlap;
    for (int i = 0; i < 3; ++i) {
        overlap[i] = pp_overlap(parameters, structure, i);
        fixed_overlap[i] = D(overlap[i].value);
    }
    const D total = valence_energy(parameters, structure, overlap);
    const D at_fixed_overlap = valence_energy(parameters, structure, fixed_overlap);

    Forces<T> out;
    out.total = total.derivative;
    for (int k = 0; k < 3; ++k) {
        out.theta_through_overlap[k] = total.derivative[3 + k] - at_fixed_overlap.derivative[3 + k];
    }
    return out;
}

template <class T> using Vector3 = std::array<T, 3>;

template <class T> T dot(const Vector3<T>& a, const Vector3<T>& b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/// Frustration of the three bonds and the work conjugate to each delta_beta_i.
template <class T> struct Frustration {
    Triple<Vector3<T>> force{}; ///< f_i, eV/A, in the frame where b_1 = x and b_2 lies in the xy plane
    Triple<T> norm{};           ///< |f_i|, eV/A
    Triple<T> phi_real{};       ///< Re Phi_i = d_i f_i . p_i, eV/rad
    Triple<T> phi_imag{};       ///< Im Phi_i = a d_i sum_{j != i} f_i . f_j, eV/rad (the U(1) part)
};

/// f_i = -(1/d_i) sum_{j != i} g_theta,ij t_ij with t_ij = (cos theta_ij b_i - b_j) / sin theta_ij, and
/// Phi_i = d_i [f_i . p_i + i a sum_{j != i} f_i . f_j] with the polar unit vector p_i at bond i.
template <class T> Frustration<T> frustration(const ParameterSet<T>& p, const Triple<T>& g_theta) {
    using std::cos;
    using std::sin;
    using std::sqrt;
    Triple<T> c, s;
    for (int k = 0; k < 3; ++k) {
        c[k] = cos(p[parameter::bond_angle + k]);
        s[k] = sin(p[parameter::bond_angle + k]);
    }
    const auto& [c12, c23, c13] = c;
    const T y3 = (c23 - c12 * c13) / s[0];
    const Triple<Vector3<T>> b{Vector3<T>{T(1.0), T(0.0), T(0.0)}, Vector3<T>{c12, s[0], T(0.0)},
                               Vector3<T>{c13, y3, sqrt(1.0 - c13 * c13 - y3 * y3)}};

    // z = cos B sum_k (G^-1 1)_k b_k: equal angles to the three bonds.
    const PyramidAxis<T> axis = pyramid_axis(c);
    const T scale = axis.cos_polar / axis.gram_determinant;
    const Triple<T> inverse_sum{1.0 - c23 * c23 + c13 * c23 - c12 + c12 * c23 - c13,
                                1.0 - c13 * c13 + c13 * c23 - c12 + c12 * c13 - c23,
                                1.0 - c12 * c12 + c12 * c23 - c13 + c12 * c13 - c23};
    Vector3<T> z;
    for (int x = 0; x < 3; ++x) {
        z[x] = scale * (inverse_sum[0] * b[0][x] + inverse_sum[1] * b[1][x] + inverse_sum[2] * b[2][x]);
    }
    const T sin_polar = sqrt(1.0 - axis.cos_polar * axis.cos_polar);

    Frustration<T> out;
    for (int k = 0; k < 3; ++k) {
        const int ends[2] = {pair_first[k], pair_second[k]};
        for (int e = 0; e < 2; ++e) {
            const int i = ends[e], j = ends[1 - e];
            const T weight = -g_theta[k] / (p[parameter::bond_length + i] * s[k]);
            for (int x = 0; x < 3; ++x)
                out.force[i][x] += weight * (c[k] * b[i][x] - b[j][x]);
        }
    }
    for (int i = 0; i < 3; ++i) {
        const T& d = p[parameter::bond_length + i];
        Vector3<T> polar, others;
        for (int x = 0; x < 3; ++x) {
            polar[x] = (axis.cos_polar * b[i][x] - z[x]) / sin_polar;
            others[x] = out.force[(i + 1) % 3][x] + out.force[(i + 2) % 3][x];
        }
        out.norm[i] = sqrt(dot(out.force[i], out.force[i]));
        out.phi_real[i] = d * dot(out.force[i], polar);
        out.phi_imag[i] = p[parameter::gauge_coupling] * d * dot(out.force[i], others);
    }
    return out;
}

} // namespace lpsglass::model
