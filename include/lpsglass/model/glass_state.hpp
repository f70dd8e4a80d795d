#pragma once

#include "lpsglass/model/exponents.hpp"
#include "lpsglass/model/free_energy.hpp"

/// The chain from parameters to the two families, in one place (docs/theory.md sections 5 and 6).
namespace lpsglass::model {

/// The model's choices that are not numbers.
struct ModelOptions {
    bool amplitudes_from_bath = false;
    std::array<Weight, 2> weight{Weight::barrier, Weight::well}; ///< beta, theta
    FreezingOrder freezing_order = FreezingOrder::listed;
};

/// What does not depend on temperature. Families in the order beta, theta.
template <class T> struct GlassState {
    Forces<T> forces;
    Frustration<T> frustration;
    FreeEnergy<T> energy;
    std::array<Family<T>, 2> family;
};

/// Frustration, free energies and levels of the mean structure, which must be a pyramid, whose forces(p) are
/// known.
template <class T>
GlassState<T> glass_state(const ParameterSet<T>& p, const ModelOptions& options, const Forces<T>& of_mean) {
    GlassState<T> state;
    state.forces = of_mean;
    const Sextuple<T>& g = state.forces.total;
    state.frustration = frustration(p, Triple<T>{g[3], g[4], g[5]});
    state.energy = options.amplitudes_from_bath ? free_energy_from_bath(p, g, state.frustration)
                                                : free_energy_from_amplitudes(p, g, state.frustration);
    for (int f = 0; f < 2; ++f) {
        Triple<T> ground_state, log_eta;
        for (int k = 0; k < 3; ++k) {
            ground_state[k] = state.energy.ground_state[3 * f + k];
            log_eta[k] = state.energy.log_eta[3 * f + k];
        }
        state.family[f] = make_family(ground_state, log_eta, p[parameter::cooperativity_beta + f],
                                      options.weight[f], options.freezing_order);
    }
    return state;
}

/// The same with the forces too.
template <class T> GlassState<T> glass_state(const ParameterSet<T>& p, const ModelOptions& options) {
    return glass_state(p, options, forces(p));
}

/// Why the exponent of a family is missing at every temperature, or ok.
template <class T> ExponentStatus family_status(const GlassState<T>& state, int family) {
    ExponentStatus status = ExponentStatus::ok;
    for (int k = 3 * family; k < 3 * family + 3; ++k) {
        if (state.energy.status[k] == ExtinctionStatus::gauge_phase_undefined) {
            return ExponentStatus::gauge_phase_undefined;
        }
        if (state.energy.status[k] != ExtinctionStatus::ok) status = ExponentStatus::no_extinction;
    }
    return status;
}

/// The family with a label permutation applied to its freezing order.
template <class T> Family<T> reordered(Family<T> family, const Order& order) {
    family.order = order;
    return family;
}

/// The six orders of three labels: 123, 132, 213, 231, 312, 321.
inline constexpr std::array<Order, 6> all_orders{Order{0, 1, 2}, Order{0, 2, 1}, Order{1, 0, 2},
                                                 Order{1, 2, 0}, Order{2, 0, 1}, Order{2, 1, 0}};

} // namespace lpsglass::model
