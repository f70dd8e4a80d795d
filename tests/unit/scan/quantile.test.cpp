#include "scan/quantile.hpp"

#include <array>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include "lpsglass/core/error.hpp"
#include "scans.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using namespace lpsglass::scan;
using namespace lpsglass::scan::test;

namespace {

constexpr std::array<double, 5> kProbabilities{0x1p-53, 0.0625, 0.5, 0.75, 1.0 - 0x1p-10};

struct Case {
    std::optional<double> min, max;
    std::array<double, 5> wanted; ///< at kProbabilities
};

// Standard normal law cut off at the ends: bisection of its distribution function in mpmath with 400 digits;
// scipy.stats.truncnorm agrees.
const std::array<Case, 8> kCutNormal{
    {{{}, {}, {-8.20953615160138686, -1.53412054435254631, 0.0, 0.674489750196081743, 3.09726907819878446}},
     {8.0, 9.0, {8.0, 8.00794143844500948, 8.08488889901816643, 8.16889870856489339, 8.79421394817894016}},
     {-9.0,
      -8.0,
      {-8.99999999999993283, -8.33427634233212605, -8.08488889901816643, -8.03533962190501718,
       -8.00012028209604475}},
     {10.0, {}, {10.0, 10.0063891570109232, 10.0684118360814294, 10.136370593869968, 10.6647333942275699}},
     {{},
      -10.0,
      {-13.1504365691824404, -10.2709639204917509, -10.0684118360814294, -10.0284490553692296,
       -10.0000967544058757}},
     {-0.5,
      2.0,
      {-0.499999999999999789, -0.384424130267616669, 0.366204354372008594, 0.878160861171290824,
       1.98804835186188564}},
     {30.0, 31.0, {30.0, 30.0021488248587147, 30.0230704678273089, 30.0461232604035186, 30.2299141237278137}},
     {35.0, {}, {35.0, 35.0018424077330497, 35.0197824963071785, 35.0395538420206105, 35.1973254341847149}}}};

// The rounding of z/sqrt(2) alone changes the tail beyond z by z^2 eps/2, which is z eps/2 in the quantile;
// four such roundings and those of the inverse.
constexpr double kRelative = 1e-15;

} // namespace

TEST_CASE("cut normal laws are exact in both tails", "[scan][law]") {
    for (const Case& one : kCutNormal) {
        const Quantile quantile(cut_off(of_law(deck::Law::normal, 0.0, 1.0), one.min, one.max));
        for (std::size_t i = 0; i < kProbabilities.size(); ++i) {
            INFO("min " << one.min.value_or(-99) << " max " << one.max.value_or(99) << " u "
                        << kProbabilities[i]);
            const double wanted = one.wanted[i];
            CHECK(std::abs(quantile(kProbabilities[i]) - wanted) <=
                  kRelative * std::max(1.0, std::abs(wanted)));
        }
    }
}

TEST_CASE("mean and sigma move and stretch the normal law", "[scan][law]") {
    const Quantile quantile(cut_off(of_law(deck::Law::normal, 100.0, 4.0), 98.0, 108.0)); // -0.5 and 2 sigma
    CHECK(quantile(0.5) == Approx(100.0 + 4.0 * 0.366204354372008594).epsilon(1e-15));
    CHECK(Quantile(of_law(deck::Law::normal, -3.0, 2.0))(0.5) == -3.0);
}

TEST_CASE("lognormal laws: mean and sigma are those of the logarithm", "[scan][law]") {
    // exp of the normal law's quantiles, cut off at ln 1 and ln 2: mpmath as above. Of the error of the
    // exponent, some 1e-16, the value takes as much relatively.
    const auto law = of_law(deck::Law::lognormal, 0.5, 0.25);
    const Quantile cut(cut_off(law, 1.0, 2.0));
    CHECK(cut(0.0625) == Approx(1.14020889756402501).epsilon(1e-15));
    CHECK(cut(0.5) == Approx(1.54897043028181957).epsilon(1e-15));
    CHECK(cut(0.75) == Approx(1.74610043581532314).epsilon(1e-15));
    const Quantile whole(law);
    CHECK(whole(0.0625) == Approx(1.12352365134923535).epsilon(1e-15));
    CHECK(whole(0.5) == Approx(1.64872127070012815).epsilon(1e-15));
    CHECK(whole(0.75) == Approx(1.95154709008845453).epsilon(1e-15));
    // An end at or below 0 cuts nothing.
    CHECK(Quantile(cut_off(law, 0.0, {}))(0.0625) == whole(0.0625));
    CHECK(Quantile(cut_off(law, -1.0, {}))(0.75) == whole(0.75));
}

TEST_CASE("uniform laws are exact at both ends", "[scan][law]") {
    const Quantile quantile(uniform(-0.1, 0.7));
    CHECK(quantile(0.0) == -0.1);
    CHECK(quantile(1.0) == 0.7);
    CHECK(quantile(0.25) == Approx(0.1).margin(1e-16)); // an ulp of the ends
    CHECK_THROWS_AS(Quantile(cut_off(uniform(0, 1), 0.0, {})), std::invalid_argument);
}

TEST_CASE("the ends of the unit interval give finite values", "[scan][law]") {
    const Quantile normal(of_law(deck::Law::normal, 0.0, 1.0));
    // P(-8.2923610758) = 2^-54 and P(-8.2095361516) = 2^-53 (mpmath).
    CHECK(normal(0.0) == Approx(-8.29236107575).epsilon(1e-11));
    CHECK(normal(1.0) == Approx(8.20953615160).epsilon(1e-11));
    const Quantile cut(cut_off(of_law(deck::Law::normal, 0.0, 1.0), -1.0, 30.0));
    CHECK(cut(0.0) >= -1.0);
    CHECK(cut(0.0) == Approx(-1.0).epsilon(1e-15)); // 2^-54 of the probability and roundings
    CHECK(cut(1.0) <= 30.0);
}

TEST_CASE("values stay between the ends and rise with the probability", "[scan][law]") {
    const auto law = of_law(deck::Law::normal, 0.3, 1e-3);
    for (const auto& parameter :
         {uniform(0.1, 0.3), cut_off(law, 0.2999999999, 0.3), cut_off(law, 0.3, 0.3 + 1e-12),
          cut_off(law, 0.32, 0.4), cut_off(of_law(deck::Law::lognormal, 0.0, 1.0), 1e-9, 1.1e-9)}) {
        const Quantile quantile(parameter);
        double before = *parameter.min;
        for (int i = 0; i <= 1000; ++i) {
            const double value = quantile(i / 1000.0);
            // Rounding of the mean's side may take back an ulp or two of the values.
            CHECK(value >= before - 4e-16 * std::abs(before));
            CHECK((value >= *parameter.min && value <= *parameter.max));
            before = value;
        }
    }
}

TEST_CASE("laws without probability or beyond the numbers are refused", "[scan][law]") {
    const auto normal = of_law(deck::Law::normal, 0.0, 1.0);
    CHECK_NOTHROW(Quantile(cut_off(normal, 36.0, {})));
    CHECK_THROWS_AS(Quantile(cut_off(normal, 40.0, {})), InputError);
    CHECK_THROWS_AS(Quantile(cut_off(normal, 40.0, 41.0)), InputError);
    CHECK_THROWS_AS(Quantile(cut_off(normal, {}, -40.0)), InputError);
    CHECK_THROWS_AS(Quantile(cut_off(of_law(deck::Law::lognormal, 0.0, 1.0), {}, 0.0)), InputError);
    CHECK_THROWS_AS(Quantile(of_law(deck::Law::lognormal, 700.0, 10.0)), InputError); // exp(782)
    CHECK_THROWS_AS(Quantile(of_law(deck::Law::normal, 0.0, 0.0)), std::invalid_argument);
    CHECK_THROWS_AS(Quantile(uniform(1.0, 0.0)), std::invalid_argument);
    CHECK_THROWS_AS(Quantile(cut_off(normal, 1.0, 0.0)), std::invalid_argument);
}

TEST_CASE("samples have the moments of their laws", "[scan][law]") {
    // Means over 2^14 points of a scrambled net, whose error is far below that of random points, sigma/128
    // for a mean and about sigma^2 sqrt(2)/128 for a variance of a normal law: a tenth of these is allowed.
    deck::Scan scan;
    scan.design = deck::Design::sobol;
    scan.samples = 1 << 14;
    scan.parameters = {of_law(deck::Law::normal, 2.0, 3.0), of_law(deck::Law::lognormal, 0.5, 0.25),
                       cut_off(of_law(deck::Law::normal, 0.0, 1.0), -0.5, 2.0), uniform(-1.0, 3.0)};
    std::array<double, 4> sum{}, squares{};
    for (const Row& row : all_rows(scan)) {
        for (std::size_t k = 0; k < 4; ++k) {
            sum[k] += row.values[k] / scan.samples;
            squares[k] += row.values[k] * row.values[k] / scan.samples;
        }
    }
    const auto density = [](double z) { return std::exp(-z * z / 2.0) / std::sqrt(2.0 * std::numbers::pi); };
    const auto below = [](double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); };
    const double inside = below(2.0) - below(-0.5);
    const double cut_mean = (density(-0.5) - density(2.0)) / inside;
    const double cut_variance =
        1.0 + (-0.5 * density(-0.5) - 2.0 * density(2.0)) / inside - cut_mean * cut_mean;
    const double log_mean = std::exp(0.5 + 0.25 * 0.25 / 2.0);
    const std::array<double, 4> mean{2.0, log_mean, cut_mean, 1.0};
    const std::array<double, 4> variance{9.0, log_mean * log_mean * std::expm1(0.0625), cut_variance,
                                         16.0 / 12.0};
    for (std::size_t k = 0; k < 4; ++k) {
        INFO("parameter " << k);
        CHECK(sum[k] == Approx(mean[k]).margin(0.1 * std::sqrt(variance[k]) / 128.0));
        CHECK(squares[k] - sum[k] * sum[k] == Approx(variance[k]).margin(0.1 * 1.5 * variance[k] / 128.0));
    }
}
