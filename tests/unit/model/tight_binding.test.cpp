#include "lpsglass/model/tight_binding.hpp"

#include "support/catch.hpp"
#include "unit/model/glass_cases.hpp"

using namespace glass_cases;
using model::bond_orbital;
using model::BondOrbital;
using model::mean_structure;
using model::pp_overlap;
using model::Structure;
using model::valence_energy;

namespace {

/// Bond length at which hbar^2/(m d^2) is 1 eV: V_llm = eta_llm.
const double unit_length = std::sqrt(constants::hbar2_over_electron_mass_eV_A2);

/// sp3 hybrids on tetrahedral bonds, with numbers that make V2 = 4 eV and V3 = 3 eV:
/// V2 = (1/2) 2 + (sqrt 3/2) 2 sqrt 3, eps_h = (-20 - 3 x 8)/4 = -11, V3 = (-11 + 17)/2.
ParameterSet<double> three_four_five() {
    ParameterSet<double> p = paper();
    for (int i = 0; i < 3; ++i) {
        p[par::bond_length + i] = unit_length;
        p[par::bond_angle + i] = std::acos(-1.0 / 3.0);
        p[par::hybrid_offset + i] = 0.0;
    }
    p[par::selenium_tilt] = 0.0;
    p[par::eta_sp_sigma] = 2.0;
    p[par::eta_pp_sigma] = 2.0 * std::sqrt(3.0);
    p[par::arsenic_s] = -20.0;
    p[par::arsenic_p] = -8.0;
    p[par::selenium_p] = -17.0;
    return p;
}

Triple<double> overlaps(const ParameterSet<double>& p, const Structure<double>& s) {
    return {pp_overlap(p, s, 0), pp_overlap(p, s, 1), pp_overlap(p, s, 2)};
}

} // namespace

TEST_CASE("a bond orbital computed by hand", "[model][tight_binding]") {
    const ParameterSet<double> p = three_four_five();
    const Structure<double> s = mean_structure(p);
    for (int i = 0; i < 3; ++i) {
        const BondOrbital<double> bond = bond_orbital(p, s, i, pp_overlap(p, s, i));
        CHECK(bond.hybrid_energy == Approx(-11.0).epsilon(1e-13));
        CHECK(bond.overlap == Approx(4.0).epsilon(1e-13));
        CHECK(bond.polar_energy == Approx(3.0).epsilon(1e-13));
        CHECK(bond.polarity == Approx(0.6).epsilon(1e-13));
    }
}

TEST_CASE("a valence energy computed by hand", "[model][tight_binding]") {
    // 2 (-20 - 3 x 8)/4 + 3 (-11 - 17 - 2 x 5) = -22 - 114.
    const ParameterSet<double> p = three_four_five();
    const Structure<double> s = mean_structure(p);
    CHECK(valence_energy(p, s, overlaps(p, s)) == Approx(-136.0).epsilon(1e-13));
}

TEST_CASE("overlaps fall with the square of the bond length", "[model][tight_binding]") {
    ParameterSet<double> p = three_four_five();
    p[par::bond_length + 1] = 2.0 * unit_length;
    const Structure<double> s = mean_structure(p);
    CHECK(pp_overlap(p, s, 1) == Approx(0.25 * pp_overlap(p, s, 0)).epsilon(1e-14));
    CHECK(bond_orbital(p, s, 1, pp_overlap(p, s, 1)).overlap == Approx(1.0).epsilon(1e-13));
    // The square roots become sqrt(1 + 9) on that bond.
    CHECK(valence_energy(p, s, overlaps(p, s)) ==
          Approx(-136.0 + 10.0 - 2.0 * std::sqrt(10.0)).epsilon(1e-13));
}

TEST_CASE("misalignment and tilt mix sigma and pi overlap", "[model][tight_binding]") {
    // cos 30 cos 60 = sin 30 sin 60 = sqrt 3/4.
    ParameterSet<double> p = three_four_five();
    p[par::selenium_tilt] = 60.0 * degree;
    p[par::eta_pp_sigma] = 3.0;
    p[par::eta_pp_pi] = -1.0;
    Structure<double> s = mean_structure(p);
    s.misalignment = {30.0 * degree, -30.0 * degree, 0.0};
    CHECK(pp_overlap(p, s, 0) == Approx(std::sqrt(3.0) / 4.0 * (3.0 - 1.0)).epsilon(1e-14));
    CHECK(pp_overlap(p, s, 1) == Approx(std::sqrt(3.0) / 4.0 * (3.0 + 1.0)).epsilon(1e-14)); // opposite sense
    CHECK(pp_overlap(p, s, 2) == Approx(1.5).epsilon(1e-14));
    // V2 = sqrt(1/4) 2 cos 60 + sqrt(3/4) V_pp.
    CHECK(bond_orbital(p, s, 0, pp_overlap(p, s, 0)).overlap == Approx(0.5 + 0.75).epsilon(1e-13));
}

TEST_CASE("polarity changes sign with the difference of the energies and stays within -1..1",
          "[model][tight_binding]") {
    ParameterSet<double> p = three_four_five();
    p[par::selenium_p] = -5.0; // V3 = -3
    const Structure<double> s = mean_structure(p);
    CHECK(bond_orbital(p, s, 0, pp_overlap(p, s, 0)).polarity == Approx(-0.6).epsilon(1e-13));
    p[par::selenium_p] = -11.0; // equal energies
    CHECK(bond_orbital(p, s, 0, pp_overlap(p, s, 0)).polarity == Approx(0.0).margin(1e-15));
}

TEST_CASE("the valence energy is the sum of its bonds' and the lone pair's", "[model][tight_binding]") {
    // Every bond by itself, from the formulas written out.
    const ParameterSet<double> p = unequal();
    const Structure<double> s = mean_structure(p);
    double energy = 2.0 * (s.lone_pair_s_character * -17.33 + (1.0 - s.lone_pair_s_character) * -7.91);
    for (int i = 0; i < 3; ++i) {
        const double v = 7.6199642 / (p[par::bond_length + i] * p[par::bond_length + i]);
        const double tilt = 4.0 * degree, si = s.s_character[i], e = s.misalignment[i];
        const double vpp = v * (3.24 * std::cos(e) * std::cos(tilt) - 0.81 * std::sin(e) * std::sin(tilt));
        const double v2 = std::sqrt(si) * v * 1.84 * std::cos(tilt) + std::sqrt(1.0 - si) * vpp;
        const double hybrid = si * -17.33 + (1.0 - si) * -7.91, v3 = 0.5 * (hybrid + 9.53);
        energy += hybrid - 9.53 - 2.0 * std::hypot(v2, v3);
    }
    CHECK(valence_energy(p, s, overlaps(p, s)) == Approx(energy).epsilon(1e-14));
}
