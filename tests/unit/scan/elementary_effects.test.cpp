#include "lpsglass/scan/elementary_effects.hpp"

#include <cmath>
#include <limits>

#include "support/catch.hpp"
#include "unit/scan/test_functions.hpp"

using namespace lpsglass::scan;
using namespace scan_test;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// Trajectories on a grid of four levels in the unit box; every parameter moves by 2/3, in changing order.
ScanTable trajectories(std::size_t count, std::size_t parameters) {
    ScanTable table;
    table.design = Kind::morris;
    table.parameters = parameters;
    table.levels = 4;
    std::mt19937_64 stream = lpsglass::random_stream(1, "test trajectories", 0);
    const auto pick = [&stream](std::size_t n) {
        return static_cast<std::size_t>(lpsglass::uniform01(stream) * static_cast<double>(n));
    };
    for (std::size_t j = 0; j < count; ++j) {
        std::vector<double> x(parameters);
        for (double& u : x)
            u = static_cast<double>(pick(4)) / 3.0;
        append(table, j, Role::start, -1, x);
        const std::size_t first = pick(parameters);
        for (std::size_t step = 0; step < parameters; ++step) {
            const std::size_t k = (first + step) % parameters;
            x[k] += x[k] < 0.5 ? 2.0 / 3.0 : -2.0 / 3.0;
            append(table, j, Role::step, static_cast<int>(k), x);
        }
    }
    return table;
}

} // namespace

TEST_CASE("elementary effects of a linear function are its slopes", "[scan]") {
    ScanTable table = trajectories(10, 4);
    const OutputValues f = evaluate(
        table, [](const std::vector<double>& x) { return 5.0 + 3.0 * x[0] - 2.0 * x[1] + 0.5 * x[2]; });
    // The parameters' own ranges: 10 ... 14.
    for (double& value : table.values)
        value = 10.0 + 4.0 * value;
    const Sensitivity found = sensitivity(table, {f});
    CHECK(found.base_samples == 10);
    CHECK_FALSE(found.conservative);
    const std::vector<double> slope{3.0, -2.0, 0.5, 0.0};
    for (std::size_t k = 0; k < 4; ++k) {
        // Differences of numbers near 5 and 10 over steps near 1: some epsilons.
        CHECK_THAT(found.measure("mu").all.value[k], WithinAbs(slope[k], 1e-13));
        CHECK_THAT(found.measure("mu").all.lower[k], WithinAbs(slope[k], 1e-12));
        CHECK_THAT(found.measure("mu").all.upper[k], WithinAbs(slope[k], 1e-12));
        CHECK_THAT(found.measure("mu_star").all.value[k], WithinAbs(std::abs(slope[k]), 1e-13));
        CHECK_THAT(found.measure("sigma").all.value[k], WithinAbs(0.0, 1e-13));
        CHECK_THAT(found.measure("mu_per_parameter").all.value[k], WithinAbs(slope[k] / 4.0, 1e-13));
        CHECK_THAT(found.measure("mu_star_per_parameter").all.value[k],
                   WithinAbs(std::abs(slope[k]) / 4.0, 1e-13));
    }
}

TEST_CASE("elementary effects of two trajectories by hand", "[scan]") {
    ScanTable table;
    table.design = Kind::morris;
    table.parameters = 1;
    append(table, 0, Role::start, -1, {0.0});
    append(table, 0, Role::step, 0, {2.0 / 3.0});
    append(table, 1, Role::start, -1, {1.0});
    append(table, 1, Role::step, 0, {1.0 / 3.0});
    // x^2: (4/9)/(2/3) = 2/3 and (1 - 1/9)/(2/3) = 4/3; (x - 1/2)^2: -1/3 and 1/3.
    const OutputValues square = evaluate(table, [](const std::vector<double>& x) { return x[0] * x[0]; });
    const OutputValues valley =
        evaluate(table, [](const std::vector<double>& x) { return (x[0] - 0.5) * (x[0] - 0.5); });
    const Sensitivity found = elementary_effects(table, {square, valley, {1.0, 1.0, 1.0, 1.0}});
    const auto value = [&found](const char* name, std::size_t q) { return found.measure(name).all.value[q]; };
    CHECK_THAT(value("mu", 0), WithinAbs(1.0, 1e-14));
    CHECK_THAT(value("mu_star", 0), WithinAbs(1.0, 1e-14));
    CHECK_THAT(value("sigma", 0), WithinAbs(std::sqrt(2.0) / 3.0, 1e-14));
    CHECK_THAT(value("mu", 1), WithinAbs(0.0, 1e-14));
    CHECK_THAT(value("mu_star", 1), WithinAbs(1.0 / 3.0, 1e-14));
    CHECK_THAT(value("sigma", 1), WithinAbs(std::sqrt(2.0) / 3.0, 1e-14));
    // What does not change has no effects, and that is known.
    CHECK(found.checks[2].status == OutputStatus::ok);
    CHECK(value("mu_star", 2) == 0.0);
}

TEST_CASE("intervals of elementary effects are those of a mean", "[scan]") {
    const ScanTable table = trajectories(60, 2);
    const OutputValues f =
        evaluate(table, [](const std::vector<double>& x) { return x[0] * x[0] + 3.0 * x[0] * x[1]; });
    const Sensitivity found = sensitivity(table, {f});
    for (std::size_t k = 0; k < 2; ++k) {
        const Estimates& mu = found.measure("mu").all;
        // Student's t of 59 degrees is 2.001. 500 replicates know a deviation to 3 %; the resampled mean adds
        // some.
        const double expected = 2.001 * found.measure("sigma").all.value[k] / std::sqrt(60.0);
        CHECK_THAT(0.5 * (mu.upper[k] - mu.lower[k]), WithinRel(expected, 0.12));
        CHECK_THAT(0.5 * (mu.upper[k] + mu.lower[k]), WithinAbs(mu.value[k], 1e-12));
    }
}

TEST_CASE("a missing output drops its trajectory", "[scan]") {
    const ScanTable table = trajectories(10, 3);
    const Function f = [](const std::vector<double>& x) { return x[0] * x[1] + x[2] * x[2]; };
    OutputValues holes = evaluate(table, f);
    holes[4 * 9 + 2] = missing; // the last trajectory
    const Sensitivity found = sensitivity(table, {holes});
    ScanTable shorter = table;
    for (auto* column : {&shorter.base})
        column->resize(36);
    shorter.role.resize(36);
    shorter.parameter.resize(36);
    shorter.values.resize(36 * 3);
    const Sensitivity expected = sensitivity(shorter, {evaluate(shorter, f)});
    CHECK(found.checks[0].used == 9);
    CHECK_THAT(found.checks[0].dropped_share, WithinAbs(0.1, 1e-15));
    for (std::size_t k = 0; k < 3; ++k) {
        CHECK(found.measure("mu").all.value[k] == expected.measure("mu").all.value[k]);
        CHECK(found.measure("sigma").all.upper[k] == expected.measure("sigma").all.upper[k]);
    }
    holes[0] = holes[4] = missing;
    CHECK(sensitivity(table, {holes}).checks[0].status == OutputStatus::withheld);
}
