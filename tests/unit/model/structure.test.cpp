#include "lpsglass/model/structure.hpp"

#include <limits>

#include "support/catch.hpp"
#include "unit/model/glass_cases.hpp"

using namespace glass_cases;
using model::fluctuating_structure;
using model::mean_polar_angle;
using model::mean_structure;
using model::Structure;

namespace {

/// Regular pyramid with bond angle theta and hybrids at an offset, radians.
ParameterSet<double> regular(double theta, double offset) {
    ParameterSet<double> p = paper();
    for (int i = 0; i < 3; ++i) {
        p[par::bond_angle + i] = theta;
        p[par::hybrid_offset + i] = offset;
    }
    return p;
}

/// Hybrids built in space: each bond turned away from the axis by its misalignment.
Vectors hybrids_in_space(const Triple<double>& bond_angle, const Triple<double>& misalignment) {
    const Vectors b = unit_vectors(cosines(bond_angle));
    const Eigen::Vector3d z = axis_of(b);
    Vectors h;
    for (int i = 0; i < 3; ++i)
        h[i] = turned_from(z, b[i], misalignment[i]);
    return h;
}

} // namespace

TEST_CASE("a regular pyramid has cos^2 B = (1 + 2 cos theta)/3", "[model][structure]") {
    // G^-1 1 = 1/(1 + 2c) for equal cosines c.
    for (double theta : {91.0, 98.0, 105.0, 109.0, 119.0}) {
        CAPTURE(theta);
        const double c = std::cos(theta * degree);
        const Structure<double> s = mean_structure(regular(theta * degree, 0.0));
        REQUIRE(s.is_pyramid);
        CHECK(s.bond_polar_angle == Approx(std::acos(std::sqrt((1.0 + 2.0 * c) / 3.0))).epsilon(1e-13));
    }
    // Bonds at right angles lie along the edges of a cube, the axis along its diagonal.
    CHECK(model::pyramid_axis(Triple<double>{0.0, 0.0, 0.0}).cos_polar ==
          Approx(1.0 / std::sqrt(3.0)).epsilon(1e-15));
}

TEST_CASE("hybrids on the bonds of a regular pyramid have t = -cos theta", "[model][structure]") {
    // Coulson with equal cosines c: t = -c^2/c, s = t/(1 + t).
    for (double theta : {95.0, 98.0, 110.0}) {
        CAPTURE(theta);
        const double t = -std::cos(theta * degree);
        const Structure<double> s = mean_structure(regular(theta * degree, 0.0));
        for (int i = 0; i < 3; ++i) {
            CHECK(s.hybrid_cosine[i] == Approx(-t).epsilon(1e-13));
            CHECK(s.s_character[i] == Approx(t / (1.0 + t)).epsilon(1e-13));
        }
        CHECK(s.lone_pair_s_character == Approx(1.0 - 3.0 * t / (1.0 + t)).epsilon(1e-13));
    }
}

TEST_CASE("tetrahedral hybrids are sp3, and so is the lone pair", "[model][structure]") {
    const Structure<double> s = mean_structure(regular(std::acos(-1.0 / 3.0), 0.0));
    for (double si : s.s_character)
        CHECK(si == Approx(0.25).epsilon(1e-14));
    CHECK(s.lone_pair_s_character == Approx(0.25).epsilon(1e-14));
}

TEST_CASE("a hybrid offset opens a regular pyramid's hybrids: c = cos^2 beta - sin^2 beta / 2",
          "[model][structure]") {
    // Azimuths differ by 120 degrees, so that cos a = -1/2.
    const double theta = 98.0 * degree, offset = -2.0 * degree;
    const Structure<double> s = mean_structure(regular(theta, offset));
    const double beta = std::acos(std::sqrt((1.0 + 2.0 * std::cos(theta)) / 3.0)) + offset;
    const double c = std::cos(beta) * std::cos(beta) - 0.5 * std::sin(beta) * std::sin(beta);
    for (int k = 0; k < 3; ++k) {
        CHECK(s.misalignment[k] == Approx(offset).epsilon(1e-14));
        CHECK(s.hybrid_cosine[k] == Approx(c).epsilon(1e-12));
    }
}

TEST_CASE("the axis stands at equal angles to three bonds built in space", "[model][structure]") {
    std::mt19937_64 random = random_stream(1, "axis", 0);
    for (int n = 0; n < 50 * kEffort; ++n) {
        const ParameterSet<double> p = random_pyramid(random);
        const Vectors b = unit_vectors(cosines(bond_angles(p)));
        const Eigen::Vector3d z = axis_of(b);
        for (int i = 0; i < 3; ++i) {
            // 1e-12: near the flat pyramid the plane through the tips loses some digits.
            CHECK(mean_structure(p).bond_polar_angle == Approx(std::acos(z.dot(b[i]))).epsilon(1e-12));
        }
    }
}

TEST_CASE("hybrid cosines are those of hybrids built in space", "[model][structure]") {
    std::mt19937_64 random = random_stream(1, "hybrids", 0);
    for (int n = 0; n < 50 * kEffort; ++n) {
        const ParameterSet<double> p = random_pyramid(random);
        const Structure<double> s = mean_structure(p);
        const Vectors h = hybrids_in_space(
            bond_angles(p), {p[par::hybrid_offset], p[par::hybrid_offset + 1], p[par::hybrid_offset + 2]});
        for (int k = 0; k < 3; ++k) {
            const double c = h[model::pair_first[k]].dot(h[model::pair_second[k]]);
            CHECK(s.hybrid_cosine[k] == Approx(c).margin(1e-13)); // products of numbers of order 1
        }
    }
}

TEST_CASE("s characters make every pair of hybrids orthogonal", "[model][structure]") {
    std::mt19937_64 random = random_stream(1, "orthogonal", 0);
    for (int n = 0; n < 50 * kEffort; ++n) {
        const Structure<double> s = mean_structure(random_pyramid(random));
        for (int k = 0; k < 3; ++k) {
            const double a = s.s_character[model::pair_first[k]], b = s.s_character[model::pair_second[k]];
            CHECK(std::sqrt(a * b) + std::sqrt((1.0 - a) * (1.0 - b)) * s.hybrid_cosine[k] ==
                  Approx(0.0).margin(1e-14));
        }
        CHECK(s.lone_pair_s_character ==
              Approx(1.0 - s.s_character[0] - s.s_character[1] - s.s_character[2]).margin(1e-15));
    }
}

TEST_CASE("the lone pair has the s character det(c) prod(1 - s_i)", "[model][structure]") {
    // With c_ij = -sqrt(t_i t_j): det(c) = 1 - e_2 - 2 e_3 in the symmetric functions of t, and
    // 1 - sum t/(1 + t) = (1 - e_2 - 2 e_3)/prod(1 + t). So s_4 >= 0 wherever the hybrids exist in space.
    std::mt19937_64 random = random_stream(1, "lone pair", 0);
    for (int n = 0; n < 50 * kEffort; ++n) {
        const Structure<double> s = mean_structure(random_pyramid(random));
        Eigen::Matrix3d c = Eigen::Matrix3d::Identity();
        for (int k = 0; k < 3; ++k) {
            c(model::pair_first[k], model::pair_second[k]) = s.hybrid_cosine[k];
            c(model::pair_second[k], model::pair_first[k]) = s.hybrid_cosine[k];
        }
        double product = c.determinant();
        for (double si : s.s_character)
            product *= 1.0 - si;
        CHECK(s.lone_pair_s_character == Approx(product).margin(1e-14));
    }
}

TEST_CASE("fluctuations add to hybrid offsets and bond angles", "[model][structure]") {
    const ParameterSet<double> p = unequal();
    const Sextuple<double> x{0.01, -0.02, 0.03, 0.015, -0.025, 0.005};
    const Structure<double> s = fluctuating_structure(p, mean_polar_angle(p), x);
    REQUIRE(s.is_pyramid);

    Triple<double> angle = bond_angles(p);
    for (int k = 0; k < 3; ++k)
        angle[k] += x[3 + k];
    const Vectors b = unit_vectors(cosines(angle)), b0 = unit_vectors(cosines(bond_angles(p)));
    const double polar = std::acos(axis_of(b).dot(b[0])), mean = std::acos(axis_of(b0).dot(b0[0]));
    CHECK(s.bond_polar_angle == Approx(polar).epsilon(1e-13));
    Triple<double> misalignment;
    for (int i = 0; i < 3; ++i) {
        misalignment[i] =
            p[par::hybrid_offset + i] + x[i] - (1.0 - p[par::hybrid_following]) * (polar - mean);
        CHECK(s.misalignment[i] == Approx(misalignment[i]).margin(1e-14));
    }
    const Vectors h = hybrids_in_space(angle, misalignment);
    for (int k = 0; k < 3; ++k) {
        CHECK(s.hybrid_cosine[k] ==
              Approx(h[model::pair_first[k]].dot(h[model::pair_second[k]])).margin(1e-14));
    }
}

TEST_CASE("hybrids follow the bonds wholly at chi = 1 and not at all at chi = 0", "[model][structure]") {
    ParameterSet<double> p = unequal();
    const Sextuple<double> x{0.0, 0.0, 0.0, 0.02, 0.03, -0.01};
    for (double chi : {0.0, 0.25, 1.0}) {
        CAPTURE(chi);
        p[par::hybrid_following] = chi;
        const double mean = mean_polar_angle(p);
        const Structure<double> s = fluctuating_structure(p, mean, x);
        for (int i = 0; i < 3; ++i) {
            const double moved = s.bond_polar_angle + s.misalignment[i] - mean - p[par::hybrid_offset + i];
            CHECK(moved == Approx(chi * (s.bond_polar_angle - mean)).margin(1e-15));
        }
    }
}

TEST_CASE("without fluctuations the structure is the mean structure", "[model][structure]") {
    const ParameterSet<double> p = unequal();
    const Structure<double> s = mean_structure(p);
    CHECK(s.bond_polar_angle == mean_polar_angle(p));
    for (int i = 0; i < 3; ++i)
        CHECK(s.misalignment[i] == p[par::hybrid_offset + i]);
}

TEST_CASE("what is no pyramid is told apart", "[model][structure]") {
    SECTION("flat: three angles of 120 degrees have det G = 0 up to rounding") {
        const auto axis = model::pyramid_axis(Triple<double>{-0.5, -0.5, -0.5});
        CHECK(axis.gram_determinant == 0.0);
        ParameterSet<double> p = regular(120.5 * degree, 0.0); // and beyond 360 in all det G < 0
        CHECK_FALSE(mean_structure(p).is_pyramid);
        CHECK(std::isnan(mean_polar_angle(p)));
    }
    SECTION("a fluctuation that flattens it") {
        const ParameterSet<double> p = paper();
        CHECK_FALSE(fluctuating_structure(p, mean_polar_angle(p), {0.0, 0.0, 0.0, 0.5, 0.5, 0.5}).is_pyramid);
    }
    SECTION("hybrids closer than a right angle to each other cannot be orthogonal") {
        // Regular pyramid: c = 0 where cos beta = 1/sqrt 3, i.e. beta = 54.74 degrees; B(98) = 60.63.
        const double theta = 98.0 * degree;
        const double to_right_angle =
            std::acos(1.0 / std::sqrt(3.0)) - std::acos(std::sqrt((1.0 + 2.0 * std::cos(theta)) / 3.0));
        CHECK(mean_structure(regular(theta, to_right_angle + 1e-9)).is_pyramid);
        CHECK_FALSE(mean_structure(regular(theta, to_right_angle - 1e-9)).is_pyramid);
    }
    SECTION("one pair of hybrids closer than a right angle is enough") {
        ParameterSet<double> p = regular(98.0 * degree, -3.0 * degree);
        CHECK(mean_structure(p).is_pyramid);
        p[par::hybrid_offset] = -15.0 * degree;
        CHECK_FALSE(mean_structure(p).is_pyramid);
    }
    SECTION("what is no number") {
        ParameterSet<double> p = paper();
        p[par::bond_angle + 1] = std::numeric_limits<double>::quiet_NaN();
        CHECK_FALSE(mean_structure(p).is_pyramid);
        p = paper();
        p[par::hybrid_offset + 2] = std::numeric_limits<double>::quiet_NaN();
        CHECK_FALSE(mean_structure(p).is_pyramid);
    }
}
