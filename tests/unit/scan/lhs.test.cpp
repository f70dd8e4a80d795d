#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <set>
#include <vector>

#include "lpsglass/core/error.hpp"
#include "lpsglass/scan/design.hpp"
#include "scan/latin_hypercube.hpp"
#include "scans.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using namespace lpsglass::scan;
using namespace lpsglass::scan::test;

namespace {

bool one_in_each_cell(const LatinHypercube& points, std::size_t dimension) {
    std::vector<bool> taken(points.samples(), false);
    for (std::size_t i = 0; i < points.samples(); ++i) {
        const double u = points.coordinate(i, dimension);
        if (!(u >= 0.0 && u < 1.0)) return false;
        taken[static_cast<std::size_t>(u * static_cast<double>(points.samples()))] = true;
    }
    return std::all_of(taken.begin(), taken.end(), [](bool one) { return one; });
}

double least_distance_squared(const LatinHypercube& points) {
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < points.samples(); ++i) {
        for (std::size_t j = i + 1; j < points.samples(); ++j) {
            double sum = 0.0;
            for (std::size_t d = 0; d < points.dimensions(); ++d) {
                const double difference = points.coordinate(i, d) - points.coordinate(j, d);
                sum += difference * difference;
            }
            least = std::min(least, sum);
        }
    }
    return least;
}

} // namespace

TEST_CASE("each cell of a Latin hypercube holds one sample", "[scan][lhs]") {
    for (const std::size_t n : {1U, 2U, 7U, 1000U, 99991U}) {
        const LatinHypercube points(n, 3, 1, 0);
        for (std::size_t d = 0; d < 3; ++d)
            CHECK(one_in_each_cell(points, d));
    }
}

TEST_CASE("places in the cells are uniform, and the cells are in random order", "[scan][lhs]") {
    // 600 hypercubes of 3 cells. Each of 6 orders has a chance of 1/6: 100 +- 9; each half of a cell 900 +-
    // 21; a pair of orders in two dimensions 1/36: 16.7 +- 4. Five standard deviations are allowed.
    std::map<std::array<int, 3>, int> orders;
    std::map<std::array<int, 6>, int> pairs;
    int upper_half = 0;
    for (std::uint64_t seed = 0; seed < 600; ++seed) {
        const LatinHypercube points(3, 2, seed, 0);
        std::array<int, 6> pair{};
        for (std::size_t i = 0; i < 3; ++i) {
            for (std::size_t d = 0; d < 2; ++d)
                pair[3 * d + i] = static_cast<int>(3.0 * points.coordinate(i, d));
            const double place = 3.0 * points.coordinate(i, 0) - pair[i];
            upper_half += place >= 0.5;
        }
        ++orders[{pair[0], pair[1], pair[2]}];
        ++pairs[pair];
    }
    CHECK(orders.size() == 6);
    for (const auto& [order, count] : orders)
        CHECK(std::abs(count - 100) < 46);
    CHECK(std::abs(upper_half - 900) < 106);
    for (const auto& [pair, count] : pairs)
        CHECK(count < 38);
    CHECK(pairs.size() == 36); // a missing pair has a chance of 36 (35/36)^600 = 2e-6
}

TEST_CASE("a dimension of a Latin hypercube does not know how many there are", "[scan][lhs]") {
    const LatinHypercube few(50, 2, 4, 0), many(50, 5, 4, 0), other(50, 2, 4, 1);
    for (std::size_t i = 0; i < 50; ++i) {
        CHECK(few.coordinate(i, 0) == many.coordinate(i, 0));
        CHECK(few.coordinate(i, 1) == many.coordinate(i, 1));
        CHECK(few.coordinate(i, 0) != other.coordinate(i, 0));
        CHECK(few.coordinate(i, 0) != few.coordinate(i, 1));
    }
}

TEST_CASE("maximin takes the hypercube whose nearest points are farthest apart", "[scan][lhs]") {
    double farthest = 0.0;
    std::uint64_t best = 0;
    for (std::uint64_t candidate = 0; candidate < 100; ++candidate) {
        const double least = least_distance_squared(LatinHypercube(20, 3, 8, candidate));
        if (least > farthest) {
            farthest = least;
            best = candidate;
        }
    }
    REQUIRE(best != 0); // else the choice would show nothing
    const LatinHypercube wanted(20, 3, 8, best);

    auto scan = unit_scan(deck::Design::lhs, 20, 3, 8);
    REQUIRE(maximin_candidates(scan) == 100);
    const auto plain = all_rows(scan);
    scan.maximin = true;
    const auto rows = all_rows(scan);
    const LatinHypercube first(20, 3, 8, 0);
    for (std::size_t i = 0; i < 20; ++i) {
        for (std::size_t k = 0; k < 3; ++k) {
            CHECK(rows[i].values[k] == wanted.coordinate(i, k));
            CHECK(plain[i].values[k] == first.coordinate(i, k));
        }
        CHECK(rows[i].base == i);
        CHECK(rows[i].role == Role::point);
        CHECK(rows[i].parameter == -1);
    }
}

TEST_CASE("the cost of maximin is bounded", "[scan][lhs]") {
    // 4e9 differences: 1000 samples of 10 parameters have 4995000 a candidate, 10001 have 500050000.
    CHECK(maximin_candidates(unit_scan(deck::Design::lhs, 1, 1)) == 100);
    CHECK(maximin_candidates(unit_scan(deck::Design::lhs, 1000, 10)) == 100);
    CHECK(maximin_candidates(unit_scan(deck::Design::lhs, 10001, 10)) == 7);
    auto scan = unit_scan(deck::Design::lhs, 100000, 10);
    CHECK(maximin_candidates(scan) == 0);
    scan.maximin = true;
    CHECK_THROWS_AS(Design(scan, std::vector<double>(10)), InputError);
    scan.samples = 1; // no pairs
    CHECK(Design(scan, std::vector<double>(10)).rows() == 1);
}
