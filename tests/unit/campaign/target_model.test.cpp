#include "campaign/target_model.hpp"

#include <cmath>

#include "lpsglass/deck/observables.hpp"
#include "lpsglass/model/parameters.hpp"
#include "support/catch.hpp"
#include "unit/campaign/decks.hpp"

using namespace lpsglass;
using namespace lpsglass::campaign;
namespace par = lpsglass::model::parameter;

namespace {

/// The printed amplitudes with every observable as a target, those at a temperature at 400 K.
deck::Deck everything() {
    deck::Deck deck = decks::plain();
    for (const deck::Observable& o : deck::observables()) {
        deck::CalibrationTarget target;
        target.observable = o.name;
        target.value = 1.0;
        if (o.at_temperature) target.temperature_kelvin = 400.0;
        deck.calibration.push_back(target);
    }
    return deck;
}

const Eigen::MatrixXd no_quantities = Eigen::MatrixXd::Zero(par::count, 0);

std::vector<double> values(const TargetModel& model, const model::ParameterSet<double>& p) {
    return model.evaluate(p, no_quantities).value;
}

} // namespace

TEST_CASE("every value of the summary is an observable, with its unit", "[campaign][calibration]") {
    for (const SummaryInfo& info : summary_table()) {
        INFO(info.name);
        const deck::Observable* observable = deck::find_observable(info.name);
        REQUIRE(observable);
        CHECK(observable->unit == info.unit);
        CHECK_FALSE(observable->at_temperature);
    }
}

TEST_CASE("observables have the values that a run stores", "[campaign][calibration]") {
    deck::Deck deck = everything();
    deck.temperature_kelvin = {20.0, 400.0, 600.0};
    const SetResult set = decks::run(deck).sets.front();
    TargetModel model(deck);
    const model::ParameterSet<double> p = model_parameters(deck);
    model.choose_line_rule(p);
    const std::vector<double> found = values(model, p);
    const auto of = [&](const std::string& name) {
        for (std::size_t i = 0; i < found.size(); ++i) {
            if (deck.calibration[i].observable == name) return found[i];
        }
        return std::nan("");
    };
    // Two ways through the same formulas: they differ by rounding, which the spreads magnify most.
    for (int i = 0; i < summary::count; ++i) {
        INFO(summary_table()[i].name);
        CHECK(of(summary_table()[i].name) == Approx(set.summary[i]).epsilon(1e-11));
    }
    const TemperatureResult& t = set.temperature[1];
    CHECK(of("alpha") == Approx(t.exponent[0]).epsilon(1e-12));
    CHECK(of("beta") == Approx(t.exponent[1]).epsilon(1e-12));
    CHECK(of("alpha_minus_beta") == Approx(t.exponent[0] - t.exponent[1]).epsilon(1e-10));
    CHECK(of("lambda_alpha") == Approx(t.lambda[0]).epsilon(1e-12));
    CHECK(of("lambda_beta") == Approx(t.lambda[1]).epsilon(1e-12));
    double sum[2] = {};
    for (int k = 0; k < 6; ++k)
        sum[k / 3] += std::pow(10.0, t.log10_extinction_time[k]);
    CHECK(of("extinction_ratio") == Approx(sum[0] / sum[1]).epsilon(1e-11));
    CHECK(of("ground_state.beta_1") == Approx(set.spectrum[0].ground_state[0]).epsilon(1e-14));
    CHECK(of("ground_state.theta_13") == Approx(set.spectrum[0].ground_state[5]).epsilon(1e-14));
    CHECK(of("line_mean") ==
          Approx(set.spectrum[0].line_mean).epsilon(1e-13)); // the same rule on the same grid
}

TEST_CASE("derivatives of all observables are exact", "[campaign][calibration]") {
    const deck::Deck deck = everything();
    TargetModel model(deck);
    const model::ParameterSet<double> p = model_parameters(deck);
    model.choose_line_rule(p);
    const TargetValues at = model.evaluate(p, Eigen::MatrixXd::Identity(par::count, par::count));
    for (const int i : {par::bond_length + 1, par::hybrid_offset + 0, par::amplitude + 2, par::amplitude + 5,
                        par::kappa_beta + 1, par::kappa_theta + 2, int(par::gauge_coupling),
                        int(par::cooperativity_beta), int(par::cooperativity_theta), int(par::exponent_scale),
                        int(par::coupling_4p), int(par::eta_pp_pi)}) {
        // Central differences: an error of h^2 = 1e-10 of the scale of the values, and of rounding / h,
        // 1e-10.
        const double h = 1e-5 * std::abs(p[i]);
        model::ParameterSet<double> more = p, less = p;
        more[i] += h;
        less[i] -= h;
        const std::vector<double> up = values(model, more), down = values(model, less);
        for (std::size_t t = 0; t < up.size(); ++t) {
            CAPTURE(model::parameter_table()[i].key, deck.calibration[t].observable);
            const double scale = 1e-6 * std::abs(at.value[t]) / std::abs(p[i]);
            CHECK(at.jacobian(static_cast<Eigen::Index>(t), i) ==
                  Approx((up[t] - down[t]) / (2.0 * h)).epsilon(1e-6).margin(scale));
        }
    }
}

TEST_CASE("with a bath the observables follow from it", "[campaign][calibration]") {
    deck::Deck deck = decks::plain();
    deck.free_energy.bath = deck::Bath{{-0.00805, -0.0076, -0.00739}, {0.00504, 0.00735, 0.0105}};
    for (const char* name : {"line_mean", "ground_state.theta_13"})
        deck.calibration.push_back({name, 1.0, {}, {}, deck::DriveMode::shift, 1e-4});
    TargetModel model(deck);
    const model::ParameterSet<double> p = model_parameters(deck);
    model.choose_line_rule(p);
    const TargetValues at = model.evaluate(p, Eigen::MatrixXd::Identity(par::count, par::count));
    CHECK(at.value[0] ==
          Approx(58.0).margin(0.01)); // the bath of the printed amplitudes (theory.md section 5)
    CHECK(at.value[1] == Approx(-8.0).margin(0.05));
    const int i = par::bath_theta + 2;
    const double h = 1e-5 * p[i];
    model::ParameterSet<double> more = p, less = p;
    more[i] += h;
    less[i] -= h;
    for (int t = 0; t < 2; ++t) {
        const double slope = (values(model, more)[t] - values(model, less)[t]) / (2.0 * h);
        REQUIRE(slope != 0.0);
        CHECK(at.jacobian(t, i) == Approx(slope).epsilon(1e-5));
    }
}

TEST_CASE("a peak outside the deck's temperatures is found and told", "[campaign][calibration]") {
    deck::Deck deck = decks::plain(); // to 600 K
    deck.calibration.push_back({"specific_heat_peak_theta", 1.0, {}, {}, deck::DriveMode::shift, 1e-4});
    const TargetModel model(deck);
    model::ParameterSet<double> p = model_parameters(deck);
    const double inside = values(model, p)[0];
    CHECK_FALSE(model.evaluate(p, no_quantities).outside[0]);
    p[par::cooperativity_theta] /= 2.0; // levels twice as high: the same at twice the temperature
    const TargetValues hot = model.evaluate(p, no_quantities);
    CHECK(hot.value[0] == Approx(2.0 * inside).epsilon(1e-12));
    CHECK(hot.outside[0]);
    p[par::cooperativity_theta] /= 100.0;
    CHECK(std::isnan(model.evaluate(p, no_quantities).value[0]));
}
