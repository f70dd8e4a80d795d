#include <cmath>
#include <cstring>
#include <limits>

#include "decks.hpp"
#include "lpsglass/campaign/derivation.hpp"
#include "lpsglass/campaign/fit_stage.hpp"
#include "lpsglass/campaign/identifiability.hpp"
#include "lpsglass/campaign/intervals.hpp"
#include "lpsglass/campaign/pack.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using namespace lpsglass::campaign;
using deck::Uncertainty;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double missing = std::numeric_limits<double>::quiet_NaN();

deck::Deck with(Uncertainty uncertainty, int draws = 200) {
    deck::Deck deck = decks::fitted();
    deck.fit->uncertainty = uncertainty;
    deck.fit->draws = draws;
    deck.temperature_kelvin = {300.0, 453.0, 500.0};
    return deck;
}

std::vector<double> packed(const RunRecord& record) {
    std::vector<double> out;
    pack_results(record.sets[0].spectrum, out);
    pack_results(record.sets[0].temperature, out);
    for (const Interval& i : record.sets[0].summary_interval)
        out.insert(out.end(), {i.lower, i.median, i.upper});
    return out;
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

} // namespace

TEST_CASE("an interval holds the middle 68 percent of what is not missing", "[campaign][uncertainty]") {
    std::vector<double> values; // 0, 1, ..., 100 in another order
    for (int i = 0; i <= 100; ++i)
        values.push_back((37 * i) % 101);
    values.push_back(missing);
    const Interval i = interval_of(values);
    CHECK(i.lower == Approx(16));
    CHECK(i.median == Approx(50));
    CHECK(i.upper == Approx(84));
    const Interval one = interval_of({missing, 3.0});
    CHECK((one.lower == 3.0 && one.median == 3.0 && one.upper == 3.0));
    CHECK(std::isnan(interval_of({missing, missing}).median));
    const Interval open = interval_of({-infinity, -infinity, 1.0, infinity, infinity});
    CHECK(open.lower == -infinity); // and not NaN
    CHECK(open.upper == infinity);
}

TEST_CASE("the interval of a reciprocal", "[campaign][uncertainty]") {
    const Interval positive = reciprocal_interval(0.5, {0.5, 1.0, 2.0});
    CHECK((positive.lower == 0.25 && positive.median == 0.5 && positive.upper == 1.0));
    const Interval negative = reciprocal_interval(0.5, {-2.0, -1.0, -0.5});
    CHECK((negative.lower == -1.0 && negative.median == -0.5 && negative.upper == -0.25));
    const Interval through_zero = reciprocal_interval(0.5, {-2.0, 1.0, 0.5});
    CHECK((through_zero.lower == -infinity && through_zero.median == 0.5 && through_zero.upper == infinity));
    const Interval open = reciprocal_interval(0.5, {1.0, 2.0, infinity});
    CHECK((open.lower == 0.0 && open.upper == 0.5));
}

TEST_CASE("linear errors mislead from half an error on", "[campaign][uncertainty]") {
    CHECK_FALSE(linear_disagrees(1.0, 0.2, {0.8, 1.0, 1.2}));
    CHECK_FALSE(linear_disagrees(1.0, 0.2, {0.71, 1.0, 1.29}));
    CHECK(linear_disagrees(1.0, 0.2, {0.69, 1.0, 1.2}));
    CHECK(linear_disagrees(1.0, 0.2, {0.8, 1.0, 1.31}));
    CHECK(linear_disagrees(1.0, 0.2, {0.8, 1.0, infinity}));
    CHECK(linear_disagrees(1.0, missing, {0.8, 1.0, 1.2}));
    CHECK(linear_disagrees(1.0, 0.2, {missing, missing, missing}));
    CHECK_FALSE(linear_disagrees(missing, missing, {missing, missing, missing}));
}

TEST_CASE("where the line is nearly linear in its parameter all methods agree", "[campaign][uncertainty]") {
    // One free amplitude without prior, and so little noise that the line bends by little within its error.
    deck::Deck deck = with(Uncertainty::linear, 4000);
    deck.nqr.spectra[0].sigma = 0.003;
    for (int k = 0; k < 6; ++k)
        deck.amplitude[k].fixed = k != 2;
    deck.amplitude[2].prior.reset();
    const SpectrumResult linear = decks::run(deck).sets[0].spectrum[0];
    const double x = linear.amplitude[2], error = linear.amplitude_errors[2];
    REQUIRE(error < 0.05 * std::abs(x));
    // The 16 percent point of n draws has an error of 1.5 / sqrt n standard errors: 0.024, or 0.05 where a
    // quarter of the draws counts; the bend of the line adds error / |x|. Four of them.
    const double margin = 0.25 * error;
    for (Uncertainty way : {Uncertainty::posterior, Uncertainty::profile, Uncertainty::bootstrap}) {
        CAPTURE(static_cast<int>(way), x, error);
        deck.fit->uncertainty = way;
        const RunRecord record = decks::run(deck);
        const SpectrumResult& r = record.sets[0].spectrum[0];
        CHECK(r.amplitude[2] == x);
        CHECK(r.amplitude_errors[2] == error);
        CHECK(r.amplitude_interval[2].lower == Approx(x - error).margin(margin));
        CHECK(r.amplitude_interval[2].median == Approx(x).margin(margin));
        CHECK(r.amplitude_interval[2].upper == Approx(x + error).margin(margin));
        CHECK(r.parameter_interval[0].lower == r.amplitude_interval[2].lower);
        CHECK(std::isnan(r.amplitude_interval[0].lower)); // fixed
        // E0 = -kappa d^2 x^2 / 2 follows x.
        const double slope = 2.0 * r.ground_state[2] / x;
        CHECK(r.ground_state_errors[2] == Approx(std::abs(slope) * error));
        CHECK(r.ground_state_interval[2].lower ==
              Approx(r.ground_state[2] - r.ground_state_errors[2]).margin(std::abs(slope) * margin));
        const int expected = way == Uncertainty::profile ? 0 : 4000;
        CHECK(record.sets[0].draws.count == expected);
        CHECK(record.sets[0].draws.failed == 0);
        CHECK(r.r_hat.size() == (way == Uncertainty::posterior ? 1u : 0u));
    }
}

TEST_CASE("tied amplitudes have the interval of what they follow", "[campaign][uncertainty]") {
    for (Uncertainty way : {Uncertainty::posterior, Uncertainty::profile, Uncertainty::bootstrap}) {
        deck::Deck deck = with(way);
        deck.amplitude[1].tied_to = "beta_1";
        deck.amplitude[1].ratio = 0.5;
        const SpectrumResult r = decks::run(deck).sets[0].spectrum[0];
        CAPTURE(static_cast<int>(way));
        // The profile finds each end by itself, to about a thousandth of the error.
        const double margin = 2e-3 * r.amplitude_errors[0];
        CHECK(r.amplitude_interval[1].lower == Approx(0.5 * r.amplitude_interval[0].lower).margin(margin));
        CHECK(r.amplitude_interval[1].upper == Approx(0.5 * r.amplitude_interval[0].upper).margin(margin));
    }
}

TEST_CASE("no point near the minimum lies outside the profile's intervals", "[campaign][uncertainty]") {
    deck::Deck deck = with(Uncertainty::profile);
    const RunRecord profile = decks::run(deck);
    const SetResult& set = profile.sets[0];
    deck.fit->uncertainty = Uncertainty::posterior;
    deck.fit->draws = decks::kThorough ? 8000 : 800;
    const std::vector<SpectrumData> data = spectrum_data(deck);
    const std::vector<FitModel> models = FitModel::from_deck(deck, data);
    const FitStage stage = run_fits(deck, models, deck.nqr.grid_MHz.values(), in_order);
    const SettledFit settled(models[0], stage.outcomes[0].rule);
    const fit::ParameterSpace& space = settled.problem().space();
    const double least = set.spectrum[0].chi2 + set.spectrum[0].prior_chi2;
    const model::ModelOptions options = model_options(deck);
    int near = 0;
    for (const std::vector<double>& draw : stage.draws.of_fit[0].full) {
        // Half-way to the minimum a good part of the draws is near enough.
        std::vector<double> full = draw;
        for (int k = 0; k < 6; ++k)
            full[k] = set.spectrum[0].amplitude[k] + 0.5 * (draw[k] - set.spectrum[0].amplitude[k]);
        const fit::Point point = settled.problem().evaluate(space.select(full), fit::Derivatives::none);
        if (!point.finite || point.objective() > least + 1.0) continue;
        ++near;
        const auto inside = [](double x, const Interval& i, double error) {
            const double margin = 5e-3 * error; // the ends are found to about 1e-3 errors
            return x >= i.lower - margin && x <= i.upper + margin;
        };
        for (int k = 0; k < 6; ++k)
            CHECK(
                inside(full[k], set.spectrum[0].amplitude_interval[k], set.spectrum[0].amplitude_errors[k]));
        const SpectrumState state = bare_state(options, models[0].parameters(0, full));
        for (std::size_t t = 0; t < set.temperature.size(); ++t) {
            for (int f = 0; f < 2; ++f) {
                const double xi = model::exponent_at(state.state.family[f], deck.temperature_kelvin[t]).xi;
                if (std::isnan(xi)) continue;
                CAPTURE(t, f, xi, set.temperature[t].exponent_interval[f].lower,
                        set.temperature[t].exponent_interval[f].upper);
                CHECK(inside(xi, set.temperature[t].exponent_interval[f],
                             set.temperature[t].exponent_errors[f]));
            }
        }
        const double e0 = state.state.energy.ground_state[4];
        CHECK(inside(e0, set.spectrum[0].ground_state_interval[4], set.spectrum[0].ground_state_errors[4]));
    }
    CHECK(near > 50);
}

TEST_CASE("intervals depend on the seed and on nothing else", "[campaign][uncertainty]") {
    // Items from the last to the first, as ranks might finish them.
    const ShareItems backwards = [](std::size_t count, const WorkItem& work) {
        std::vector<std::vector<double>> out(count);
        for (std::size_t i = count; i-- > 0;)
            out[i] = work(i);
        return out;
    };
    for (Uncertainty way : {Uncertainty::posterior, Uncertainty::profile, Uncertainty::bootstrap}) {
        CAPTURE(static_cast<int>(way));
        deck::Deck deck = with(way);
        const std::vector<double> first = packed(decks::run(deck));
        CHECK(same_bits(first, packed(run_campaign(decks::loaded(deck), backwards))));
        deck.fit->seed = 2;
        if (way != Uncertainty::profile) CHECK_FALSE(same_bits(first, packed(decks::run(deck))));
    }
}

TEST_CASE("draws of several spectra are independent of each other", "[campaign][uncertainty]") {
    for (Uncertainty way : {Uncertainty::posterior, Uncertainty::bootstrap}) {
        deck::Deck deck = with(way, 400);
        deck.nqr.spectra.push_back(deck.nqr.spectra[0]); // the same line again, at another temperature
        deck.nqr.spectra[1].temperature_kelvin = 300.0;
        const std::vector<SpectrumData> data = spectrum_data(deck);
        const std::vector<FitModel> models = FitModel::from_deck(deck, data);
        const FitStage stage = run_fits(deck, models, deck.nqr.grid_MHz.values(), in_order);
        REQUIRE(stage.draws.of_fit.size() == 2);
        double product = 0.0, a2 = 0.0, b2 = 0.0; // about the minimum, which both share
        for (int i = 0; i < stage.draws.count(); ++i) {
            const double a = stage.draws.of_fit[0].full[i][3] - stage.outcomes[0].spectrum[0].amplitude[3];
            const double b = stage.draws.of_fit[1].full[i][3] - stage.outcomes[1].spectrum[0].amplitude[3];
            product += a * b, a2 += a * a, b2 += b * b;
        }
        CHECK(std::abs(product) / std::sqrt(a2 * b2) < 0.25); // 5 errors of 400 independent pairs
    }
}

TEST_CASE("a posterior that has not converged is told", "[campaign][uncertainty]") {
    RunRecord record = decks::run(with(Uncertainty::posterior, 2000));
    const SpectrumResult& r = record.sets[0].spectrum[0];
    REQUIRE(r.r_hat.size() == 6);
    for (int a = 0; a < 6; ++a) {
        CHECK(r.r_hat[a] < 1.01);
        CHECK(r.effective_sample_size[a] > 400);
    }
    CHECK(warnings(record).empty());
    record.sets[0].spectrum[0].r_hat[2] = 1.02;
    record.sets[0].spectrum[0].effective_sample_size[4] = 399;
    const std::vector<std::string> told = warnings(record);
    REQUIRE(told.size() == 2);
    CHECK(told[0].find("beta_3 has not converged (R-hat 1.020") != std::string::npos);
    CHECK(told[1].find("theta_23 has not converged") != std::string::npos);
}

TEST_CASE("what the line leaves open is told in words", "[campaign][identifiability]") {
    RunRecord record = decks::run(decks::fitted());
    SpectrumResult& r = record.sets[0].spectrum[0];
    CHECK(r.weakest_combination.size() == 6);
    r.least_separated = {0, 3};
    r.least_separated_correlation = 0.998;
    r.weakest_combination = {0.0, -0.6, 0.8, 0.1, 0.0, 0.0};
    r.singular_values.back() = 0.02;
    for (int order = 0; order < 6; ++order)
        record.sets[0].exponent_by_order[order] = {0.5 + order, missing};
    const std::vector<std::string> words = identifiability_in_words(record, 0, 0);
    REQUIRE(words.size() == 3);
    CHECK(words[0].find("do not separate beta_1 from theta_12") != std::string::npos);
    CHECK(words[0].find("a fall of one makes good a rise of the other") != std::string::npos);
    CHECK(words[1].find("0.80 beta_3 - 0.60 beta_2:") != std::string::npos);
    CHECK(words[1].find("not from the data") != std::string::npos);
    CHECK(words[2].find("alpha at T_g is 0.500 to 5.500 and beta missing") != std::string::npos);

    CHECK(identifiability_in_words(decks::run(decks::plain()), 0, 0).empty());
}
