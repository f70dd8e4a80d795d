#include "lpsglass/scan/associations.hpp"

#include <cmath>
#include <limits>

#include "scan/ranks.hpp"
#include "support/catch.hpp"
#include "unit/scan/test_functions.hpp"

using namespace lpsglass::scan;
using namespace scan_test;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

} // namespace

TEST_CASE("ranks of weighted samples with ties", "[scan]") {
    const std::vector<double> values{5.0, 1.0, 5.0, 3.0};
    const Order order(values);
    std::vector<double> ranks(4);
    centred_ranks(order, std::vector<double>{1, 1, 1, 1}, ranks);
    // Ranks 3.5, 1, 3.5, 2, less 2.5, over 4.
    CHECK(ranks == std::vector<double>{0.25, -0.375, 0.25, -0.125});
    centred_ranks(order, std::vector<double>{1, 2, 0, 3}, ranks);
    // 1 1 3 3 3 5: ranks 1.5, 1.5, 4, 4, 4, 6, less 3.5, over 6. What is not there gets the rank of its
    // equals.
    CHECK_THAT(ranks[0], WithinAbs(2.5 / 6.0, 1e-15));
    CHECK_THAT(ranks[1], WithinAbs(-2.0 / 6.0, 1e-15));
    CHECK_THAT(ranks[2], WithinAbs(2.5 / 6.0, 1e-15));
    CHECK_THAT(ranks[3], WithinAbs(0.5 / 6.0, 1e-15));
}

TEST_CASE("Spearman's correlation by hand", "[scan]") {
    // Ranks (1, 2.5, 2.5, 4) and (1, 3, 2, 4): 4.5/sqrt(4.5 5). The second parameter falls with the output.
    const ScanTable table = points(Kind::list, {{1, -1}, {2, -30}, {2, -8}, {3, -1e6}});
    const Sensitivity found = sensitivity(table, {{0.1, 0.3, 0.2, 0.4}});
    const Estimates& spearman = found.measure("spearman").all;
    CHECK_THAT(spearman.value[0], WithinAbs(4.5 / std::sqrt(22.5), 1e-14));
    CHECK_THAT(spearman.value[1], WithinAbs(-1.0, 1e-14));
    CHECK_THAT(spearman.lower[1], WithinAbs(-1.0, 1e-6)); // in every resample; atanh near 1 costs digits
    CHECK_FALSE(found.conservative);
}

TEST_CASE("regression of a linear function is exact", "[scan]") {
    // Two crossed parameters of variances 1 and 4: y has the variance 4 + 9 4 = 40.
    ScanTable table =
        points(Kind::grid, {{-1, 98}, {-1, 102}, {1, 98}, {1, 102}, {-1, 98}, {1, 102}, {-1, 102}, {1, 98}});
    const OutputValues f =
        evaluate(table, [](const std::vector<double>& x) { return 1000.0 + 2.0 * x[0] - 3.0 * x[1]; });
    OutputValues shifted = f;
    for (double& y : shifted)
        y = 1e-6 * y + 1.0;
    const Sensitivity found = associations(table, {f, shifted});
    for (std::size_t q = 0; q < 2; ++q) {
        // The unit of y costs the second output six digits.
        const double tolerance = q == 0 ? 1e-12 : 1e-8;
        CHECK_THAT(found.measure("src").all.value[q * 2], WithinAbs(2.0 / std::sqrt(40.0), tolerance));
        CHECK_THAT(found.measure("src").all.value[q * 2 + 1], WithinAbs(-6.0 / std::sqrt(40.0), tolerance));
        CHECK_THAT(found.measure("r_squared").all.value[q], WithinAbs(1.0, tolerance));
    }
    CHECK(found.notes.empty());
}

TEST_CASE("regression takes correlated parameters apart, of a monotone function by ranks", "[scan]") {
    std::vector<std::vector<double>> rows = random_points(400, 2, 1);
    for (std::vector<double>& x : rows)
        x[1] = 0.8 * x[0] + 0.2 * x[1];
    const ScanTable table = points(Kind::list, rows);
    const Sensitivity found = sensitivity(
        table, {evaluate(table, [](const std::vector<double>& x) { return std::exp(9.0 * x[0]); })});
    // The rank of the output is the rank of the first parameter, whatever the second one does.
    CHECK_THAT(found.measure("src_ranks").all.value[0], WithinAbs(1.0, 1e-12));
    CHECK_THAT(found.measure("src_ranks").all.value[1], WithinAbs(0.0, 1e-12));
    CHECK_THAT(found.measure("r_squared_ranks").all.value[0], WithinAbs(1.0, 1e-12));
    CHECK(found.measure("spearman").all.value[1] > 0.9);
    CHECK(found.measure("r_squared").all.value[0] < 0.8);
}

TEST_CASE("intervals of correlations", "[scan]") {
    const ScanTable table = points(Kind::lhs, random_points(400, 2, 2));
    const OutputValues f = evaluate(table, [](const std::vector<double>& x) { return x[0]; });
    const Sensitivity found = sensitivity(table, {f});
    CHECK(found.conservative);
    // Of independent values Spearman's correlation has the deviation 1/sqrt(n - 1): 1.966/sqrt(399) for 95
    // percent and 399 degrees; the sample and 500 replicates know it to some percent.
    const Estimates& spearman = found.measure("spearman").all;
    CHECK_THAT(0.5 * (spearman.upper[1] - spearman.lower[1]), WithinRel(1.966 / std::sqrt(399.0), 0.15));
    CHECK(spearman.lower[1] < 0.0);
    CHECK(spearman.upper[1] > 0.0);
}

TEST_CASE("intervals of correlations hold the truth as often as they say", "[scan]") {
    // Normal x and y with correlation 0.7: Spearman's is 6/pi asin(0.35), the standardised coefficient 0.7.
    // 400 repetitions know a share of 0.95 to 0.011.
    constexpr int repetitions = 400;
    const double rank_truth = 6.0 / std::numbers::pi * std::asin(0.35);
    int ranks_inside = 0;
    int slopes_inside = 0;
    for (std::uint64_t repetition = 0; repetition < repetitions; ++repetition) {
        std::mt19937_64 stream = lpsglass::random_stream(repetition, "test normals", 0);
        std::vector<std::vector<double>> rows;
        OutputValues f;
        for (int i = 0; i < 100; ++i) {
            rows.push_back({lpsglass::standard_normal(stream)});
            f.push_back(0.7 * rows.back()[0] + std::sqrt(0.51) * lpsglass::standard_normal(stream));
        }
        SensitivityOptions options;
        options.seed = repetition;
        options.replicates = 200;
        const Sensitivity found = associations(points(Kind::list, rows), {f}, options);
        const Estimates& spearman = found.measure("spearman").all;
        const Estimates& src = found.measure("src").all;
        ranks_inside += spearman.lower[0] <= rank_truth && rank_truth <= spearman.upper[0] ? 1 : 0;
        slopes_inside += src.lower[0] <= 0.7 && 0.7 <= src.upper[0] ? 1 : 0;
    }
    for (const int inside : {ranks_inside, slopes_inside}) {
        CHECK(inside >= 0.90 * repetitions);
        CHECK(inside <= 0.98 * repetitions);
    }
}

TEST_CASE("parameters and outputs that correlate with nothing", "[scan]") {
    std::vector<std::vector<double>> rows = random_points(100, 5, 3);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i][1] = 7.0;                        // constant
        rows[i][2] = static_cast<double>(i % 3); // a text
        rows[i][4] = 1.0 - 2.0 * rows[i][3];     // depends on another
    }
    ScanTable table = points(Kind::list, rows);
    table.text = {false, false, true, false, false};
    OutputValues f = evaluate(table, [](const std::vector<double>& x) { return x[0] + x[3]; });
    const Sensitivity found = sensitivity(table, {f, OutputValues(100, 3.0)});
    const std::vector<double>& spearman = found.measure("spearman").all.value;
    CHECK(spearman[0] > 0.3);
    CHECK(std::isnan(spearman[1]));
    CHECK(std::isnan(spearman[2]));
    CHECK_THAT(spearman[3], WithinAbs(-spearman[4], 1e-12));
    CHECK(std::isnan(found.measure("src").all.value[0]));
    CHECK(std::isnan(found.measure("r_squared").all.value[0]));
    CHECK(found.notes.size() == 1);
    CHECK(found.checks[1].status == OutputStatus::constant);
    CHECK(std::isnan(spearman[5]));

    // Without the dependent one the regression is there, and leaves the constant and the text out.
    for (std::size_t i = 0; i < rows.size(); ++i)
        table.values[i * 5 + 4] = rows[i][1] + 0.0;
    const Sensitivity mended = sensitivity(table, {f});
    CHECK_THAT(mended.measure("r_squared").all.value[0], WithinAbs(1.0, 1e-12));
    CHECK(std::isnan(mended.measure("src").all.value[1]));
    CHECK(mended.notes.empty());
}

TEST_CASE("a regression needs more sets than coefficients", "[scan]") {
    const std::vector<std::vector<double>> rows = random_points(5, 3, 7);
    const OutputValues f{3.0, 1.0, 4.0, 1.0, 5.0};
    const Sensitivity five = sensitivity(points(Kind::list, rows), {f});
    CHECK(std::isfinite(five.measure("r_squared").all.value[0]));
    // Three slopes and a constant go through any four points.
    const Sensitivity four =
        sensitivity(points(Kind::list, {rows.begin(), rows.begin() + 4}), {{f.begin(), f.begin() + 4}});
    CHECK(std::isnan(four.measure("r_squared").all.value[0]));
    CHECK(std::isnan(four.measure("src_ranks").all.value[0]));
    CHECK(std::isfinite(four.measure("spearman").all.value[0]));
    CHECK(four.notes.size() == 1);
}

TEST_CASE("associations of an output with holes are those of the other rows", "[scan]") {
    const std::vector<std::vector<double>> rows = random_points(64, 3, 4);
    const ScanTable table = points(Kind::list, rows);
    const Function f = [](const std::vector<double>& x) { return x[0] * x[1] + x[2]; };
    OutputValues holes = evaluate(table, f);
    holes[0] = holes[40] = missing;
    const Sensitivity found = sensitivity(table, {evaluate(table, f), holes});
    std::vector<std::vector<double>> left(rows.begin() + 1, rows.end());
    left.erase(left.begin() + 39);
    const ScanTable shorter = points(Kind::list, left);
    const Sensitivity expected = sensitivity(shorter, {evaluate(shorter, f)});
    const Sensitivity alone = sensitivity(table, {evaluate(table, f)});
    CHECK(found.checks[1].used == 62);
    for (const char* name : {"spearman", "src", "src_ranks", "pawn"})
        for (std::size_t k = 0; k < 3; ++k) {
            CHECK_THAT(found.measure(name).all.value[3 + k],
                       WithinAbs(expected.measure(name).all.value[k], 1e-13));
            CHECK(found.measure(name).all.lower[k] == alone.measure(name).all.lower[k]);
        }
    CHECK(found.stages == std::vector<std::size_t>{8, 16, 32, 64});
    // The stage of 32 rows has 31 of them.
    const ScanTable half = points(Kind::list, {rows.begin() + 1, rows.begin() + 32});
    CHECK_THAT(found.measure("spearman").stages.value[(2 * 2 + 1) * 3],
               WithinAbs(sensitivity(half, {evaluate(half, f)}).measure("spearman").all.value[0], 1e-13));
}
