#pragma once

#include <cmath>

#include "lpsglass/model/relaxation.hpp"

/// Thermodynamics of a family from its three levels u_k, per cooperative unit (docs/theory.md section 8).
namespace lpsglass::model {

template <class T> struct Thermodynamics {
    T internal_energy{};     ///< U = <u>, eV
    T entropy{};             ///< S/k_B = -<ln P>
    T specific_heat{};       ///< C/k_B = <(u - U)^2>/(k_B T)^2
    T specific_heat_slope{}; ///< T dC/dT / k_B = <(u - U)^3>/(k_B T)^3 - 2 C/k_B; zero at the peak of C
};

/// Moments are taken about the lowest level and centred, so that nothing cancels at low temperature.
template <class T> Thermodynamics<T> thermodynamics(const Family<T>& family, const T& temperature_K) {
    using std::exp;
    const T thermal_energy = constants::boltzmann_eV_per_K * temperature_K;
    const Triple<T> log_p = relaxation(family, temperature_K).log_probability;
    Triple<T> p;
    for (int k = 0; k < 3; ++k)
        p[k] = exp(log_p[k]);

    Thermodynamics<T> out;
    const auto lowest = std::min_element(family.level.begin(), family.level.end(),
                                         [](const T& a, const T& b) { return value_of(a) < value_of(b); });
    T above{}; // U - u_lowest
    for (int k = 0; k < 3; ++k)
        above += p[k] * (family.level[k] - *lowest);
    out.internal_energy = *lowest + above;
    T third{};
    for (int k = 0; k < 3; ++k) {
        const T x = (family.level[k] - *lowest - above) / thermal_energy;
        out.specific_heat += p[k] * x * x;
        third += p[k] * x * x * x;
        out.entropy -= p[k] * log_p[k];
    }
    out.specific_heat_slope = third - 2.0 * out.specific_heat;
    return out;
}

} // namespace lpsglass::model
