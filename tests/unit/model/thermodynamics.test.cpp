#include "lpsglass/model/thermodynamics.hpp"

#include "support/catch.hpp"
#include "unit/model/glass_cases.hpp"

using namespace glass_cases;
using model::Family;
using model::thermodynamics;
using model::Thermodynamics;

namespace {

constexpr double kB = constants::boltzmann_eV_per_K;

/// Only the levels matter to thermodynamics.
Family<double> levels(double a, double b, double c) {
    Family<double> f;
    f.level = {a, b, c};
    f.ground_state = {a, b, c};
    f.log_eta = {0.01, 0.01, 0.01};
    return f;
}

double log_z(const Family<double>& f, double t) {
    double z = 0.0;
    for (double u : f.level)
        z += std::exp(-u / (kB * t));
    return std::log(z);
}

} // namespace

TEST_CASE("two levels have Schottky's specific heat", "[model][thermodynamics]") {
    const double gap = 0.1;
    const Family<double> f = levels(-0.3, -0.3 + gap, 50.0); // the third far out of reach
    for (double t : {100.0, 300.0, 480.0, 1000.0}) {
        CAPTURE(t);
        const double x = gap / (kB * t), e = std::exp(-x);
        const Thermodynamics<double> th = thermodynamics(f, t);
        CHECK(th.internal_energy == Approx(-0.3 + gap * e / (1.0 + e)).epsilon(1e-14));
        CHECK(th.specific_heat ==
              Approx(x * x * e / ((1.0 + e) * (1.0 + e))).epsilon(1e-12)); // exponents of 10
        CHECK(th.entropy ==
              Approx(std::log1p(e) + x * e / (1.0 + e)).margin(1e-13)); // exponents of 35, rounded
    }
    // Its peak is where x tanh(x/2) = 2: x = 2.39935728...
    const double peak = gap / (kB * 2.3993572805154);
    CHECK(thermodynamics(f, peak).specific_heat_slope == Approx(0.0).margin(1e-12));
    CHECK(thermodynamics(f, 0.99 * peak).specific_heat_slope > 0.0);
    CHECK(thermodynamics(f, 1.01 * peak).specific_heat_slope < 0.0);
}

TEST_CASE("three even levels have the closed form of a short ladder", "[model][thermodynamics]") {
    // y = exp(-x): <n> = (y + 2y^2)/Z, <n^2> = (y + 4y^2)/Z, Z = 1 + y + y^2. Any order of the levels.
    const double gap = 0.04, t = 453.0, x = gap / (kB * t), y = std::exp(-x), z = 1.0 + y + y * y;
    const double mean = (y + 2.0 * y * y) / z, square = (y + 4.0 * y * y) / z;
    for (const Family<double>& f : {levels(0.0, gap, 2.0 * gap), levels(2.0 * gap, 0.0, gap)}) {
        const Thermodynamics<double> th = thermodynamics(f, t);
        CHECK(th.internal_energy == Approx(gap * mean).epsilon(1e-13));
        CHECK(th.specific_heat == Approx(x * x * (square - mean * mean)).epsilon(1e-13));
        CHECK(th.entropy == Approx(std::log(z) + x * mean).epsilon(1e-13));
    }
}

TEST_CASE("thermodynamic identities hold for any levels", "[model][thermodynamics]") {
    std::mt19937_64 random = random_stream(9, "levels", 0);
    for (int n = 0; n < 10 * kEffort; ++n) {
        const Family<double> f =
            levels(between(random, -0.2, 0.2), between(random, -0.2, 0.2), between(random, -0.2, 0.2));
        const double t = between(random, 100.0, 1000.0);
        CAPTURE(n, t);
        const Thermodynamics<double> th = thermodynamics(f, t);
        // S = (U - F)/T with F = -k_B T ln Z.
        CHECK(th.entropy == Approx(th.internal_energy / (kB * t) + log_z(f, t)).margin(1e-12));
        // C = dU/dT and T dC/dT: steps of 0.3 K at 100 K and more leave (h/T)^4 and rounding/h.
        const double heat =
            slope([&](double x) { return thermodynamics(f, x).internal_energy; }, t, 0.3) / kB;
        CHECK(th.specific_heat == Approx(heat).margin(1e-9));
        const double bend = t * slope([&](double x) { return thermodynamics(f, x).specific_heat; }, t, 0.3);
        CHECK(th.specific_heat_slope == Approx(bend).margin(1e-7));
        // C = T dS/dT.
        CHECK(th.specific_heat ==
              Approx(t * slope([&](double x) { return thermodynamics(f, x).entropy; }, t, 0.3)).margin(1e-8));
    }
}

TEST_CASE("entropy goes from 0 at T -> 0 to ln 3 at T -> infinity, specific heat to 0 at both ends",
          "[model][thermodynamics]") {
    const Family<double> f = levels(-0.1, 0.05, 0.2);
    const Thermodynamics<double> cold = thermodynamics(f, 1.0); // gap of 0.15 eV: exp(-1740)
    CHECK(cold.entropy == 0.0);
    CHECK(cold.specific_heat == 0.0);
    CHECK(cold.internal_energy == -0.1);
    const Thermodynamics<double> hot = thermodynamics(f, 1e9);
    CHECK(hot.entropy == Approx(std::log(3.0)).epsilon(1e-10));
    CHECK(hot.specific_heat == Approx(0.0).margin(1e-10));
    CHECK(hot.internal_energy == Approx(0.05).epsilon(1e-5)); // the mean of the levels
    // A degenerate ground state keeps its entropy.
    CHECK(thermodynamics(levels(0.0, 0.0, 0.3), 1.0).entropy == Approx(std::log(2.0)).epsilon(1e-14));
}

TEST_CASE("the specific heat at low temperature is that of its first excitation, to full precision",
          "[model][thermodynamics]") {
    // x^2 exp(-x) with x = 290: 1e-121, where a difference of squares would be rounding.
    const double gap = 0.05, t = 2.0, x = gap / (kB * t);
    const Thermodynamics<double> th = thermodynamics(levels(-7.0, -7.0 + gap, 1.0), t);
    const double exact_gap = (-7.0 + gap) + 7.0; // the level as a double has it
    const double exact_x = exact_gap / (kB * t);
    CHECK(x == Approx(exact_x).epsilon(1e-12));
    // exp(-x) with x a difference of 40000s, each rounded to 4e-12.
    CHECK(th.specific_heat == Approx(exact_x * exact_x * std::exp(-exact_x)).epsilon(1e-10));
    CHECK(th.specific_heat > 0.0);
}
