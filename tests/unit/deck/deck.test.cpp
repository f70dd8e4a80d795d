#include "lpsglass/deck/deck.hpp"

#include <limits>

#include "support/catch.hpp"

using lpsglass::deck::Range;

TEST_CASE("A range holds both ends where the step divides it", "[deck]") {
    const Range temperatures{10.0, 700.0, 10.0};
    REQUIRE(temperatures.size() == 70);
    const auto values = temperatures.values();
    REQUIRE(values.size() == 70);
    // Whole numbers below 2^53: exact.
    CHECK(values.front() == 10.0);
    CHECK(values[44] == 450.0);
    CHECK(values.back() == 700.0);
}

TEST_CASE("A range counts its last value although the quotient is rounded", "[deck]") {
    // 0.3/0.1 is 2.9999999999999996 in doubles.
    CHECK(Range{0.0, 0.3, 0.1}.size() == 4);
    CHECK(Range{44.0, 76.0, 0.5}.size() == 65);
}

TEST_CASE("A range ends before a stop that the step does not reach", "[deck]") {
    CHECK(Range{0.0, 0.99, 0.5}.values() == std::vector<double>{0.0, 0.5});
    CHECK(Range{5.0, 5.0, 1.0}.values() == std::vector<double>{5.0});
}

TEST_CASE("A range that runs backwards is empty, an endless one does not overflow", "[deck]") {
    CHECK(Range{2.0, 1.0, 0.5}.size() == 0);
    CHECK(Range{1.0, 1e300, 1e-300}.size() == std::numeric_limits<std::size_t>::max());
}
