#include "report/scan_statistics.hpp"

#include <cmath>
#include <limits>
#include <numeric>

#include "support/catch.hpp"

using namespace lpsglass::report;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr double far = std::numeric_limits<double>::infinity();
constexpr double rounding = 1e-12; // a few operations on numbers of order 1 to 100

std::vector<double> counted(std::size_t n) {
    std::vector<double> out(n);
    std::iota(out.begin(), out.end(), 1.0);
    return out;
}

} // namespace

TEST_CASE("Quantiles are linear between order statistics", "[scan]") {
    const std::vector<double> five{1.0, 2.0, 3.0, 4.0, 5.0};
    CHECK(quantile(five, 0.0) == 1.0);
    CHECK(quantile(five, 0.05) == Approx(1.2).margin(rounding)); // place 0.2
    CHECK(quantile(five, 0.25) == 2.0);
    CHECK(quantile(five, 1.0) == 5.0);
    CHECK(quantile(std::vector{7.0}, 0.3) == 7.0);
    CHECK(std::isnan(quantile({}, 0.5)));
}

TEST_CASE("A fan leaves out what is missing and says how many values it has", "[scan]") {
    const std::vector<double> values{5.0, none, 1.0, far, 3.0, 2.0, 4.0, -far};
    const FanPoint point = fan_point(values);
    CHECK(point.with_value == 5);
    CHECK(point.quantile[0] == Approx(1.2).margin(rounding));
    CHECK(point.quantile[1] == 2.0);
    CHECK(point.quantile[2] == 3.0);
    CHECK(point.quantile[3] == 4.0);
    CHECK(point.quantile[4] == Approx(4.8).margin(rounding));

    const FanPoint without = fan_point(std::vector{none, none});
    CHECK(without.with_value == 0);
    for (const double q : without.quantile)
        CHECK(std::isnan(q));
}

TEST_CASE("A median has the interval of its order statistics", "[scan]") {
    // 1 ... 16: half = 0.5/sqrt(16) = 0.125, so the places are 15 * 0.375 = 5.625 and 15 * 0.625 = 9.375.
    const MedianPoint point = median_point(counted(16));
    CHECK(point.count == 16);
    CHECK(point.median == 8.5);
    CHECK(point.lower == Approx(6.625).margin(rounding));
    CHECK(point.upper == Approx(10.375).margin(rounding));
    CHECK(point.low == Approx(3.4).margin(rounding)); // place 15 * 0.16 = 2.4
    CHECK(point.high == Approx(13.6).margin(rounding));

    const MedianPoint few = median_point(std::vector{3.0, none, 1.0, 2.0});
    CHECK(few.count == 3);
    CHECK(few.median == 2.0);
    CHECK(std::isnan(few.lower));
    CHECK(std::isnan(few.high));
    CHECK(std::isnan(median_point({}).median));
}

TEST_CASE("A share has an interval that is never empty", "[scan]") {
    // p = 3/4, n = 4: centre (0.75 + 0.125)/1.25 = 0.7, half sqrt(0.1875/4 + 0.25/16)/1.25 = 0.2.
    const MedianPoint share = share_point(std::vector{1.0, 1.0, none, 0.0, 1.0});
    CHECK(share.count == 4);
    CHECK(share.median == 0.75);
    CHECK(share.lower == Approx(0.5).margin(rounding));
    CHECK(share.upper == Approx(0.9).margin(rounding));

    const MedianPoint one = share_point(std::vector{1.0}); // centre 1.5/2, half 0.5/2
    CHECK(one.lower == 0.5);
    CHECK(one.upper == 1.0);
    CHECK(share_point({}).count == 0);
    CHECK(std::isnan(share_point({}).median));
}

TEST_CASE("Few values of a parameter are classes by themselves", "[scan]") {
    const std::vector<double> values{2.0, 1.0, none, 2.0, 3.0};
    const std::vector<Class> found = classes(values);
    REQUIRE(found.size() == 3);
    CHECK(found[0].centre == 1.0);
    CHECK(found[0].rows == std::vector<std::size_t>{1});
    CHECK(found[1].rows == std::vector<std::size_t>{0, 3});
    CHECK(found[2].centre == 3.0);
    CHECK(classes(std::vector{none}).empty());
    CHECK(classes({}).empty());
}

TEST_CASE("Values without an order are never put together", "[scan]") {
    CHECK(classes(counted(40), true).size() == 40);
    CHECK(classes(counted(40), true)[7].centre == 8.0);
}

TEST_CASE("Many values are cut into classes of equal number", "[scan]") {
    const std::vector<Class> found = classes(counted(40)); // one class for ten rows
    REQUIRE(found.size() == 4);
    for (const Class& one : found)
        CHECK(one.rows.size() == 10);
    CHECK(found[1].centre == 15.5); // of 11 ... 20
    CHECK(classes(counted(1000)).size() == 10);

    // 13 values, three classes: i * 3 / 13 is 0 for five, 1 for four, 2 for four of them.
    const std::vector<Class> few = classes(counted(13));
    REQUIRE(few.size() == 3);
    CHECK(few[0].rows.size() == 5);
    CHECK(few[1].rows.size() == 4);
    CHECK(few[2].rows.size() == 4);
}

TEST_CASE("Equal values are never parted", "[scan]") {
    std::vector<double> values = counted(20); // and 20 times the value 10 besides
    values.insert(values.end(), 20, 10.0);
    std::size_t rows = 0, with_ten = 0;
    for (const Class& one : classes(values)) {
        bool has_ten = false;
        for (const std::size_t row : one.rows)
            has_ten = has_ten || values[row] == 10.0;
        rows += one.rows.size();
        with_ten += has_ten ? 1 : 0;
    }
    CHECK(rows == 40);
    CHECK(with_ten == 1);
}

TEST_CASE("A histogram counts every value once", "[scan]") {
    const std::vector<double> values{0.0, 0.5, 1.0, 1.9, 2.0, 2.5, -0.1, none, far};
    const Histogram cells = histogram(values, 0.0, 2.0, 4);
    CHECK(cells.first == 0.0);
    CHECK(cells.width == 0.5);
    CHECK(cells.count == std::vector<std::size_t>{1, 1, 1, 1, 1}); // 2.0 begins the fifth
    CHECK(cells.end() == 2.5);
    CHECK(cells.below == 1);
    CHECK(cells.above == 1);
    CHECK(cells.missing == 2);
    CHECK(cells.inside() + cells.below + cells.above + cells.missing == values.size());

    const Histogram single = histogram(std::vector{3.0, 3.0}, 3.0, 3.0, 10);
    CHECK(single.inside() == 2);
}

TEST_CASE("Cells and tics have round widths", "[scan]") {
    CHECK(round_step(0.3) == Approx(0.5).epsilon(rounding));
    CHECK(round_step(0.5) == Approx(0.5).epsilon(rounding));
    CHECK(round_step(0.11) == Approx(0.2).epsilon(rounding));
    CHECK(round_step(7.0) == Approx(10.0).epsilon(rounding));
    CHECK(round_step(100.0) == Approx(100.0).epsilon(rounding));
}

TEST_CASE("The main range leaves far outliers out", "[scan]") {
    std::vector<double> values = counted(101);
    CHECK(main_range(values).lower == 1.0);
    CHECK(main_range(values).upper == 101.0);
    values.push_back(1e6);
    // 102 values: 2 percent at place 2.02 (3.02), 98 percent at 98.98 (99.98); half of the width is 48.48.
    CHECK(main_range(values).upper == Approx(148.46).epsilon(rounding));
    CHECK(std::isnan(main_range(std::vector{none}).lower));
}
