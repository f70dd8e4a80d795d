#include "lpsglass/deck/spectrum_points.hpp"

#include "support/catch.hpp"

using namespace lpsglass::deck;

namespace {

PlacedPoint point(double frequency, double amplitude, std::optional<double> sigma = std::nullopt) {
    PlacedPoint placed;
    placed.frequency.value = frequency;
    placed.amplitude.value = amplitude;
    if (sigma) placed.sigma = PlacedNumber{*sigma, {}};
    return placed;
}

} // namespace

TEST_CASE("Points are sorted by frequency and take the common sigma", "[deck][spectrum]") {
    Findings findings;
    const auto line = finish_points({point(61.0, 0.5), point(55.0, 0.25), point(58.0, 1.0)}, 0.02, findings);
    CHECK(findings.count() == 0);
    CHECK(line == std::vector<LinePoint>{{55.0, 0.25, 0.02}, {58.0, 1.0, 0.02}, {61.0, 0.5, 0.02}});
}

TEST_CASE("Every wrong frequency and sigma is told", "[deck][spectrum]") {
    Findings findings;
    finish_points(
        {point(0.0, 0.5, 0.1), point(-1.0, 0.5, 0.0), point(58.0, 1.0, -0.1), point(58.0, 1.0, 0.1)},
        std::nullopt, findings);
    // Two frequencies, two sigmas, one repetition.
    CHECK(findings.count() == 5);
    CHECK(findings.mentions_itself("frequency_MHz"));
    CHECK(findings.mentions_itself("sigma"));
}

TEST_CASE("Negative amplitudes are data", "[deck][spectrum]") {
    Findings findings;
    finish_points({point(55.0, -0.5), point(58.0, 0.0), point(61.0, -1e9)}, 0.02, findings);
    CHECK(findings.count() == 0);
}
