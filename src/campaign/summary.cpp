#include "lpsglass/campaign/summary.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "grid_search.hpp"
#include "lpsglass/model/thermodynamics.hpp"
#include "state_functions.hpp"

namespace lpsglass::campaign {

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr double kNearGlassTemperature = 50.0; // K

double spread(const std::array<double, 6>& values) {
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    return *high - *low; // NaN where the exponent is missing, which it then is for every order
}

class Filler {
  public:
    Filler(const std::vector<SpectrumState>& states, int spectrum, SummaryValues& out)
        : state_(states[spectrum]), spectrum_(spectrum), out_(out) {}

    /// Value and gradient of a function of (state, scale), which is a template on the scalar.
    template <class F> void put(summary::Index index, const F& f) {
        put(index, f(state_.state, state_.scale), f);
    }
    /// The same with the value known.
    void put(summary::Index index, double value, const LanesFunction& f) {
        out_.value[index] = value;
        out_.gradient[index] = gradient_of(state_, f);
        out_.spectrum[index] = spectrum_;
    }

  private:
    const SpectrumState& state_;
    int spectrum_;
    SummaryValues& out_;
};

void fill_at_glass_temperature(const std::vector<SpectrumState>& states, int spectrum, double tg,
                               SummaryValues& out) {
    const SpectrumState& state = states[spectrum];
    Filler fill(states, spectrum, out);
    const auto xi_at = [tg](const auto& g, int family) {
        using T = std::decay_t<decltype(g.energy.ground_state[0])>;
        return xi(g, family, T(tg));
    };
    fill.put(summary::alpha_at_tg, [&](const auto& g, const auto&) { return xi_at(g, 0); });
    fill.put(summary::beta_at_tg, [&](const auto& g, const auto&) { return xi_at(g, 1); });
    fill.put(summary::alpha_minus_beta_at_tg,
             [&](const auto& g, const auto&) { return xi_at(g, 0) - xi_at(g, 1); });
    fill.put(summary::inverse_lambda_alpha_at_tg,
             [&](const auto& g, const auto& s) { return xi_at(g, 0) / s; });
    fill.put(summary::inverse_lambda_beta_at_tg,
             [&](const auto& g, const auto& s) { return xi_at(g, 1) / s; });
    fill.put(summary::lambda_alpha_at_tg, [&](const auto& g, const auto& s) { return s / xi_at(g, 0); });
    fill.put(summary::lambda_beta_at_tg, [&](const auto& g, const auto& s) { return s / xi_at(g, 1); });
    fill.put(summary::fractal_dimension_at_tg,
             [&](const auto& g, const auto& s) { return 1.0 - xi_at(g, 1) / s; });
    fill.put(summary::extinction_ratio_at_tg, [&](const auto& g, const auto&) {
        using std::exp;
        using T = std::decay_t<decltype(g.energy.ground_state[0])>;
        return exp(log_extinction_ratio(g, T(tg)));
    });

    std::array<std::array<double, 6>, 2> exponent, lambda;
    for (int f = 0; f < 2; ++f) {
        for (std::size_t i = 0; i < model::all_orders.size(); ++i) {
            const auto family = model::reordered(state.state.family[f], model::all_orders[i]);
            exponent[f][i] = out.exponent_by_order[i][f] = model::exponent_at(family, tg).xi;
            lambda[f][i] = state.scale / exponent[f][i];
        }
    }
    out.value[summary::order_spread_alpha] = spread(exponent[0]);
    out.value[summary::order_spread_beta] = spread(exponent[1]);
    out.value[summary::order_spread_lambda_alpha] = spread(lambda[0]);
    out.value[summary::order_spread_lambda_beta] = spread(lambda[1]);
}

void fill_crossing(const std::vector<SpectrumState>& states, const std::vector<Segment>& ranges, double tg,
                   SummaryValues& out) {
    for (const SpectrumState& s : states) {
        for (int f = 0; f < 2; ++f) {
            if (std::isnan(xi(s.state, f, tg)))
                return; // an exponent is missing: so is the number of crossings
        }
    }
    const std::vector<Found> crossings = find_crossings(states, ranges);
    out.value[summary::crossing_count] = static_cast<double>(crossings.size());
    out.value[summary::crosses_near_tg] = 0.0;
    if (crossings.empty()) return;
    const auto nearest =
        *std::min_element(crossings.begin(), crossings.end(), [tg](const Found& a, const Found& b) {
            return std::abs(a.temperature - tg) < std::abs(b.temperature - tg);
        });
    const SpectrumState& state = states[nearest.spectrum];
    const double t = nearest.temperature;
    out.value[summary::crosses_near_tg] = std::abs(t - tg) <= kNearGlassTemperature ? 1.0 : 0.0;
    const auto difference = [](const auto& g, const auto& temperature) {
        return alpha_minus_beta(g, temperature);
    };
    Filler fill(states, nearest.spectrum, out);
    fill.put(summary::crossing_temperature, t,
             [&](const GlassState<Lanes>& g, const Lanes&) { return moving_root(difference, g, t); });
    fill.put(summary::lambda_at_crossing, state.scale / xi(state.state, 0, t),
             [&](const GlassState<Lanes>& g, const Lanes& scale) {
                 return scale / xi(g, 0, moving_root(difference, g, t));
             });
}

void fill_peak(const std::vector<SpectrumState>& states, const std::vector<Segment>& ranges, int family,
               SummaryValues& out) {
    const auto index = family == 0 ? summary::specific_heat_peak_beta : summary::specific_heat_peak_theta;
    const std::optional<Found> peak = specific_heat_peak(states, ranges, family);
    if (!peak) return;
    const auto slope = [family](const GlassState<Lanes>& g, const Lanes& t) {
        return model::thermodynamics(g.family[family], t).specific_heat_slope;
    };
    Filler(states, peak->spectrum, out)
        .put(index, peak->temperature, [&](const GlassState<Lanes>& g, const Lanes&) {
            return moving_root(slope, g, peak->temperature);
        });
}

} // namespace

const std::array<SummaryInfo, summary::count>& summary_table() {
    static constexpr std::array<SummaryInfo, summary::count> table{{
        {"alpha_at_tg", "1", "exponent alpha = xi_beta at the glass temperature", true},
        {"beta_at_tg", "1", "exponent beta = xi_theta at the glass temperature", true},
        {"alpha_minus_beta_at_tg", "1", "alpha - beta at the glass temperature", true},
        {"inverse_lambda_alpha_at_tg", "1", "1/lambda from alpha at the glass temperature", true},
        {"inverse_lambda_beta_at_tg", "1", "1/lambda from beta at the glass temperature", true},
        {"lambda_alpha_at_tg", "1", "lambda = scale/alpha at the glass temperature", true},
        {"lambda_beta_at_tg", "1", "lambda = scale/beta at the glass temperature", true},
        {"fractal_dimension_at_tg", "1", "1 - 1/lambda with lambda from beta, at the glass temperature",
         true},
        {"crossing_temperature", "K", "temperature nearest to the glass temperature where alpha = beta",
         true},
        {"crossing_count", "1", "number of crossings of alpha and beta in the temperature range", false},
        {"crosses_near_tg", "1", "1 where a crossing lies within 50 K of the glass temperature, else 0",
         false},
        {"lambda_at_crossing", "1", "lambda at that crossing", true},
        {"specific_heat_peak_beta", "K", "temperature of the peak of the beta family's specific heat", true},
        {"specific_heat_peak_theta", "K", "temperature of the peak of the theta family's specific heat",
         true},
        {"extinction_ratio_at_tg", "1", "mean dt_beta / mean dt_theta at the glass temperature", true},
        {"order_spread_alpha", "1",
         "largest minus smallest alpha at the glass temperature over freezing orders", false},
        {"order_spread_beta", "1",
         "largest minus smallest beta at the glass temperature over freezing orders", false},
        {"order_spread_lambda_alpha", "1",
         "largest minus smallest lambda from alpha at the glass temperature over freezing orders", false},
        {"order_spread_lambda_beta", "1",
         "largest minus smallest lambda from beta at the glass temperature over freezing orders", false},
    }};
    return table;
}

SummaryValues summary_values(const std::vector<SpectrumState>& states,
                             const std::vector<SpectrumData>& spectra,
                             const std::vector<double>& temperature_K, double glass_temperature_K) {
    SummaryValues out;
    out.value.fill(missing);
    fill_at_glass_temperature(states, spectrum_at(spectra, glass_temperature_K), glass_temperature_K, out);
    const std::vector<Segment> ranges = segments(spectra, temperature_K.front(), temperature_K.back());
    fill_crossing(states, ranges, glass_temperature_K, out);
    for (int family = 0; family < 2; ++family)
        fill_peak(states, ranges, family, out);
    return out;
}

void fill_summary(const std::vector<SpectrumState>& states, const std::vector<SpectrumData>& spectra,
                  const std::vector<double>& temperature_K, double glass_temperature_K, SetResult& result) {
    const SummaryValues values = summary_values(states, spectra, temperature_K, glass_temperature_K);
    result.summary = values.value;
    result.exponent_by_order = values.exponent_by_order;
    for (int i = 0; i < summary::count; ++i)
        result.summary_errors[i] = linear_error(states[values.spectrum[i]], values.gradient[i]);
}

} // namespace lpsglass::campaign
