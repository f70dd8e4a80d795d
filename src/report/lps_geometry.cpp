#include "lps_geometry.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "lpsglass/core/constants.hpp"

namespace lpsglass::report {

namespace {

/// Distance of a point from the segment from `a` to `b`, as seen.
double from_segment(const Seen& point, const Seen& a, const Seen& b) {
    const double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
    const double along =
        square > 0.0 ? std::clamp(((point.x - a.x) * dx + (point.y - a.y) * dy) / square, 0.0, 1.0) : 0.0;
    return std::hypot(point.x - a.x - along * dx, point.y - a.y - along * dy);
}

} // namespace

Vector cross(const Vector& a, const Vector& b) {
    return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

double length(const Vector& a) {
    return std::sqrt(model::dot(a, a));
}

Vector unit(const Vector& a) {
    return (1.0 / length(a)) * a;
}

LpsGeometry lps_geometry(const model::ParameterSet<double>& p) {
    const model::Structure<double> structure = model::mean_structure(p);
    const model::Sextuple<double> g = model::forces(p).total;
    LpsGeometry out;
    for (int k = 0; k < 3; ++k) {
        out.bond_length[k] = p[model::parameter::bond_length + k];
        out.bond_angle[k] = p[model::parameter::bond_angle + k];
    }
    out.misalignment = structure.misalignment;
    out.polar_angle = structure.bond_polar_angle;
    out.force = model::frustration(p, model::Triple<double>{g[3], g[4], g[5]}).force;

    const double c12 = std::cos(out.bond_angle[0]), c23 = std::cos(out.bond_angle[1]),
                 c13 = std::cos(out.bond_angle[2]);
    const double s12 = std::sin(out.bond_angle[0]), y3 = (c23 - c12 * c13) / s12;
    out.bond = {Vector{1.0, 0.0, 0.0}, Vector{c12, s12, 0.0},
                Vector{c13, y3, std::sqrt(1.0 - c13 * c13 - y3 * y3)}};
    const Vector normal = unit(cross(out.bond[1] - out.bond[0], out.bond[2] - out.bond[0]));
    out.axis = model::dot(normal, out.bond[0]) > 0.0 ? normal : -1.0 * normal;
    for (int i = 0; i < 3; ++i) {
        const Vector polar = unit(model::dot(out.bond[i], out.axis) * out.bond[i] - out.axis);
        out.hybrid[i] = std::cos(out.misalignment[i]) * out.bond[i] + std::sin(out.misalignment[i]) * polar;
    }
    return out;
}

Seen seen(const View& view, const Vector& point) {
    return {model::dot(view.right, point), model::dot(view.up, point), model::dot(view.toward, point)};
}

View view_along_axis(const LpsGeometry& lps) {
    View view;
    view.toward = -1.0 * lps.axis;
    view.up = unit(lps.bond[0] - model::dot(lps.bond[0], lps.axis) * lps.axis);
    view.right = cross(view.up, view.toward);
    return view;
}

View view_from_side(const LpsGeometry& lps, double azimuth, double elevation) {
    const Vector above = -1.0 * lps.axis;
    const Vector ahead = unit(lps.bond[0] - model::dot(lps.bond[0], lps.axis) * lps.axis);
    const Vector level = std::cos(azimuth) * ahead + std::sin(azimuth) * cross(above, ahead);
    View view;
    view.toward = std::cos(elevation) * level + std::sin(elevation) * above;
    view.up = std::cos(elevation) * above - std::sin(elevation) * level;
    view.right = cross(view.up, view.toward);
    return view;
}

double clearance(const LpsGeometry& lps, std::span<const Mark> marks, const View& view) {
    struct Place {
        Seen at;
        int bond;
        double radius;
    };
    std::vector<Place> places{{{}, -2, atom_radius}}; // As, where all bonds begin
    for (int i = 0; i < 3; ++i)
        places.push_back({seen(view, lps.bond_length[i] * lps.bond[i]), i, atom_radius});
    const std::vector<Place> atoms = places;
    for (const Mark& mark : marks)
        places.push_back({seen(view, mark.at), mark.bond, 0.0});

    double smallest = std::numeric_limits<double>::infinity();
    for (std::size_t a = 0; a < places.size(); ++a) {
        const Place& one = places[a];
        for (std::size_t b = a + 1; b < places.size(); ++b) {
            const double apart = std::hypot(one.at.x - places[b].at.x, one.at.y - places[b].at.y);
            smallest = std::min(smallest, apart - one.radius - places[b].radius);
        }
        for (int i = 0; i < 3 && one.bond != -2; ++i)
            if (one.bond != i)
                smallest = std::min(smallest, from_segment(one.at, {}, atoms[i + 1].at) - one.radius);
    }
    return smallest;
}

View clearest_view(const LpsGeometry& lps, std::span<const Mark> marks) {
    View best{};
    double widest = -std::numeric_limits<double>::infinity();
    for (int elevation = 12; elevation <= 36; elevation += 4) {
        for (int azimuth = 0; azimuth < 360; azimuth += 3) {
            const View view = view_from_side(lps, azimuth * constants::degree, elevation * constants::degree);
            const double clear = clearance(lps, marks, view);
            if (clear > widest) {
                widest = clear;
                best = view;
            }
        }
    }
    return best;
}

} // namespace lpsglass::report
