#include <cmath>

#include <fmt/format.h>

#include "drawing_parts.hpp"
#include "lpsglass/report/contents.hpp"
#include "scene.hpp"

namespace lpsglass::report {

namespace {

constexpr std::array<const char*, 3> kColours{"#0072b2", "#d55e00", "#009e73"};
constexpr double kBond = 1.0;
constexpr double kAtom = 0.17;

Spot from(Spot at, double distance, double degrees) {
    const double angle = degrees * M_PI / 180.0;
    return {at.x + distance * std::cos(angle), at.y + distance * std::sin(angle)};
}

/// An LPS from above: As with three bonds, the first in the direction `turned`.
void add_lps(Scene& scene, const std::string& name, Spot arsenic, double turned, const std::string& fill) {
    std::vector<Spot> corners;
    for (int i = 0; i < 3; ++i)
        corners.push_back(from(arsenic, kBond, turned + 120.0 * i));
    scene.polygon(name + "_pyramid", 0.0, corners,
                  "fc rgb '" + fill + "' fs solid 1.0 border lc rgb '#999999'");
    for (int i = 0; i < 3; ++i)
        scene.line(name + "_bond_" + std::to_string(i + 1), 1.0, {arsenic, corners[i]},
                   "lw 3 lc rgb '#777777'");
    scene.circle(name + "_arsenic", 3.0, arsenic, kAtom, "#5b5b66");
    scene.label(arsenic, "As", "font ',11' textcolor rgb '#ffffff'");
}

/// Which rates meet which times: the diagonal in one LPS, all nine in the network.
void add_products(Scene& scene, Spot corner) {
    constexpr double wide = 1.0, tall = 0.48;
    for (int i = 0; i < 3; ++i) {
        scene.label({corner.x - 0.32, corner.y - (i + 0.5) * tall}, fmt::format("γ_{{{}}}", i + 1),
                    fmt::format("font ',13' textcolor rgb '{}'", kColours[i]));
        scene.label({corner.x + (i + 0.5) * wide, corner.y + 0.24}, fmt::format("Δt_{{{}}}", i + 1),
                    "font ',13'");
        for (int j = 0; j < 3; ++j) {
            const Spot at{corner.x + j * wide, corner.y - i * tall};
            scene.polygon(fmt::format("product_{}{}", i + 1, j + 1), 0.0,
                          {at, {at.x + wide, at.y}, {at.x + wide, at.y - tall}, {at.x, at.y - tall}},
                          fmt::format("fc rgb '{}' fs solid 1.0 border lc rgb '#777777'",
                                      i == j ? "#f6c667" : "#dcebf5"));
            scene.label({at.x + 0.5 * wide, at.y - 0.5 * tall},
                        fmt::format("γ_{{{}}} Δt_{{{}}}", i + 1, j + 1), "font ',12'");
        }
    }
    scene.label({corner.x + 1.5 * wide, corner.y - 3.0 * tall - 0.3}, "one LPS: S = sum of the diagonal",
                "font ',12'");
    scene.label({corner.x + 1.5 * wide, corner.y - 3.0 * tall - 0.62}, "network: R = sum of all nine / 9",
                "font ',12'");
    scene.include({corner.x, corner.y - 3.0 * tall - 0.85});
}

} // namespace

Figure network_drawing() {
    Scene scene;
    const Spot centre{};
    add_lps(scene, "centre", centre, 90.0, "#fbe3b3");
    for (int i = 0; i < 3; ++i) {
        const double direction = 90.0 + 120.0 * i;
        const Spot shared = from(centre, kBond, direction);
        const std::string n = std::to_string(i + 1);
        add_lps(scene, "neighbour_" + n, from(centre, 2.0 * kBond, direction), direction + 180.0, "#e6f0f7");
        scene.circle("shared_selenium_" + n, 3.0, shared, kAtom, kColours[i]);
        scene.label(shared, "Se", "font ',11' textcolor rgb '#ffffff'");
        const std::string style = fmt::format("font ',13' textcolor rgb '{}'", kColours[i]);
        scene.label(from(from(centre, 0.55, direction), 0.24, direction - 90.0), "γ_{" + n + "}", style);
        scene.label(from(from(centre, 1.45, direction), 0.3, direction - 90.0), "Δt_{" + n + "}", style);
        for (const double turn : {-60.0, 60.0})
            scene.circle(fmt::format("selenium_{}_{}", n, turn < 0.0 ? 1 : 2), 3.0,
                         from(from(centre, 2.0 * kBond, direction), kBond, direction + turn), 0.7 * kAtom,
                         "#c9c9c9");
    }
    scene.label({-2.1, 2.75}, "schematic,", "font ',12' textcolor rgb '#666666'");
    scene.label({-2.1, 2.45}, "not to scale", "font ',12' textcolor rgb '#666666'");
    Scene products;
    add_products(products, {-1.5, 0.0});

    Figure figure;
    figure.name = "network";
    figure.section = section::structure;
    figure.title = "The network of four LPS (schematic)";
    stack(figure, {{"network_", &scene}, {"product_", &products}});
    figure.caption = "A schematic after the paper's figure 8, not to scale and not computed: an LPS and its "
                     "three neighbours, with which it "
                     "shares the Se atoms. Each family has three rates γ_{i} and three extinction times "
                     "Δt_{j}. Within one LPS each rate "
                     "meets the time of its own fluctuation (yellow), S = Σ_{k} γ_{k} Δt_{k}; in the network "
                     "any rate may meet any time, "
                     "R = (1/9) Σ_{ij} γ_{i} Δt_{j} (the paper's equations 17, 18, 23, 24). The exponent ξ "
                     "compares the two: R = S^{ξ}.";
    return figure;
}

} // namespace lpsglass::report
