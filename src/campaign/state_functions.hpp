#pragma once

#include "lpsglass/campaign/derivation.hpp"

/// Quantities of a state at a temperature, and how the temperature of a root moves with the parameters
/// (docs/theory.md sections 7 and 8).
namespace lpsglass::campaign {

using model::GlassState;

template <class T> T xi(const GlassState<T>& state, int family, const T& temperature_K) {
    return model::exponent_at(state.family[family], temperature_K).xi;
}

template <class T> T alpha_minus_beta(const GlassState<T>& state, const T& temperature_K) {
    return xi(state, 0, temperature_K) - xi(state, 1, temperature_K);
}

/// ln(mean dt_beta / mean dt_theta).
template <class T> T log_extinction_ratio(const GlassState<T>& state, const T& temperature_K) {
    return model::log_sum_exp(model::relaxation(state.family[0], temperature_K).log_extinction_time) -
           model::log_sum_exp(model::relaxation(state.family[1], temperature_K).log_extinction_time);
}

/// d f / dT at fixed parameters, exact.
template <class F> double temperature_slope(const F& f, const GlassState<Lanes>& pass, double temperature_K) {
    GlassState<Lanes> fixed = pass;
    for (model::Family<Lanes>& family : fixed.family) {
        for (int k = 0; k < 3; ++k) {
            for (Lanes* x : {&family.ground_state[k], &family.log_eta[k], &family.level[k]})
                x->derivative.fill(0.0);
        }
    }
    return f(fixed, Lanes::variable(temperature_K, 0)).derivative[0];
}

/// The root T of f(state, T) = 0 with its derivatives by the parameters: dT/dp = -f_p / f_T.
template <class F> Lanes moving_root(const F& f, const GlassState<Lanes>& pass, double root) {
    const double slope = temperature_slope(f, pass, root);
    const Lanes value = f(pass, Lanes(root));
    return chain(value, root, -1.0 / slope);
}

} // namespace lpsglass::campaign
