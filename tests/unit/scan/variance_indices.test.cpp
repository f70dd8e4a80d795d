#include "lpsglass/scan/variance_indices.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "lpsglass/core/error.hpp"
#include "support/catch.hpp"
#include "unit/scan/test_functions.hpp"

using namespace lpsglass::scan;
using namespace scan_test;
using Catch::Matchers::WithinAbs;

namespace {

const double missing = std::numeric_limits<double>::quiet_NaN();

SensitivityOptions few_replicates(std::size_t replicates) {
    SensitivityOptions options;
    options.replicates = replicates;
    return options;
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); });
}

} // namespace

TEST_CASE("indices of the Ishigami function", "[scan]") {
    const ScanTable table = saltelli(sobol_points(8192, 6), true);
    const Sensitivity found = sensitivity(table, {evaluate(table, ishigami)}, few_replicates(50));
    CHECK(found.base_samples == 8192);
    CHECK(found.conservative);
    // 8192 quasi-random base samples: the error is that of some 1e5 random ones, 3e-3; three of these.
    for (std::size_t k = 0; k < 3; ++k) {
        CHECK_THAT(found.measure("first_order").all.value[k], WithinAbs(ishigami_first[k], 0.01));
        CHECK_THAT(found.measure("total").all.value[k], WithinAbs(ishigami_total[k], 0.01));
    }
    const std::vector<double>& second = found.measure("second_order").all.value;
    CHECK_THAT(second[0 * 3 + 2], WithinAbs(0.2437, 0.01));
    CHECK_THAT(second[0 * 3 + 1], WithinAbs(0.0, 0.01));
    CHECK_THAT(second[1 * 3 + 2], WithinAbs(0.0, 0.01));
    CHECK(second[2 * 3 + 0] == second[0 * 3 + 2]);
    CHECK(std::isnan(second[0]));
    const std::vector<double>& closed = found.measure("closed_second_order").all.value;
    CHECK_THAT(closed[0 * 3 + 1], WithinAbs(0.3139 + 0.4424, 0.01));
    CHECK_THAT(closed[0 * 3 + 2], WithinAbs(0.5576, 0.01)); // S_1 + S_13
    CHECK_THAT(closed[1 * 3 + 2], WithinAbs(0.4424, 0.01));
}

TEST_CASE("total indices of Sobol's G-function", "[scan]") {
    const std::vector<double> a{0, 1, 4.5, 9, 99, 99, 99, 99};
    const Function g = [&a](const std::vector<double>& x) {
        double product = 1.0;
        for (std::size_t k = 0; k < a.size(); ++k)
            product *= (std::abs(4.0 * x[k] - 2.0) + a[k]) / (1.0 + a[k]);
        return product;
    };
    const ScanTable table = saltelli(sobol_points(8192, 16));
    const Sensitivity found = sensitivity(table, {evaluate(table, g)}, few_replicates(50));
    // Errors of quasi-random sampling as above, in proportion to the index where that is small.
    const std::vector<double>& total = found.measure("total").all.value;
    CHECK_THAT(total[0], WithinAbs(0.7871, 0.01));
    CHECK_THAT(total[1], WithinAbs(0.2422, 0.005));
    CHECK_THAT(total[2], WithinAbs(0.0343, 0.001));
    CHECK_THAT(total[3], WithinAbs(0.0105, 0.0005));
    for (std::size_t k = 4; k < 8; ++k)
        CHECK_THAT(total[k], WithinAbs(0.000105, 0.00001));
    CHECK_THROWS_AS(found.measure("second_order"), std::out_of_range);
}

TEST_CASE("a constant added to the output and its unit change no index", "[scan]") {
    const ScanTable table = saltelli(random_points(512, 6, 1), true);
    const OutputValues f = evaluate(table, ishigami);
    OutputValues shifted = f;
    OutputValues scaled = f;
    for (double& x : shifted)
        x += 1000.0;
    for (double& x : scaled)
        x *= -1e-9;
    const Sensitivity found = sensitivity(table, {f, shifted, scaled}, few_replicates(20));
    for (const Measure& measure : found.measures)
        for (const std::vector<double>* part :
             {&measure.stages.value, &measure.stages.lower, &measure.stages.upper}) {
            // 1000 costs f three digits of its sixteen; 1e-10 leaves room for sums of 512.
            const std::size_t columns = measure.all.value.size() / 3;
            for (std::size_t at = 0; at < part->size(); ++at) {
                const std::size_t own = at / (3 * columns) * 3 * columns + at % columns;
                if (std::isnan((*part)[own])) continue; // diagonal of the pairs
                CHECK_THAT((*part)[at], WithinAbs((*part)[own], 1e-10));
            }
        }
}

TEST_CASE("intervals hold the truth as often as they say", "[scan]") {
    // Plain Monte Carlo, as the bootstrap assumes. 400 repetitions: a share of 0.95 is known to 0.011, so an
    // interval that keeps its word lies within 0.90 ... 0.98 but for one in 10^3 (and the seeds are fixed).
    constexpr int repetitions = 400;
    std::map<std::string, std::vector<int>> inside{{"first_order", {0, 0, 0}}, {"total", {0, 0, 0}}};
    for (int repetition = 0; repetition < repetitions; ++repetition) {
        const ScanTable table = saltelli(random_points(512, 6, 100 + static_cast<std::uint64_t>(repetition)));
        SensitivityOptions options = few_replicates(200);
        options.seed = static_cast<std::uint64_t>(repetition);
        const Sensitivity found = variance_indices(table, {evaluate(table, ishigami)}, options);
        for (auto& [name, counts] : inside) {
            const Estimates& of = found.measure(name).all;
            for (std::size_t k = 0; k < 3; ++k) {
                const double truth = (name == "total" ? ishigami_total : ishigami_first)[k];
                counts[k] += of.lower[k] <= truth && truth <= of.upper[k] ? 1 : 0;
            }
        }
    }
    for (const auto& [name, counts] : inside)
        for (std::size_t k = 0; k < 3; ++k) {
            INFO(name << " of parameter " << k);
            const double share = static_cast<double>(counts[k]) / repetitions;
            CHECK(share >= 0.90);
            CHECK(share <= 0.98);
        }
}

TEST_CASE("a missing output drops its base sample for that output only", "[scan]") {
    const std::vector<std::vector<double>> points = random_points(100, 6, 2);
    const ScanTable table = saltelli(points);
    const OutputValues f = evaluate(table, ishigami);
    // Five rows a base sample: base samples 10, 20 and 30 by different roles, 30 twice.
    OutputValues holes = f;
    for (const std::size_t row : {50U, 102U, 154U, 153U})
        holes[row] = row == 102U ? std::numeric_limits<double>::infinity() : missing;
    const Sensitivity found = sensitivity(table, {f, holes, f}, few_replicates(50));
    CHECK(found.checks[0].used == 100);
    CHECK(found.checks[1].used == 97);
    CHECK(found.checks[1].dropped_share == 0.03);
    CHECK(found.checks[1].status == OutputStatus::ok);

    std::vector<std::vector<double>> left = points;
    for (const std::ptrdiff_t j : {30, 20, 10})
        left.erase(left.begin() + j);
    const ScanTable without = saltelli(left);
    const Sensitivity expected = sensitivity(without, {evaluate(without, ishigami)}, few_replicates(50));
    const Sensitivity alone = sensitivity(table, {f}, few_replicates(50));
    for (const char* name : {"first_order", "total"}) {
        const Measure& measure = found.measure(name);
        for (std::size_t k = 0; k < 3; ++k) {
            CHECK_THAT(measure.all.value[3 + k], WithinAbs(expected.measure(name).all.value[k], 1e-13));
            // The other outputs do not notice, to the bit.
            for (const std::size_t q : {0U, 2U}) {
                CHECK(measure.all.value[q * 3 + k] == alone.measure(name).all.value[k]);
                CHECK(measure.all.upper[q * 3 + k] == alone.measure(name).all.upper[k]);
            }
        }
    }
}

TEST_CASE("indices are withheld above a fifth of dropped base samples", "[scan]") {
    const ScanTable table = saltelli(random_points(100, 4, 3));
    const OutputValues f = evaluate(table, [](const std::vector<double>& x) { return x[0] + 2.0 * x[1]; });
    OutputValues fifth = f;
    OutputValues more = f;
    for (std::size_t j = 0; j < 21; ++j) {
        if (j < 20) fifth[j * 4 * 4] = missing;
        more[j * 4 * 4] = missing; // the A of every fourth base sample
    }
    const Sensitivity found = sensitivity(table, {fifth, more}, few_replicates(20));
    CHECK(found.checks[0].status == OutputStatus::ok);
    CHECK(std::isfinite(found.measure("total").all.value[0]));
    CHECK(found.checks[1].status == OutputStatus::withheld);
    CHECK(found.checks[1].used == 79);
    CHECK(found.checks[1].dropped_share == 0.21);
    CHECK_FALSE(describe(found.checks[1].status).empty());
    for (std::size_t k = 0; k < 2; ++k)
        for (const char* name : {"first_order", "total"}) {
            CHECK(std::isnan(found.measure(name).all.value[2 + k]));
            CHECK(std::isnan(found.measure(name).all.lower[2 + k]));
        }

    // Rows that a run did not get to are missing in the same way.
    ScanTable cut = table;
    cut.role[0] = Role::point;
    CHECK(sensitivity(cut, {f}, few_replicates(20)).checks[0].used == 99);
}

TEST_CASE("a constant output has no indices", "[scan]") {
    const ScanTable table = saltelli(random_points(64, 4, 4));
    OutputValues f(table.rows(), 0.1);
    for (std::size_t i = 0; i < f.size(); i += 3)
        f[i] = std::nextafter(0.1, 1.0); // rounding is no variance
    const Sensitivity found = sensitivity(table, {f}, few_replicates(20));
    CHECK(found.checks[0].status == OutputStatus::constant);
    CHECK(std::isnan(found.measure("first_order").all.value[0]));
}

TEST_CASE("indices are not clipped", "[scan]") {
    // Of the third parameter the first-order index is 0: its estimates scatter to both sides.
    int below = 0;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const ScanTable table = saltelli(random_points(64, 6, seed));
        const Sensitivity found = sensitivity(table, {evaluate(table, ishigami)}, few_replicates(0));
        below += found.measure("first_order").all.value[2] < 0.0 ? 1 : 0;
        CHECK(std::isnan(found.measure("first_order").all.lower[2])); // without replicates no interval
    }
    CHECK(below > 2);
    CHECK(below < 18);
}

TEST_CASE("stages are what a shorter scan would have given", "[scan]") {
    const std::vector<std::vector<double>> all = random_points(1000, 6, 5);
    const ScanTable table = saltelli(all);
    const ScanTable shorter = saltelli({all.begin(), all.begin() + 250});
    const Sensitivity found = sensitivity(table, {evaluate(table, ishigami)});
    const Sensitivity quarter = sensitivity(shorter, {evaluate(shorter, ishigami)});
    REQUIRE(found.stages == std::vector<std::size_t>{125, 250, 500, 1000});
    for (const char* name : {"first_order", "total"})
        for (std::size_t k = 0; k < 3; ++k) {
            // Another mean to centre by and other blocks of sums: rounding.
            CHECK_THAT(found.measure(name).stages.value[3 + k],
                       WithinAbs(quarter.measure(name).all.value[k], 1e-12));
            CHECK_THAT(found.measure(name).stages.lower[3 + k],
                       WithinAbs(quarter.measure(name).all.lower[k], 1e-12));
        }
    const Sensitivity again = sensitivity(table, {evaluate(table, ishigami)});
    CHECK(same_bits(found.measure("total").stages.upper, again.measure("total").stages.upper));
    const Sensitivity tiny = sensitivity(saltelli({all.begin(), all.begin() + 9}),
                                         {OutputValues(45, missing)}, few_replicates(10));
    CHECK(tiny.stages == std::vector<std::size_t>{9});
}

TEST_CASE("tables that do not agree are refused", "[scan]") {
    ScanTable table = saltelli(random_points(10, 4, 6));
    CHECK_THROWS_AS(sensitivity(table, {OutputValues(39)}), lpsglass::InputError);
    table.parameter[1] = 2;
    CHECK_THROWS_AS(sensitivity(table, {OutputValues(40)}), lpsglass::InputError);
    CHECK_THROWS_AS(sensitivity(ScanTable{}, {}), lpsglass::InputError);
}
