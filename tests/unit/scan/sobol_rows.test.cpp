#include <cmath>
#include <set>

#include "lpsglass/scan/design.hpp"
#include "scan/scrambled_sobol.hpp"
#include "scans.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using namespace lpsglass::scan;
using namespace lpsglass::scan::test;

namespace {

using Values = std::vector<double>;

/// `row` with column k from `other`.
Values exchanged(Values row, const Values& other, std::size_t k) {
    row[k] = other[k];
    return row;
}

} // namespace

TEST_CASE("sobol extends in samples and in parameters", "[scan][sobol]") {
    const auto rows = all_rows(unit_scan(deck::Design::sobol, 10, 2));
    const auto more = all_rows(unit_scan(deck::Design::sobol, 1000, 5));
    REQUIRE(rows.size() == 10);
    REQUIRE(more.size() == 1000);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        CHECK(rows[i].values[0] == more[i].values[0]);
        CHECK(rows[i].values[1] == more[i].values[1]);
        CHECK(rows[i].base == i);
        CHECK(rows[i].role == Role::point);
        CHECK(rows[i].parameter == -1);
    }
}

TEST_CASE("sobol keeps the first point", "[scan][sobol]") {
    // Only with it do 16 points fill the 16 cells of each parameter.
    const auto rows = all_rows(unit_scan(deck::Design::sobol, 17, 20));
    for (std::size_t k = 0; k < 20; ++k) {
        std::set<int> cells;
        for (std::size_t i = 0; i < 16; ++i)
            cells.insert(static_cast<int>(16.0 * rows[i].values[k]));
        CHECK(cells.size() == 16);
    }
}

TEST_CASE("saltelli: A, A with columns of B, B", "[scan][saltelli]") {
    const auto rows = all_rows(unit_scan(deck::Design::saltelli, 4, 3));
    REQUIRE(rows.size() == 4 * 5);
    for (std::size_t j = 0; j < 4; ++j) {
        const Row* const of = &rows[5 * j];
        const Values &a = of[0].values, &b = of[4].values;
        for (std::size_t k = 0; k < 3; ++k) {
            CHECK(a[k] != b[k]);
            CHECK(of[1 + k].values == exchanged(a, b, k));
            CHECK(of[1 + k].role == Role::ab);
            CHECK(of[1 + k].parameter == static_cast<int>(k));
        }
        CHECK((of[0].role == Role::a && of[0].parameter == -1));
        CHECK((of[4].role == Role::b && of[4].parameter == -1));
        for (std::size_t place = 0; place < 5; ++place)
            CHECK(of[place].base == j);
    }
}

TEST_CASE("saltelli with second order: then B with columns of A, the same A and B", "[scan][saltelli]") {
    auto scan = unit_scan(deck::Design::saltelli, 4, 3);
    const auto first = all_rows(scan);
    scan.second_order = true;
    const auto rows = all_rows(scan);
    REQUIRE(rows.size() == 4 * 8);
    for (std::size_t j = 0; j < 4; ++j) {
        const Row* const of = &rows[8 * j];
        for (std::size_t place = 0; place < 5; ++place) {
            CHECK(of[place].values == first[5 * j + place].values);
            CHECK(of[place].role == first[5 * j + place].role);
        }
        for (std::size_t k = 0; k < 3; ++k) {
            CHECK(of[5 + k].values == exchanged(of[4].values, of[0].values, k));
            CHECK(of[5 + k].role == Role::ba);
            CHECK(of[5 + k].parameter == static_cast<int>(k));
            CHECK(of[5 + k].base == j);
        }
    }
}

TEST_CASE("saltelli: dimension 2k is column k of A, 2k + 1 of B", "[scan][saltelli]") {
    const auto scan = unit_scan(deck::Design::saltelli, 64, 3, 9);
    const ScrambledSobol points(6, 9, "scan saltelli");
    const auto rows = all_rows(scan);
    for (std::uint32_t j = 0; j < 64; ++j) {
        for (std::size_t k = 0; k < 3; ++k) {
            CHECK(rows[5 * j].values[k] == points.scrambled(j, 2 * k));
            CHECK(rows[5 * j + 4].values[k] == points.scrambled(j, 2 * k + 1));
        }
    }
}

TEST_CASE("saltelli extends in samples and in parameters", "[scan][saltelli]") {
    const auto rows = all_rows(unit_scan(deck::Design::saltelli, 8, 2));
    const auto more = all_rows(unit_scan(deck::Design::saltelli, 32, 4));
    for (std::size_t j = 0; j < 8; ++j) {
        for (std::size_t k = 0; k < 2; ++k) {
            CHECK(rows[4 * j].values[k] == more[6 * j].values[k]);         // A
            CHECK(rows[4 * j + 3].values[k] == more[6 * j + 5].values[k]); // B
            CHECK(rows[4 * j + 1 + k].values[k] == more[6 * j + 1 + k].values[k]);
        }
    }
    const auto longer = all_rows(unit_scan(deck::Design::saltelli, 9, 2));
    for (std::size_t i = 0; i < rows.size(); ++i)
        CHECK(rows[i].values == longer[i].values);
}

TEST_CASE("saltelli's rows give the indices of a function known by hand", "[scan][saltelli]") {
    // f = x1 + 2 x2 + 2 x1 x3 with x uniform in [-1, 1): variances 1/3, 4/3, and of the product 4/9, in all
    // 19/9. First order S = 3/19, 12/19, 0; total T = 7/19, 12/19, 4/19. Means over 4096 points of a net;
    // 0.01 is less than random points would need (about 1.5/64).
    auto scan = unit_scan(deck::Design::saltelli, 4096, 3);
    scan.parameters.assign(3, uniform(-1.0, 1.0));
    const auto rows = all_rows(scan);
    const auto f = [](const Row& row) {
        const auto& x = row.values;
        return x[0] + 2.0 * x[1] + 2.0 * x[0] * x[2];
    };
    const double variance = 19.0 / 9.0;
    const double wanted_first[3] = {3.0 / 19, 12.0 / 19, 0.0},
                 wanted_total[3] = {7.0 / 19, 12.0 / 19, 4.0 / 19};
    for (std::size_t k = 0; k < 3; ++k) {
        double first = 0, total = 0;
        for (std::size_t j = 0; j < 4096; ++j) {
            const double a = f(rows[5 * j]), ab = f(rows[5 * j + 1 + k]), b = f(rows[5 * j + 4]);
            first += b * (ab - a) / 4096 / variance;
            total += (a - ab) * (a - ab) / 2.0 / 4096 / variance;
        }
        CHECK(first == Approx(wanted_first[k]).margin(0.01));
        CHECK(total == Approx(wanted_total[k]).margin(0.01));
    }
}
