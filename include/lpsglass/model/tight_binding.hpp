#pragma once

#include <cmath>

#include "lpsglass/core/constants.hpp"
#include "lpsglass/model/structure.hpp"

/// Harrison's bond-orbital model of the three As-Se bonds (docs/theory.md section 2).
namespace lpsglass::model {

/// One As-Se bond; energies in eV.
template <class T> struct BondOrbital {
    T hybrid_energy{}; ///< eps_h,i = s_i eps_s(As) + (1 - s_i) eps_p(As)
    T overlap{};       ///< V2_i
    T polar_energy{};  ///< V3_i = (eps_h,i - eps_p(Se)) / 2
    T polarity{};      ///< alpha_p,i = V3_i / sqrt(V2_i^2 + V3_i^2)
};

/// V_pp,i = V_ppsigma cos eps_i cos tau + V_pppi sin eps_i sin tau, with V_llm = eta_llm hbar^2/(m d_i^2).
/// [eV]
template <class T> T pp_overlap(const ParameterSet<T>& p, const Structure<T>& s, int bond) {
    using std::cos;
    using std::sin;
    const T& d = p[parameter::bond_length + bond];
    const T scale = constants::hbar2_over_electron_mass_eV_A2 / (d * d);
    const T& tilt = p[parameter::selenium_tilt];
    return scale * (p[parameter::eta_pp_sigma] * cos(s.misalignment[bond]) * cos(tilt) +
                    p[parameter::eta_pp_pi] * sin(s.misalignment[bond]) * sin(tilt));
}

/// V2_i = sqrt(s_i) V_spsigma cos tau + sqrt(1 - s_i) V_pp,i, with V_pp,i given. [eV]
template <class T>
BondOrbital<T> bond_orbital(const ParameterSet<T>& p, const Structure<T>& structure, int bond,
                            const T& v_pp) {
    using std::cos;
    using std::sqrt;
    const T& d = p[parameter::bond_length + bond];
    const T v_sp = p[parameter::eta_sp_sigma] * constants::hbar2_over_electron_mass_eV_A2 / (d * d);
    const T& s = structure.s_character[bond];
    BondOrbital<T> out;
    out.hybrid_energy = s * p[parameter::arsenic_s] + (1.0 - s) * p[parameter::arsenic_p];
    out.overlap = sqrt(s) * v_sp * cos(p[parameter::selenium_tilt]) + sqrt(1.0 - s) * v_pp;
    out.polar_energy = 0.5 * (out.hybrid_energy - p[parameter::selenium_p]);
    out.polarity = out.polar_energy / sqrt(out.overlap * out.overlap + out.polar_energy * out.polar_energy);
    return out;
}

/// Valence energy of the LPS, eV:
/// E_d = 2 [s_4 eps_s(As) + (1 - s_4) eps_p(As)] + sum_i [eps_h,i + eps_p(Se) - 2 sqrt(V2_i^2 + V3_i^2)],
/// with the overlaps V_pp,i given (pp_overlap), so that forces can be split at fixed overlap.
template <class T>
T valence_energy(const ParameterSet<T>& p, const Structure<T>& structure, const Triple<T>& v_pp) {
    using std::sqrt;
    const T& s4 = structure.lone_pair_s_character;
    T energy = 2.0 * (s4 * p[parameter::arsenic_s] + (1.0 - s4) * p[parameter::arsenic_p]);
    for (int i = 0; i < 3; ++i) {
        const BondOrbital<T> bond = bond_orbital(p, structure, i, v_pp[i]);
        energy += bond.hybrid_energy + p[parameter::selenium_p] -
                  2.0 * sqrt(bond.overlap * bond.overlap + bond.polar_energy * bond.polar_energy);
    }
    return energy;
}

} // namespace lpsglass::model
