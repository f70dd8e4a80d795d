#include <array>
#include <cmath>
#include <map>
#include <set>

#include "lpsglass/scan/design.hpp"
#include "scans.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using namespace lpsglass::scan;
using namespace lpsglass::scan::test;

namespace {

/// Level of a value of the unit interval; fails where it is none.
int level_of(double u, int levels) {
    const double level = u * (levels - 1);
    CHECK(std::abs(level - std::round(level)) < 1e-12);
    return static_cast<int>(std::lround(level));
}

} // namespace

TEST_CASE("a Morris trajectory moves each parameter once, by half the levels", "[scan][morris]") {
    for (const int levels : {2, 4, 10}) {
        auto scan = unit_scan(deck::Design::morris, 50, 4);
        scan.levels = levels;
        const auto rows = all_rows(scan);
        REQUIRE(rows.size() == 50 * 5);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            CHECK(rows[i].base == i / 5);
            if (i % 5 == 0) {
                CHECK((rows[i].role == Role::start && rows[i].parameter == -1));
                std::set<int> moved;
                for (std::size_t step = 1; step < 5; ++step)
                    moved.insert(rows[i + step].parameter);
                CHECK(moved == std::set<int>{0, 1, 2, 3});
                continue;
            }
            CHECK(rows[i].role == Role::step);
            for (int k = 0; k < 4; ++k) {
                const double before = rows[i - 1].values[k], after = rows[i].values[k];
                const int change = level_of(after, levels) - level_of(before, levels);
                CHECK(std::abs(change) == (k == rows[i].parameter ? levels / 2 : 0));
                CHECK((after >= 0.0 && after <= 1.0));
                // p/(2(p - 1)), up to the rounding of two levels
                if (k == rows[i].parameter)
                    CHECK(std::abs(after - before) == Approx(morris_step(levels)).epsilon(4e-16));
            }
        }
    }
    CHECK(morris_step(4) == 2.0 / 3.0);
    CHECK(morris_step(2) == 1.0);
}

TEST_CASE("starts, signs and orders of Morris trajectories are random", "[scan][morris]") {
    // 2400 trajectories: each of 4 levels starts 600 times +- 21, each of 6 orders is there 400 times +- 18,
    // half of all steps go up, 1200 +- 24. Five standard deviations are allowed.
    const auto rows = all_rows(unit_scan(deck::Design::morris, 2400, 3));
    std::array<std::array<int, 4>, 3> starts{};
    std::array<int, 3> up{};
    std::map<std::array<int, 3>, int> orders;
    for (std::size_t i = 0; i < rows.size(); i += 4) {
        for (std::size_t k = 0; k < 3; ++k) {
            ++starts[k][static_cast<std::size_t>(level_of(rows[i].values[k], 4))];
            up[k] += rows[i + 3].values[k] > rows[i].values[k];
        }
        ++orders[{rows[i + 1].parameter, rows[i + 2].parameter, rows[i + 3].parameter}];
    }
    for (std::size_t k = 0; k < 3; ++k) {
        for (const int count : starts[k])
            CHECK(std::abs(count - 600) < 106);
        CHECK(std::abs(up[k] - 1200) < 122);
    }
    CHECK(orders.size() == 6);
    for (const auto& [order, count] : orders)
        CHECK(std::abs(count - 400) < 91);
}

TEST_CASE("the elementary effects of a linear function are its slopes", "[scan][morris]") {
    auto scan = unit_scan(deck::Design::morris, 20, 3);
    scan.parameters = {uniform(-1.0, 3.0), uniform(0.1, 0.2), uniform(5.0, 5.5)};
    const std::array<double, 3> slope{2.0, -30.0, 0.5};
    const std::array<double, 3> effect{8.0, -3.0, 0.25}; // slope times width
    const auto rows = all_rows(scan);
    const auto f = [&](const Row& row) {
        double sum = 0.0;
        for (std::size_t k = 0; k < 3; ++k)
            sum += slope[k] * row.values[k];
        return sum;
    };
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].role != Role::step) continue;
        const auto k = static_cast<std::size_t>(rows[i].parameter);
        const double sign = rows[i].values[k] > rows[i - 1].values[k] ? 1.0 : -1.0;
        // Rounding of f, of the order of 10.
        CHECK(sign * (f(rows[i]) - f(rows[i - 1])) / morris_step(4) == Approx(effect[k]).margin(2e-14));
    }
}

TEST_CASE("uniform levels reach both ends exactly, normal ones stay finite", "[scan][morris]") {
    auto scan = unit_scan(deck::Design::morris, 100, 2);
    scan.parameters = {uniform(0.1, 0.7), of_law(deck::Law::normal, 10.0, 2.0)};
    std::set<double> flat, bell;
    for (const Row& row : all_rows(scan)) {
        flat.insert(row.values[0]);
        bell.insert(row.values[1]);
    }
    REQUIRE(flat.size() == 4);
    CHECK(*flat.begin() == 0.1);
    CHECK(*flat.rbegin() == 0.7);
    // Quantiles 1/8, 3/8, 5/8, 7/8 of the standard normal law: +-1.15034938037600818, +-0.318639363964375163.
    REQUIRE(bell.size() == 4);
    const std::vector<double> values(bell.begin(), bell.end());
    CHECK(values[0] == Approx(10.0 - 2.0 * 1.15034938037600818).epsilon(1e-15));
    CHECK(values[1] == Approx(10.0 - 2.0 * 0.318639363964375163).epsilon(1e-15));
    CHECK(values[2] == Approx(10.0 + 2.0 * 0.318639363964375163).epsilon(1e-15));
    CHECK(values[3] == Approx(10.0 + 2.0 * 1.15034938037600818).epsilon(1e-15));
}
