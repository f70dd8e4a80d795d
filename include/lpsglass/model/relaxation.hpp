#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "lpsglass/core/constants.hpp"
#include "lpsglass/model/dual.hpp"
#include "lpsglass/model/options.hpp"
#include "lpsglass/model/parameters.hpp"

/// Probabilities, relaxation rates and extinction times of one family of three fluctuations, in logarithms
/// throughout (docs/theory.md section 6; the paper's equations 4-9).
namespace lpsglass::model {

/// Order in which the three fluctuations of a family freeze: order[0] freezes first.
using Order = std::array<int, 3>;
inline constexpr Order listed_order{0, 1, 2};

/// One family: beta (bonds 1, 2, 3) or theta (pairs 12, 23, 13).
template <class T> struct Family {
    Triple<T> ground_state{}; ///< E0_k, eV
    Triple<T> log_eta{};      ///< ln eta_k; NaN: no extinction
    Triple<T> level{};        ///< u_k = E0_k/N (well) or |E0_k|/N (barrier), eV
    Order order = listed_order;
};

/// Natural logarithm of a sum of exponentials; -inf for three times -inf.
template <class T> T log_sum_exp(const Triple<T>& x) {
    using std::exp;
    using std::log;
    const T& largest = *std::max_element(x.begin(), x.end(),
                                         [](const T& a, const T& b) { return value_of(a) < value_of(b); });
    if (!std::isfinite(value_of(largest))) return largest;
    return largest + log(exp(x[0] - largest) + exp(x[1] - largest) + exp(x[2] - largest));
}

/// Natural logarithm, -inf (with zero slope) at 0.
template <class T> T log_or_minus_infinity(const T& x) {
    using std::log;
    return value_of(x) > 0.0 ? log(x) : T(-std::numeric_limits<double>::infinity());
}

/// Levels and order of a family. by_probability: ascending P, the same at every temperature since P falls
/// with u (ties keep the listed order).
template <class T>
Family<T> make_family(const Triple<T>& ground_state, const Triple<T>& log_eta, const T& cooperativity,
                      Weight weight, FreezingOrder freezing_order) {
    Family<T> family{ground_state, log_eta, {}, listed_order};
    for (int k = 0; k < 3; ++k) {
        const T& e = ground_state[k];
        family.level[k] = (weight == Weight::barrier ? magnitude(e) : e) / cooperativity;
    }
    if (freezing_order == FreezingOrder::by_probability) {
        std::stable_sort(family.order.begin(), family.order.end(),
                         [&](int a, int b) { return value_of(family.level[a]) > value_of(family.level[b]); });
    }
    return family;
}

/// Natural logarithms of P_k, gamma_k (s^-1) and dt_k (s) at one temperature, by bond or pair (not by order).
template <class T> struct Relaxation {
    Triple<T> log_probability{};
    Triple<T> log_rate{};
    Triple<T> log_extinction_time{}; ///< NaN where there is no extinction
};

/// P_k = exp(-u_k/k_B T)/Z; gamma_(1) = P_(1)|E_(1)|/h, gamma_(2) = P_(1) P_(2)|E_(2)|/h,
/// gamma_(3) = P_(2) P_(3)|E_(3)|/h in the freezing order; dt_k = ln eta_k / (2 gamma_k).
template <class T> Relaxation<T> relaxation(const Family<T>& family, const T& temperature_K) {
    using std::log;
    const T thermal_energy = constants::boltzmann_eV_per_K * temperature_K;
    Triple<T> exponent;
    for (int k = 0; k < 3; ++k)
        exponent[k] = -family.level[k] / thermal_energy;
    const T log_z = log_sum_exp(exponent);

    Relaxation<T> out;
    for (int k = 0; k < 3; ++k)
        out.log_probability[k] = exponent[k] - log_z;
    for (int n = 0; n < 3; ++n) {
        const int k = family.order[n];
        out.log_rate[k] = out.log_probability[k] + log_or_minus_infinity(magnitude(family.ground_state[k])) -
                          std::log(constants::planck_eV_s);
        if (n > 0) out.log_rate[k] += out.log_probability[family.order[n - 1]];
        out.log_extinction_time[k] = log(0.5 * family.log_eta[k]) - out.log_rate[k];
    }
    return out;
}

} // namespace lpsglass::model
