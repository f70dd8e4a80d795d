#include "lpsglass/scan/pawn.hpp"

#include <cmath>

#include "support/catch.hpp"
#include "unit/scan/test_functions.hpp"

using namespace lpsglass::scan;
using namespace scan_test;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

TEST_CASE("distance of distributions where the output is the parameter", "[scan]") {
    // Class c of ten holds the values of the tenths c ... c + 1: its distribution differs from the whole by
    // max(c, 9 - c)/10, whose mean is (9 + 8 + 7 + 6 + 5)/50 = 0.7, however many sets. Any monotone output.
    const ScanTable table = points(Kind::list, random_points(200, 1, 1));
    const Sensitivity found =
        pawn(table, {evaluate(table, [](const std::vector<double>& x) { return x[0]; }),
                     evaluate(table, [](const std::vector<double>& x) { return -std::exp(20.0 * x[0]); })});
    CHECK_THAT(found.measure("pawn").all.value[0], WithinAbs(0.7, 1e-12));
    CHECK_THAT(found.measure("pawn").all.value[1], WithinAbs(0.7, 1e-12));
    // The floor: ten classes of 20 from 200. By Kolmogorov's law 0.8687 sqrt(1 - 1/10)/sqrt(20) = 0.184 for
    // large classes; in small ones, where the distance is discrete, it is some percent less.
    CHECK_THAT(found.measure("pawn_noise").all.value[0], WithinRel(0.184, 0.1));
    CHECK(found.measure("pawn_noise").all.upper[0] > found.measure("pawn_noise").all.value[0]);
    CHECK(found.measure("pawn_noise").all.upper[0] < 0.25);
    CHECK(found.measure("pawn_noise").all.value[0] == found.measure("pawn_noise").all.value[1]);
}

TEST_CASE("distance of distributions of a sum", "[scan]") {
    // y = x_1 + x_2, uniform: F = y^2/2 up to 1. In class c >= 5, x_1 from a = c/10: F_c = 10 (y - a)^2/2 at
    // its lower end, and F - F_c is largest at y = 10 a/9 with a^2 10/18 = c^2/180; by symmetry the same
    // below 5. The mean is 2 (25 + 36 + 49 + 64 + 81)/1800 = 17/60. x_3 has no influence.
    const ScanTable table = points(Kind::sobol, sobol_points(8192, 3));
    const Sensitivity found =
        sensitivity(table, {evaluate(table, [](const std::vector<double>& x) { return x[0] + x[1]; })});
    const Measure& measure = found.measure("pawn");
    const Measure& noise = found.measure("pawn_noise");
    // Even points have less noise than the floor of random ones, 0.03; what is left adds some 0.01.
    CHECK_THAT(measure.all.value[0], WithinAbs(17.0 / 60.0, 0.01));
    CHECK_THAT(measure.all.value[1], WithinAbs(17.0 / 60.0, 0.01));
    CHECK(measure.all.value[2] < noise.all.upper[2]);
    CHECK(measure.all.value[0] > noise.all.upper[0]);
    CHECK(measure.all.lower[0] < measure.all.value[0]);
    CHECK(measure.all.upper[0] < 0.31);
}

TEST_CASE("a parameter without influence lies in the noise, one without a trend does not", "[scan]") {
    int above = 0;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        const ScanTable table = points(Kind::list, random_points(300, 2, seed));
        SensitivityOptions options;
        options.seed = seed;
        // No correlation with x_1 of any kind, but only large values at its ends.
        const Sensitivity found =
            pawn(table,
                 {evaluate(table, [](const std::vector<double>& x) { return (x[0] - 0.5) * (x[0] - 0.5); })},
                 options);
        const std::vector<double>& high = found.measure("pawn_noise").all.upper;
        CHECK(found.measure("pawn").all.value[0] > 1.5 * high[0]);
        above += found.measure("pawn").all.value[1] > high[1] ? 1 : 0;
    }
    CHECK(above <= 6); // 2 expected at 95 percent; more than 6 in 4 of 10^3 cases, and the seeds are fixed
}

TEST_CASE("classes of few values and of texts", "[scan]") {
    // Half the sets are 'a' with the outputs 1 and 2, a quarter each 'b' and 'c' with 3: F = 1/4, 1/2, 1.
    // |F - F_a| at 2 is 1/2; |F - F_b| = |F - F_c| = 1/2 just below 3.
    std::vector<std::vector<double>> rows;
    OutputValues f;
    for (int i = 0; i < 40; ++i) {
        rows.push_back({i % 4 < 2 ? 0.0 : (i % 4 == 2 ? 1.0 : 2.0), 5.0});
        f.push_back(i % 4 < 2 ? 1.0 + i % 4 : 3.0);
    }
    ScanTable table = points(Kind::list, rows);
    for (const bool text : {false, true}) {
        table.text = {text, false};
        const Sensitivity found = pawn(table, {f});
        CHECK_THAT(found.measure("pawn").all.value[0], WithinAbs(0.5, 1e-14));
        CHECK(std::isnan(found.measure("pawn").all.value[1])); // constant
    }
    // Fewer than 20 sets cannot be put into two classes of ten.
    const ScanTable few = points(Kind::list, random_points(19, 1, 1));
    CHECK(std::isnan(pawn(few, {evaluate(few, [](const std::vector<double>& x) { return x[0]; })})
                         .measure("pawn")
                         .all.value[0]));
}
