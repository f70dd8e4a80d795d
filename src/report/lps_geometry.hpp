#pragma once

#include <array>
#include <span>

#include "lpsglass/model/forces.hpp"

/// The LPS in space, for drawings (docs/theory.md sections 1 and 5).
namespace lpsglass::report {

using Vector = model::Vector3<double>;

inline Vector operator+(const Vector& a, const Vector& b) {
    return {a[0] + b[0], a[1] + b[1], a[2] + b[2]};
}
inline Vector operator-(const Vector& a, const Vector& b) {
    return {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
}
inline Vector operator*(double factor, const Vector& a) {
    return {factor * a[0], factor * a[1], factor * a[2]};
}
Vector cross(const Vector& a, const Vector& b);
double length(const Vector& a);
Vector unit(const Vector& a); ///< of a vector other than 0

/// The As atom is at the origin, bond 1 along x, bond 2 in the xy plane, bond 3 at z > 0 (the frame of
/// model::Frustration). Lengths in A, angles in rad, forces in eV/A; pairs in the order 12, 23, 13.
struct LpsGeometry {
    std::array<double, 3> bond_length{}, bond_angle{}, misalignment{};
    double polar_angle = 0.0;     ///< B between the bonds and the axis
    Vector axis{};                ///< unit vector at equal angles to the three bonds, on their side
    std::array<Vector, 3> bond{}; ///< unit vectors
    std::array<Vector, 3>
        hybrid{}; ///< unit vectors, turned from the bond by the misalignment away from the axis
    std::array<Vector, 3> force{}; ///< frustration forces, on the Se atoms
};

/// Of the mean structure, which must be a pyramid.
LpsGeometry lps_geometry(const model::ParameterSet<double>& p);

/// Orthographic view: unit vectors to the right, up and towards who looks; right x up = toward.
struct View {
    Vector right{}, up{}, toward{};
};

/// A point as the view shows it.
struct Seen {
    double x = 0.0, y = 0.0;
    double depth = 0.0; ///< larger is nearer
};
Seen seen(const View& view, const Vector& point);

/// Against the axis: As in front, bond 1 pointing up.
View view_along_axis(const LpsGeometry& lps);

/// From the side, with the axis pointing down: the horizontal direction `azimuth` (rad, from bond 1) and the
/// elevation above the horizon (rad).
View view_from_side(const LpsGeometry& lps, double azimuth, double elevation);

/// What must not lie on a bond: a place, and the bond (0 to 2) that it belongs to, -1 for none.
struct Mark {
    Vector at{};
    int bond = -1;
};

/// Radius of the atoms in drawings, A: 0.3 of the covalent radius of 1.2.
inline constexpr double atom_radius = 0.36;

/// Smallest distance, as seen, between two of the atoms and marks, or of one of them from a bond that it does
/// not belong to; A. Distances from an atom are those from its rim.
double clearance(const LpsGeometry& lps, std::span<const Mark> marks, const View& view);

/// The view from the side with the largest clearance, out of azimuths in steps of 3 degrees and elevations
/// from 12 to 36 degrees in steps of 4; the first of equals.
View clearest_view(const LpsGeometry& lps, std::span<const Mark> marks);

} // namespace lpsglass::report
