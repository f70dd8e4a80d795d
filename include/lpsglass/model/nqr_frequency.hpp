#pragma once

#include <cmath>

#include "lpsglass/model/tight_binding.hpp"

/// 75As NQR frequency of one LPS in the Townes-Dailey model (docs/theory.md section 3).
namespace lpsglass::model {

/// Hole weights w_i = (2 - N_i)(1 - s_i), with N_i = 1 - alpha_p,i electrons on hybrid i.
template <class T> Triple<T> hole_weights(const ParameterSet<T>& p, const Structure<T>& s) {
    Triple<T> w;
    for (int i = 0; i < 3; ++i) {
        const BondOrbital<T> bond = bond_orbital(p, s, i, pp_overlap(p, s, i));
        w[i] = (1.0 + bond.polarity) * (1.0 - s.s_character[i]);
    }
    return w;
}

/// nu = (C/2) sqrt(sum_i w_i^2 + 2 sum_{i<j} w_i w_j P2(c_ij)), MHz: equal to (e^2 q Q / 2h) sqrt(1 +
/// eta^2/3) for spin 3/2 without diagonalising the EFG tensor. `structure` must be a pyramid.
template <class T> T nqr_frequency(const ParameterSet<T>& p, const Structure<T>& structure) {
    using std::sqrt;
    const Triple<T> w = hole_weights(p, structure);
    T sum = w[0] * w[0] + w[1] * w[1] + w[2] * w[2];
    for (int k = 0; k < 3; ++k) {
        const T& c = structure.hybrid_cosine[k];
        const T p2 = 1.5 * c * c - 0.5;
        sum += 2.0 * w[pair_first[k]] * w[pair_second[k]] * p2;
    }
    return 0.5 * p[parameter::coupling_4p] * sqrt(sum);
}

/// Bayer's factor 1 - (3/2) r^2 coth(Theta / 2T) with the zero-point libration r (rad).
/// 1 while r is 0 or where the temperature (K) is NaN, i.e. no spectrum gives one.
template <class T> T thermal_factor(const ParameterSet<T>& p, double temperature_K) {
    using std::tanh;
    const T& r = p[parameter::libration_rms];
    if (std::isnan(temperature_K)) return T(1.0);
    return 1.0 - 1.5 * r * r / tanh(p[parameter::libration_temperature] / (2.0 * temperature_K));
}

/// EFG asymmetry eta = (|V_yy| - |V_xx|) / |V_zz| with |V_zz| >= |V_yy| >= |V_xx|, from the diagonalised
/// tensor V = -sum_i w_i (3 n_i n_i^T - 1)/2; for the mean structure only (it is not needed for the
/// frequency).
double efg_asymmetry(const ParameterSet<double>& p, const Structure<double>& structure);

} // namespace lpsglass::model
