#include "lpsglass/scan/design.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

#include "lpsglass/core/error.hpp"
#include "scans.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using namespace lpsglass::scan;
using namespace lpsglass::scan::test;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

deck::Scan given_scan(deck::Design design, std::vector<deck::ScanParameter> parameters) {
    deck::Scan scan;
    scan.design = design;
    scan.parameters = std::move(parameters);
    return scan;
}

using Values = std::vector<double>;

} // namespace

TEST_CASE("in a grid the last parameter runs fastest", "[scan][grid]") {
    const auto scan = given_scan(deck::Design::grid,
                                 {given({10, 20}), texts({"barrier", "well", "none"}), given({-1, -2})});
    REQUIRE(row_count(scan) == 12);
    const auto rows = all_rows(scan);
    REQUIRE(rows.size() == 12);
    const std::vector<Values> wanted{{10, 0, -1}, {10, 0, -2}, {10, 1, -1}, {10, 1, -2},
                                     {10, 2, -1}, {10, 2, -2}, {20, 0, -1}, {20, 0, -2},
                                     {20, 1, -1}, {20, 1, -2}, {20, 2, -1}, {20, 2, -2}};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        CHECK(rows[i].values == wanted[i]);
        CHECK(rows[i].base == i);
        CHECK(rows[i].role == Role::point);
        CHECK(rows[i].parameter == -1);
    }
}

TEST_CASE("a list goes through all parameters together, and extends", "[scan][list]") {
    auto scan = given_scan(deck::Design::list, {given({1, 2, 3}), texts({"a", "b", "c"}), given({7, 7, 8})});
    const auto rows = all_rows(scan);
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].values == Values{1, 0, 7});
    CHECK(rows[1].values == Values{2, 1, 7});
    CHECK(rows[2].values == Values{3, 2, 8});
    CHECK(rows[2].base == 2);
    CHECK(rows[2].role == Role::point);

    scan.parameters[0].values.push_back(4);
    scan.parameters[1].texts.emplace_back("d");
    scan.parameters[2].values.push_back(9);
    const auto more = all_rows(scan);
    REQUIRE(more.size() == 4);
    for (std::size_t i = 0; i < 3; ++i)
        CHECK(more[i].values == rows[i].values);
    CHECK(more[3].values == Values{4, 3, 9});
}

TEST_CASE("one at a time: the deck's own values, then each parameter's in turn", "[scan][one_at_a_time]") {
    const auto scan =
        given_scan(deck::Design::one_at_a_time, {given({1, 2, 3}), texts({"a", "b"}), given({-5})});
    const Design design(scan, Values{1.5, 1, -4});
    REQUIRE(design.rows() == 7);
    REQUIRE(row_count(scan) == 7);
    const std::vector<Values> wanted{{1.5, 1, -4}, {1, 1, -4},   {2, 1, -4},  {3, 1, -4},
                                     {1.5, 0, -4}, {1.5, 1, -4}, {1.5, 1, -5}};
    const std::vector<int> moved{-1, 0, 0, 0, 1, 1, 2};
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const Row row = design.row(i);
        CHECK(row.values == wanted[i]);
        CHECK(row.base == i);
        CHECK(row.role == (i == 0 ? Role::own : Role::step));
        CHECK(row.parameter == moved[i]);
    }
}

TEST_CASE("one at a time: a deck's text that is not scanned counts as the first", "[scan][one_at_a_time]") {
    const auto scan = given_scan(deck::Design::one_at_a_time, {given({1}), texts({"a", "b"})});
    CHECK(Design(scan, Values{3, kNan}).row(0).values == Values{3, 0});
    CHECK_THROWS_AS(Design(scan, Values{kNan, 0}), std::invalid_argument);
    CHECK_THROWS_AS(Design(scan, Values{3}), std::invalid_argument);
}

TEST_CASE("rows are counted without being computed", "[scan]") {
    const int most = std::numeric_limits<int>::max();
    CHECK(row_count(unit_scan(deck::Design::lhs, most, 3)) == 2147483647U);
    CHECK(row_count(unit_scan(deck::Design::sobol, 1000, 3)) == 1000);
    CHECK(row_count(unit_scan(deck::Design::saltelli, most, 3)) == 5 * std::size_t{2147483647});
    auto scan = unit_scan(deck::Design::saltelli, 100, 3);
    scan.second_order = true;
    CHECK(row_count(scan) == 800);
    CHECK(row_count(unit_scan(deck::Design::morris, 10, 3)) == 40);

    deck::Scan grid = given_scan(deck::Design::grid, {});
    grid.parameters.assign(63, given({0, 1}));
    CHECK(row_count(grid) == std::size_t{1} << 63);
    grid.parameters.push_back(given({0, 1}));
    CHECK_THROWS_AS(row_count(grid), InputError);
}

TEST_CASE("any row is there without those before it", "[scan]") {
    for (const auto kind :
         {deck::Design::lhs, deck::Design::sobol, deck::Design::saltelli, deck::Design::morris}) {
        const auto scan = unit_scan(kind, 8, 3);
        const auto rows = all_rows(scan);
        const Design design(scan, Values(3, 0.0));
        for (const std::size_t i : {5U, 0U, 7U, 5U})
            CHECK(design.row(i).values == rows[i].values);
    }
}

TEST_CASE("samples depend on the seed", "[scan]") {
    for (const auto kind :
         {deck::Design::lhs, deck::Design::sobol, deck::Design::saltelli, deck::Design::morris}) {
        const auto rows = all_rows(unit_scan(kind, 8, 3, 1));
        const auto other = all_rows(unit_scan(kind, 8, 3, 2));
        std::size_t equal = 0;
        for (std::size_t i = 0; i < rows.size(); ++i)
            equal += rows[i].values == other[i].values;
        CHECK(equal < rows.size() / 2); // points on Morris's grid of 64 may meet
    }
}

TEST_CASE("scans that no deck gives are refused", "[scan]") {
    const Values own(3, 0.0);
    CHECK_THROWS_AS(row_count(given_scan(deck::Design::grid, {})), std::invalid_argument);
    CHECK_THROWS_AS(row_count(given_scan(deck::Design::list, {given({1, 2}), given({1})})),
                    std::invalid_argument);
    CHECK_THROWS_AS(row_count(unit_scan(deck::Design::sobol, 0, 3)), std::invalid_argument);
    CHECK_THROWS_AS(row_count(unit_scan(deck::Design::morris, -1, 3)), std::invalid_argument);

    auto scan = unit_scan(deck::Design::morris, 2, 3);
    scan.levels = 5;
    CHECK_THROWS_AS(Design(scan, own), std::invalid_argument);

    const Design design(unit_scan(deck::Design::sobol, 4, 3), own);
    CHECK_NOTHROW(design.row(3));
    CHECK_THROWS_AS(design.row(4), std::invalid_argument);
}

TEST_CASE("more parameters than Sobol's sequence has dimensions are refused", "[scan][sobol][saltelli]") {
    CHECK_NOTHROW(Design(unit_scan(deck::Design::sobol, 1, 3667), Values(3667)));
    CHECK_THROWS_AS(Design(unit_scan(deck::Design::sobol, 1, 3668), Values(3668)), InputError);
    CHECK_NOTHROW(Design(unit_scan(deck::Design::saltelli, 1, 1833), Values(1833)));
    CHECK_THROWS_AS(Design(unit_scan(deck::Design::saltelli, 1, 1834), Values(1834)), InputError);
}
