#include "lpsglass/scan/local_derivatives.hpp"

#include <cmath>
#include <limits>

#include "support/catch.hpp"
#include "unit/scan/test_functions.hpp"

using namespace lpsglass::scan;
using namespace scan_test;
using Catch::Matchers::WithinAbs;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// Own values (2, 10); the first parameter at 1.5, 1, 2.25, 4 and 5, the second only at larger values.
ScanTable one_at_a_time() {
    ScanTable table;
    table.design = Kind::one_at_a_time;
    table.parameters = 2;
    append(table, 0, Role::own, -1, {2.0, 10.0});
    std::size_t row = 1;
    for (const double x : {1.5, 1.0, 2.25, 4.0, 5.0})
        append(table, row++, Role::step, 0, {x, 10.0});
    for (const double x : {14.0, 12.0})
        append(table, row++, Role::step, 1, {2.0, x});
    return table;
}

double parabola(const std::vector<double>& x) {
    return 3.0 * x[0] * x[0] - x[0] + 0.5 * x[1];
}

} // namespace

TEST_CASE("local derivatives from uneven values", "[scan]") {
    const ScanTable table = one_at_a_time();
    const Sensitivity found = sensitivity(table, {evaluate(table, parabola)});
    const auto value = [&found](const char* name, std::size_t k) { return found.measure(name).all.value[k]; };
    // Exact of a parabola: 6 x - 1 at x = 2; its secants have the slope 3 (x + x') - 1. All in few digits:
    // rounding.
    CHECK_THAT(value("derivative", 0), WithinAbs(11.0, 1e-13));
    CHECK_THAT(value("slope_below", 0), WithinAbs(9.5, 1e-13));
    CHECK_THAT(value("slope_above", 0), WithinAbs(11.75, 1e-13));
    CHECK_THAT(value("scaled_derivative", 0), WithinAbs(44.0, 1e-12)); // range 1 ... 5
    CHECK_THAT(value("output_range", 0), WithinAbs(70.0 - 2.0, 1e-12));
    CHECK(value("dropped_share", 0) == 0.0);
    // One side only; range 10 ... 14 with the own value.
    CHECK_THAT(value("derivative", 1), WithinAbs(0.5, 1e-14));
    CHECK(std::isnan(value("slope_below", 1)));
    CHECK_THAT(value("scaled_derivative", 1), WithinAbs(2.0, 1e-13));
    CHECK_THAT(value("output_range", 1), WithinAbs(2.0, 1e-13));
    CHECK(found.measure("derivative").all.lower.empty());
    CHECK(found.stages.empty());
}

TEST_CASE("local derivatives where the output is missing", "[scan]") {
    ScanTable table = one_at_a_time();
    OutputValues next = evaluate(table, parabola);
    next[1] = missing; // at 1.5: one of five; 1 is the nearest then
    OutputValues gone = evaluate(table, parabola);
    gone[1] = gone[3] = missing;
    OutputValues own = evaluate(table, parabola);
    own[0] = missing;
    const Sensitivity found = sensitivity(table, {next, gone, own});
    const auto value = [&found](const char* name, std::size_t q, std::size_t k) {
        return found.measure(name).all.value[q * 2 + k];
    };
    CHECK_THAT(value("slope_below", 0, 0), WithinAbs(8.0, 1e-13));
    CHECK_THAT(value("derivative", 0, 0), WithinAbs(11.0, 1e-13));
    CHECK(value("dropped_share", 0, 0) == 0.2);
    CHECK(found.checks[0].used == 7);
    CHECK(found.checks[0].dropped_share == 0.125);
    // Two of five: withheld for this parameter, not for the other.
    CHECK(std::isnan(value("derivative", 1, 0)));
    CHECK(std::isnan(value("output_range", 1, 0)));
    CHECK(value("dropped_share", 1, 0) == 0.4);
    CHECK_THAT(value("derivative", 1, 1), WithinAbs(0.5, 1e-14));
    CHECK(found.checks[2].status == OutputStatus::own_missing);
    CHECK(std::isnan(value("derivative", 2, 1)));

    // Texts have a range of the output but no slope.
    table.text = {true, false};
    const Sensitivity text = sensitivity(table, {evaluate(table, parabola)});
    CHECK(std::isnan(text.measure("derivative").all.value[0]));
    CHECK_THAT(text.measure("output_range").all.value[0], WithinAbs(68.0, 1e-12));
}
