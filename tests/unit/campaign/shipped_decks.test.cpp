// The decks of input/ that have no test file of their own.
#include <cmath>

#include <Eigen/Dense>

#include "lpsglass/campaign/model_input.hpp"
#include "lpsglass/campaign/plan.hpp"
#include "lpsglass/campaign/set_run.hpp"
#include "lpsglass/campaign/set_table.hpp"
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
    const SetTable table(deck);
    REQUIRE(table.size() == 5);
    for (int x = 0; x < 5; ++x) {
        CAPTURE(x);
        const std::vector<SpectrumData> data = spectrum_data(table.deck(table.place(x)));
        REQUIRE(data.size() == 1);
        CHECK(data[0].reconstructed);
        CHECK(data[0].temperature_K == 77.0);
        REQUIRE(data[0].frequency.size() == 41);
        for (int j = 0; j < 41; ++j) {
            CHECK(data[0].frequency[j] == kPeak[x] - 10.0 + 0.5 * j);
            CHECK(data[0].sigma[j] == 0.015);
            const double z = (data[0].frequency[j] - kPeak[x]) / 4.5;
            // Noise of 0.015; of 205 normal numbers one in a hundred sets has any beyond four.
            CHECK(data[0].observed[j] == Approx(std::exp(-4.0 * std::log(2.0) * z * z)).margin(4.0 * 0.015));
        }
    }
}

TEST_CASE("composition.toml: the shift of the hybrid offset follows the peak", "[campaign][shipped]") {
    deck::LoadedDeck deck = decks::shipped("composition.toml");
    const Plan plan = make_plan(deck);
    CHECK(plan.sets == 5);
    CHECK(plan.fits == 5);
    CHECK(plan.spectra == 1);
    CHECK(plan.parameters == 7);
    deck.deck.fit->uncertainty = deck::Uncertainty::linear;
    deck.deck.fit->starts = 2;
    const RunRecord record = decks::run(deck.deck);
    CHECK(record.fit_parameters.at(6).name == "offset");
    REQUIRE(record.sets.size() == 5);
    // Independently (a script of sections 1 to 3): the shifts at which the mean structure's frequency is the
    // peak less the 0.164 MHz that the ensemble adds. The amplitudes of the fits add a little more, the same
    // for each, so that differences from x = 0.40 are compared. Their error is sqrt(2) x 0.003 degree: 3.5 of
    // them.
    const double expected[] = {0.0, 0.10671, 0.21447, 0.32330, 0.43323};
    const double first = record.sets[0].spectrum.at(0).parameter.at(6);
    for (int x = 0; x < 5; ++x) {
        CAPTURE(x);
        CHECK(record.sets[x].state == TaskState::ok);
        const SpectrumResult& r = record.sets[x].spectrum.at(0);
        CHECK(r.state == FitState::converged);
        CHECK(r.parameter.at(6) - first == Approx(expected[x]).margin(0.015));
        CHECK(r.parameter_errors.at(6) == Approx(0.003).epsilon(0.1));
        // The centre of a Gaussian of these points is known to 0.016 MHz; the model's line is a little skew.
        CHECK(r.line_mean == Approx(kPeak[x]).margin(0.1));
    }
}

TEST_CASE("sensitivity.toml: every set fits the line", "[campaign][shipped]") {
    deck::LoadedDeck deck = decks::shipped("sensitivity.toml");
    CHECK(deck.warnings.empty());
    const Plan plan = make_plan(deck);
    CHECK(plan.sets == 256 * 17);
    // Of 17 sets the 4 that move kappa, the coupling or the cooperativity share the fit of A.
    CHECK(plan.fits == 256 * 13);
    CHECK(plan.parameters == 7);
    const SetTable table(deck);
    // Of the corners that B makes; chi^2 of 41 points less 8: 33 +- 8, and the offset finds the line again.
    for (std::size_t set : {std::size_t{16}, std::size_t{17 * 100 + 16}, std::size_t{17 * 255 + 16}}) {
        CAPTURE(set);
        if (!decks::kThorough && set != 16) continue;
        const deck::Deck one = table.deck(table.place(set));
        const FitStage stage = fit_set(one, in_order);
        REQUIRE(stage.problem.empty());
        CHECK(is_minimum(stage.outcomes.at(0).spectrum.at(0).state));
        CHECK(stage.outcomes[0].spectrum[0].chi2 < 33.0 + 3.5 * 8.1);
    }
}

TEST_CASE("screening.toml has the inputs of sensitivity.toml", "[campaign][shipped]") {
    const deck::LoadedDeck deck = decks::shipped("screening.toml");
    CHECK(deck.deck.scan->parameters == decks::shipped("sensitivity.toml").deck.scan->parameters);
    CHECK(make_plan(deck).sets == 20 * 16);
}
