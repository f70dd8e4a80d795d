#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "drawing_parts.hpp"
#include "lpsglass/core/constants.hpp"
#include "lpsglass/report/contents.hpp"
#include "scan_statistics.hpp"
#include "scene.hpp"

namespace lpsglass::report {

namespace {

constexpr double kLineEnd = 3.25;     ///< A: where the lines along bonds and hybrids end, beyond the Se atoms
constexpr double kLongestForce = 1.1; ///< A
constexpr double kAngleLabel = 1.15;  ///< A from As
constexpr std::array<const char*, 3> kBondColours{"#0072b2", "#d55e00", "#009e73"};
constexpr std::array<const char*, 3> kPairNames{"12", "23", "13"};

/// How large a part looks: nearer parts are drawn a little larger.
double nearness(double depth) {
    return 1.0 + 0.07 * depth;
}

Spot spot(const Seen& at) {
    return {at.x, at.y};
}

/// One view of the LPS.
class LpsScene {
  public:
    LpsScene(const LpsGeometry& lps, const View& view, double force_scale, bool angles_in_numbers)
        : lps_(lps), view_(view), force_scale_(force_scale), angles_in_numbers_(angles_in_numbers) {
        for (int i = 0; i < 3; ++i)
            bond(i);
        atom("As", "arsenic", {}, "#5b5b66");
        for (int k = 0; k < 3; ++k)
            angle(k);
    }
    Scene scene;

    void axis() {
        const Seen from = at(-1.75 * lps_.axis), to = at(1.9 * lps_.axis);
        scene.line("axis", at(-1.0 * lps_.axis).depth - 5.0, {spot(from), spot(to)},
                   "lw 1.2 dt (10,3,2,3) lc rgb '#555555'");
        scene.label({from.x + 0.32, from.y - 0.08}, "axis", "font ',12' textcolor rgb '#555555'");
        lone_pair();
    }

  private:
    [[nodiscard]] Seen at(const Vector& point) const { return seen(view_, point); }

    void atom(const std::string& text, const std::string& name, const Vector& place,
              const std::string& colour) {
        const Seen centre = at(place);
        scene.circle(name, centre.depth, spot(centre), atom_radius * nearness(centre.depth), colour);
        scene.label(spot(centre), text, "font ',12' textcolor rgb '#ffffff'");
    }

    void bond(int i) {
        const std::string n = std::to_string(i + 1);
        const Vector end = lps_.bond_length[i] * lps_.bond[i];
        const Seen from = at(atom_radius * lps_.bond[i]), to = at(end - atom_radius * lps_.bond[i]);
        const double across = std::hypot(to.x - from.x, to.y - from.y);
        const Spot side{(from.y - to.y) / across, (to.x - from.x) / across};
        const double wide = 0.085 * nearness(from.depth), narrow = 0.085 * nearness(to.depth);
        const double middle = 0.5 * at(end).depth;
        scene.polygon("bond_" + n, middle,
                      {{from.x + wide * side.x, from.y + wide * side.y},
                       {to.x + narrow * side.x, to.y + narrow * side.y},
                       {to.x - narrow * side.x, to.y - narrow * side.y},
                       {from.x - wide * side.x, from.y - wide * side.y}},
                      "fc rgb '#b9b9c3' fs solid 1.0 border lc rgb '#777777'");
        atom("Se_{" + n + "}", "selenium_" + n, end, kBondColours[i]);
        directions(i, n, middle);
        if (!(length(lps_.force[i]) > 0.0)) return;
        const Vector tail = end + atom_radius * unit(lps_.force[i]),
                     tip = tail + force_scale_ * lps_.force[i];
        scene.arrow("force_" + n, at(tip).depth, spot(at(tail)), spot(at(tip)),
                    "filled head size screen 0.024,20 lw 2.6 lc rgb '#cc2277'");
        scene.label(spot(at(tip + 0.27 * unit(lps_.force[i]))), "f_{" + n + "}",
                    "font ',12' textcolor rgb '#aa1166'");
    }

    /// Of bond and hybrid: along the bond, and beyond the Se atom, where they can be told apart.
    void directions(int i, const std::string& n, double middle) {
        const double near = atom_radius, far = lps_.bond_length[i] - atom_radius,
                     behind = lps_.bond_length[i] + atom_radius;
        const std::string hybrid = "lw 1.5 dt (5,3) lc rgb '#000000'";
        scene.line("hybrid_" + n, middle + 0.02,
                   {spot(at(near * lps_.hybrid[i])), spot(at(far * lps_.hybrid[i]))}, hybrid);
        const Seen end = at(kLineEnd * lps_.hybrid[i]);
        scene.line("bond_line_" + n, end.depth,
                   {spot(at(behind * lps_.bond[i])), spot(at(kLineEnd * lps_.bond[i]))},
                   "lw 1 lc rgb '#777777'");
        scene.arrow("hybrid_end_" + n, end.depth, spot(at(behind * lps_.hybrid[i])), spot(end),
                    "filled head size screen 0.018,18 " + hybrid);
        scene.label(spot(at((kLineEnd + 0.3) * lps_.hybrid[i])), "h_{" + n + "}", "font ',12'");
    }

    /// An arc between two bonds, at a radius of its own.
    void angle(int k) {
        const Vector& a = lps_.bond[model::pair_first[k]];
        const Vector& b = lps_.bond[model::pair_second[k]];
        const Vector across = unit(b - model::dot(a, b) * a);
        const double radius = 0.62;
        std::vector<Spot> arc;
        constexpr int steps = 24;
        for (int i = 0; i <= steps; ++i) {
            const double angle = lps_.bond_angle[k] * i / steps;
            arc.push_back(spot(at(radius * (std::cos(angle) * a + std::sin(angle) * across))));
        }
        const Vector middle = unit(a + b);
        scene.line("angle_" + std::string(kPairNames[k]), at(0.5 * middle).depth - 0.4, arc,
                   "lw 1.2 lc rgb '#333333'");
        std::string text = fmt::format("θ_{{{}}}", kPairNames[k]);
        if (angles_in_numbers_) text += fmt::format(" {:.1f}°", lps_.bond_angle[k] / constants::degree);
        scene.label(spot(at((angles_in_numbers_ ? 1.4 : 1.0) * kAngleLabel * middle)), text, "font ',12'");
    }

    void lone_pair() {
        const Seen tip = at(-1.35 * lps_.axis);
        const double along = std::hypot(tip.x, tip.y);
        const Spot way{tip.x / along, tip.y / along};
        std::vector<Spot> lobe;
        for (int i = 0; i <= 40; ++i) {
            const double t = 2.0 * M_PI * i / 40.0;
            const double reach = along * 0.5 * (1.0 - std::cos(t)),
                         wide = 0.42 * std::sin(t) * std::sin(0.5 * t);
            lobe.push_back({reach * way.x - wide * way.y, reach * way.y + wide * way.x});
        }
        scene.polygon("lone_pair", -1.0, lobe, "fc rgb '#d9d2e9' fs solid 1.0 border lc rgb '#9a8fb5'");
        scene.label({tip.x * 0.8 + 0.95, tip.y * 0.8}, "lone pair", "font ',12' textcolor rgb '#5f5480'");
    }

    const LpsGeometry& lps_;
    const View& view_;
    double force_scale_;
    bool angles_in_numbers_;
};

/// A length and a force to measure the drawing by, below it.
void add_scales(Scene& scene, Spot corner, double force_scale, double force) {
    const double left = corner.x + 0.3, below = corner.y - 0.45;
    scene.line("scale_bar", 0.0, {{left, below}, {left + 1.0, below}}, "lw 3 lc rgb '#000000'");
    scene.label({left + 0.5, below - 0.28}, "1 Å", "font ',12'");
    const double from = left + 2.2;
    scene.arrow("scale_force", 0.0, {from, below}, {from + force_scale * force, below},
                "filled head size screen 0.024,20 lw 2.6 lc rgb '#cc2277'");
    scene.label({from + 0.5 * force_scale * force, below - 0.28}, fmt::format("{:.4g} eV/Å", force),
                "font ',12'");
    scene.include({left, below - 0.5});
}

std::string triple(const std::array<double, 3>& values, double unit, int digits) {
    return fmt::format("{:.{}f}, {:.{}f}, {:.{}f}", values[0] / unit, digits, values[1] / unit, digits,
                       values[2] / unit, digits);
}

} // namespace

Figure lps_drawing(const LpsGeometry& lps) {
    std::array<double, 3> norm{};
    std::ranges::transform(lps.force, norm.begin(), length);
    const double largest = *std::ranges::max_element(norm);
    const double force_scale = largest > 0.0 ? kLongestForce / largest : 0.0;
    std::vector<Mark> marks;
    for (int i = 0; i < 3; ++i) {
        const Vector selenium = lps.bond_length[i] * lps.bond[i];
        marks.push_back(
            {kAngleLabel * unit(lps.bond[model::pair_first[i]] + lps.bond[model::pair_second[i]]), -1});
        marks.push_back({(kLineEnd + 0.15) * lps.hybrid[i], i});
        if (!(norm[i] > 0.0)) continue;
        const double reach = force_scale * norm[i];
        marks.push_back({selenium + (atom_radius + 0.6 * reach) * unit(lps.force[i]), i});
        marks.push_back({selenium + (atom_radius + reach + 0.27) * unit(lps.force[i]), i});
    }
    const View side = clearest_view(lps, marks), along = view_along_axis(lps);
    LpsScene from_side(lps, side, force_scale, false), from_above(lps, along, force_scale, true);
    from_side.axis();
    add_scales(from_above.scene, from_above.scene.corner(), force_scale,
               largest > 0.0 ? round_step(0.35 * largest) : 1.0);

    Figure figure;
    figure.name = "lps";
    figure.section = section::structure;
    figure.title = "The locally preferred structure, to scale";
    stack(figure, {{"side_", &from_side.scene}, {"axis_", &from_above.scene}});
    figure.caption =
        fmt::format("The paper's figure 1, computed from the structure of set 0. Above from the side, from "
                    "where the atoms hide each "
                    "other least; below along the pyramid axis, As in front. Bond lengths {} Å (bonds 1, 2, "
                    "3); angles {} degrees "
                    "(12, 23, 13); angle between bonds and axis {:.2f} degrees. Dashed: hybrids h_{{i}}, "
                    "turned from their bonds (thin grey "
                    "lines) by {} degrees, negative towards the axis. Arrows: frustration forces f_{{i}} on "
                    "the Se atoms, {} eV/Å, at the "
                    "scale given at the bottom. Positions, lengths and angles are to scale in orthographic "
                    "projection, nearer parts "
                    "being drawn a little larger; atoms have 0.3 of their covalent radius. The lone pair is "
                    "only hinted at.",
                    triple(lps.bond_length, 1.0, 3), triple(lps.bond_angle, constants::degree, 2),
                    lps.polar_angle / constants::degree, triple(lps.misalignment, constants::degree, 2),
                    triple(norm, 1.0, 3));
    return figure;
}

} // namespace lpsglass::report
