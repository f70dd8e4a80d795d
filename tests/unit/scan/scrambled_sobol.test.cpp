#include "scan/scrambled_sobol.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <set>

#include "lpsglass/core/sobol.hpp"
#include "scan/split_mix.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using namespace lpsglass::scan;

namespace {

std::uint64_t bits53(double u) {
    return static_cast<std::uint64_t>(u * 0x1p53);
}

std::size_t cell_of(double u, int bits) {
    return static_cast<std::size_t>(std::ldexp(u, bits));
}

} // namespace

TEST_CASE("SplitMix64 is the published generator", "[scan][sobol]") {
    // First numbers from the start 1234567, as tests of many implementations have them.
    CHECK(split_mix(1234567, 0) == 6457827717110365317U);
    CHECK(split_mix(1234567, 1) == 3203168211198807973U);
    CHECK(split_mix(1234567, 2) == 9817491932198370423U);
    CHECK(split_mix(1234567, 3) == 4593380528125082431U);
    CHECK(split_mix(1234567, 4) == 16408922859458223821U);
}

TEST_CASE("plain points are those of Joe and Kuo, the origin first", "[scan][sobol]") {
    const ScrambledSobol points(3667, 1, "test");
    for (std::size_t d = 0; d < 3667; ++d)
        CHECK(points.plain(0, d) == 0.0);
    // SciPy's qmc.Sobol(3667, scramble=False), point 12345.
    CHECK(points.plain(12345, 0) == 0.64093017578125);
    CHECK(points.plain(12345, 1) == 0.81341552734375);
    CHECK(points.plain(12345, 100) == 0.53948974609375);
    CHECK(points.plain(12345, 1000) == 0.36248779296875);
    CHECK(points.plain(12345, 3666) == 0.82049560546875);

    SobolSequence sequence(3667); // checked by tests of its own
    std::vector<double> point(3667);
    for (const std::uint32_t index : {1U, 2U, 77U, 1000U, (1U << 20) + 5U, 0x7fffffffU, 0xffffffffU}) {
        sequence.skip_to(index);
        sequence.next(point);
        std::size_t equal = 0;
        for (std::size_t d = 0; d < point.size(); ++d)
            equal += points.plain(index, d) == point[d];
        CHECK(equal == point.size());
    }
}

TEST_CASE("each of 2^m points has a cell of its own in every dimension", "[scan][sobol]") {
    constexpr std::size_t dimensions = 200;
    const ScrambledSobol points(dimensions, 7, "test");
    for (const int m : {0, 1, 5, 10}) {
        const std::uint32_t n = 1U << m;
        for (const std::uint32_t first : {0U, n, 5 * n}) { // blocks that are whole in the sequence
            for (std::size_t d = 0; d < dimensions; ++d) {
                std::set<std::size_t> cells;
                for (std::uint32_t i = first; i < first + n; ++i) {
                    const double u = points.scrambled(i, d);
                    REQUIRE((u >= 0.0 && u < 1.0));
                    cells.insert(cell_of(u, m));
                }
                CHECK(cells.size() == n);
            }
        }
    }
}

TEST_CASE("two dimensions: every elementary interval has its point", "[scan][sobol]") {
    // The first two dimensions are a (0,2)-sequence: 2^m points, one in each box of 2^-a by 2^-(m - a).
    const ScrambledSobol points(2, 7, "test");
    constexpr int m = 8;
    for (int a = 0; a <= m; ++a) {
        std::set<std::size_t> boxes;
        for (std::uint32_t i = 0; i < 1U << m; ++i)
            boxes.insert((cell_of(points.scrambled(i, 0), a) << (m - a)) |
                         cell_of(points.scrambled(i, 1), m - a));
        CHECK(boxes.size() == 1U << m);
    }
}

TEST_CASE("the scrambling is nested: coordinates part at the bit where the plain ones part",
          "[scan][sobol]") {
    const ScrambledSobol points(8, 3, "test");
    std::set<std::uint64_t> differences;
    for (std::size_t d = 0; d < 8; ++d) {
        for (std::uint32_t i = 0; i < 64; ++i) {
            for (std::uint32_t j = 0; j < i; ++j) {
                const std::uint64_t plain = bits53(points.plain(i, d)) ^ bits53(points.plain(j, d));
                const std::uint64_t scrambled =
                    bits53(points.scrambled(i, d)) ^ bits53(points.scrambled(j, d));
                CHECK(std::countl_zero(plain) == std::countl_zero(scrambled));
                differences.insert(scrambled);
            }
        }
    }
    // A digital shift would leave the 63 differences of the plain points. Below the first 6 bits these are
    // random: two of 8*2016 agree in 47 bits with a probability of 1e-6.
    CHECK(differences.size() == 8 * 2016);
}

TEST_CASE("all 53 bits of a coordinate are random", "[scan][sobol]") {
    // Of 4096 seeds each bit is set in half; 5 standard deviations of 32 for 4 * 53 trials.
    std::array<std::array<int, 53>, 4> set{};
    for (std::uint64_t seed = 0; seed < 4096; ++seed) {
        const ScrambledSobol points(2, seed, "test");
        for (std::size_t trial = 0; trial < 4; ++trial) {
            const std::uint64_t bits = bits53(points.scrambled(trial < 2 ? 0 : 12345, trial % 2));
            for (std::size_t bit = 0; bit < 53; ++bit)
                set[trial][bit] += static_cast<int>((bits >> bit) & 1U);
        }
    }
    for (const auto& trial : set)
        for (const int count : trial)
            CHECK(std::abs(count - 2048) < 160);
}

TEST_CASE("the mean of 2^m points scatters as of one random point in each cell", "[scan][sobol]") {
    // Owen: in one dimension each cell of 2^-m has one point, uniform in it and independent of the others,
    // hence the mean of u varies by n^-3/12. Under a digital shift all points are shifted alike in their
    // cells, or half of them each way, and the variance is of the order n^-2. The variance of 400 seeds is
    // good to sqrt(2/400) = 7 %; 5 times that is allowed, and so it is for the correlation of two dimensions,
    // 1/sqrt(400) = 5 %.
    constexpr int seeds = 400;
    constexpr std::uint32_t n = 64;
    double variance[2] = {0, 0}, covariance = 0;
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
        const ScrambledSobol points(2, seed, "test");
        double error[2] = {-0.5, -0.5};
        for (std::uint32_t i = 0; i < n; ++i)
            for (std::size_t d = 0; d < 2; ++d)
                error[d] += points.scrambled(i, d) / n;
        for (std::size_t d = 0; d < 2; ++d)
            variance[d] += error[d] * error[d] / seeds;
        covariance += error[0] * error[1] / seeds;
    }
    const double wanted = std::pow(n, -3.0) / 12.0;
    CHECK(variance[0] == Approx(wanted).epsilon(0.35));
    CHECK(variance[1] == Approx(wanted).epsilon(0.35));
    CHECK(std::abs(covariance) < 0.25 * wanted);
}

TEST_CASE("a dimension does not know how many there are", "[scan][sobol]") {
    const ScrambledSobol few(3, 5, "test"), many(300, 5, "test"), other(3, 5, "other"), seed(3, 6, "test");
    for (std::uint32_t i = 0; i < 100; ++i) {
        for (std::size_t d = 0; d < 3; ++d) {
            CHECK(few.scrambled(i, d) == many.scrambled(i, d));
            CHECK(few.scrambled(i, d) != other.scrambled(i, d));
            CHECK(few.scrambled(i, d) != seed.scrambled(i, d));
        }
    }
}
