#include "lpsglass/model/nqr_frequency.hpp"

#include <algorithm>

#include "support/catch.hpp"
#include "unit/model/glass_cases.hpp"

using namespace glass_cases;
using model::efg_asymmetry;
using model::hole_weights;
using model::mean_structure;
using model::nqr_frequency;
using model::Structure;

namespace {

/// Principal values of V = -sum_i w_i (3 n_i n_i^T - 1)/2 with hybrids built in space,
/// |V_zz| >= |V_yy| >= |V_xx|.
struct PrincipalValues {
    double xx, yy, zz;
    [[nodiscard]] double asymmetry() const { return (xx - yy) / zz; }
};

PrincipalValues principal_values(const ParameterSet<double>& p, const Structure<double>& s) {
    const Vectors b = unit_vectors(cosines(bond_angles(p)));
    const Eigen::Vector3d z = axis_of(b);
    const Triple<double> w = hole_weights(p, s);
    Eigen::Matrix3d v = Eigen::Matrix3d::Zero();
    for (int i = 0; i < 3; ++i) {
        const Eigen::Vector3d n = turned_from(z, b[i], s.misalignment[i]);
        v -= 0.5 * w[i] * (3.0 * n * n.transpose() - Eigen::Matrix3d::Identity());
    }
    Eigen::Vector3d e = Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d>(v).eigenvalues();
    std::sort(e.begin(), e.end(), [](double a, double c) { return std::abs(a) < std::abs(c); });
    return {e[0], e[1], e[2]};
}

/// A structure with the given s characters and hybrid cosines, and bonds without polarity: w_i = 1 - s_i.
struct Bare {
    ParameterSet<double> p = paper();
    Structure<double> s;

    Bare(const Triple<double>& s_character, const Triple<double>& cosine) {
        p[par::arsenic_s] = p[par::arsenic_p] = p[par::selenium_p] = -8.0; // V3 = 0
        p[par::coupling_4p] = 100.0;
        s.is_pyramid = true;
        s.s_character = s_character;
        s.hybrid_cosine = cosine;
    }
};

} // namespace

TEST_CASE("hole weights are (1 + polarity)(1 - s)", "[model][nqr]") {
    const ParameterSet<double> p = unequal();
    const Structure<double> s = mean_structure(p);
    const Triple<double> w = hole_weights(p, s);
    for (int i = 0; i < 3; ++i) {
        const double polarity = model::bond_orbital(p, s, i, model::pp_overlap(p, s, i)).polarity;
        const double electrons = 1.0 - polarity; // N_i
        CHECK(w[i] == Approx((2.0 - electrons) * (1.0 - s.s_character[i])).epsilon(1e-14));
    }
    const Bare bare({0.1, 0.2, 0.3}, {-0.1, -0.1, -0.1});
    CHECK(hole_weights(bare.p, bare.s)[2] == Approx(0.7).epsilon(1e-14));
}

TEST_CASE("frequencies known in closed form", "[model][nqr]") {
    SECTION("three equal orthogonal hybrids are cubic: no field gradient, no frequency") {
        const Bare cubic({0.0, 0.0, 0.0}, {0.0, 0.0, 0.0});
        CHECK(nqr_frequency(cubic.p, cubic.s) == 0.0); // 3 + 2 x 3 x (-1/2), exact in doubles
    }
    SECTION("one hybrid alone: nu = C w/2") {
        const Bare single({0.25, 1.0, 1.0}, {-0.3, -0.3, -0.3});
        CHECK(nqr_frequency(single.p, single.s) == Approx(50.0 * 0.75).epsilon(1e-14));
    }
    SECTION("opposite hybrids add up: nu = C (w_1 + w_2)/2") {
        const Bare pair({0.25, 0.5, 1.0}, {-1.0, -0.3, -0.3});
        CHECK(nqr_frequency(pair.p, pair.s) == Approx(50.0 * 1.25).epsilon(1e-14));
    }
    SECTION("three equal hybrids at 120 degrees: nu = (3/4) C w") {
        // V_zz = 3w/2 along the normal of their plane, eta = 0. sum = 3 + 6 (-1/8) = 9/4.
        const Bare flat({0.0, 0.0, 0.0}, {-0.5, -0.5, -0.5});
        CHECK(nqr_frequency(flat.p, flat.s) == Approx(75.0).epsilon(1e-14));
    }
    SECTION("regular pyramid: nu = (C w/2)(9 cos^2 beta - 3)/2") {
        // Along its axis V = -3 w (3 cos^2 beta - 1)/2, with eta = 0; positive here since the angle is large.
        ParameterSet<double> p = paper();
        for (int i = 0; i < 3; ++i)
            p[par::bond_angle + i] = 100.0 * degree;
        const Structure<double> s = mean_structure(p);
        const double beta = s.bond_polar_angle + p[par::hybrid_offset];
        const double v = 1.5 * hole_weights(p, s)[0] * std::abs(3.0 * std::cos(beta) * std::cos(beta) - 1.0);
        // The terms under the root cancel to about a hundredth of themselves.
        CHECK(nqr_frequency(p, s) == Approx(0.5 * 410.7 * v).epsilon(1e-12));
    }
}

TEST_CASE("the NQR identity: the Frobenius norm gives |V_zz| sqrt(1 + eta^2/3)", "[model][nqr]") {
    // For a traceless tensor |V|^2 = V_zz^2 [1 + (1 - eta)^2/4 + (1 + eta)^2/4] = (3/2) V_zz^2 (1 + eta^2/3),
    // and the sum under the root is (2/3) |V|^2.
    std::mt19937_64 random = random_stream(3, "nqr identity", 0);
    double largest = 0.0, widest = 0.0;
    for (int n = 0; n < 300 * kEffort; ++n) { // 6000 pyramids
        const ParameterSet<double> p = random_pyramid(random);
        const Structure<double> s = mean_structure(p);
        const PrincipalValues v = principal_values(p, s);
        const double eta = v.asymmetry();
        const double nu = 0.5 * 410.7 * std::abs(v.zz) * std::sqrt(1.0 + eta * eta / 3.0);
        // Terms of order 1 under the root, so that frequencies near 0 lose digits: compared at the coupling's
        // scale.
        largest = std::max(largest,
                           std::abs(nqr_frequency(p, s) * nqr_frequency(p, s) - nu * nu) / (410.7 * 410.7));
        widest = std::max(widest, eta);
        REQUIRE(eta >= 0.0);
        REQUIRE(eta <= 1.0);
        REQUIRE(efg_asymmetry(p, s) == Approx(eta).margin(1e-9)); // small tensors: 1e-16 over |V_zz| of 1e-6
    }
    CHECK(largest < 1e-13);
    CHECK(widest > 0.8); // the random pyramids are far from axial
}

TEST_CASE("a regular pyramid has no asymmetry, the default one a small one", "[model][nqr]") {
    ParameterSet<double> p = paper();
    CHECK(efg_asymmetry(p, mean_structure(p)) == Approx(0.07).margin(0.005)); // docs/theory.md section 9
    for (int i = 0; i < 3; ++i)
        p[par::bond_angle + i] = 98.0 * degree;
    CHECK(efg_asymmetry(p, mean_structure(p)) == Approx(0.0).margin(1e-12));
}

TEST_CASE("the frequency does not depend on which bond is called 1", "[model][nqr]") {
    const ParameterSet<double> p = unequal();
    ParameterSet<double> q = p; // bonds 1 and 3 exchanged: pairs 12 and 23 change places
    for (int first : {par::bond_length, par::hybrid_offset})
        std::swap(q[first], q[first + 2]);
    std::swap(q[par::bond_angle], q[par::bond_angle + 1]);
    CHECK(nqr_frequency(q, mean_structure(q)) == Approx(nqr_frequency(p, mean_structure(p))).epsilon(1e-13));
}

TEST_CASE("the thermal factor is Bayer's", "[model][nqr]") {
    ParameterSet<double> p = paper();
    p[par::libration_temperature] = 150.0;
    SECTION("without libration it is 1") {
        p[par::libration_rms] = 0.0;
        CHECK(model::thermal_factor(p, 77.0) == 1.0);
    }
    SECTION("without a temperature it is 1") {
        p[par::libration_rms] = 0.1;
        CHECK(model::thermal_factor(p, std::nan("")) == 1.0);
    }
    SECTION("1 - (3/2) r^2 coth(Theta/2T)") {
        p[par::libration_rms] = 0.1;
        const double x = 150.0 / (2.0 * 77.0);
        const double coth = (std::exp(x) + std::exp(-x)) / (std::exp(x) - std::exp(-x));
        CHECK(model::thermal_factor(p, 77.0) == Approx(1.0 - 0.015 * coth).epsilon(1e-14));
    }
    SECTION("zero-point libration remains at low temperature") {
        p[par::libration_rms] = 0.1;
        CHECK(model::thermal_factor(p, 0.5) == Approx(0.985).epsilon(1e-14));
    }
    SECTION("linear in T at high temperature: coth x -> 1/x") {
        p[par::libration_rms] = 0.01;
        // coth x = 1/x + x/3 - ...: the next term is 1.5e-4 x 0.0025.
        CHECK(model::thermal_factor(p, 1e4) == Approx(1.0 - 3e-4 * 1e4 / 150.0).margin(5e-7));
    }
}
