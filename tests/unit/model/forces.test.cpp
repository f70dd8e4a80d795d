#include "lpsglass/model/forces.hpp"

#include <algorithm>

#include "support/catch.hpp"
#include "unit/model/glass_cases.hpp"

using namespace glass_cases;
using model::fluctuating_structure;
using model::forces;
using model::Forces;
using model::frustration;
using model::Frustration;
using model::mean_polar_angle;
using model::Structure;

namespace {

Triple<double> overlaps(const ParameterSet<double>& p, const Structure<double>& s) {
    return {model::pp_overlap(p, s, 0), model::pp_overlap(p, s, 1), model::pp_overlap(p, s, 2)};
}

/// E_d with fluctuation k at x, eV.
double energy_at(const ParameterSet<double>& p, int k, double x) {
    Sextuple<double> fluctuation{};
    fluctuation[k] = x;
    const Structure<double> s = fluctuating_structure(p, mean_polar_angle(p), fluctuation);
    return model::valence_energy(p, s, overlaps(p, s));
}

/// The same with the overlaps V_pp of the mean structure.
double energy_at_mean_overlap(const ParameterSet<double>& p, int k, double x) {
    Sextuple<double> fluctuation{};
    fluctuation[k] = x;
    const Structure<double> s = fluctuating_structure(p, mean_polar_angle(p), fluctuation);
    return model::valence_energy(p, s, overlaps(p, model::mean_structure(p)));
}

/// The same with only the overlaps V_pp moving.
double energy_at_moving_overlap(const ParameterSet<double>& p, int k, double x) {
    Sextuple<double> fluctuation{};
    fluctuation[k] = x;
    const Structure<double> moved = fluctuating_structure(p, mean_polar_angle(p), fluctuation);
    return model::valence_energy(p, model::mean_structure(p), overlaps(p, moved));
}

// Energies of 100 eV are rounded to 3e-14, over a step of 0.3 mrad: 1e-10; the extrapolation leaves h^4/480
// times a fifth derivative, which reaches 1e8 eV where hybrids come close to a right angle: 2e-9.
constexpr double kStep = 3e-4;
constexpr double kTolerance = 2e-8; // eV/rad

Eigen::Vector3d to_eigen(const model::Vector3<double>& v) {
    return {v[0], v[1], v[2]};
}

/// sum_ij g_ij theta_ij of three bonds in space, eV.
double angular_energy(const Triple<double>& g, const Vectors& tip) {
    double e = 0.0;
    for (int k = 0; k < 3; ++k) {
        const Eigen::Vector3d &a = tip[model::pair_first[k]], &b = tip[model::pair_second[k]];
        e += g[k] * std::acos(a.dot(b) / (a.norm() * b.norm()));
    }
    return e;
}

struct Case {
    ParameterSet<double> p;
    Triple<double> g; ///< g_theta, eV/rad
    Frustration<double> f;
    Vectors bond; ///< unit vectors
    Eigen::Vector3d axis;
};

Case random_case(std::mt19937_64& random) {
    Case c;
    c.p = random_pyramid(random);
    for (double& g : c.g)
        g = between(random, -5.0, 5.0);
    c.f = frustration(c.p, c.g);
    c.bond = unit_vectors(cosines(bond_angles(c.p)));
    c.axis = axis_of(c.bond);
    return c;
}

} // namespace

TEST_CASE("forces are the slopes of the valence energy", "[model][forces]") {
    std::mt19937_64 random = random_stream(5, "forces", 0);
    for (int n = 0; n < 10 * kEffort; ++n) {
        const ParameterSet<double> p = n == 0 ? paper() : n == 1 ? unequal() : random_pyramid(random);
        // At the edge of the pyramids the energy bends too sharply for differences.
        const Triple<double> c = model::mean_structure(p).hybrid_cosine;
        if (*std::max_element(c.begin(), c.end()) > -0.05) continue;
        const Forces<double> g = forces(p);
        for (int k = 0; k < 6; ++k) {
            CAPTURE(n, k);
            const double difference = slope([&](double x) { return energy_at(p, k, x); }, 0.0, kStep);
            CHECK(g.total[k] == Approx(difference).margin(kTolerance));
        }
    }
}

TEST_CASE("g_theta at fixed overlap and through the overlap add up to the total", "[model][forces]") {
    for (const ParameterSet<double>& p : {paper(), unequal()}) {
        const Forces<double> g = forces(p);
        for (int k = 0; k < 3; ++k) {
            const double fixed =
                slope([&](double x) { return energy_at_mean_overlap(p, 3 + k, x); }, 0.0, kStep);
            const double through =
                slope([&](double x) { return energy_at_moving_overlap(p, 3 + k, x); }, 0.0, kStep);
            CHECK(g.theta_through_overlap[k] == Approx(through).margin(kTolerance));
            CHECK(g.total[3 + k] - g.theta_through_overlap[k] == Approx(fixed).margin(kTolerance));
            CHECK(std::abs(through) > 100.0 * kTolerance); // the part is there to be seen
        }
    }
}

TEST_CASE("hybrids that follow the bonds wholly leave no part through the overlap", "[model][forces]") {
    ParameterSet<double> p = unequal(); // V_pp depends on the misalignment alone, which then stays
    p[par::hybrid_following] = 1.0;
    for (double part : forces(p).theta_through_overlap)
        CHECK(part == Approx(0.0).margin(1e-13));
}

TEST_CASE("forces of a regular pyramid are equal, and those of hybrids and bonds belong together",
          "[model][forces]") {
    ParameterSet<double> p = paper();
    for (int i = 0; i < 3; ++i)
        p[par::bond_angle + i] = 98.0 * degree;
    const Forces<double> g = forces(p);
    for (int k = 1; k < 3; ++k) {
        CHECK(g.total[k] == Approx(g.total[0]).epsilon(1e-12));
        CHECK(g.total[3 + k] == Approx(g.total[3]).epsilon(1e-12));
    }
    // Where V_pp is at its maximum (hybrids on the bonds, no tilt) the energy knows the hybrids alone. With
    // hybrids that follow wholly, opening all angles by x turns them by x dB/dtheta: sum g_theta = sum g_beta
    // dB/dtheta, with cos^2 B = (1 + 2 cos theta)/3.
    p[par::hybrid_following] = 1.0;
    p[par::selenium_tilt] = 0.0;
    for (int i = 0; i < 3; ++i)
        p[par::hybrid_offset + i] = 0.0;
    const Forces<double> following = forces(p);
    const double theta = 98.0 * degree, polar = std::acos(std::sqrt((1.0 + 2.0 * std::cos(theta)) / 3.0));
    const double turn = 2.0 * std::sin(theta) / (3.0 * std::sin(2.0 * polar));
    CHECK(following.total[3] == Approx(following.total[0] * turn).epsilon(1e-11));
}

TEST_CASE("forces carry exact derivatives by the parameters", "[model][forces]") {
    using D = model::Dual<double, 1>;
    const ParameterSet<double> p = unequal();
    for (int index :
         {par::bond_angle + 1, par::hybrid_offset + 2, par::selenium_tilt + 0, par::eta_pp_pi + 0}) {
        ParameterSet<D> lanes;
        for (int i = 0; i < par::count; ++i)
            lanes[i] = i == index ? D::variable(p[i], 0) : D(p[i]);
        const Forces<D> g = forces(lanes);
        for (int k = 0; k < 6; ++k) {
            CAPTURE(index, k);
            const auto component = [&](double x) {
                ParameterSet<double> q = p;
                q[index] = x;
                return forces(q).total[k];
            };
            // Forces are exact to 1e-13 eV/rad: 1e-9 over a step of 0.1 mrad.
            CHECK(g.total[k].derivative[0] == Approx(slope(component, p[index], 1e-4)).margin(1e-7));
        }
    }
}

TEST_CASE("the frustration force on a bond is perpendicular to it", "[model][forces]") {
    std::mt19937_64 random = random_stream(5, "perpendicular", 0);
    for (int n = 0; n < 50 * kEffort; ++n) {
        const Case c = random_case(random);
        for (int i = 0; i < 3; ++i) {
            const Eigen::Vector3d f = to_eigen(c.f.force[i]);
            CHECK(f.dot(c.bond[i]) ==
                  Approx(0.0).margin(1e-12)); // forces of up to 5 eV/A, angles up to 29 degrees off 90
            CHECK(c.f.norm[i] == Approx(f.norm()).epsilon(1e-14));
        }
    }
}

TEST_CASE("frustration forces are minus the gradient of sum g theta by the tips of the bonds",
          "[model][forces]") {
    std::mt19937_64 random = random_stream(5, "gradient", 0);
    for (int n = 0; n < 10 * kEffort; ++n) {
        const Case c = random_case(random);
        Vectors tip;
        for (int i = 0; i < 3; ++i)
            tip[i] = c.p[par::bond_length + i] * c.bond[i];
        for (int i = 0; i < 3; ++i) {
            for (int x = 0; x < 3; ++x) {
                const auto energy = [&](double u) {
                    Vectors moved = tip;
                    moved[i][x] += u;
                    return angular_energy(c.g, moved);
                };
                // Energies of 20 eV over a step of 1e-3 A: 1e-11.
                CHECK(c.f.force[i][x] == Approx(-slope(energy, 0.0, 1e-3)).margin(1e-9));
            }
        }
    }
}

TEST_CASE("frustration exerts no torque as a whole", "[model][forces]") {
    // The angles do not change when the whole LPS turns.
    std::mt19937_64 random = random_stream(5, "torque", 0);
    for (int n = 0; n < 50 * kEffort; ++n) {
        const Case c = random_case(random);
        Eigen::Vector3d torque = Eigen::Vector3d::Zero();
        for (int i = 0; i < 3; ++i)
            torque += (c.p[par::bond_length + i] * c.bond[i]).cross(to_eigen(c.f.force[i]));
        CHECK(torque.norm() == Approx(0.0).margin(1e-11)); // three torques of up to 15 eV
    }
}

TEST_CASE("Re Phi is the work of the frustration on a bond that turns away from the axis",
          "[model][forces]") {
    std::mt19937_64 random = random_stream(5, "work", 0);
    for (int n = 0; n < 10 * kEffort; ++n) {
        const Case c = random_case(random);
        for (int i = 0; i < 3; ++i) {
            const auto energy = [&](double angle) {
                Vectors turned = c.bond;
                turned[i] = turned_from(c.axis, c.bond[i], angle); // the axis stays
                return angular_energy(c.g, turned);
            };
            CHECK(c.f.phi_real[i] == Approx(-slope(energy, 0.0, 1e-3)).margin(1e-9));
        }
    }
}

TEST_CASE("Im Phi couples the forces on different bonds, in proportion to the gauge coupling",
          "[model][forces]") {
    std::mt19937_64 random = random_stream(5, "gauge", 0);
    for (int n = 0; n < 10 * kEffort; ++n) {
        Case c = random_case(random);
        for (int i = 0; i < 3; ++i) {
            const Eigen::Vector3d others =
                to_eigen(c.f.force[(i + 1) % 3]) + to_eigen(c.f.force[(i + 2) % 3]);
            const double expected = 69.78 * c.p[par::bond_length + i] * to_eigen(c.f.force[i]).dot(others);
            CHECK(c.f.phi_imag[i] == Approx(expected).margin(1e-10));
        }
        c.p[par::gauge_coupling] = 0.0;
        for (double phi : frustration(c.p, c.g).phi_imag)
            CHECK(phi == 0.0);
    }
}

TEST_CASE("a regular pyramid with equal g_theta pushes every bond alike, along the polar direction",
          "[model][forces]") {
    // t_12 + t_13 points along -p in the plane of bond and axis: |f| = (g/d) 2 cos(half the angle between
    // them).
    ParameterSet<double> p = paper();
    for (int i = 0; i < 3; ++i)
        p[par::bond_angle + i] = 98.0 * degree;
    const Frustration<double> f = frustration(p, {2.0, 2.0, 2.0});
    for (int i = 0; i < 3; ++i) {
        // Opening angles costs energy, so that the work of turning outwards is negative and |Re Phi| = d |f|.
        CHECK(f.phi_real[i] == Approx(-2.41 * f.norm[i]).epsilon(1e-12));
        CHECK(f.phi_imag[i] == Approx(f.phi_imag[0]).epsilon(1e-12));
        CHECK(f.norm[i] == Approx(f.norm[0]).epsilon(1e-12));
    }
    // Three equal forces at polar angle B + 90 degrees, 120 degrees apart in azimuth:
    // f_i . f_j = f^2 (cos^2 - sin^2/2) with cos(B + 90) = -sin B.
    const double sin2 = 1.0 - (1.0 + 2.0 * std::cos(98.0 * degree)) / 3.0;
    const double product = f.norm[0] * f.norm[0] * (sin2 - 0.5 * (1.0 - sin2));
    CHECK(f.phi_imag[0] == Approx(69.78 * 2.41 * 2.0 * product).epsilon(1e-12));
}

TEST_CASE("forces depend on no parameter behind kForceParameters", "[model][forces]") {
    const ParameterSet<double> p = paper();
    const Forces<double> before = forces(p);
    for (int i = model::kForceParameters; i < par::count; ++i) {
        ParameterSet<double> changed = p;
        changed[i] = 1.5 * p[i] + 0.25;
        INFO("parameter " << model::parameter_table()[i].key);
        CHECK(forces(changed).total == before.total);
        CHECK(forces(changed).theta_through_overlap == before.theta_through_overlap);
    }
    for (int i = 0; i < model::kForceParameters; ++i) {
        ParameterSet<double> changed = p;
        changed[i] += 0.01;
        INFO("parameter " << model::parameter_table()[i].key);
        CHECK(forces(changed).total != before.total);
    }
}
