#include "lpsglass/campaign/derivation.hpp"

#include <cmath>
#include <functional>

#include "lpsglass/campaign/line_fit.hpp"
#include "lpsglass/core/constants.hpp"
#include "lpsglass/model/thermodynamics.hpp"
#include "support/catch.hpp"
#include "unit/campaign/decks.hpp"

using namespace lpsglass;
using namespace lpsglass::campaign;
namespace par = lpsglass::model::parameter;

namespace {

using Observable = std::function<double(const model::GlassState<double>&, double scale)>;

/// A made-up result of a fit of ten parameters (two passes of lanes) with a made-up covariance, so that
/// errors can be propagated by brute force.
struct Made {
    deck::Deck deck = decks::fitted();
    std::vector<SpectrumData> data;
    std::vector<FitModel> models;
    SpectrumResult result;

    Made() {
        deck.fit->also = {
            decks::also("gauge", {"gauge.coupling"}, deck::DriveMode::factor, 1.0, 0.5, 2.0),
            decks::also("tilt", {"structure.selenium_tilt"}, deck::DriveMode::set, 2.5, 0.0, 5.0),
            decks::also("kappa", {"free_energy.kappa_beta[1]", "free_energy.kappa_theta[23]"},
                        deck::DriveMode::factor, 1.0, 0.5, 2.0),
            decks::also("scale", {"exponents.scale"}, deck::DriveMode::set, 0.5, 0.3, 0.7)};
        data = spectrum_data(deck);
        models = FitModel::from_deck(deck, data);
        const double errors[] = {1e-4, 2e-4, 1e-4, 3e-4, 1e-4, 2e-4, 1e-3, 0.02, 1e-3, 0.01};
        for (int k = 0; k < 6; ++k)
            result.amplitude[k] = deck.amplitude[k].value;
        result.parameter.assign(result.amplitude.begin(), result.amplitude.end());
        result.parameter.insert(result.parameter.end(), {1.0, 2.5, 1.0, 0.5});
        for (int a = 0; a < 10; ++a) {
            for (int b = 0; b < 10; ++b) // correlations of 0.3^|a - b|, which is positive definite
                result.covariance.push_back(errors[a] * errors[b] * std::pow(0.3, std::abs(a - b)));
        }
    }

    [[nodiscard]] SpectrumState state() const {
        const FitModel& model = models.front();
        return spectrum_state(model_options(deck), model.parameters(0, model.full(0, result)), &model, 0,
                              result);
    }

    /// Standard error from central differences by each fitted parameter and the covariance.
    [[nodiscard]] double brute_error(const Observable& f) const {
        const FitModel& model = models.front();
        const std::vector<double> full = model.full(0, result);
        const auto at = [&](int a, double step) {
            std::vector<double> moved = full;
            moved[a] += step;
            const auto p = model.parameters(0, moved);
            return f(model::glass_state(p, model_options(deck)), p[par::exponent_scale]);
        };
        Eigen::VectorXd gradient(10);
        for (int a = 0; a < 10; ++a) {
            const double h = 1e-4 * std::abs(full[a]);
            gradient[a] =
                (4.0 * (at(a, 0.5 * h) - at(a, -0.5 * h)) / h - (at(a, h) - at(a, -h)) / (2.0 * h)) / 3.0;
        }
        const auto c = Eigen::Map<const Eigen::MatrixXd>(result.covariance.data(), 10, 10);
        return std::sqrt(gradient.dot(c * gradient));
    }
};

double xi(const model::GlassState<double>& s, int family, double t) {
    return model::exponent_at(s.family[family], t).xi;
}

} // namespace

TEST_CASE("linear errors of the exponents are those of a brute-force gradient", "[campaign][derivation]") {
    const Made made;
    const SpectrumState state = made.state();
    REQUIRE(state.passes.size() == 2);
    for (double t : {77.0, 300.0, 453.0, 600.0}) {
        const TemperatureResult r = at_temperature(state, t);
        for (int f = 0; f < 2; ++f) {
            CAPTURE(t, f);
            // Differences over 1e-4 of a value: 1e-13/1e-4 of rounding.
            CHECK(r.exponent_errors[f] ==
                  Approx(made.brute_error([&](const auto& s, double) { return xi(s, f, t); })).epsilon(1e-6));
            CHECK(r.lambda_errors[f] == Approx(made.brute_error([&](const auto& s, double scale) {
                                            return scale / xi(s, f, t);
                                        })).epsilon(1e-6));
        }
    }
}

TEST_CASE("linear errors of the ground states are those of a brute-force gradient",
          "[campaign][derivation]") {
    const Made made;
    SpectrumResult r = made.result;
    fill_energies(made.state(), r);
    for (int k = 0; k < 6; ++k) {
        CHECK(r.ground_state_errors[k] == Approx(made.brute_error([k](const auto& s, double) {
                                              return s.energy.ground_state[k];
                                          })).epsilon(1e-7));
    }
    // E0 goes with the square of one amplitude alone: relative errors double.
    CHECK(r.ground_state_errors[1] / std::abs(r.ground_state[1]) == Approx(2.0 * 2e-4 / 0.19).epsilon(1e-9));
}

TEST_CASE("without a fit there are no errors", "[campaign][derivation]") {
    const deck::Deck deck = decks::plain();
    const SpectrumState state =
        spectrum_state(model_options(deck), model_parameters(deck), nullptr, 0, SpectrumResult{});
    const TemperatureResult t = at_temperature(state, 453.0);
    SpectrumResult r;
    fill_energies(state, r);
    for (int f = 0; f < 2; ++f) {
        CHECK(std::isnan(t.exponent_errors[f]));
        CHECK(std::isnan(t.lambda_errors[f]));
    }
    for (double e : r.ground_state_errors)
        CHECK(std::isnan(e));
}

TEST_CASE("what is missing has no error either", "[campaign][derivation]") {
    Made made;
    made.result.amplitude[4] = made.result.parameter[4] = 0.0; // theta_23 has no extinction
    const SpectrumState state = made.state();
    const TemperatureResult t = at_temperature(state, 453.0);
    CHECK(std::isnan(t.exponent[1]));
    CHECK(std::isnan(t.exponent_errors[1]));
    CHECK(std::isnan(t.lambda[1]));
    CHECK(std::isnan(t.lambda_errors[1]));
    CHECK(t.status[1] == model::ExponentStatus::no_extinction);
    CHECK(std::isfinite(t.exponent_errors[0]));
    CHECK(t.status[0] == model::ExponentStatus::ok);
    // The bonds and pairs that do have an extinction keep it.
    CHECK(std::isnan(t.log10_extinction_time[4]));
    for (int k : {0, 1, 2, 3, 5})
        CHECK(std::isfinite(t.log10_extinction_time[k]));
}

TEST_CASE("parameters that are not determined leave errors missing, not wrong", "[campaign][derivation]") {
    Made made;
    for (int b = 0; b < 10; ++b) // theta_13 takes part in a flat direction
        made.result.covariance[10 * 5 + b] = made.result.covariance[10 * b + 5] = std::nan("");
    const TemperatureResult t = at_temperature(made.state(), 453.0);
    CHECK(std::isfinite(t.exponent[1]));
    CHECK(std::isnan(t.exponent_errors[1]));
    CHECK(std::isfinite(t.exponent_errors[0])); // alpha does not depend on it
}

TEST_CASE("energies are reported by fluctuation, forces in both parts", "[campaign][derivation]") {
    const deck::Deck deck = decks::plain();
    const model::ParameterSet<double> p = model_parameters(deck);
    const model::GlassState<double> s = model::glass_state(p, model_options(deck));
    SpectrumResult r;
    fill_energies(spectrum_state(model_options(deck), p, nullptr, 0, r), r);
    CHECK(r.ground_state == s.energy.ground_state);
    CHECK(r.force == s.forces.total);
    CHECK(r.bath == s.energy.bath);
    CHECK(r.log_eta == s.energy.log_eta);
    CHECK(r.extinction_status == s.energy.status);
    CHECK(r.gauge_phase == s.energy.gauge_phase);
    CHECK(r.phi_real == s.frustration.phi_real);
    CHECK(r.phi_imag == s.frustration.phi_imag);
    CHECK(r.frustration == s.frustration.force);
    for (int k = 0; k < 3; ++k) {
        CHECK(r.force_overlap[k] == 0.0); // beta: docs/results.md
        CHECK(r.force_overlap[3 + k] == s.forces.theta_through_overlap[k]);
    }
    for (int f = 0; f < 2; ++f) {
        const double half = 0.5 * (r.log_eta[3 * f] + r.log_eta[3 * f + 1] + r.log_eta[3 * f + 2]);
        CHECK(r.single_length[f] == Approx(std::log(half)).epsilon(1e-14));
    }
}

TEST_CASE("a temperature's values are those of the model, in decades", "[campaign][derivation]") {
    const deck::Deck deck = decks::plain();
    const SpectrumState state =
        spectrum_state(model_options(deck), model_parameters(deck), nullptr, 0, SpectrumResult{});
    const TemperatureResult t = at_temperature(state, 300.0);
    for (int f = 0; f < 2; ++f) {
        const model::Relaxation<double> r = model::relaxation(state.state.family[f], 300.0);
        const model::Thermodynamics<double> th = model::thermodynamics(state.state.family[f], 300.0);
        for (int k = 0; k < 3; ++k) {
            CHECK(t.probability[3 * f + k] == Approx(std::exp(r.log_probability[k])).epsilon(1e-15));
            CHECK(t.log10_rate[3 * f + k] == Approx(r.log_rate[k] / 2.302585092994046).epsilon(1e-14));
            CHECK(t.log10_extinction_time[3 * f + k] ==
                  Approx(r.log_extinction_time[k] / 2.302585092994046).epsilon(1e-14));
        }
        CHECK(t.specific_heat[f] == th.specific_heat);
        CHECK(t.entropy[f] == th.entropy);
        CHECK(t.internal_energy[f] == th.internal_energy);
        CHECK(t.lambda[f] == Approx(0.5 / t.exponent[f]).epsilon(1e-15));
        CHECK(t.network_length[f] ==
              Approx(t.exponent[f] * model::exponent_at(state.state.family[f], 300.0).log_single_length)
                  .epsilon(1e-14));
    }
}
