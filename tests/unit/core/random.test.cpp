#include "lpsglass/core/random.hpp"

#include <array>
#include <cmath>
#include <set>

#include "support/catch.hpp"

using namespace lpsglass;

// Words computed by an independent implementation of seed_seq and mt19937_64 from the text of the standard.
TEST_CASE("random streams are those of the standard's seed_seq and mt19937_64", "[core][random]") {
    auto first = random_stream(1, "fit start", 0);
    CHECK(first() == 0xae485363d93ab1aeU);
    CHECK(first() == 0x4c2a0e73d9d9b0b8U);
    CHECK(first() == 0x88ec231accc4a332U);
    auto second = random_stream((std::uint64_t{1} << 40) + 7, "noise", 3);
    CHECK(second() == 0x8460d4abdb41dd2cU);
    CHECK(second() == 0x3222b0701e7c676aU);
}

TEST_CASE("uniform01 is exact, standard_normal agrees with the inverse normal distribution",
          "[core][random]") {
    auto uniform = random_stream(1, "fit start", 0);
    CHECK(uniform01(uniform) == 0x1.5c90a6c7b2756p-1);
    CHECK(uniform01(uniform) == 0x1.30a839cf6766cp-2);

    // Reference values: SciPy's norm.isf of the same tail probabilities; both sides are good to a few ulp.
    auto normal = random_stream((std::uint64_t{1} << 40) + 7, "noise", 3);
    CHECK(standard_normal(normal) == Approx(0.6478182348370934).epsilon(1e-14));
    CHECK(standard_normal(normal) == Approx(-1.2934894940537887).epsilon(1e-14));
    CHECK(standard_normal(normal) == Approx(1.0128840754391288).epsilon(1e-14));
}

TEST_CASE("seed, purpose and index each make another stream, and nothing else does", "[core][random]") {
    std::set<std::uint64_t> words;
    for (const std::uint64_t seed : {1U, 2U}) {
        for (const char* purpose : {"start", "noise", "noise ", ""}) {
            for (const std::uint64_t index : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1} << 32}) {
                words.insert(random_stream(seed, purpose, index)());
            }
        }
    }
    CHECK(words.size() == 2 * 4 * 3);
    CHECK(random_stream(5, "start", 6) == random_stream(5, "start", 6));
}

TEST_CASE("standard_normal has the moments and the tails of a normal law", "[core][random]") {
    constexpr int n = 200000;
    auto stream = random_stream(7, "moments", 0);
    double sum = 0, squares = 0, fourth = 0;
    int beyond_two = 0;
    for (int i = 0; i < n; ++i) {
        const double z = standard_normal(stream);
        REQUIRE(std::abs(z) < 8.3);
        sum += z;
        squares += z * z;
        fourth += z * z * z * z;
        if (std::abs(z) > 2.0) ++beyond_two;
    }
    // Four standard errors of each mean over n draws: variances 1, 2, 96 and p(1 - p).
    const double root = std::sqrt(static_cast<double>(n));
    CHECK(std::abs(sum / n) < 4.0 / root);
    CHECK(std::abs(squares / n - 1.0) < 4.0 * std::sqrt(2.0) / root);
    CHECK(std::abs(fourth / n - 3.0) < 4.0 * std::sqrt(96.0) / root);
    const double p = std::erfc(2.0 / std::sqrt(2.0));
    CHECK(std::abs(beyond_two / static_cast<double>(n) - p) < 4.0 * std::sqrt(p * (1.0 - p)) / root);
}
