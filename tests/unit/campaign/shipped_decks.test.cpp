// The decks of input/ that have no test file of their own.
#include <cmath>

#include <Eigen/Dense>

#include "lpsglass/campaign/model_input.hpp"
#include "lpsglass/campaign/plan.hpp"
#include "support/catch.hpp"
#include "unit/campaign/decks.hpp"

using namespace lpsglass;
using namespace lpsglass::campaign;

namespace {

/// Peaks of the published trend in the deck's order, x = 0.40, 0.32, 0.24, 0.16, 0.08, MHz.
constexpr double kPeak[] = {58.0, 59.25, 60.5, 61.75, 63.0};

/// recovery.toml: what its line was made from, degree.
const std::array<double, 6> kKnown{-0.26, -0.175, -0.22, -0.09, -0.25, -0.24};

} // namespace

TEST_CASE("recovery.toml: the known amplitudes are found within their uncertainties", "[campaign][shipped]") {
    deck::LoadedDeck deck = decks::shipped("recovery.toml");
    CHECK(deck.warnings.empty());
    CHECK(deck.deck.fit->uncertainty == deck::Uncertainty::posterior);
    const Plan plan = make_plan(deck);
    CHECK(plan.fits == 1);
    CHECK(plan.spectra == 1);
    CHECK(plan.parameters == 6);
    REQUIRE(deck.deck.nqr.spectra.at(0).synthetic);
    REQUIRE(deck.deck.nqr.spectra[0].synthetic->amplitude_degree == kKnown);
    for (int k = 0; k < 6; ++k) // not the answer itself
        CHECK(std::abs(deck.deck.amplitude[k].prior->mean - kKnown[k]) > 0.005);

    deck.deck.fit->draws = 400;
    const SetResult set = decks::run(deck.deck).sets.front();
    CHECK(set.state == TaskState::ok);
    CHECK(set.draws.count == 400);
    const SpectrumResult& r = set.spectrum.at(0);
    CHECK(r.state == FitState::converged);
    // Beyond 3.5 standard deviations lie 0.05 percent of a normal distribution, 0.3 percent of six of them.
    // The standard deviation is half the 68 percent interval.
    for (int k = 0; k < 6; ++k) {
        CAPTURE(k);
        const Interval& i = r.amplitude_interval[k];
        CHECK(std::abs(kKnown[k] - i.median) < 3.5 * 0.5 * (i.upper - i.lower));
    }
    // That holds also of what the data do determine, much more closely than any single amplitude: the
    // distance in the metric of the covariance is chi^2 distributed, with 6 degrees of freedom above 24.1 in
    // 0.05 percent.
    const Eigen::Map<const Eigen::Matrix<double, 6, 6>> covariance(r.covariance.data());
    Eigen::Matrix<double, 6, 1> off;
    for (int k = 0; k < 6; ++k)
        off[k] = kKnown[k] - r.amplitude[k];
    CHECK(off.dot(covariance.ldlt().solve(off)) < 24.1);
    // "The data determine only two to three combinations of the six", yet the line comes back: chi^2 of 41
    // points less the scale and those, 37, has the standard deviation sqrt(2 x 37) = 8.6.
    CHECK(r.effective_parameters > 1.5);
    CHECK(r.effective_parameters < 3.5);
    CHECK(r.chi2 == Approx(37.0).margin(3.5 * 8.6));
}

TEST_CASE("composition.toml: the lines are what their headers say", "[campaign][shipped]") {
    const deck::LoadedDeck deck = decks::shipped("composition.toml");
    CHECK(deck.warnings.empty());
    const std::vector<SpectrumData> data = spectrum_data(deck.deck);
    REQUIRE(data.size() == 5);
    for (int d = 0; d < 5; ++d) {
        CAPTURE(d);
        CHECK(data[d].reconstructed);
        CHECK(data[d].temperature_K == 77.0);
        REQUIRE(data[d].frequency.size() == 41);
        for (int j = 0; j < 41; ++j) {
            CHECK(data[d].frequency[j] == kPeak[d] - 10.0 + 0.5 * j);
            CHECK(data[d].sigma[j] == 0.015);
            const double z = (data[d].frequency[j] - kPeak[d]) / 4.5;
            // Noise of 0.015; of 205 normal numbers one in a hundred sets has any beyond four.
            CHECK(data[d].observed[j] == Approx(std::exp(-4.0 * std::log(2.0) * z * z)).margin(4.0 * 0.015));
        }
    }
}

TEST_CASE("composition.toml: the shift of the hybrid offset follows the peak", "[campaign][shipped]") {
    deck::LoadedDeck deck = decks::shipped("composition.toml");
    const Plan plan = make_plan(deck);
    CHECK(plan.fits == 5);
    CHECK(plan.spectra == 5);
    CHECK(plan.parameters == 7);
    deck.deck.fit->uncertainty = deck::Uncertainty::linear;
    deck.deck.fit->starts = 2;
    const RunRecord record = decks::run(deck.deck);
    CHECK(record.fit_parameters.at(6).name == "offset");
    const SetResult& set = record.sets.front();
    CHECK(set.state == TaskState::ok);
    REQUIRE(set.spectrum.size() == 5);
    // Independently (a script of sections 1 to 3): the shifts at which the mean structure's frequency is the
    // peak less the 0.164 MHz that the ensemble adds. The amplitudes of the fits add a little more, the same
    // for each, so that differences from x = 0.40 are compared. Their error is sqrt(2) x 0.003 degree: 3.5 of
    // them.
    const double expected[] = {0.0, 0.10671, 0.21447, 0.32330, 0.43323};
    for (int d = 0; d < 5; ++d) {
        CAPTURE(d);
        const SpectrumResult& r = set.spectrum[d];
        CHECK(r.state == FitState::converged);
        CHECK(r.parameter.at(6) - set.spectrum[0].parameter[6] == Approx(expected[d]).margin(0.015));
        CHECK(r.parameter_errors.at(6) == Approx(0.003).epsilon(0.1));
        // The centre of a Gaussian of these points is known to 0.016 MHz; the model's line is a little skew.
        CHECK(r.line_mean == Approx(kPeak[d]).margin(0.1));
    }

    // The exponents are those of the first of the spectra of one temperature.
    deck.deck.nqr.spectra.resize(1);
    const SetResult first = decks::run(deck.deck).sets.front();
    for (std::size_t i = 0; i < set.temperature.size(); ++i) {
        for (int f = 0; f < 2; ++f)
            CHECK(set.temperature[i].exponent[f] == first.temperature.at(i).exponent[f]);
    }
}
