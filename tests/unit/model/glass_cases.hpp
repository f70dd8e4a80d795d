#pragma once

#include <cmath>
#include <Eigen/Dense>
#include <random>

#include "lpsglass/core/constants.hpp"
#include "lpsglass/core/random.hpp"
#include "lpsglass/model/parameters.hpp"
#include "lpsglass/model/structure.hpp"

/// Glasses that several tests of the model look at, and independent ways to their geometry.
namespace glass_cases {

using namespace lpsglass;
using constants::degree;
using model::ParameterSet;
using model::Sextuple;
using model::Triple;
namespace par = model::parameter;

/// Loops that are heavy in a release build are cut down in a debug build, which is also the sanitizers'.
#ifdef NDEBUG
inline constexpr int kEffort = 20;
#else
inline constexpr int kEffort = 1;
#endif

inline void put(ParameterSet<double>& p, int first, std::initializer_list<double> values, double unit = 1.0) {
    for (double v : values)
        p[first++] = v * unit;
}

/// g-As2Se3 with the amplitudes printed in the paper: the table of docs/theory.md section 9.
inline ParameterSet<double> paper() {
    ParameterSet<double> p{};
    put(p, par::bond_length, {2.41, 2.41, 2.41});
    put(p, par::bond_angle, {97.6, 98.0, 98.4}, degree);
    put(p, par::hybrid_offset, {-1.9898, -1.9898, -1.9898}, degree);
    p[par::hybrid_following] = 0.5;
    p[par::selenium_tilt] = 2.5 * degree;
    put(p, par::eta_sp_sigma, {1.84, 3.24, -0.81});
    put(p, par::arsenic_s, {-17.33, -7.91, -9.53});
    p[par::coupling_4p] = 410.7;
    p[par::packet_fwhm] = 1.0;
    p[par::libration_temperature] = 150.0;
    put(p, par::amplitude, {-0.20, -0.19, -0.18, -0.12, -0.175, -0.25}, degree);
    put(p, par::kappa_beta, {96086.0, 93941.0, 99435.0});
    put(p, par::kappa_theta, {157000.0, 110740.0, 144690.0});
    p[par::gauge_coupling] = 69.78;
    put(p, par::cooperativity_beta, {4.0987, 52.865});
    p[par::exponent_scale] = 0.5;
    return p;
}

/// A glass in which no two quantities of a kind are equal, so that an exchanged index shows.
inline ParameterSet<double> unequal() {
    ParameterSet<double> p = paper();
    put(p, par::bond_length, {2.38, 2.41, 2.45});
    put(p, par::bond_angle, {98.3, 97.4, 98.9}, degree);
    put(p, par::hybrid_offset, {-1.8, -2.0, -1.6}, degree);
    p[par::hybrid_following] = 0.8;
    p[par::selenium_tilt] = 4.0 * degree;
    put(p, par::amplitude, {-0.15, -0.22, -0.25, -0.2, -0.1, -0.3}, degree);
    p[par::gauge_coupling] = 30.0;
    put(p, par::cooperativity_beta, {5.0, 60.0});
    return p;
}

inline double between(std::mt19937_64& random, double low, double high) {
    return low + (high - low) * uniform01(random);
}

/// A pyramid far from any symmetry, with made-up tight binding.
inline ParameterSet<double> random_pyramid(std::mt19937_64& random) {
    while (true) {
        ParameterSet<double> p = paper();
        for (int i = 0; i < 3; ++i) {
            p[par::bond_length + i] = between(random, 2.2, 2.7);
            p[par::bond_angle + i] = between(random, 91.0, 119.0) * degree;
            p[par::hybrid_offset + i] = between(random, -4.0, 4.0) * degree;
            p[par::kappa_beta + i] = between(random, 5e4, 2e5);
            p[par::kappa_theta + i] = between(random, 5e4, 2e5);
        }
        p[par::hybrid_following] = uniform01(random);
        p[par::selenium_tilt] = between(random, -8.0, 8.0) * degree;
        p[par::eta_sp_sigma] = between(random, 1.2, 2.2);
        p[par::eta_pp_sigma] = between(random, 2.0, 3.4);
        p[par::eta_pp_pi] = between(random, -1.0, -0.4);
        p[par::selenium_p] = between(random, -11.0, -8.5);
        if (model::mean_structure(p).is_pyramid) return p;
    }
}

using Vectors = std::array<Eigen::Vector3d, 3>;

/// Unit vectors with the given mutual cosines (pairs 12, 23, 13): the first along x, the second in the xy
/// plane with y > 0, the third with z > 0.
inline Vectors unit_vectors(const Triple<double>& cosine) {
    Vectors b;
    b[0] = {1.0, 0.0, 0.0};
    b[1] = {cosine[0], std::sin(std::acos(cosine[0])), 0.0};
    // b3 = x b1 + y b2 + rest along b1 x b2, from its two scalar products.
    Eigen::Matrix2d gram;
    gram << 1.0, cosine[0], cosine[0], 1.0;
    const Eigen::Vector2d xy = gram.inverse() * Eigen::Vector2d(cosine[2], cosine[1]);
    const Eigen::Vector3d flat = xy[0] * b[0] + xy[1] * b[1];
    b[2] = flat + std::sqrt(1.0 - flat.squaredNorm()) * b[0].cross(b[1]).normalized();
    return b;
}

inline Triple<double> cosines(const Triple<double>& angle) {
    return {std::cos(angle[0]), std::cos(angle[1]), std::cos(angle[2])};
}

inline Triple<double> bond_angles(const ParameterSet<double>& p) {
    return {p[par::bond_angle], p[par::bond_angle + 1], p[par::bond_angle + 2]};
}

/// The axis at equal angles to three unit vectors: the normal of the plane through their tips, on their side.
inline Eigen::Vector3d axis_of(const Vectors& b) {
    const Eigen::Vector3d n = (b[1] - b[0]).cross(b[2] - b[0]).normalized();
    return n.dot(b[0]) > 0.0 ? n : Eigen::Vector3d(-n);
}

/// `v`, turned away from the axis by an angle, in the plane of both.
inline Eigen::Vector3d turned_from(const Eigen::Vector3d& axis, const Eigen::Vector3d& v, double angle) {
    const double polar = std::acos(axis.dot(v)) + angle;
    const Eigen::Vector3d across = (v - axis.dot(v) * axis).normalized();
    return std::cos(polar) * axis + std::sin(polar) * across;
}

/// df/dx from central differences at h and h/2, extrapolated: the error is of order h^4 and rounding/h.
template <class F> double slope(const F& f, double x, double h) {
    const auto central = [&](double s) { return (f(x + s) - f(x - s)) / (2.0 * s); };
    return (4.0 * central(0.5 * h) - central(h)) / 3.0;
}

} // namespace glass_cases
