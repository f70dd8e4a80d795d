#include "target_model.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lpsglass/campaign/model_input.hpp"
#include "lpsglass/campaign/summary.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/deck/key_table.hpp"
#include "lpsglass/deck/observables.hpp"
#include "lpsglass/model/structure.hpp"
#include "lpsglass/model/thermodynamics.hpp"
#include "state_functions.hpp"

namespace lpsglass::campaign {

namespace par = model::parameter;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr double kWider = 4.0; // factor by which a search that found nothing goes beyond the temperatures
constexpr double kHighest_K = 100000.0;

using State = GlassState<Lanes>;

/// Observables that a search over temperatures finds, by their place in the summary.
constexpr summary::Index searched[] = {summary::crossing_temperature,    summary::crossing_count,
                                       summary::crosses_near_tg,         summary::lambda_at_crossing,
                                       summary::specific_heat_peak_beta, summary::specific_heat_peak_theta};

std::optional<summary::Index> searched_index(const std::string& name) {
    for (const summary::Index index : searched) {
        if (name == summary_table()[index].name) return index;
    }
    return std::nullopt;
}

/// Largest minus smallest xi (or scale/xi) over the freezing orders.
Lanes order_spread(const State& state, int family, double t, const Lanes* scale) {
    std::array<Lanes, 6> values;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const Lanes x =
            model::exponent_at(model::reordered(state.family[family], model::all_orders[i]), Lanes(t)).xi;
        values[i] = scale ? *scale / x : x;
    }
    const auto [low, high] = std::minmax_element(
        values.begin(), values.end(), [](const Lanes& a, const Lanes& b) { return a.value < b.value; });
    return *high - *low;
}

/// Observables at a given temperature; their names in the summary end in `_at_tg`.
Lanes at_temperature(std::string name, const State& state, const Lanes& scale, double t) {
    if (name.ends_with("_at_tg")) name.resize(name.size() - 6);
    const Lanes temperature(t);
    const Lanes alpha = xi(state, 0, temperature), beta = xi(state, 1, temperature);
    if (name == "alpha") return alpha;
    if (name == "beta") return beta;
    if (name == "alpha_minus_beta") return alpha - beta;
    if (name == "inverse_lambda_alpha") return alpha / scale;
    if (name == "inverse_lambda_beta") return beta / scale;
    if (name == "lambda_alpha") return scale / alpha;
    if (name == "lambda_beta") return scale / beta;
    if (name == "fractal_dimension") return 1.0 - beta / scale;
    if (name == "extinction_ratio") return exp(log_extinction_ratio(state, temperature));
    if (name == "order_spread_alpha") return order_spread(state, 0, t, nullptr);
    if (name == "order_spread_beta") return order_spread(state, 1, t, nullptr);
    if (name == "order_spread_lambda_alpha") return order_spread(state, 0, t, &scale);
    if (name == "order_spread_lambda_beta") return order_spread(state, 1, t, &scale);
    throw std::logic_error("no observable " + name);
}

std::string why_missing(const GlassState<double>& state) {
    for (int f = 0; f < 2; ++f) {
        if (model::family_status(state, f) == model::ExponentStatus::gauge_phase_undefined)
            return "the gauge phase is undefined";
    }
    for (int f = 0; f < 2; ++f) {
        if (model::family_status(state, f) != model::ExponentStatus::ok)
            return f == 0 ? "a beta fluctuation has no extinction" : "a theta fluctuation has no extinction";
    }
    return "there is none";
}

} // namespace

/// The searched values, and which of them lie outside the deck's temperatures.
struct TargetModel::Search {
    std::array<double, summary::count> value{};
    std::array<bool, summary::count> outside{};
};

TargetModel::TargetModel(const deck::Deck& deck)
    : deck_(deck), options_(model_options(deck)),
      line_temperature_K_(deck.nqr.spectra.empty() ? missing : deck.nqr.spectra.front().temperature_kelvin) {
    for (const deck::CalibrationTarget& target : deck.calibration) {
        needs_search_ = needs_search_ || searched_index(target.observable);
        needs_line_ = needs_line_ || target.observable == "line_mean";
    }
}

void TargetModel::choose_line_rule(const model::ParameterSet<double>& p) {
    if (!needs_line_) return;
    model::ParameterSet<double> at = p;
    if (options_.amplitudes_from_bath) {
        const model::Sextuple<double> x0 = model::glass_state(p, options_).energy.amplitude;
        std::copy(x0.begin(), x0.end(), &at[par::amplitude]);
    }
    const std::vector<double> grid = deck_.nqr.grid_MHz.values();
    const model::ChosenRule chosen = choose_rule(deck_.nqr.ensemble, at, line_temperature_K_, grid);
    line_.emplace(chosen.rule, std::vector<double>{grid.front()}); // the mean needs no bins
}

TargetModel::Search TargetModel::search(const model::ParameterSet<double>& p) const {
    Search out;
    if (!needs_search_) return out;
    SpectrumState state;
    state.state = model::glass_state(p, options_);
    state.scale = p[par::exponent_scale];
    const std::vector<SpectrumData> no_spectrum(1);
    const double tg = deck_.exponents.glass_temperature_kelvin;
    const double lowest = deck_.temperature_kelvin.front(), highest = deck_.temperature_kelvin.back();
    SetResult set;
    fill_summary({state}, no_spectrum, {lowest, highest}, tg, set);
    out.value = set.summary;
    const auto is_needed = [&](const deck::CalibrationTarget& target) {
        const auto index = searched_index(target.observable);
        return index && std::isnan(out.value[*index]);
    };
    if (std::none_of(deck_.calibration.begin(), deck_.calibration.end(), is_needed)) return out;
    fill_summary({state}, no_spectrum, {lowest / kWider, std::min(kHighest_K, highest * kWider)}, tg, set);
    for (const summary::Index index : searched) {
        if (!std::isnan(out.value[index])) continue;
        out.value[index] = set.summary[index];
        out.outside[index] = !std::isnan(set.summary[index]);
    }
    return out;
}

Lanes TargetModel::line_mean(Parameters p, const State& state) const {
    if (!line_) throw NumericalError("no quadrature of the line was chosen");
    if (options_.amplitudes_from_bath)
        std::copy(state.energy.amplitude.begin(), state.energy.amplitude.end(), &p[par::amplitude]);
    model::ParameterSet<double> values;
    std::vector<int> active;
    for (int i = 0; i < par::count; ++i) {
        values[i] = p[i].value;
        const auto& d = p[i].derivative;
        if (model::parameter_table()[i].enters_line &&
            std::any_of(d.begin(), d.end(), [](double x) { return x != 0.0; }))
            active.push_back(i);
    }
    const model::Line line = line_->evaluate(values, line_temperature_K_, active);
    Lanes out(line.mean_MHz);
    for (std::size_t a = 0; a < active.size(); ++a) {
        for (int l = 0; l < kErrorLanes; ++l)
            out.derivative[l] += line.mean_derivative[a] * p[active[a]].derivative[l];
    }
    return out;
}

Lanes TargetModel::value(const deck::CalibrationTarget& target, const Parameters& p, const State& state,
                         const Search& found) const {
    const std::string& name = target.observable;
    const Lanes& scale = p[par::exponent_scale];
    if (name == "line_mean") return line_mean(p, state);
    if (name.starts_with("ground_state.")) {
        const auto names = deck::fluctuation_names();
        const auto place = std::find(names.begin(), names.end(), name.substr(name.find('.') + 1));
        return state.energy.ground_state[place - names.begin()];
    }
    const double tg = deck_.exponents.glass_temperature_kelvin;
    const std::optional<summary::Index> index = searched_index(name);
    if (!index) return at_temperature(name, state, scale, target.temperature_kelvin.value_or(tg));

    const double value = found.value[*index];
    if (std::isnan(value)) return Lanes(missing);
    const auto difference = [](const State& g, const Lanes& t) { return alpha_minus_beta(g, t); };
    switch (*index) {
    case summary::crossing_temperature:
        return moving_root(difference, state, value);
    case summary::lambda_at_crossing:
        return scale /
               xi(state, 0, moving_root(difference, state, found.value[summary::crossing_temperature]));
    case summary::specific_heat_peak_beta:
    case summary::specific_heat_peak_theta: {
        const int family = *index == summary::specific_heat_peak_beta ? 0 : 1;
        const auto slope = [family](const State& g, const Lanes& t) {
            return model::thermodynamics(g.family[family], t).specific_heat_slope;
        };
        return moving_root(slope, state, value);
    }
    default: // counts
        return Lanes(value);
    }
}

TargetValues TargetModel::evaluate(const model::ParameterSet<double>& p, const Eigen::MatrixXd& chain) const {
    if (!model::mean_structure(p).is_pyramid) throw NumericalError("the mean structure is no pyramid");
    const auto targets = static_cast<Eigen::Index>(deck_.calibration.size());
    TargetValues out;
    out.value.resize(targets);
    out.outside.resize(targets);
    out.why.resize(targets);
    out.jacobian = Eigen::MatrixXd::Zero(targets, chain.cols());
    const Search found = search(p);
    for (Eigen::Index first = 0; first < std::max<Eigen::Index>(1, chain.cols()); first += kErrorLanes) {
        const Eigen::Index count = std::min<Eigen::Index>(kErrorLanes, chain.cols() - first);
        Parameters lanes;
        for (int i = 0; i < par::count; ++i) {
            lanes[i] = Lanes(p[i]);
            for (Eigen::Index l = 0; l < count; ++l)
                lanes[i].derivative[l] = chain(i, first + l);
        }
        const State state = model::glass_state(lanes, options_);
        for (Eigen::Index i = 0; i < targets; ++i) {
            const Lanes v = value(deck_.calibration[i], lanes, state, found);
            out.value[i] = v.value;
            for (Eigen::Index l = 0; l < count; ++l)
                out.jacobian(i, first + l) = std::isnan(v.value) ? missing : v.derivative[l];
        }
    }
    for (Eigen::Index i = 0; i < targets; ++i) {
        const auto index = searched_index(deck_.calibration[i].observable);
        out.outside[i] = index && found.outside[*index];
        if (std::isnan(out.value[i])) out.why[i] = why_missing(model::glass_state(p, options_));
    }
    return out;
}

} // namespace lpsglass::campaign
