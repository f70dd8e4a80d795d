#include "lpsglass/campaign/draws.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lpsglass/campaign/intervals.hpp"
#include "lpsglass/campaign/summary.hpp"
#include "lpsglass/fit/posterior.hpp"
#include "lpsglass/model/temperature_sweep.hpp"

namespace lpsglass::campaign {

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kDrawBlock = 25; // draws of one work item

/// Values of one full parameter, one vector per chain (replicas: a single one).
std::vector<std::vector<double>> by_chain(const FitDraws& draws, int full_index) {
    std::vector<std::vector<double>> out(1);
    for (std::size_t i = 0; i < draws.full.size(); ++i) {
        if (!draws.chain_end.empty() && i == draws.chain_end[out.size() - 1]) out.emplace_back();
        out.back().push_back(draws.full[i][full_index]);
    }
    return out;
}

Interval interval_of_parameter(const FitDraws& draws, int full_index) {
    std::vector<double> values;
    for (const std::vector<double>& full : draws.full)
        values.push_back(full[full_index]);
    return interval_of(values);
}

/// State of every spectrum at draw i of its fit.
std::vector<SpectrumState> states_of_draw(const model::ModelOptions& options,
                                          const std::vector<FitModel>& models, const Draws& draws,
                                          std::size_t spectra, std::size_t i) {
    std::vector<SpectrumState> out(spectra);
    for (std::size_t f = 0; f < models.size(); ++f) {
        for (std::size_t s = 0; s < models[f].spectra().size(); ++s) {
            out[models[f].spectra()[s].index] =
                bare_state(options, models[f].parameters(static_cast<int>(s), draws.of_fit[f].full[i]));
        }
    }
    return out;
}

/// What is kept of a draw: per spectrum ground states and extinction logarithms; per temperature and family
/// exponent and lambda; then the summary. fill_intervals() reads it in the same order.
std::vector<double> derive_draw(const deck::Deck& deck, const std::vector<SpectrumData>& data,
                                const std::vector<SpectrumState>& states) {
    std::vector<double> out;
    for (const SpectrumState& s : states) {
        out.insert(out.end(), s.state.energy.ground_state.begin(), s.state.energy.ground_state.end());
        out.insert(out.end(), s.state.energy.log_eta.begin(), s.state.energy.log_eta.end());
    }
    std::vector<model::FamilySweep> sweep; // per spectrum beta, theta
    for (const SpectrumState& s : states)
        sweep.insert(sweep.end(),
                     {model::FamilySweep(s.state.family[0]), model::FamilySweep(s.state.family[1])});
    for (double t : deck.temperature_kelvin) {
        const int s = spectrum_at(data, t);
        for (int f = 0; f < 2; ++f) {
            const double xi = sweep[2 * s + f].xi(t);
            out.push_back(xi);
            out.push_back(states[s].scale / xi);
        }
    }
    const SummaryValues summary =
        summary_values(states, data, deck.temperature_kelvin, deck.exponents.glass_temperature_kelvin);
    out.insert(out.end(), summary.value.begin(), summary.value.end());
    return out;
}

/// Share of the draws whose value is not missing and holds.
template <class F> double share_of(const std::vector<double>& values, const F& holds) {
    return static_cast<double>(std::count_if(values.begin(), values.end(), holds)) /
           static_cast<double>(values.size());
}

} // namespace

void fill_parameter_intervals(const FitModel& model, const FitDraws& draws,
                              std::vector<SpectrumResult>& results) {
    for (std::size_t s = 0; s < results.size(); ++s) {
        SpectrumResult& r = results[s];
        const FitSpectrum& spectrum = model.spectra()[s];
        for (int k = 0; k < kFluctuations; ++k) {
            const int index = spectrum.slots[k].full_index;
            const bool constant = model.space().chain().row(index).isZero(0.0);
            r.amplitude_interval[k] =
                constant ? Interval{missing, missing, missing} : interval_of_parameter(draws, index);
        }
        for (std::size_t slot : spectrum.fitted) {
            const int index = spectrum.slots[slot].full_index;
            r.parameter_interval.push_back(interval_of_parameter(draws, index));
            if (draws.chain_end.empty()) continue;
            const fit::Diagnostics d = fit::diagnose(by_chain(draws, index));
            r.r_hat.push_back(d.r_hat);
            r.effective_sample_size.push_back(d.effective_sample_size);
        }
    }
}

void fill_intervals(const deck::Deck& deck, const std::vector<SpectrumData>& data,
                    const std::vector<FitModel>& models, const Draws& draws, const ShareItems& share,
                    SetResult& set) {
    const model::ModelOptions options = model_options(deck);
    const auto count = static_cast<std::size_t>(draws.count());
    const auto blocks = share((count + kDrawBlock - 1) / kDrawBlock, [&](std::size_t block) {
        std::vector<double> out;
        for (std::size_t i = block * kDrawBlock; i < std::min((block + 1) * kDrawBlock, count); ++i) {
            const auto derived =
                derive_draw(deck, data, states_of_draw(options, models, draws, data.size(), i));
            out.insert(out.end(), derived.begin(), derived.end());
        }
        return out;
    });

    const std::size_t width =
        2 * kFluctuations * data.size() + 4 * deck.temperature_kelvin.size() + summary::count;
    std::size_t next = 0; // column
    const auto values = [&] {
        std::vector<double> column;
        for (const std::vector<double>& block : blocks) {
            for (std::size_t at = next; at < block.size(); at += width)
                column.push_back(block[at]);
        }
        ++next;
        return column;
    };
    for (SpectrumResult& r : set.spectrum) {
        for (Interval& i : r.ground_state_interval)
            i = interval_of(values());
        for (Interval& i : r.log_eta_interval)
            i = interval_of(values());
    }
    for (TemperatureResult& t : set.temperature) {
        for (std::size_t f = 0; f < 2; ++f) {
            t.exponent_interval[f] = interval_of(values());
            t.lambda_interval[f] = interval_of(values());
        }
    }
    const auto is_missing = [](double x) { return std::isnan(x); };
    const auto is_positive = [](double x) { return x > 0.0; };
    set.draws = {};
    set.draws.count = static_cast<int>(count);
    set.draws.failed = draws.failed;
    for (int i = 0; i < summary::count; ++i) {
        const std::vector<double> column = values();
        set.summary_interval[i] = interval_of(column);
        if (i == summary::alpha_at_tg) set.draws.alpha_missing = share_of(column, is_missing);
        if (i == summary::beta_at_tg) set.draws.beta_missing = share_of(column, is_missing);
        if (i == summary::crossing_count) set.draws.crossing = share_of(column, is_positive);
        if (i == summary::crosses_near_tg) set.draws.crossing_near_tg = share_of(column, is_positive);
    }
}

} // namespace lpsglass::campaign
