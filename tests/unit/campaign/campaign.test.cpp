#include "lpsglass/campaign/campaign.hpp"

#include <algorithm>
#include <cmath>

#include "lpsglass/core/constants.hpp"
#include "lpsglass/core/error.hpp"
#include "support/catch.hpp"
#include "unit/campaign/decks.hpp"
#include "unit/campaign/same_bits.hpp"

using namespace lpsglass;
using namespace lpsglass::campaign;
using model::ExponentStatus;
using model::ExtinctionStatus;

namespace {

bool all_missing(const std::vector<double>& values) {
    return !values.empty() &&
           std::all_of(values.begin(), values.end(), [](double x) { return std::isnan(x); });
}

template <std::size_t N> bool all_missing(const std::array<double, N>& values) {
    return all_missing(std::vector<double>(values.begin(), values.end()));
}

template <std::size_t N> bool all_finite(const std::array<double, N>& values) {
    return std::all_of(values.begin(), values.end(), [](double x) { return std::isfinite(x); });
}

/// Of a family's values in a row of six.
bool family_missing(const Sextuple<double>& values, int family) {
    return all_missing(Triple<double>{values[3 * family], values[3 * family + 1], values[3 * family + 2]});
}

} // namespace

TEST_CASE("in_order gives the results of the items in their order", "[campaign]") {
    const auto results =
        in_order(4, [](std::size_t i) { return std::vector<double>(i, static_cast<double>(i)); });
    REQUIRE(results.size() == 4);
    CHECK(results[0].empty());
    CHECK(results[3] == std::vector{3.0, 3.0, 3.0});
    CHECK(in_order(0, [](std::size_t) { return std::vector<double>{}; }).empty());
}

TEST_CASE("a run fills every table it promises", "[campaign]") {
    const RunRecord record = decks::run(decks::fitted());
    CHECK(record.temperature == decks::fitted().temperature_kelvin);
    CHECK(record.spectra.size() == 1);
    CHECK(record.fit_parameters.size() == 6);
    CHECK(record.grid.size() == 65);
    REQUIRE(record.sets.size() == 1);
    const SetResult& set = record.sets.front();
    CHECK(set.state == TaskState::ok);
    CHECK(set.message.empty());
    REQUIRE(set.temperature.size() == 6);
    REQUIRE(set.spectrum.size() == 1);
    CHECK(set.spectrum[0].line.size() == 65);
    CHECK(set.spectrum[0].fitted.size() == 41);
    CHECK(set.spectrum[0].covariance.size() == 36);
    // The mean structure is the deck's own, in degrees where the file has degrees.
    CHECK(set.frequency == Approx(57.83602404203097).epsilon(1e-11)); // the published reference
    CHECK(set.bond_polar_angle == Approx(60.629686323426505).epsilon(1e-12));
    CHECK(set.valence_energy == Approx(-113.24538077658414).epsilon(1e-12));
}

TEST_CASE("results do not depend on the order of work", "[campaign]") {
    deck::Deck deck = decks::fitted();
    deck.nqr.spectra.push_back(decks::gaussian(57.0, 5.0, 0.02, 300.0));
    deck.temperature_kelvin.clear();
    for (int i = 1; i <= 40; ++i) // three blocks
        deck.temperature_kelvin.push_back(17.0 * i);
    const ShareItems backwards = [](std::size_t count, const WorkItem& work) {
        std::vector<std::vector<double>> out(count);
        for (std::size_t i = count; i-- > 0;) {
            work(i); // twice: items are pure
            out[i] = work(i);
        }
        return out;
    };
    const RunRecord there = run_campaign(decks::loaded(deck), in_order);
    const RunRecord back = run_campaign(decks::loaded(deck), backwards);
    CHECK(decks::same_bits(there.sets.front(), back.sets.front()));
    REQUIRE(there.sets.front().temperature.size() == 40);
}

TEST_CASE("a grid temperature takes the amplitudes of the nearest spectrum", "[campaign]") {
    deck::Deck deck = decks::fitted();
    deck.nqr.spectra.push_back(decks::gaussian(58.6, 4.6, 0.02, 300.0));
    deck.temperature_kelvin = {50.0, 188.5, 189.0, 453.0}; // (77 + 300)/2 goes to the lower
    const SetResult both = decks::run(deck).sets.front();
    deck::Deck cold = deck, warm = deck;
    cold.nqr.spectra.pop_back();
    warm.nqr.spectra.erase(warm.nqr.spectra.begin());
    const SetResult at_cold = decks::run(cold).sets.front(), at_warm = decks::run(warm).sets.front();
    // One by one, every spectrum is fitted as it would be alone.
    CHECK(both.spectrum[0].amplitude == at_cold.spectrum[0].amplitude);
    CHECK(both.spectrum[1].amplitude == at_warm.spectrum[0].amplitude);
    for (int i : {0, 1})
        CHECK(both.temperature[i].exponent == at_cold.temperature[i].exponent);
    for (int i : {2, 3})
        CHECK(both.temperature[i].exponent == at_warm.temperature[i].exponent);
    REQUIRE(std::isfinite(at_warm.summary[summary::alpha_at_tg]));
    CHECK(both.summary[summary::alpha_at_tg] == at_warm.summary[summary::alpha_at_tg]);
    CHECK(at_cold.temperature[1].exponent != at_warm.temperature[1].exponent);
}

TEST_CASE("a joint fit gives every spectrum its amplitudes and all of them the shared value", "[campaign]") {
    deck::Deck deck = decks::fitted();
    deck.nqr.spectra.push_back(decks::gaussian(58.6, 4.6, 0.02, 300.0));
    deck.fit->also = {
        decks::also("coupling", {"nqr.coupling_4p"}, deck::DriveMode::set, 410.0, 390.0, 430.0)};
    deck.fit->also[0].shared = true;
    const RunRecord record = decks::run(deck);
    const SetResult& set = record.sets.front();
    REQUIRE(set.spectrum.size() == 2);
    CHECK(record.fit_parameters.size() == 7);
    const SpectrumResult &a = set.spectrum[0], &b = set.spectrum[1];
    CHECK(a.parameter[6] == b.parameter[6]);
    CHECK(a.parameter_errors[6] == b.parameter_errors[6]);
    CHECK(a.amplitude != b.amplitude);
    CHECK(a.chi2 == b.chi2); // of all lines together
    CHECK(a.degrees_of_freedom == 82 - 2 - 13);
    CHECK(set.temperature[0].exponent != set.temperature[5].exponent);
}

TEST_CASE("a huge gauge coupling leaves the gauge phase undefined: alpha is missing, the rest stands",
          "[campaign]") {
    deck::Deck deck = decks::plain();
    deck.gauge_coupling_A_per_eV = 1e4;
    const SetResult set = decks::run(deck).sets.front();
    CHECK(set.state == TaskState::gauge_phase_undefined);
    CHECK(set.message.find("gauge phase") != std::string::npos);
    const SpectrumResult& r = set.spectrum[0];
    for (int k = 0; k < 3; ++k) {
        CHECK(r.extinction_status[k] == ExtinctionStatus::gauge_phase_undefined);
        CHECK(r.extinction_status[3 + k] == ExtinctionStatus::ok);
    }
    CHECK(all_missing(r.gauge_phase));
    CHECK(family_missing(r.log_eta, 0));
    CHECK(family_missing(r.bath, 0));
    CHECK(all_finite(r.ground_state));
    CHECK(all_finite(r.force));
    CHECK(all_finite(r.phi_imag));
    for (const TemperatureResult& t : set.temperature) {
        CHECK(std::isnan(t.exponent[0]));
        CHECK(std::isnan(t.lambda[0]));
        CHECK(t.status[0] == ExponentStatus::gauge_phase_undefined);
        CHECK(std::isfinite(t.exponent[1]));
        CHECK(t.status[1] == ExponentStatus::ok);
        CHECK(family_missing(t.log10_extinction_time, 0));
        CHECK(all_finite(t.probability));
        CHECK(all_finite(t.log10_rate));
        CHECK(all_finite(t.specific_heat));
    }
    CHECK(std::isnan(set.summary[summary::alpha_at_tg]));
    CHECK(std::isnan(set.summary[summary::crossing_count]));
    CHECK(std::isfinite(set.summary[summary::beta_at_tg]));
}

TEST_CASE("an amplitude of zero has no extinction: a result, not a failure", "[campaign]") {
    deck::Deck deck = decks::plain();
    deck.amplitude[1].value = 0.0;
    const SetResult set = decks::run(deck).sets.front();
    CHECK(set.state == TaskState::ok);
    const SpectrumResult& r = set.spectrum[0];
    CHECK(r.extinction_status[1] == ExtinctionStatus::no_extinction);
    CHECK(r.extinction_status[0] == ExtinctionStatus::ok);
    CHECK(r.ground_state[1] == 0.0);
    for (const TemperatureResult& t : set.temperature) {
        CHECK(std::isnan(t.exponent[0]));
        CHECK(t.status[0] == ExponentStatus::no_extinction);
        CHECK(std::isfinite(t.exponent[1]));
        CHECK(std::isnan(t.log10_extinction_time[1]));
        CHECK(std::isfinite(t.log10_extinction_time[0]));
        CHECK(std::isfinite(t.log10_extinction_time[2]));
        CHECK(all_finite(t.probability));
    }
}

TEST_CASE("without fluctuations at all the line remains and the exponents are missing", "[campaign]") {
    deck::Deck deck = decks::plain();
    for (deck::Amplitude& a : deck.amplitude)
        a.value = 0.0;
    const SetResult set = decks::run(deck).sets.front();
    CHECK(set.state == TaskState::ok);
    CHECK(set.spectrum[0].line_mean == Approx(set.frequency).epsilon(1e-12));
    for (const TemperatureResult& t : set.temperature) {
        CHECK(all_missing(t.exponent));
        for (double p : t.probability)
            CHECK(p == Approx(1.0 / 3.0).epsilon(1e-14)); // three levels at 0
    }
}

TEST_CASE("amplitudes that follow from the bath give the deck back whose bath it is", "[campaign]") {
    const SetResult given = decks::run(decks::plain()).sets.front();
    deck::Deck deck = decks::plain();
    for (deck::Amplitude& a : deck.amplitude)
        a.value = -0.5; // not looked at
    deck.free_energy.bath = deck::Bath{};
    for (int k = 0; k < 3; ++k) {
        deck.free_energy.bath->beta_angstrom[k] = given.spectrum[0].bath[k];
        deck.free_energy.bath->theta_angstrom[k] = given.spectrum[0].bath[3 + k];
    }
    const SetResult set = decks::run(deck).sets.front();
    CHECK(set.state == TaskState::ok);
    CHECK(set.spectrum[0].state == FitState::from_bath);
    for (int k = 0; k < 6; ++k) {
        CHECK(set.spectrum[0].amplitude[k] == Approx(decks::plain().amplitude[k].value).epsilon(1e-11));
        CHECK(set.spectrum[0].ground_state[k] == Approx(given.spectrum[0].ground_state[k]).epsilon(1e-11));
    }
    for (std::size_t i = 0; i < set.temperature.size(); ++i) {
        for (int f = 0; f < 2; ++f)
            CHECK(set.temperature[i].exponent[f] == Approx(given.temperature[i].exponent[f]).epsilon(1e-8));
    }
    const double peak = *std::max_element(given.spectrum[0].line.begin(), given.spectrum[0].line.end());
    for (std::size_t j = 0; j < set.spectrum[0].line.size(); ++j) // the prediction: the same quadrature
        CHECK(set.spectrum[0].line[j] == Approx(given.spectrum[0].line[j]).margin(1e-9 * peak));
}

TEST_CASE("where the start of a fit is no pyramid the set fails with everything missing", "[campaign]") {
    deck::Deck deck = decks::fitted();
    deck.fit->also = {decks::also(
        "offset", {"structure.hybrid_offset[1]", "structure.hybrid_offset[2]", "structure.hybrid_offset[3]"},
        deck::DriveMode::shift, -15.0, -20.0, 5.0)};
    const RunRecord record = decks::run(deck);
    const SetResult& set = record.sets.front();
    CHECK(set.state == TaskState::numerical_error);
    CHECK(set.message.find("pyramid") != std::string::npos);
    const SpectrumResult& r = set.spectrum.at(0);
    CHECK(r.state == FitState::failed);
    CHECK(all_missing(r.amplitude));
    CHECK(r.parameter.size() == 7);
    CHECK(all_missing(r.parameter));
    CHECK(r.covariance.size() == 49);
    CHECK(all_missing(r.covariance));
    CHECK(r.line.size() == 65);
    CHECK(all_missing(r.line));
    CHECK(r.fitted.size() == 41);
    CHECK(all_missing(r.fitted));
    for (double x : {r.chi2, r.prior_chi2, r.line_error, r.scale, r.baseline, r.line_mean})
        CHECK(std::isnan(x));
    CHECK(all_missing(r.ground_state));
    for (ExtinctionStatus s : r.extinction_status)
        CHECK(s != ExtinctionStatus::ok);
    REQUIRE(set.temperature.size() == 6);
    for (const TemperatureResult& t : set.temperature) {
        CHECK(all_missing(t.probability));
        CHECK(all_missing(t.exponent));
        CHECK(all_missing(t.specific_heat));
        for (ExponentStatus s : t.status)
            CHECK(s != ExponentStatus::ok);
    }
    CHECK(all_missing(set.summary));
    CHECK(all_missing(set.summary_errors));
    CHECK(std::isfinite(set.frequency)); // the deck's own structure is one
}

TEST_CASE("a fit that runs out of evaluations fails the set and keeps its values", "[campaign]") {
    deck::Deck deck = decks::fitted();
    deck.fit->max_evaluations = 2;
    deck.fit->polish = false;
    deck.fit->starts = 1;
    const SetResult set = decks::run(deck).sets.front();
    CHECK(set.state == TaskState::fit_failed);
    CHECK(set.message.find("spectrum 1") != std::string::npos);
    CHECK(set.message.find("max_evaluations") != std::string::npos);
    CHECK(set.spectrum[0].state == FitState::evaluations_exhausted);
    CHECK(std::isfinite(set.spectrum[0].amplitude[0]));
    CHECK(std::isfinite(set.temperature[3].exponent[1]));
}

TEST_CASE("every law, method, weight and freezing order runs to the end", "[campaign]") {
    deck::Deck deck = decks::plain();
    deck.nqr.ensemble.points = 256;
    deck.nqr.ensemble.tolerance = 2e-3;
    for (auto law : {model::EnsembleLaw::normal, model::EnsembleLaw::uniform, model::EnsembleLaw::arcsine}) {
        for (auto method : {model::IntegrationMethod::conditional, model::IntegrationMethod::direct}) {
            deck.nqr.ensemble.law = law;
            deck.nqr.ensemble.method = method;
            const SetResult set = decks::run(deck).sets.front();
            CHECK(set.state == TaskState::ok);
            CHECK(set.spectrum[0].line_mean == Approx(58.0).margin(0.1));
        }
    }
    for (auto weight : {model::Weight::well, model::Weight::barrier}) {
        for (auto order : {model::FreezingOrder::listed, model::FreezingOrder::by_probability}) {
            deck.partition.weight_beta = deck.partition.weight_theta = weight;
            deck.partition.freezing_order = order;
            const SetResult set = decks::run(deck).sets.front();
            CHECK(set.state == TaskState::ok);
            CHECK(all_finite(set.temperature[3].exponent));
        }
    }
}

TEST_CASE("a barrier for theta too gives lambda 0.48", "[campaign]") {
    // docs/theory.md section 9: why theta's weight is chosen as the well.
    deck::Deck deck = decks::plain();
    deck.partition.weight_theta = model::Weight::barrier;
    const SetResult set = decks::run(deck).sets.front();
    REQUIRE(set.temperature.size() == 6);
    CHECK(set.temperature[4].lambda[1] == Approx(0.48).margin(0.01)); // at 500 K
}

TEST_CASE("more temperatures than one block holds come in their order", "[campaign]") {
    deck::Deck deck = decks::plain();
    deck.temperature_kelvin.clear();
    for (int i = 0; i < 33; ++i)
        deck.temperature_kelvin.push_back(100.0 + 10.0 * i);
    const SetResult all = decks::run(deck).sets.front();
    REQUIRE(all.temperature.size() == 33);
    for (int i : {0, 15, 16, 31, 32}) {
        deck.temperature_kelvin = {100.0 + 10.0 * i};
        CHECK(decks::run(deck).sets.front().temperature.at(0).exponent == all.temperature[i].exponent);
    }
}
