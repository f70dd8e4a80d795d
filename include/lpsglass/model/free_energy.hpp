#pragma once

#include <cmath>
#include <limits>

#include "lpsglass/model/forces.hpp"

/// Free energies, ground states and extinction logarithms of the six fluctuations
/// (docs/theory.md section 5; the paper's equations 1-3 and 10-16).
namespace lpsglass::model {

/// What became of the extinction of one fluctuation.
enum class ExtinctionStatus : int {
    not_computed = -1, ///< the set ended before
    ok = 0,
    no_extinction = 1,        ///< x0 = 0, or ln eta <= 0, infinite or undefined: a result, not a failure
    gauge_phase_undefined = 2 ///< |Im Phi_i| >= |A_i| with a given amplitude: the set fails
};

/// Ground states and what is derived from them; fluctuations beta_1..3, theta_12, 23, 13.
template <class T> struct FreeEnergy {
    Sextuple<T> amplitude{};        ///< x0, rad, signed
    Sextuple<T> stiffness{};        ///< kappa_i d_i^2 or kappa_ij d_i d_j, eV
    Sextuple<T> linear_magnitude{}; ///< |A|, eV/rad
    Sextuple<T> linear_real{};      ///< Re A, eV/rad
    Sextuple<T> ground_state{};     ///< E0 = -(1/2) kappa d^2 x0^2, eV
    Sextuple<T> bath{};             ///< q, A
    Sextuple<T> log_eta{};          ///< ln eta; NaN where the status is not ok
    Triple<T> gauge_phase{};        ///< S_i, rad, beta only; NaN where undefined
    std::array<ExtinctionStatus, kFluctuations> status{};
};

namespace detail {

template <class T> T missing() {
    return T(std::numeric_limits<double>::quiet_NaN());
}

/// kappa d^2 and the length that goes with q: d_i for beta, sqrt(d_i d_j) for theta.
template <class T> void stiffness_and_length(const ParameterSet<T>& p, int k, T& stiffness, T& kappa_length) {
    using std::sqrt;
    if (k < 3) {
        const T& d = p[parameter::bond_length + k];
        kappa_length = p[parameter::kappa_beta + k] * d;
        stiffness = kappa_length * d;
    } else {
        const T dd =
            p[parameter::bond_length + pair_first[k - 3]] * p[parameter::bond_length + pair_second[k - 3]];
        kappa_length = p[parameter::kappa_theta + k - 3] * sqrt(dd);
        stiffness = p[parameter::kappa_theta + k - 3] * dd;
    }
}

/// Keeps ln eta where it is positive and finite; otherwise there is no extinction.
template <class T> void set_log_eta(FreeEnergy<T>& f, int k, const T& log_eta) {
    const double v = value_of(log_eta);
    const bool valid = value_of(f.amplitude[k]) != 0.0 && v > 0.0 && std::isfinite(v);
    f.log_eta[k] = valid ? log_eta : missing<T>();
    f.status[k] = valid ? ExtinctionStatus::ok : ExtinctionStatus::no_extinction;
}

/// Beta: ln eta = -ln cos S with sin S = Im Phi / |A|, the angle where the two parts of dF/dt are equal [11].
template <class T> void beta_extinction(FreeEnergy<T>& f, int k, const T& phi_imag) {
    using std::asin;
    using std::log1p;
    const T sine = phi_imag / f.linear_magnitude[k];
    f.gauge_phase[k] = asin(sine);
    set_log_eta(f, k, -0.5 * log1p(-(sine * sine)));
}

/// Theta: ln eta = ln(|A| / |A - 2 g|) [15]; through log1p because g is small against A.
template <class T> void theta_extinction(FreeEnergy<T>& f, int k, const T& g) {
    using std::log;
    using std::log1p;
    if (value_of(f.linear_real[k]) == 0.0) return set_log_eta(f, k, missing<T>());
    const T ratio = -2.0 * g / f.linear_real[k];
    set_log_eta(f, k, value_of(ratio) > -1.0 ? -log1p(ratio) : -log(-(1.0 + ratio)));
}

} // namespace detail

/// From given amplitudes (p[amplitude], rad): |A| = kappa d^2 |x0| [3], then the bath amplitudes q.
template <class T>
FreeEnergy<T> free_energy_from_amplitudes(const ParameterSet<T>& p, const Sextuple<T>& g,
                                          const Frustration<T>& work) {
    using std::sqrt;
    FreeEnergy<T> f;
    for (int k = 0; k < kFluctuations; ++k) {
        T kappa_length;
        detail::stiffness_and_length(p, k, f.stiffness[k], kappa_length);
        const T& x0 = p[parameter::amplitude + k];
        const double sign = value_of(x0) < 0.0 ? 1.0 : -1.0; // sign of Re A = -sign x0
        f.amplitude[k] = x0;
        f.linear_magnitude[k] = f.stiffness[k] * magnitude(x0);
        f.ground_state[k] = -0.5 * f.stiffness[k] * x0 * x0;
        if (k >= 3) {
            f.linear_real[k] = sign * f.linear_magnitude[k];
            f.bath[k] = (f.linear_real[k] - g[k]) / kappa_length;
            detail::theta_extinction(f, k, g[k]);
            continue;
        }
        const T& phi_imag = work.phi_imag[k];
        const bool no_fluctuation = value_of(x0) == 0.0;
        if (no_fluctuation || !(std::abs(value_of(phi_imag)) < value_of(f.linear_magnitude[k]))) {
            f.linear_real[k] = f.bath[k] = f.gauge_phase[k] = f.log_eta[k] = detail::missing<T>();
            f.status[k] =
                no_fluctuation ? ExtinctionStatus::no_extinction : ExtinctionStatus::gauge_phase_undefined;
            continue;
        }
        detail::beta_extinction(f, k, phi_imag);
        const T cosine = sqrt(1.0 - (phi_imag / f.linear_magnitude[k]) * (phi_imag / f.linear_magnitude[k]));
        f.linear_real[k] = sign * f.linear_magnitude[k] * cosine;
        f.bath[k] = (g[k] - work.phi_real[k] - f.linear_real[k]) / kappa_length;
    }
    return f;
}

/// From given bath amplitudes q (p[bath_beta], p[bath_theta], A): [3] gives x0 = -sign(Re A) |A| / (kappa
/// d^2).
template <class T>
FreeEnergy<T> free_energy_from_bath(const ParameterSet<T>& p, const Sextuple<T>& g,
                                    const Frustration<T>& work) {
    using std::sqrt;
    FreeEnergy<T> f;
    for (int k = 0; k < kFluctuations; ++k) {
        T kappa_length;
        detail::stiffness_and_length(p, k, f.stiffness[k], kappa_length);
        f.bath[k] = p[parameter::bath_beta + k];
        if (k < 3) {
            f.linear_real[k] = g[k] - work.phi_real[k] - kappa_length * f.bath[k];
            const T& imag = work.phi_imag[k];
            // |A| where both parts vanish is 0, whose square root has no derivative.
            const T square = f.linear_real[k] * f.linear_real[k] + imag * imag;
            f.linear_magnitude[k] = value_of(square) > 0.0 ? sqrt(square) : T(0.0);
        } else {
            f.linear_real[k] = g[k] + kappa_length * f.bath[k];
            f.linear_magnitude[k] = magnitude(f.linear_real[k]);
        }
        const double sign = value_of(f.linear_real[k]) > 0.0 ? -1.0 : 1.0;
        f.amplitude[k] = sign * f.linear_magnitude[k] / f.stiffness[k];
        f.ground_state[k] = -0.5 * f.stiffness[k] * f.amplitude[k] * f.amplitude[k];
        if (k >= 3) {
            detail::theta_extinction(f, k, g[k]);
        } else if (value_of(f.linear_magnitude[k]) > 0.0) {
            detail::beta_extinction(f, k, work.phi_imag[k]);
        } else {
            f.gauge_phase[k] = f.log_eta[k] = detail::missing<T>();
            f.status[k] = ExtinctionStatus::no_extinction;
        }
    }
    return f;
}

} // namespace lpsglass::model
