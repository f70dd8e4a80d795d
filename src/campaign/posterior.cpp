#include "lpsglass/campaign/posterior.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lpsglass/campaign/summary.hpp"

namespace lpsglass::campaign {

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kDrawBlock = 25; // draws of one work item

/// Value at the share p between the order statistics of rising values.
double quantile(const std::vector<double>& sorted, double p) {
    const double place = p * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    // Equal neighbours first: infinities have no difference.
    if (sorted[below] == sorted[above]) return sorted[below];
    return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

/// State of every spectrum at draw i of its fit.
std::vector<SpectrumState> states_of_draw(const model::ModelOptions& options, const std::vector<FitDraws>& draws,
                                          std::size_t spectra, int i) {
    std::vector<SpectrumState> out(spectra);
    for (const FitDraws& d : draws) {
        const FitModel& model = d.fit().model();
        for (std::size_t s = 0; s < model.spectra().size(); ++s) {
            const model::ParameterSet<double> p = model.parameters(static_cast<int>(s), d.full(i));
            SpectrumState& state = out[model.spectra()[s].index];
            state.state = model::glass_state(p, options);
            state.scale = p[model::parameter::exponent_scale];
        }
    }
    return out;
}

/// What is kept of a draw: per temperature alpha, beta, lambda from both; then the summary.
std::vector<double> derive_draw(const deck::Deck& deck, const std::vector<SpectrumData>& data,
                                const std::vector<SpectrumState>& states) {
    std::vector<double> out;
    for (double t : deck.temperature_kelvin) {
        const SpectrumState& s = states[spectrum_at(data, t)];
        for (int f = 0; f < 2; ++f) {
            const double xi = model::exponent_at(s.state.family[f], t).xi;
            out.push_back(xi);
            out.push_back(s.scale / xi);
        }
    }
    SetResult summary;
    fill_summary(states, data, deck.temperature_kelvin, deck.exponents.glass_temperature_kelvin, summary);
    out.insert(out.end(), summary.summary.begin(), summary.summary.end());
    return out;
}

double share_of(const std::vector<double>& values, const std::function<bool(double)>& holds) {
    return static_cast<double>(std::count_if(values.begin(), values.end(), holds)) /
           static_cast<double>(values.size());
}

} // namespace

Interval interval_of(std::vector<double> values) {
    std::erase_if(values, [](double x) { return std::isnan(x); });
    if (values.empty()) return {missing, missing, missing};
    std::sort(values.begin(), values.end());
    return {quantile(values, 0.16), quantile(values, 0.5), quantile(values, 0.84)};
}

Interval linear_interval(double value, double error) {
    if (std::isnan(error)) return {missing, missing, missing};
    return {value - error, value, value + error};
}

FitDraws::FitDraws(const LineFit& fit, std::vector<fit::Chain> chains) : fit_(&fit) {
    const fit::ParameterSpace& space = fit.model().space();
    const std::size_t free = space.free_count();
    for (const fit::Chain& chain : chains) {
        for (int i = 0; i < chain.draws(); ++i)
            full_.push_back(space.expand({&chain.free[i * free], free}));
        chain_end_.push_back(full_.size());
    }
}

std::vector<std::vector<double>> FitDraws::by_chain(int full_index) const {
    std::vector<std::vector<double>> out(1);
    for (std::size_t i = 0; i < full_.size(); ++i) {
        if (i == chain_end_[out.size() - 1]) out.emplace_back();
        out.back().push_back(full_[i][full_index]);
    }
    return out;
}

void FitDraws::fill(std::vector<SpectrumResult>& results) const {
    const auto all = [](const std::vector<std::vector<double>>& chains) {
        std::vector<double> values;
        for (const std::vector<double>& chain : chains)
            values.insert(values.end(), chain.begin(), chain.end());
        return values;
    };
    const FitModel& model = fit_->model();
    for (std::size_t s = 0; s < results.size(); ++s) {
        SpectrumResult& r = results[s];
        const FitSpectrum& spectrum = model.spectra()[s];
        for (int k = 0; k < kFluctuations; ++k) {
            const int index = spectrum.slots[k].full_index;
            const bool constant = model.space().chain().row(index).isZero(0.0);
            r.amplitude_interval[k] =
                constant ? Interval{missing, missing, missing} : interval_of(all(by_chain(index)));
        }
        for (std::size_t slot : spectrum.fitted) {
            const fit::Diagnostics d = fit::diagnose(by_chain(spectrum.slots[slot].full_index));
            r.parameter_interval.push_back(interval_of(all(by_chain(spectrum.slots[slot].full_index))));
            r.r_hat.push_back(d.r_hat);
            r.effective_sample_size.push_back(d.effective_sample_size);
        }
    }
}

void fill_linear_intervals(SetResult& set) {
    for (SpectrumResult& r : set.spectrum) {
        for (int k = 0; k < kFluctuations; ++k)
            r.amplitude_interval[k] = linear_interval(r.amplitude[k], r.amplitude_errors[k]);
        r.parameter_interval.clear();
        for (std::size_t a = 0; a < r.parameter.size(); ++a)
            r.parameter_interval.push_back(linear_interval(r.parameter[a], r.parameter_errors[a]));
    }
    for (TemperatureResult& t : set.temperature) {
        for (int f = 0; f < 2; ++f) {
            t.exponent_interval[f] = linear_interval(t.exponent[f], t.exponent_errors[f]);
            t.lambda_interval[f] = linear_interval(t.lambda[f], t.lambda_errors[f]);
        }
    }
    for (int i = 0; i < summary::count; ++i)
        set.summary_interval[i] = linear_interval(set.summary[i], set.summary_errors[i]);
}

void fill_posterior_intervals(const deck::Deck& deck, const std::vector<SpectrumData>& data,
                              const std::vector<FitDraws>& draws, const ShareItems& share, SetResult& set) {
    const model::ModelOptions options = model_options(deck);
    const auto count = static_cast<std::size_t>(draws.front().count());
    const auto blocks = share((count + kDrawBlock - 1) / kDrawBlock, [&](std::size_t block) {
        std::vector<double> out;
        for (std::size_t i = block * kDrawBlock; i < std::min((block + 1) * kDrawBlock, count); ++i) {
            const auto derived = derive_draw(
                deck, data, states_of_draw(options, draws, data.size(), static_cast<int>(i)));
            out.insert(out.end(), derived.begin(), derived.end());
        }
        return out;
    });

    const std::size_t temperatures = deck.temperature_kelvin.size();
    const std::size_t width = 4 * temperatures + summary::count;
    const auto column = [&](std::size_t c) {
        std::vector<double> values;
        for (const std::vector<double>& block : blocks) {
            for (std::size_t at = c; at < block.size(); at += width)
                values.push_back(block[at]);
        }
        return values;
    };
    for (std::size_t t = 0; t < temperatures; ++t) {
        for (std::size_t f = 0; f < 2; ++f) {
            set.temperature[t].exponent_interval[f] = interval_of(column(4 * t + 2 * f));
            set.temperature[t].lambda_interval[f] = interval_of(column(4 * t + 2 * f + 1));
        }
    }
    const auto of_summary = [&](int i) { return column(4 * temperatures + i); };
    for (int i = 0; i < summary::count; ++i)
        set.summary_interval[i] = interval_of(of_summary(i));
    const auto is_missing = [](double x) { return std::isnan(x); };
    set.draws = {static_cast<int>(count), share_of(of_summary(summary::alpha_at_tg), is_missing),
                 share_of(of_summary(summary::beta_at_tg), is_missing),
                 share_of(of_summary(summary::crossing_count), [](double n) { return n > 0.0; }),
                 share_of(of_summary(summary::crosses_near_tg), [](double n) { return n > 0.0; })};
}

} // namespace lpsglass::campaign
