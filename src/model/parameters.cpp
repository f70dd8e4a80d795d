#include "lpsglass/model/parameters.hpp"

#include "lpsglass/core/constants.hpp"

namespace lpsglass::model {

namespace {

using constants::degree;

// Key, unit of the deck, factor to the model's unit, whether the NQR line depends on it.
constexpr std::array<ParameterInfo, parameter::count> table{{
    {"structure.bond_length[1]", "angstrom", 1.0, true},
    {"structure.bond_length[2]", "angstrom", 1.0, true},
    {"structure.bond_length[3]", "angstrom", 1.0, true},
    {"structure.bond_angle[12]", "degree", degree, true},
    {"structure.bond_angle[23]", "degree", degree, true},
    {"structure.bond_angle[13]", "degree", degree, true},
    {"structure.hybrid_offset[1]", "degree", degree, true},
    {"structure.hybrid_offset[2]", "degree", degree, true},
    {"structure.hybrid_offset[3]", "degree", degree, true},
    {"structure.hybrid_following", "1", 1.0, true},
    {"structure.selenium_tilt", "degree", degree, true},
    {"tight_binding.eta_sp_sigma", "1", 1.0, true},
    {"tight_binding.eta_pp_sigma", "1", 1.0, true},
    {"tight_binding.eta_pp_pi", "1", 1.0, true},
    {"tight_binding.arsenic_s", "eV", 1.0, true},
    {"tight_binding.arsenic_p", "eV", 1.0, true},
    {"tight_binding.selenium_p", "eV", 1.0, true},
    {"nqr.coupling_4p", "MHz", 1.0, true},
    {"nqr.packet_fwhm", "MHz", 1.0, true},
    {"nqr.thermal.libration_rms", "degree", degree, true},
    {"nqr.thermal.libration_temperature", "K", 1.0, true},
    {"amplitude.beta_1", "degree", degree, true},
    {"amplitude.beta_2", "degree", degree, true},
    {"amplitude.beta_3", "degree", degree, true},
    {"amplitude.theta_12", "degree", degree, true},
    {"amplitude.theta_23", "degree", degree, true},
    {"amplitude.theta_13", "degree", degree, true},
    {"free_energy.kappa_beta[1]", "eV/A^2", 1.0, false},
    {"free_energy.kappa_beta[2]", "eV/A^2", 1.0, false},
    {"free_energy.kappa_beta[3]", "eV/A^2", 1.0, false},
    {"free_energy.kappa_theta[12]", "eV/A^2", 1.0, false},
    {"free_energy.kappa_theta[23]", "eV/A^2", 1.0, false},
    {"free_energy.kappa_theta[13]", "eV/A^2", 1.0, false},
    {"free_energy.bath.beta[1]", "angstrom", 1.0, false},
    {"free_energy.bath.beta[2]", "angstrom", 1.0, false},
    {"free_energy.bath.beta[3]", "angstrom", 1.0, false},
    {"free_energy.bath.theta[12]", "angstrom", 1.0, false},
    {"free_energy.bath.theta[23]", "angstrom", 1.0, false},
    {"free_energy.bath.theta[13]", "angstrom", 1.0, false},
    {"gauge.coupling", "A/eV", 1.0, false},
    {"partition.cooperativity_beta", "1", 1.0, false},
    {"partition.cooperativity_theta", "1", 1.0, false},
    {"exponents.scale", "1", 1.0, false},
}};

} // namespace

const std::array<ParameterInfo, parameter::count>& parameter_table() {
    return table;
}

int find_parameter(std::string_view key) {
    for (int i = 0; i < parameter::count; ++i) {
        if (table[i].key == key) return i;
    }
    return -1;
}

} // namespace lpsglass::model
