#pragma once

#include <array>
#include <string_view>

namespace lpsglass::model {

inline constexpr int kBonds = 3;        ///< bonds 1, 2, 3; pairs 12, 23, 13 in this order everywhere
inline constexpr int kFluctuations = 6; ///< beta_1, beta_2, beta_3, theta_12, theta_23, theta_13

template <class T> using Triple = std::array<T, 3>;
template <class T> using Sextuple = std::array<T, kFluctuations>;

/// Places of the model's continuous parameters in a ParameterSet. Arrays take consecutive places:
/// bonds 1, 2, 3 or pairs 12, 23, 13.
namespace parameter {
enum Index : int {
    bond_length = 0,                              // A
    bond_angle = bond_length + 3,                 // rad
    hybrid_offset = bond_angle + 3,               // rad
    hybrid_following = hybrid_offset + 3,         // 1
    selenium_tilt = hybrid_following + 1,         // rad
    eta_sp_sigma = selenium_tilt + 1,             // 1
    eta_pp_sigma = eta_sp_sigma + 1,              // 1
    eta_pp_pi = eta_pp_sigma + 1,                 // 1
    arsenic_s = eta_pp_pi + 1,                    // eV
    arsenic_p = arsenic_s + 1,                    // eV
    selenium_p = arsenic_p + 1,                   // eV
    coupling_4p = selenium_p + 1,                 // MHz
    packet_fwhm = coupling_4p + 1,                // MHz
    libration_rms = packet_fwhm + 1,              // rad
    libration_temperature = libration_rms + 1,    // K
    amplitude = libration_temperature + 1,        // rad, the six fluctuations
    kappa_beta = amplitude + 6,                   // eV/A^2
    kappa_theta = kappa_beta + 3,                 // eV/A^2
    bath_beta = kappa_theta + 3,                  // A, used where the amplitudes follow from the bath
    bath_theta = bath_beta + 3,                   // A
    gauge_coupling = bath_theta + 3,              // A/eV
    cooperativity_beta = gauge_coupling + 1,      // 1
    cooperativity_theta = cooperativity_beta + 1, // 1
    exponent_scale = cooperativity_theta + 1,     // 1
    count = exponent_scale + 1
};
} // namespace parameter

/// Every continuous parameter of the model, in model units (angles in radians).
template <class T> using ParameterSet = std::array<T, parameter::count>;

/// What the deck calls a parameter and how its unit converts.
struct ParameterInfo {
    std::string_view key;  ///< deck key, e.g. `structure.bond_angle[23]`, `amplitude.theta_12`
    std::string_view unit; ///< unit in decks and files
    double model_per_deck; ///< factor from the deck's unit to the model's (pi/180 for angles)
    bool enters_line;      ///< whether the NQR line depends on it
};

/// The table of all parameters, by parameter::Index.
const std::array<ParameterInfo, parameter::count>& parameter_table();

/// Index of a deck key in the table, or -1.
int find_parameter(std::string_view key);

} // namespace lpsglass::model
