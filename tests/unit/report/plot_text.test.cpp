#include "report/plot_text.hpp"

#include <cmath>
#include <limits>

#include "support/catch.hpp"

using namespace lpsglass::report;

namespace {
constexpr double kInfinity = std::numeric_limits<double>::infinity();
const double missing = std::nan("");
} // namespace

TEST_CASE("Numbers are rounded to what their error allows", "[text]") {
    CHECK(with_error(0.651234, 0.354) == "0.65 ± 0.35");
    CHECK(with_error(-0.2314, 0.0401) == "-0.231 ± 0.040");
    CHECK(with_error(562.68, 270.8) == "560 ± 270");
    CHECK(with_error(36253.2, 429512.0) == "40000 ± 430000");
    CHECK(with_error(58.0, 1.5) == "58.0 ± 1.5");
    CHECK(with_error(1.5, missing) == "1.5");
    CHECK(with_error(1.5, kInfinity) == "1.5");
    CHECK(with_error(missing, 0.1) == "missing");
    CHECK(number_text(3.5178e14) == "3.518 × 10^{14}");
    CHECK(number_text(1e-9) == "1 × 10^{-9}");
    CHECK(number_text(-kInfinity) == "-∞");
    CHECK(between(0.5, kInfinity) == "0.5 to ∞");
    CHECK(between(missing, missing) == "");
}

TEST_CASE("Names of fluctuations are set as the paper has them, others stay", "[text]") {
    CHECK(display_name("beta_1") == "β_{1}");
    CHECK(display_name("theta_13") == "θ_{13}");
    CHECK(display_name("structure.selenium_tilt") == "structure.selenium_tilt");
}

TEST_CASE("Extents leave out what is not finite", "[text]") {
    const Extent extent = extent_of({missing, 2.0, -kInfinity, -1.0, kInfinity});
    CHECK(extent.low == -1.0);
    CHECK(extent.high == 2.0);
    CHECK(extent.widened(0.5).low == -2.5);
    CHECK(extent_of({missing}).high == 1.0);
    CHECK(Extent{5.0, 5.0}.widened(0.1).high == 5.5); // a range of its own for a single value
    CHECK_FALSE(any_finite({missing, kInfinity}));
}

TEST_CASE("Tics have round steps and are few", "[text]") {
    CHECK(few_tics("y", {0.0, 1.0}, 4) == "set ytics 0.5\n");
    CHECK(few_tics("y", {0.0, 0.7}, 4) == "set ytics 0.2\n");
    CHECK(few_tics("x", {-3.0, 3.0}, 4) == "set xtics 2\n");
    CHECK(few_tics("x", {0.0, 40.0}, 4) == "set xtics 10\n");
}

TEST_CASE("A mark outside the range is left out, one at its end is written to the left", "[text]") {
    CHECK(mark_temperature(1, 900.0, "T_{g}", {10.0, 700.0}) == "");
    CHECK(mark_temperature(1, missing, "T_{g}", {10.0, 700.0}) == "");
    CHECK_THAT(mark_temperature(1, 690.0, "T_{g}", {10.0, 700.0}), Catch::Matchers::Contains(" right "));
    CHECK_THAT(mark_temperature(1, 300.0, "T_{g}", {10.0, 700.0}), Catch::Matchers::Contains(" left "));
}

TEST_CASE("Marks lie on the drawn line", "[text]") {
    const std::vector<double> x{1.0, 2.0, 4.0}, y{10.0, 20.0, 0.0};
    CHECK(interpolated(x, y, 2.0) == 20.0);
    CHECK(interpolated(x, y, 1.5) == 15.0);
    CHECK(interpolated(x, y, 3.0) == 10.0);
    CHECK(std::isnan(interpolated(x, y, 0.5)));
    CHECK(std::isnan(interpolated(x, y, 4.5)));
    CHECK(std::isnan(interpolated(x, y, missing)));
}
