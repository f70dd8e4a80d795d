#pragma once

#include <cmath>

#include "lpsglass/model/relaxation.hpp"

/// The exponents xi_beta = alpha(T) and xi_theta = beta(T) (docs/theory.md section 7; equations 17-31).
namespace lpsglass::model {

enum class ExponentStatus : int {
    not_computed = -1, ///< the set ended before
    ok = 0,
    no_extinction = 1,         ///< a bond or pair of the family has no extinction
    gauge_phase_undefined = 2, ///< beta family only
    degenerate = 3             ///< S = 1: xi = ln R / 0
};

/// xi = ln R / ln S of one family at one temperature.
template <class T> struct Exponent {
    T log_network_length{}; ///< ln R, R = (sum gamma)(sum dt)/9 (the network of four LPSs)
    T log_single_length{};  ///< ln S, S = sum gamma_k dt_k = (1/2) sum ln eta_k, independent of T
    T xi{};
    ExponentStatus status = ExponentStatus::ok;
};

template <class T> Exponent<T> exponent(const Family<T>& family, const Relaxation<T>& r) {
    using std::log;
    Exponent<T> out;
    const T missing(std::numeric_limits<double>::quiet_NaN());
    const T s = 0.5 * (family.log_eta[0] + family.log_eta[1] + family.log_eta[2]);
    if (!(value_of(s) > 0.0)) {
        out.log_network_length = out.log_single_length = out.xi = missing;
        out.status = ExponentStatus::no_extinction;
        return out;
    }
    out.log_single_length = log(s);
    out.log_network_length = log_sum_exp(r.log_rate) + log_sum_exp(r.log_extinction_time) - std::log(9.0);
    if (value_of(out.log_single_length) == 0.0) {
        out.xi = missing;
        out.status = ExponentStatus::degenerate;
        return out;
    }
    out.xi = out.log_network_length / out.log_single_length;
    return out;
}

/// xi(T) of a family.
template <class T> Exponent<T> exponent_at(const Family<T>& family, const T& temperature_K) {
    return exponent(family, relaxation(family, temperature_K));
}

} // namespace lpsglass::model
