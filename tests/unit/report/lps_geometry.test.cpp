#include "report/lps_geometry.hpp"

#include <cmath>

#include "lpsglass/campaign/model_input.hpp"
#include "lpsglass/core/constants.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using namespace lpsglass::report;
using model::dot;

namespace {

constexpr double rounding = 1e-12; // some ten operations on numbers of order 1
constexpr double degree = constants::degree;

model::ParameterSet<double> default_parameters() {
    return campaign::model_parameters(deck::Deck{});
}

/// All angles right, all bonds 3 A, hybrids on the bonds: the axis is (1, 1, 1)/sqrt 3.
model::ParameterSet<double> cube_corner() {
    model::ParameterSet<double> p = default_parameters();
    for (int i = 0; i < 3; ++i) {
        p[model::parameter::bond_length + i] = 3.0;
        p[model::parameter::bond_angle + i] = 90.0 * degree;
        p[model::parameter::hybrid_offset + i] = 5.0 * degree;
    }
    return p;
}

void check_orthonormal(const View& view) {
    CHECK(length(view.right) == Approx(1.0).margin(rounding));
    CHECK(length(view.up) == Approx(1.0).margin(rounding));
    CHECK(length(view.toward) == Approx(1.0).margin(rounding));
    CHECK(length(cross(view.right, view.up) - view.toward) < rounding);
}

} // namespace

TEST_CASE("Bonds, axis and hybrids lie as the structure says", "[drawing]") {
    const auto p = default_parameters();
    const LpsGeometry lps = lps_geometry(p);
    const model::Structure<double> structure = model::mean_structure(p);
    for (int k = 0; k < 3; ++k) {
        const Vector& a = lps.bond[model::pair_first[k]];
        const Vector& b = lps.bond[model::pair_second[k]];
        CHECK(dot(a, b) == Approx(std::cos(p[model::parameter::bond_angle + k])).margin(rounding));
        CHECK(length(lps.bond[k]) == Approx(1.0).margin(rounding));
        CHECK(dot(lps.axis, lps.bond[k]) == Approx(std::cos(structure.bond_polar_angle)).margin(rounding));
        // Another way than the drawing's: the model has hybrids by polar angles and azimuths.
        CHECK(dot(lps.hybrid[model::pair_first[k]], lps.hybrid[model::pair_second[k]]) ==
              Approx(structure.hybrid_cosine[k]).margin(rounding));
        CHECK(dot(lps.hybrid[k], lps.axis) ==
              Approx(std::cos(structure.bond_polar_angle + structure.misalignment[k])).margin(rounding));
        CHECK(std::abs(dot(lps.force[k], lps.bond[k])) < rounding); // it turns a bond, it does not stretch it
        CHECK(length(lps.force[k]) > 0.1);
    }
}

TEST_CASE("The corner of a cube", "[drawing]") {
    const LpsGeometry lps = lps_geometry(cube_corner());
    for (int i = 0; i < 3; ++i)
        CHECK(lps.axis[i] == Approx(1.0 / std::sqrt(3.0)).margin(rounding));
    // Away from the axis: bond 1 turned by 5 degrees in the plane of x and (1, 1, 1).
    CHECK(lps.hybrid[0][0] == Approx(std::cos(5.0 * degree)).margin(rounding));
    CHECK(lps.hybrid[0][1] == Approx(-std::sin(5.0 * degree) / std::sqrt(2.0)).margin(rounding));

    const View view = view_along_axis(lps);
    check_orthonormal(view);
    std::array<Seen, 3> selenium;
    for (int i = 0; i < 3; ++i) {
        selenium[i] = seen(view, 3.0 * lps.bond[i]);
        CHECK(std::hypot(selenium[i].x, selenium[i].y) == Approx(std::sqrt(6.0)).margin(rounding)); // 3 sin B
        CHECK(selenium[i].depth == Approx(-std::sqrt(3.0)).margin(rounding)); // behind As
    }
    CHECK(selenium[0].x == Approx(0.0).margin(rounding)); // bond 1 points up
    CHECK(selenium[0].y > 0.0);
    CHECK(selenium[0].x * selenium[1].x + selenium[0].y * selenium[1].y ==
          Approx(6.0 * std::cos(120.0 * degree)).margin(rounding));
}

TEST_CASE("Projected bonds have the lengths and angles of the structure", "[drawing]") {
    const auto p = default_parameters();
    const LpsGeometry lps = lps_geometry(p);
    const View along = view_along_axis(lps);
    const double b = lps.polar_angle;
    for (int k = 0; k < 3; ++k) {
        const Seen i = seen(along, lps.bond[model::pair_first[k]]),
                   j = seen(along, lps.bond[model::pair_second[k]]);
        CHECK(std::hypot(i.x, i.y) == Approx(std::sin(b)).margin(rounding));
        const double azimuth =
            (std::cos(lps.bond_angle[k]) - std::pow(std::cos(b), 2)) / std::pow(std::sin(b), 2);
        CHECK((i.x * j.x + i.y * j.y) / std::pow(std::sin(b), 2) == Approx(azimuth).margin(rounding));
    }
    for (const double azimuth : {0.0, 77.0, 200.0}) {
        const double elevation = 25.0 * degree;
        const View side = view_from_side(lps, azimuth * degree, elevation);
        check_orthonormal(side);
        const Seen axis =
            seen(side, lps.axis); // straight down, shortened by the elevation, and away from who looks
        CHECK(axis.x == Approx(0.0).margin(rounding));
        CHECK(axis.y == Approx(-std::cos(elevation)).margin(rounding));
        CHECK(axis.depth == Approx(-std::sin(elevation)).margin(rounding));
        for (int i = 0; i < 3; ++i) {
            const Seen end = seen(side, lps.bond_length[i] * lps.bond[i]);
            CHECK(end.x * end.x + end.y * end.y + end.depth * end.depth ==
                  Approx(lps.bond_length[i] * lps.bond_length[i]).epsilon(rounding));
        }
    }
}

TEST_CASE("Clearance is the smallest distance", "[drawing]") {
    const LpsGeometry lps = lps_geometry(cube_corner());
    const View view = view_along_axis(lps);
    // As and Se are sqrt 6 apart, rims two radii less; Se atoms and the other bonds are farther.
    CHECK(clearance(lps, {}, view) == Approx(std::sqrt(6.0) - 2.0 * atom_radius).margin(rounding));
    const Vector middle = 1.5 * lps.bond[0];
    const std::array<Mark, 1> foreign{Mark{middle, -1}}, own{Mark{middle, 0}};
    CHECK(clearance(lps, foreign, view) == Approx(0.0).margin(rounding)); // it lies on the bond
    CHECK(clearance(lps, own, view) == Approx(0.5 * std::sqrt(6.0) - atom_radius).margin(rounding));
}

TEST_CASE("The chosen view from the side is the clearest, and nothing overlaps in it", "[drawing]") {
    const LpsGeometry lps = lps_geometry(default_parameters());
    const View best = clearest_view(lps, {});
    const double clear = clearance(lps, {}, best);
    CHECK(clear > 0.0);
    for (int elevation = 12; elevation <= 36; elevation += 4)
        for (int azimuth = 0; azimuth < 360; azimuth += 3)
            REQUIRE(clearance(lps, {}, view_from_side(lps, azimuth * degree, elevation * degree)) <= clear);
}
