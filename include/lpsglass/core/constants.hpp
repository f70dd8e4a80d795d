#pragma once

namespace lpsglass::constants {

inline constexpr double pi = 3.14159265358979323846;
inline constexpr double degree = pi / 180.0; ///< rad per degree

// CODATA 2018, in the units of the model.
inline constexpr double planck_eV_s = 4.135667696e-15;
inline constexpr double boltzmann_eV_per_K = 8.617333262e-5;
inline constexpr double hbar2_over_electron_mass_eV_A2 = 7.6199642;

} // namespace lpsglass::constants
