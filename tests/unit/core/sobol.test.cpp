#include "lpsglass/core/sobol.hpp"

#include <array>
#include <cmath>
#include <set>
#include <stdexcept>

#include "lpsglass/core/error.hpp"
#include "support/catch.hpp"

using namespace lpsglass;

namespace {

using Point = std::array<double, 6>;

// The published sequence (new-joe-kuo-6, Gray-code order), as SciPy's qmc.Sobol(6, scramble=False) gives it.
// The first three dimensions can be followed by hand: direction numbers 1/2, 1/4, ...; 1/2, 3/4, 5/8; 1/2,
// 3/4, 3/8.
constexpr std::array<Point, 16> kPublished{{{0, 0, 0, 0, 0, 0},
                                            {0.5, 0.5, 0.5, 0.5, 0.5, 0.5},
                                            {0.75, 0.25, 0.25, 0.25, 0.75, 0.75},
                                            {0.25, 0.75, 0.75, 0.75, 0.25, 0.25},
                                            {0.375, 0.375, 0.625, 0.875, 0.375, 0.125},
                                            {0.875, 0.875, 0.125, 0.375, 0.875, 0.625},
                                            {0.625, 0.125, 0.875, 0.625, 0.625, 0.875},
                                            {0.125, 0.625, 0.375, 0.125, 0.125, 0.375},
                                            {0.1875, 0.3125, 0.9375, 0.4375, 0.5625, 0.3125},
                                            {0.6875, 0.8125, 0.4375, 0.9375, 0.0625, 0.8125},
                                            {0.9375, 0.0625, 0.6875, 0.1875, 0.3125, 0.5625},
                                            {0.4375, 0.5625, 0.1875, 0.6875, 0.8125, 0.0625},
                                            {0.3125, 0.1875, 0.3125, 0.5625, 0.9375, 0.4375},
                                            {0.8125, 0.6875, 0.8125, 0.0625, 0.4375, 0.9375},
                                            {0.5625, 0.4375, 0.0625, 0.8125, 0.1875, 0.6875},
                                            {0.0625, 0.9375, 0.5625, 0.3125, 0.6875, 0.1875}}};
constexpr Point kPoint1000{0.2197265625, 0.0966796875, 0.5185546875,
                           0.6767578125, 0.2802734375, 0.9072265625};

} // namespace

TEST_CASE("the Sobol sequence is the published one, origin first", "[core][sobol]") {
    SobolSequence sequence(6);
    for (const Point& published : kPublished) {
        Point point{};
        sequence.next(point);
        CHECK(point == published);
    }
    CHECK(sequence.index() == 16);
}

TEST_CASE("skip_to reaches any point, forwards and backwards", "[core][sobol]") {
    SobolSequence sequence(6);
    Point point{};
    sequence.skip_to(1000);
    sequence.next(point);
    CHECK(point == kPoint1000);
    for (const std::size_t index : {7U, 0U, 1U, 15U, 2U}) {
        sequence.skip_to(index);
        sequence.next(point);
        CHECK(point == kPublished[index]);
        if (index + 1 < kPublished.size()) {
            sequence.next(point);
            CHECK(point == kPublished[index + 1]);
        }
    }
}

TEST_CASE("all dimensions of the table are there, and no more", "[core][sobol]") {
    REQUIRE(SobolSequence::max_dimensions() == 3667);
    SobolSequence sequence(3667);
    std::vector<double> point(3667);
    sequence.skip_to(12345);
    sequence.next(point);
    // SciPy's qmc.Sobol(3667), point 12345.
    CHECK(point[0] == 0.64093017578125);
    CHECK(point[1] == 0.81341552734375);
    CHECK(point[100] == 0.53948974609375);
    CHECK(point[1000] == 0.36248779296875);
    CHECK(point[3666] == 0.82049560546875);
    CHECK_THROWS_AS(SobolSequence(3668), InputError);
    CHECK_THROWS_AS(SobolSequence(0), InputError);
    CHECK_THROWS_AS(sequence.next(std::span<double>(point).first(6)), std::invalid_argument);
}

TEST_CASE("a digital shift keeps one point in every slice, and depends on the seed", "[core][sobol]") {
    constexpr int n = 64;
    auto sequence = SobolSequence::digitally_shifted(6, 3);
    auto again = SobolSequence::digitally_shifted(6, 3);
    auto other = SobolSequence::digitally_shifted(6, 4);
    std::array<std::set<int>, 6> slices;
    Point point{}, same{}, different{};
    for (int i = 0; i < n; ++i) {
        sequence.next(point);
        again.next(same);
        other.next(different);
        CHECK(point == same);
        CHECK(point != different);
        for (std::size_t d = 0; d < 6; ++d) {
            REQUIRE((point[d] >= 0.0 && point[d] < 1.0));
            slices[d].insert(static_cast<int>(std::floor(point[d] * n)));
        }
    }
    for (const auto& slice : slices)
        CHECK(slice.size() == n);
}
