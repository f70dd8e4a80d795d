#include "lpsglass/campaign/line_fit.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include <Eigen/Dense>

#include "lpsglass/core/constants.hpp"
#include "lpsglass/core/error.hpp"
#include "support/catch.hpp"
#include "unit/campaign/decks.hpp"

using namespace lpsglass;
using namespace lpsglass::campaign;
using decks::kThorough;
namespace par = lpsglass::model::parameter;

namespace {

/// A deck's first fit with all its starts.
struct Fitted {
    std::vector<SpectrumData> data;
    LineFit fit;
    std::vector<fit::StartResult> starts;
    std::vector<SpectrumResult> result;

    explicit Fitted(const deck::Deck& deck)
        : data(spectrum_data(deck)), fit(deck, FitModel::from_deck(deck, data).front()) {
        for (int k = 0; k < fit.starts(); ++k)
            starts.push_back(fit.run_start(k));
        result = fit.finish(starts, deck.nqr.grid_MHz.values()).spectrum;
    }
};

/// The model's line of a deck at given amplitudes, as a spectrum without noise and without priors to fit it.
deck::Deck synthetic(const std::array<double, 6>& amplitude) {
    deck::Deck deck = decks::fitted();
    deck.nqr.spectra[0].synthetic->amplitude_degree = amplitude;
    deck.nqr.spectra[0].sigma = 0.01;
    for (deck::Amplitude& a : deck.amplitude)
        a.prior.reset();
    return deck;
}

} // namespace

TEST_CASE("the fit of the main deck is the best of 200 random starts", "[campaign][line_fit]") {
    // With the quadrature of the start values, and with that of the minimum, on which the result stands.
    deck::Deck deck = decks::shipped("as2se3.toml").deck;
    for (const char* quadrature : {"start", "minimum"}) {
        CAPTURE(quadrature);
        const Fitted fitted(deck);
        const fit::FitResult chosen = fit::choose(fitted.starts);
        double best = chosen.best.objective;
        const int starts = kThorough ? 100 : 10; // twice that in all
        for (int k = 1; k <= starts; ++k) {      // Sobol points of the whole box, no start values among them
            const fit::StartResult s = fitted.fit.run_start(k);
            if (std::isfinite(s.objective)) best = std::min(best, s.objective);
        }
        CHECK(chosen.best.objective <= best * (1.0 + 1e-6)); // starts that agree differ by less
        const SpectrumResult& r = fitted.result[0];
        CHECK(r.state == FitState::converged);
        CHECK(r.starts_agreeing == 8);
        // The quadratures of starts and result differ by less than 5e-4 of the peak, 0.03 sigma: chi^2 by
        // less than 2 * 0.03 * sqrt(41) where the signs of the residuals are random.
        CHECK(r.chi2 + r.prior_chi2 == Approx(chosen.best.objective).margin(0.4));
        for (int k = 0; k < 6; ++k)
            deck.amplitude[k].value = r.amplitude[k];
    }
}

TEST_CASE("a fit does not remember where it started", "[campaign][line_fit]") {
    // The start values choose the first quadrature alone, whose error is 2e-4 of the peak; the result stands
    // on quadratures chosen at the minimum. 1e-5 of the objective is 0.02 standard deviations.
    deck::Deck deck = decks::shipped("as2se3.toml").deck;
    const SpectrumResult here = Fitted(deck).result[0];
    const double other[6] = {-0.35, -0.05, -0.3, -0.4, -0.05, -0.1};
    for (int k = 0; k < 6; ++k)
        deck.amplitude[k].value = other[k];
    const SpectrumResult there = Fitted(deck).result[0];
    CHECK(there.chi2 + there.prior_chi2 == Approx(here.chi2 + here.prior_chi2).epsilon(1e-5));
    for (int k = 0; k < 6; ++k)
        CHECK(there.amplitude[k] == Approx(here.amplitude[k]).margin(0.01 * here.amplitude_errors[k]));
}

TEST_CASE("doubling the quadrature moves no fitted amplitude by more than a tenth of its error",
          "[campaign][line_fit]") {
    const deck::LoadedDeck deck = decks::shipped("as2se3.toml");
    const Fitted fitted(deck.deck);
    const FitModel& model = fitted.fit.model();
    const std::vector<double> start = model.space().expand(model.space().start());
    const SpectrumData& data = fitted.data.front();
    const model::LineRule rule =
        choose_rule(deck.deck.nqr.ensemble, model.parameters(0, start), data.temperature_K, data.frequency)
            .rule;
    const std::vector<model::LineKernel> lines{{model::doubled(rule), data.frequency}};
    const fit::StartResult fine =
        fit::run_start(fit::Problem(model.space(), model.residual_function(lines)), fit::FitOptions{}, 0);
    for (int k = 0; k < 6; ++k) {
        CAPTURE(k);
        const double moved = std::abs(fine.parameters[k] - fitted.result[0].amplitude[k]);
        CHECK(moved < 0.1 * fitted.result[0].amplitude_errors[k]);
        CHECK(moved > 0.0); // it was another quadrature
    }
}

TEST_CASE("a synthetic line without noise and prior is given back to 1e-5 of its peak",
          "[campaign][line_fit]") {
    // The amplitudes themselves are not determined by one line; the line is, as far as the quadratures of
    // data and fit agree. Most of their difference is taken up by the amplitudes: of the default goal, 5e-4,
    // about 2e-5 is left.
    deck::Deck deck = synthetic({-0.15, -0.22, -0.25, -0.2, -0.1, -0.3});
    deck.fit->starts = 8;
    for (const auto& [goal, left] : {std::pair{5e-4, 4e-5}, std::pair{2e-5, 1e-5}}) {
        CAPTURE(goal);
        deck.nqr.ensemble.tolerance = goal;
        const Fitted fitted(deck);
        const SpectrumResult& r = fitted.result[0];
        double worst = 0.0;
        for (std::size_t j = 0; j < r.fitted.size(); ++j)
            worst = std::max(worst, std::abs(r.fitted[j] - fitted.data[0].observed[j])); // peak 1
        CHECK(worst < left);
        CHECK(is_minimum(r.state));
        CHECK(std::isnan(r.amplitude_errors[0]) == (r.state == FitState::flat_direction));
    }
}

TEST_CASE("a strong prior holds the amplitudes, a weak one lets the data decide", "[campaign][line_fit]") {
    deck::Deck deck = decks::fitted();
    for (deck::Amplitude& a : deck.amplitude)
        a.prior->sigma = 1e-5;
    const SpectrumResult held = Fitted(deck).result[0];
    for (int k = 0; k < 6; ++k) {
        CHECK(held.amplitude[k] == Approx(deck.amplitude[k].value).margin(1e-6));
        CHECK(held.amplitude_errors[k] == Approx(1e-5).epsilon(1e-3));
        CHECK(held.data_share[k] == Approx(0.0).margin(1e-3));
    }
    CHECK(held.effective_parameters == Approx(0.0).margin(1e-2));
    const SpectrumResult free = Fitted(decks::fitted()).result[0];
    CHECK(free.chi2 < held.chi2);
    CHECK(free.effective_parameters > 1.0);
}

TEST_CASE("linear errors and data shares are those of (J^T J + prior)^-1", "[campaign][line_fit]") {
    const deck::Deck deck = decks::fitted();
    const Fitted fitted(deck);
    const SpectrumResult& r = fitted.result[0];
    const FitModel& model = fitted.fit.model();
    const SpectrumData& data = fitted.data.front();
    const model::LineRule rule =
        choose_rule(deck.nqr.ensemble, model.parameters(0, r.amplitude), 77.0, data.frequency).rule;
    const std::vector<model::LineKernel> lines{{rule, data.frequency}};
    Eigen::VectorXd residual;
    Eigen::MatrixXd j;
    model.residual_function(lines)(std::vector<double>(r.amplitude.begin(), r.amplitude.end()), residual, &j);
    const Eigen::MatrixXd information = j.transpose() * j;
    const Eigen::MatrixXd precision = Eigen::MatrixXd::Identity(6, 6) / (0.05 * 0.05);
    const Eigen::MatrixXd covariance = (information + precision).inverse();
    // The fit's own quadrature was chosen elsewhere: derivatives of the line agree to a few of its errors of
    // 5e-4.
    for (int a = 0; a < 6; ++a) {
        CAPTURE(a);
        CHECK(r.parameter[a] == r.amplitude[a]);
        CHECK(r.parameter_errors[a] == r.amplitude_errors[a]);
        CHECK(r.parameter_errors[a] == Approx(std::sqrt(covariance(a, a))).epsilon(0.02));
        CHECK(r.data_share[a] == Approx(1.0 - covariance(a, a) / (0.05 * 0.05)).margin(0.02));
        for (int b = 0; b < 6; ++b)
            CHECK(r.covariance[6 * a + b] == Approx(covariance(a, b)).margin(0.02 * 0.05 * 0.05));
    }
    CHECK(r.effective_parameters == Approx((covariance * information).trace()).epsilon(0.02));
    const Eigen::VectorXd singular = Eigen::JacobiSVD<Eigen::MatrixXd>(0.05 * j).singularValues();
    for (int a = 0; a < 6; ++a)
        CHECK(r.singular_values[a] == Approx(singular[a]).epsilon(0.05).margin(1e-3 * singular[0]));
    CHECK(std::is_sorted(r.singular_values.rbegin(), r.singular_values.rend()));
    CHECK(r.degrees_of_freedom == 41 - 1 - 6);
    double prior = 0.0;
    for (int a = 0; a < 6; ++a)
        prior += std::pow((r.amplitude[a] - deck.amplitude[a].prior->mean) / 0.05, 2);
    CHECK(r.prior_chi2 == Approx(prior).epsilon(1e-12));
}

TEST_CASE("the fitted line is the best scale times the model's line", "[campaign][line_fit]") {
    deck::Deck deck = decks::fitted();
    for (bool baseline : {false, true}) {
        deck.nqr.spectra[0].baseline = baseline;
        const Fitted fitted(deck);
        const SpectrumResult& r = fitted.result[0];
        double chi2 = 0.0;
        for (int j = 0; j < 41; ++j)
            chi2 += std::pow((r.fitted[j] - fitted.data[0].observed[j]) / 0.015, 2);
        CHECK(r.chi2 == Approx(chi2).epsilon(1e-10));
        // The line on the deck's grid, which holds the data's frequencies too (44 + 8 = 48 steps of 0.5).
        for (int j = 0; j < 41; ++j)
            CHECK(r.fitted[j] == Approx(r.scale * r.line[j + 8] + r.baseline).margin(1e-12));
        CHECK(r.scale > 0.0);
        CHECK(r.scale_errors > 0.0);
        CHECK(r.degrees_of_freedom == (baseline ? 33 : 34));
        CHECK((r.baseline != 0.0) == baseline);
        CHECK(std::isnan(r.baseline_errors) == !baseline);
        // The moments of the members: packets add nothing to the mean.
        double area = 0.0, mean = 0.0;
        for (std::size_t j = 0; j < r.line.size(); ++j) {
            area += 0.5 * r.line[j];
            mean += 0.5 * r.line[j] * (44.0 + 0.5 * static_cast<double>(j));
        }
        CHECK(area == Approx(1.0).epsilon(1e-3));
        CHECK(mean / area == Approx(r.line_mean).epsilon(1e-3));
    }
}

TEST_CASE("errors of scale and baseline hold the shape's uncertainty too", "[campaign][line_fit]") {
    // Brute force: the joint Jacobian in amplitudes, scale and baseline, priors on the amplitudes.
    deck::Deck deck = decks::fitted();
    deck.nqr.spectra[0].baseline = true;
    const Fitted fitted(deck);
    const SpectrumResult& r = fitted.result[0];
    const FitModel& model = fitted.fit.model();
    const SpectrumData& data = fitted.data.front();
    const model::LineRule rule =
        choose_rule(deck.nqr.ensemble, model.parameters(0, r.amplitude), 77.0, data.frequency).rule;
    const model::LineKernel line(rule, data.frequency);
    const std::vector<int> active{21, 22, 23, 24, 25, 26};
    REQUIRE(par::amplitude == 21);
    const model::Line shape = line.evaluate(model.parameters(0, r.amplitude), 77.0, active);
    Eigen::MatrixXd j = Eigen::MatrixXd::Zero(41 + 6, 8);
    for (int n = 0; n < 41; ++n) {
        for (int k = 0; k < 6; ++k)
            j(n, k) = r.scale * shape.derivative[41 * k + n] * constants::degree / 0.015;
        j(n, 6) = shape.intensity[n] / 0.015;
        j(n, 7) = 1.0 / 0.015;
    }
    for (int k = 0; k < 6; ++k)
        j(41 + k, k) = 1.0 / 0.05;
    const Eigen::MatrixXd covariance = (j.transpose() * j).inverse();
    CHECK(r.scale_errors ==
          Approx(std::sqrt(covariance(6, 6))).epsilon(0.02)); // another quadrature, as above
    CHECK(r.baseline_errors == Approx(std::sqrt(covariance(7, 7))).epsilon(0.02));
    // That is more than at fixed shape.
    CHECK(r.scale_errors >
          1.05 * std::sqrt((j.block(0, 6, 41, 2).transpose() * j.block(0, 6, 41, 2)).inverse()(0, 0)));
}

TEST_CASE("fixed and tied amplitudes stay as the deck says", "[campaign][line_fit]") {
    deck::Deck deck = decks::fitted();
    deck.amplitude[0].fixed = true;
    deck.amplitude[3].tied_to = "theta_13";
    deck.amplitude[3].ratio = 0.5;
    deck.amplitude[3].prior.reset();
    const SpectrumResult r = Fitted(deck).result[0];
    CHECK(r.amplitude[0] == -0.20);
    CHECK(std::isnan(r.amplitude_errors[0]));
    CHECK(r.amplitude[3] == Approx(0.5 * r.amplitude[5]).epsilon(1e-15));
    CHECK(r.amplitude_errors[3] == Approx(0.5 * r.amplitude_errors[5]).epsilon(1e-12));
    CHECK(r.parameter.size() == 4);
    CHECK(r.degrees_of_freedom == 41 - 1 - 4);
}

TEST_CASE("a fit that meets its bound says so", "[campaign][line_fit]") {
    deck::Deck deck = decks::fitted();
    deck.nqr.spectra[0] =
        decks::gaussian(58.2, 2.0, 0.015); // narrower than the model without fluctuations allows
    deck.amplitude[2].min = -0.19;
    deck.amplitude[2].max = -0.17;
    const SpectrumResult r = Fitted(deck).result[0];
    CHECK(r.state == FitState::at_bound);
    CHECK(r.amplitude[2] == -0.17);
}

TEST_CASE("further keys are fitted with the amplitudes", "[campaign][line_fit]") {
    // A line made with packets of 1.6 MHz.
    deck::Deck wide = synthetic({-0.2, -0.19, -0.18, -0.12, -0.175, -0.25});
    wide.nqr.packet_fwhm_MHz = 1.6;
    wide.nqr.ensemble.tolerance = 1e-4;
    const SpectrumData made = spectrum_data(wide).front();
    deck::Deck deck = decks::fitted();
    deck.nqr.spectra[0] = {};
    deck.nqr.spectra[0].temperature_kelvin = 77.0;
    for (std::size_t j = 0; j < made.frequency.size(); ++j)
        deck.nqr.spectra[0].points.push_back({made.frequency[j], made.observed[j], 1e-4});
    for (deck::Amplitude& a : deck.amplitude)
        a.prior->sigma = 1e-4; // the truth is known, so that the width is what is left to find
    deck.nqr.ensemble.tolerance = 1e-4;
    deck.fit->also = {decks::also("width", {"nqr.packet_fwhm"}, deck::DriveMode::set, 1.0, 0.2, 3.0)};
    const SpectrumResult r = Fitted(deck).result[0];
    REQUIRE(r.parameter.size() == 7);
    CHECK(r.parameter[6] ==
          Approx(1.6).margin(0.01)); // quadratures of 1e-4 of the peak, times the width over its effect
    CHECK(r.parameter_errors[6] > 0.0);
    CHECK(r.data_share[6] == 1.0); // it has no prior
}

TEST_CASE("the quadrature of a fit meets its goal at the minimum, not only at the start",
          "[campaign][line_fit]") {
    // Starts a tenth as wide as the minimum, whose quadrature is too coarse there.
    deck::Deck deck = decks::fitted();
    for (deck::Amplitude& a : deck.amplitude) {
        a.value *= 0.1;
        a.prior.reset();
        a.prior = deck::Prior{10.0 * a.value, 0.1};
    }
    deck.nqr.spectra[0] = decks::gaussian(58.6, 7.0, 0.015);
    const Fitted fitted(deck);
    CHECK(fitted.result[0].line_error <= deck.nqr.ensemble.tolerance);
    const auto p = fitted.fit.model().parameters(0, fitted.result[0].amplitude);
    const model::ChosenRule coarse =
        choose_rule(deck.nqr.ensemble,
                    fitted.fit.model().parameters(
                        0, fitted.fit.model().space().expand(fitted.fit.model().space().start())),
                    77.0, fitted.data[0].frequency);
    CHECK(model::estimate_line_error(coarse.rule, p, 77.0, fitted.data[0].frequency) >
          deck.nqr.ensemble.tolerance);
}

TEST_CASE("a start without a line is no fit", "[campaign][line_fit]") {
    deck::Deck deck = decks::fitted();
    deck.fit->also = {decks::also(
        "offset", {"structure.hybrid_offset[1]", "structure.hybrid_offset[2]", "structure.hybrid_offset[3]"},
        deck::DriveMode::shift, -15.0, -20.0, 5.0)};
    const std::vector<SpectrumData> data = spectrum_data(deck);
    CHECK_THROWS_AS(LineFit(deck, FitModel::from_deck(deck, data).front()), NumericalError);
}

TEST_CASE("given amplitudes are compared with the data as they are", "[campaign][line_fit]") {
    deck::Deck deck = decks::plain();
    deck.nqr.spectra.push_back(decks::gaussian(58.2, 4.2, 0.015));
    const SpectrumData data = spectrum_data(deck).front();
    const std::vector<double> grid = deck.nqr.grid_MHz.values();
    const SpectrumResult r = given_amplitudes(deck, data, true, model_parameters(deck), grid);
    CHECK(r.state == FitState::given);
    for (int k = 0; k < 6; ++k) {
        CHECK(r.amplitude[k] == Approx(deck.amplitude[k].value).epsilon(1e-14));
        CHECK(std::isnan(r.amplitude_errors[k]));
    }
    CHECK(r.parameter.empty());
    CHECK(std::isnan(r.prior_chi2));
    CHECK(r.degrees_of_freedom == 39);
    double chi2 = 0.0;
    for (int j = 0; j < 41; ++j) {
        CHECK(r.fitted[j] == Approx(r.scale * r.line[j + 8] + r.baseline).margin(1e-12));
        chi2 += std::pow((r.fitted[j] - data.observed[j]) / 0.015, 2);
    }
    CHECK(r.chi2 == Approx(chi2).epsilon(1e-12));
    CHECK(r.line_mean == Approx(58.0).margin(0.01)); // docs/theory.md section 9: calibrated
    CHECK(r.line_error <= 5e-4);

    SECTION("without data there is the line alone") {
        deck.nqr.spectra.clear();
        const SpectrumResult bare =
            given_amplitudes(deck, spectrum_data(deck).front(), false, model_parameters(deck), grid);
        for (double x : {bare.chi2, bare.degrees_of_freedom, bare.scale, bare.baseline})
            CHECK(std::isnan(x));
        CHECK(bare.fitted.empty());
        REQUIRE(bare.line.size() == grid.size());
        const double peak = *std::max_element(r.line.begin(), r.line.end());
        for (std::size_t j = 0; j < grid.size(); ++j)
            CHECK(bare.line[j] == Approx(r.line[j]).margin(1e-3 * peak)); // rules chosen on other frequencies
    }
}

TEST_CASE("the quadrature of a fit holds where draws and profiles go", "[campaign][line_fit]") {
    // Twice the nodes in every direction, two standard errors up and down each parameter: a rule chosen for
    // the minimum alone was off by up to 7e-3 of the peak and by 5.9 in chi^2 among the draws of the main
    // deck.
    const deck::Deck deck = decks::shipped("as2se3.toml").deck;
    const std::vector<SpectrumData> data = spectrum_data(deck);
    const LineFit fit(deck, FitModel::from_deck(deck, data).front());
    const std::vector<fit::StartResult> starts{fit.run_start(0)};
    const FitOutcome outcome = fit.finish(starts, deck.nqr.grid_MHz.values());
    const SettledFit coarse(fit.model(), outcome.rule);
    const SettledFit fine(fit.model(), {model::doubled(outcome.rule[0])});
    const std::vector<double> best = fit.model().space().select(fit.model().full(outcome.spectrum));
    const auto around = fit::surroundings(coarse.problem(), best, 2.0);
    REQUIRE(around.size() == 12);
    for (const std::vector<double>& free : around) {
        const double a = coarse.problem().evaluate(free, fit::Derivatives::none).objective();
        const double b = fine.problem().evaluate(free, fit::Derivatives::none).objective();
        // The goal, 5e-4 of the peak, is 0.03 sigma of a datum: along one of 41 data a change of chi^2 of at
        // most 2 * 0.03 * sum |r| = 2, and of 0.2 where the signs of the residuals r are random.
        CHECK(std::abs(a - b) < 0.2);
    }
}
