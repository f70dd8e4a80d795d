#pragma once

#include <array>
#include <cmath>

#include "lpsglass/report/run_data.hpp"

namespace lpsglass::report {

/// The free energy of one fluctuation (docs/theory.md section 5), from what the results file holds: its
/// stiffness by the ground state, E0 = -(1/2) kappa d^2 x0^2. NaN where it does not exist, e.g. at x0 = 0.
struct Well {
    double amplitude = std::nan("");    ///< x0, rad
    double ground_state = std::nan(""); ///< E0, eV
    double stiffness = std::nan("");    ///< kappa d^2, eV/rad^2
    double slope = std::nan("");        ///< Re A, eV/rad
    double decay_slope = std::nan("");  ///< Re A' of the time dependence, eV/rad: for theta 2 g - A
    double log_eta = std::nan("");

    [[nodiscard]] bool exists() const { return std::isfinite(slope) && std::isfinite(stiffness); }
    /// F(x), eV; x in rad.
    [[nodiscard]] double energy(double x) const { return slope * x + 0.5 * stiffness * x * x; }
    /// F(t) after tau = 2 gamma t, eV.
    [[nodiscard]] double energy_after(double tau) const {
        const double x = amplitude * std::exp(-tau);
        return decay_slope * x + 0.5 * stiffness * x * x;
    }
};

/// Those of the shown set at the spectrum that holds at T_g; all without values where the file has no
/// /energy.
std::array<Well, 6> wells_of(const RunData& data);

inline constexpr double kDegree = 57.29577951308232; ///< degrees in a radian

} // namespace lpsglass::report
