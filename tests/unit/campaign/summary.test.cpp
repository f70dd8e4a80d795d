#include "lpsglass/campaign/summary.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include <Eigen/Dense>

#include "lpsglass/campaign/line_fit.hpp"
#include "lpsglass/core/constants.hpp"
#include "support/catch.hpp"
#include "unit/campaign/decks.hpp"

using namespace lpsglass;
using namespace lpsglass::campaign;
namespace par = lpsglass::model::parameter;

namespace {

const double kB = constants::boltzmann_eV_per_K;

SpectrumState paper_state() {
    const deck::Deck deck = decks::plain();
    return spectrum_state(model_options(deck), model_parameters(deck), nullptr, 0, SpectrumResult{});
}

std::vector<SpectrumData> spectra_at(const std::vector<double>& temperature) {
    std::vector<SpectrumData> out(temperature.size());
    for (std::size_t d = 0; d < temperature.size(); ++d)
        out[d].temperature_K = temperature[d];
    return out;
}

SetResult summary_of(const std::vector<SpectrumState>& states, const std::vector<double>& spectra,
                     const std::vector<double>& temperature, double tg = 453.0) {
    SetResult out;
    fill_summary(states, spectra_at(spectra), temperature, tg, out);
    return out;
}

/// The same glass with what belongs to beta and theta exchanged: alpha - beta changes sign.
SpectrumState exchanged(SpectrumState state) {
    std::swap(state.state.family[0], state.state.family[1]);
    return state;
}

double alpha_minus_beta(const SpectrumState& s, double t) {
    return model::exponent_at(s.state.family[0], t).xi - model::exponent_at(s.state.family[1], t).xi;
}

/// The crossing near 500 K by plain bisection.
double bisected_crossing(const model::GlassState<double>& g) {
    SpectrumState s;
    s.state = g;
    double low = 400.0, high = 600.0;
    const bool rising = alpha_minus_beta(s, high) > 0.0;
    for (int n = 0; n < 60; ++n) {
        const double middle = 0.5 * (low + high);
        ((alpha_minus_beta(s, middle) > 0.0) == rising ? high : low) = middle;
    }
    return 0.5 * (low + high);
}

/// A family of two levels whose specific heat peaks at a temperature: x tanh(x/2) = 2.
void set_peak(SpectrumState& state, int family, double temperature_K) {
    state.state.family[family].level = {0.0, 2.3993572805154 * kB * temperature_K, 90.0};
}

const std::vector<double> range{10.0, 700.0};
const double none = std::nan(""); // temperature of no spectrum

} // namespace

TEST_CASE("the summary of the paper's deck", "[campaign][summary]") {
    const SpectrumState state = paper_state();
    const SetResult r = summary_of({state}, {none}, range);
    const TemperatureResult tg = at_temperature(state, 453.0);
    const auto& v = r.summary;
    CHECK(v[summary::alpha_at_tg] == tg.exponent[0]);
    CHECK(v[summary::beta_at_tg] == tg.exponent[1]);
    CHECK(v[summary::alpha_minus_beta_at_tg] == Approx(tg.exponent[0] - tg.exponent[1]).epsilon(1e-12));
    CHECK(v[summary::inverse_lambda_alpha_at_tg] == Approx(tg.exponent[0] / 0.5).epsilon(1e-15));
    CHECK(v[summary::inverse_lambda_beta_at_tg] == Approx(tg.exponent[1] / 0.5).epsilon(1e-15));
    CHECK(v[summary::lambda_alpha_at_tg] == Approx(0.5 / tg.exponent[0]).epsilon(1e-15));
    CHECK(v[summary::lambda_beta_at_tg] == Approx(0.5 / tg.exponent[1]).epsilon(1e-15));
    CHECK(v[summary::fractal_dimension_at_tg] ==
          Approx(1.0 - 1.0 / v[summary::lambda_beta_at_tg]).epsilon(1e-14));
    // docs/theory.md section 9 and the published reference.
    CHECK(v[summary::crossing_temperature] == Approx(500.0096637615791).epsilon(1e-9));
    CHECK(v[summary::lambda_at_crossing] == Approx(0.5956905503292905).epsilon(1e-9));
    CHECK(v[summary::crossing_count] == 1.0);
    CHECK(v[summary::crosses_near_tg] == 1.0);
    CHECK(v[summary::specific_heat_peak_theta] ==
          Approx(453.0).margin(0.5)); // calibrated to five digits of N
    double mean_beta = 0.0, mean_theta = 0.0;
    for (int k = 0; k < 3; ++k) {
        mean_beta += std::pow(10.0, tg.log10_extinction_time[k]);
        mean_theta += std::pow(10.0, tg.log10_extinction_time[3 + k]);
    }
    CHECK(v[summary::extinction_ratio_at_tg] == Approx(mean_beta / mean_theta).epsilon(1e-11));
    for (double e : r.summary_errors)
        CHECK(std::isnan(e)); // nothing was fitted
}

TEST_CASE("the spread over freezing orders is that of all six labels", "[campaign][summary]") {
    const SpectrumState state = paper_state();
    const SetResult r = summary_of({state}, {none}, range);
    const std::array<std::array<int, 3>, 6> orders{
        {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}};
    for (int f = 0; f < 2; ++f) {
        std::vector<double> exponent, lambda;
        for (std::size_t n = 0; n < 6; ++n) {
            model::Family<double> family = state.state.family[f];
            family.order = orders[n];
            exponent.push_back(model::exponent_at(family, 453.0).xi);
            lambda.push_back(0.5 / exponent.back());
            CHECK(r.exponent_by_order[n][f] == exponent.back());
        }
        const auto spread = [](const std::vector<double>& x) {
            return *std::max_element(x.begin(), x.end()) - *std::min_element(x.begin(), x.end());
        };
        CHECK(r.summary[f == 0 ? summary::order_spread_alpha : summary::order_spread_beta] ==
              spread(exponent));
        CHECK(r.summary[f == 0 ? summary::order_spread_lambda_alpha : summary::order_spread_lambda_beta] ==
              spread(lambda));
        CHECK(spread(exponent) > 0.1); // labels matter
    }
}

TEST_CASE("crossings are those within the temperatures of the deck", "[campaign][summary]") {
    const SpectrumState state = paper_state();
    const auto count = [&](const std::vector<double>& t) {
        return summary_of({state}, {none}, t).summary[summary::crossing_count];
    };
    CHECK(count({10.0, 700.0}) == 1.0);
    CHECK(count({10.0, 77.0, 499.0}) == 0.0);
    CHECK(count({501.0, 700.0}) == 0.0);
    CHECK(count({499.9, 500.1}) == 1.0); // narrower than the grid of 1 K
    CHECK(count({453.0}) == 0.0);        // a single temperature
    const SetResult r = summary_of({state}, {none}, {10.0, 499.0});
    CHECK(std::isnan(r.summary[summary::crossing_temperature])); // none is a valid answer
    CHECK(std::isnan(r.summary[summary::lambda_at_crossing]));
    CHECK(r.summary[summary::crosses_near_tg] == 0.0);
}

TEST_CASE("a crossing does not depend on the deck's temperatures", "[campaign][summary]") {
    const SpectrumState state = paper_state();
    const double one = summary_of({state}, {none}, {10.0, 700.0}).summary[summary::crossing_temperature];
    const double two =
        summary_of({state}, {none}, {33.3, 412.7, 655.1}).summary[summary::crossing_temperature];
    CHECK(one == Approx(two).epsilon(1e-13));
    CHECK(one == Approx(bisected_crossing(state.state)).epsilon(1e-12));
    CHECK(std::abs(alpha_minus_beta(state, one)) < 1e-13);
}

TEST_CASE("a crossing far from T_g is told apart", "[campaign][summary]") {
    const SpectrumState state = paper_state();
    CHECK(summary_of({state}, {none}, range, 451.0).summary[summary::crosses_near_tg] == 1.0); // 49 K
    CHECK(summary_of({state}, {none}, range, 449.0).summary[summary::crosses_near_tg] == 0.0); // 51 K
}

TEST_CASE("of several crossings the one nearest to T_g is the summary's", "[campaign][summary]") {
    // Two spectra give one glass below 550 K and the exchanged one, crossing as well, nowhere else: so take
    // one glass in two ranges of different cooperativity, which stretches its temperatures.
    const SpectrumState cold = paper_state();
    SpectrumState hot = cold;
    for (model::Family<double>& family : hot.state.family) {
        for (double& u : family.level)
            u *= 1.2; // the same at 1.2 times the temperature
    }
    // Crossings at 500 K, and, up to the change of rates with the energies alone, near 600 K; the border is
    // at 550 K.
    const SetResult near_cold = summary_of({cold, hot}, {450.0, 650.0}, range, 453.0);
    CHECK(near_cold.summary[summary::crossing_count] == 2.0);
    CHECK(near_cold.summary[summary::crossing_temperature] == Approx(500.01).margin(0.01));
    const SetResult near_hot = summary_of({cold, hot}, {450.0, 650.0}, range, 620.0);
    CHECK(near_hot.summary[summary::crossing_temperature] == Approx(1.2 * 500.0097).margin(0.02));
}

TEST_CASE("where the amplitudes change from spectrum to spectrum a jump is no crossing",
          "[campaign][summary]") {
    const SpectrumState cold = paper_state(), hot = exchanged(paper_state());
    REQUIRE(alpha_minus_beta(cold, 399.0) < 0.0);
    REQUIRE(alpha_minus_beta(hot, 401.0) > 0.0);
    // Spectra at 350 and 450 K: the border is at 400 K.
    CHECK(summary_of({cold, hot}, {350.0, 450.0}, {300.0, 490.0}).summary[summary::crossing_count] == 0.0);
    const SetResult r = summary_of({cold, hot}, {350.0, 450.0}, {300.0, 600.0});
    CHECK(r.summary[summary::crossing_count] == 1.0); // the hot glass's own, once
    CHECK(r.summary[summary::crossing_temperature] == Approx(500.0097).margin(1e-3));
    // The same spectra in another order of the deck.
    const SetResult reversed = summary_of({hot, cold}, {450.0, 350.0}, {300.0, 600.0});
    for (summary::Index i :
         {summary::crossing_count, summary::crossing_temperature, summary::lambda_at_crossing,
          summary::alpha_at_tg, summary::specific_heat_peak_beta})
        CHECK(reversed.summary[i] == r.summary[i]);
    // T_g lies in the hot glass's range: its exponents are the ones at T_g.
    CHECK(r.summary[summary::alpha_at_tg] == model::exponent_at(hot.state.family[0], 453.0).xi);
    CHECK(summary_of({cold, hot}, {350.0, 450.0}, {300.0, 600.0}, 390.0).summary[summary::alpha_at_tg] ==
          model::exponent_at(cold.state.family[0], 390.0).xi);
}

TEST_CASE("one glass told by three spectra crosses once", "[campaign][summary]") {
    const SpectrumState s = paper_state();
    // The border between the second and the third lies at 500 K, where the crossing nearly is.
    const SetResult r = summary_of({s, s, s}, {77.0, 400.0, 600.0}, range);
    CHECK(r.summary[summary::crossing_count] == 1.0);
    CHECK(r.summary[summary::crossing_temperature] == Approx(500.0096637615791).epsilon(1e-9));
}

TEST_CASE("the peak of the specific heat is that of two levels where there are two", "[campaign][summary]") {
    SpectrumState state = paper_state();
    set_peak(state, 0, 321.987);
    set_peak(state, 1, 555.5);
    const SetResult r = summary_of({state}, {none}, range);
    CHECK(r.summary[summary::specific_heat_peak_beta] == Approx(321.987).epsilon(1e-11));
    CHECK(r.summary[summary::specific_heat_peak_theta] == Approx(555.5).epsilon(1e-11));
    // Outside the range of the deck there is none.
    const SetResult cold = summary_of({state}, {none}, {10.0, 321.0});
    CHECK(std::isnan(cold.summary[summary::specific_heat_peak_beta]));
    CHECK(std::isnan(cold.summary[summary::specific_heat_peak_theta]));
}

TEST_CASE("a missing exponent leaves the number of crossings missing, not 0", "[campaign][summary]") {
    SpectrumState state = paper_state();
    state.state.family[1].log_eta[2] = std::nan("");
    state.state.energy.status[5] = model::ExtinctionStatus::no_extinction;
    const SetResult r = summary_of({state}, {none}, range);
    for (summary::Index i : {summary::crossing_count, summary::crossing_temperature, summary::crosses_near_tg,
                             summary::lambda_at_crossing, summary::beta_at_tg, summary::lambda_beta_at_tg,
                             summary::fractal_dimension_at_tg, summary::alpha_minus_beta_at_tg,
                             summary::extinction_ratio_at_tg, summary::order_spread_beta})
        CHECK(std::isnan(r.summary[i]));
    CHECK(std::isfinite(r.summary[summary::alpha_at_tg])); // the other family is not touched
    CHECK(std::isfinite(r.summary[summary::order_spread_alpha]));
    CHECK(std::isfinite(r.summary[summary::specific_heat_peak_theta])); // nor is thermodynamics
}

TEST_CASE("linear errors of the summary are those of a brute-force gradient", "[campaign][summary]") {
    // Amplitudes held near the printed ones, where alpha and beta cross.
    deck::Deck deck = decks::fitted();
    deck.temperature_kelvin = {10.0, 700.0};
    for (deck::Amplitude& a : deck.amplitude)
        a.prior->sigma = 3e-4;
    const RunRecord record = decks::run(deck);
    const SetResult& set = record.sets.front();
    const SpectrumResult& r = set.spectrum.front();
    REQUIRE(set.summary[summary::crossing_count] == 1.0);

    const auto state_at = [&](int a, double step) {
        model::ParameterSet<double> p = model_parameters(deck);
        for (int k = 0; k < 6; ++k)
            p[par::amplitude + k] = (r.amplitude[k] + (k == a ? step : 0.0)) * constants::degree;
        return model::glass_state(p, model_options(deck));
    };
    const auto brute = [&](const auto& f) {
        Eigen::Matrix<double, 6, 1> gradient;
        for (int a = 0; a < 6; ++a) {
            const double h = 1e-4; // degree
            const auto central = [&](double s) {
                return (f(state_at(a, s)) - f(state_at(a, -s))) / (2.0 * s);
            };
            gradient[a] = (4.0 * central(0.5 * h) - central(h)) / 3.0;
        }
        const auto c = Eigen::Map<const Eigen::Matrix<double, 6, 6>>(r.covariance.data());
        return std::sqrt(gradient.dot(c * gradient));
    };
    using State = model::GlassState<double>;
    const auto xi = [](const State& s, int f, double t) { return model::exponent_at(s.family[f], t).xi; };
    const auto lambda_there = [&](const State& s) { return 0.5 / xi(s, 0, bisected_crossing(s)); };
    const auto peak = [](const State& s) {
        SpectrumState spectrum;
        spectrum.state = s;
        return summary_of({spectrum}, {none}, range).summary[summary::specific_heat_peak_theta];
    };
    const auto ratio = [](const State& s) {
        double mean[2] = {0.0, 0.0};
        for (int f = 0; f < 2; ++f) {
            for (double log_time : model::relaxation(s.family[f], 453.0).log_extinction_time)
                mean[f] += std::exp(log_time);
        }
        return mean[0] / mean[1];
    };
    const auto& e = set.summary_errors;
    // Steps of 1e-4 degree of 0.2: (5e-4)^4, and rounding of 1e-12 (roots: 1e-10 K) over 1e-4.
    CHECK(e[summary::alpha_at_tg] ==
          Approx(brute([&](const State& s) { return xi(s, 0, 453.0); })).epsilon(1e-6));
    CHECK(e[summary::beta_at_tg] ==
          Approx(brute([&](const State& s) { return xi(s, 1, 453.0); })).epsilon(1e-6));
    CHECK(e[summary::alpha_minus_beta_at_tg] ==
          Approx(brute([&](const State& s) { return xi(s, 0, 453.0) - xi(s, 1, 453.0); })).epsilon(1e-6));
    CHECK(e[summary::inverse_lambda_alpha_at_tg] == Approx(2.0 * e[summary::alpha_at_tg]).epsilon(1e-12));
    CHECK(e[summary::inverse_lambda_beta_at_tg] == Approx(2.0 * e[summary::beta_at_tg]).epsilon(1e-12));
    CHECK(e[summary::lambda_alpha_at_tg] ==
          Approx(brute([&](const State& s) { return 0.5 / xi(s, 0, 453.0); })).epsilon(1e-6));
    CHECK(e[summary::lambda_beta_at_tg] ==
          Approx(brute([&](const State& s) { return 0.5 / xi(s, 1, 453.0); })).epsilon(1e-6));
    CHECK(e[summary::fractal_dimension_at_tg] ==
          Approx(e[summary::inverse_lambda_beta_at_tg]).epsilon(1e-12));
    CHECK(e[summary::extinction_ratio_at_tg] == Approx(brute(ratio)).epsilon(1e-6));
    CHECK(e[summary::crossing_temperature] == Approx(brute(bisected_crossing)).epsilon(1e-5));
    CHECK(e[summary::lambda_at_crossing] == Approx(brute(lambda_there)).epsilon(1e-5));
    CHECK(e[summary::specific_heat_peak_theta] == Approx(brute(peak)).epsilon(1e-5));
    for (summary::Index i : {summary::crossing_count, summary::crosses_near_tg, summary::order_spread_alpha,
                             summary::order_spread_beta})
        CHECK(std::isnan(e[i])); // no linear error makes sense of them
}

TEST_CASE("the table of the summary names every value once", "[campaign][summary]") {
    std::set<std::string> names;
    for (const SummaryInfo& info : summary_table()) {
        CHECK(names.insert(info.name).second);
        CHECK(std::string(info.long_name).size() > 10);
    }
    // docs/results.md
    for (const char* name :
         {"alpha_at_tg", "beta_at_tg", "alpha_minus_beta_at_tg", "inverse_lambda_alpha_at_tg",
          "inverse_lambda_beta_at_tg", "lambda_alpha_at_tg", "lambda_beta_at_tg", "fractal_dimension_at_tg",
          "crossing_temperature", "crossing_count", "crosses_near_tg", "lambda_at_crossing",
          "specific_heat_peak_beta", "specific_heat_peak_theta", "extinction_ratio_at_tg",
          "order_spread_alpha", "order_spread_beta"})
        CHECK(names.count(name) == 1);
    CHECK(std::string(summary_table()[summary::crossing_temperature].name) == "crossing_temperature");
    CHECK(std::string(summary_table()[summary::order_spread_lambda_beta].name) == "order_spread_lambda_beta");
}
