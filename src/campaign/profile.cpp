#include "lpsglass/campaign/profile.hpp"

#include <cmath>
#include <limits>

#include "lpsglass/campaign/intervals.hpp"
#include "lpsglass/campaign/summary.hpp"
#include "lpsglass/fit/profile.hpp"

namespace lpsglass::campaign {

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kRays = 256; // points on the rim that the search for an end starts from

/// Where a spectrum is fitted.
struct Home {
    std::size_t fit = 0; ///< among the fits of the stage
    int place = 0;       ///< among the spectra of that fit
};

/// A quantity whose interval is asked for.
struct Task {
    Home home;
    fit::Quantity quantity;
    double value = 0.0, error = 0.0; ///< at the minimum; linear
    Interval* out = nullptr;
};

class Profiles {
  public:
    Profiles(const deck::Deck& deck, const std::vector<SpectrumData>& data,
             const std::vector<FitModel>& models, const FitStage& stage, SetResult& set)
        : deck_(deck), data_(data), models_(models), stage_(stage), set_(set), options_(model_options(deck)) {
        home_.resize(data.size());
        for (std::size_t f = 0; f < models.size(); ++f) {
            const auto& spectra = models[f].spectra();
            for (std::size_t s = 0; s < spectra.size(); ++s)
                home_[spectra[s].index] = {f, static_cast<int>(s)};
        }
        for (std::size_t d = 0; d < data.size(); ++d) {
            ask_for_parameters(d);
            ask_for_energies(d);
        }
        ask_for_exponents();
        ask_for_summary();
    }

    void run(const ShareItems& share) {
        const std::vector<Rim> rims = rims_of_fits(share);
        const auto ends = share(2 * tasks_.size(), [&](std::size_t item) {
            const Task& task = tasks_[item / 2];
            const Settled settled(models_[task.home.fit], stage_.outcomes[task.home.fit]);
            const fit::Side side = item % 2 == 0 ? fit::Side::lower : fit::Side::upper;
            return std::vector{settled.region.end(task.quantity, task.error, side, rims[task.home.fit])};
        });
        for (std::size_t i = 0; i < tasks_.size(); ++i)
            *tasks_[i].out = {ends[2 * i].front(), tasks_[i].value, ends[2 * i + 1].front()};
        for (const auto& [lambda, exponent] : reciprocal_)
            *lambda = reciprocal_interval(deck_.exponents.scale, *exponent);
        auto& at_tg = set_.summary_interval;
        at_tg[summary::lambda_alpha_at_tg] =
            reciprocal_interval(1.0, at_tg[summary::inverse_lambda_alpha_at_tg]);
        at_tg[summary::lambda_beta_at_tg] =
            reciprocal_interval(1.0, at_tg[summary::inverse_lambda_beta_at_tg]);
    }

  private:
    /// The region of a fit around its minimum.
    struct Settled {
        Settled(const FitModel& model, const FitOutcome& outcome)
            : fit(model, outcome.rule),
              region(fit.problem(), model.space().select(model.full(outcome.spectrum))) {}
        SettledFit fit;
        fit::ProfileRegion region;
    };
    using Rim = std::vector<std::vector<double>>;

    std::vector<Rim> rims_of_fits(const ShareItems& share) const {
        const auto points = share(models_.size() * kRays, [&](std::size_t item) {
            return Settled(models_[item / kRays], stage_.outcomes[item / kRays])
                .region.rim_point(deck_.fit->seed, item % kRays);
        });
        std::vector<Rim> rims;
        for (std::size_t f = 0; f < models_.size(); ++f)
            rims.emplace_back(points.begin() + f * kRays, points.begin() + (f + 1) * kRays);
        return rims;
    }

    void ask(Home home, fit::Quantity quantity, double value, double error, Interval* out) {
        if (std::isnan(value) || std::isnan(error)) {
            *out = {missing, missing, missing};
        } else {
            tasks_.push_back({home, std::move(quantity), value, error, out});
        }
    }

    void ask_for_parameters(std::size_t d) {
        SpectrumResult& r = set_.spectrum[d];
        const FitModel& model = models_[home_[d].fit];
        const FitSpectrum& spectrum = model.spectra()[home_[d].place];
        const auto itself = [](int index) {
            return [index](std::span<const double> full, Eigen::VectorXd* gradient) {
                if (gradient)
                    *gradient = Eigen::VectorXd::Unit(static_cast<Eigen::Index>(full.size()), index);
                return full[index];
            };
        };
        r.parameter_interval.assign(r.parameter.size(), {missing, missing, missing});
        for (std::size_t a = 0; a < r.parameter.size(); ++a) {
            ask(home_[d], itself(spectrum.slots[spectrum.fitted[a]].full_index), r.parameter[a],
                r.parameter_errors[a], &r.parameter_interval[a]);
        }
        for (int k = 0; k < kFluctuations; ++k)
            ask(home_[d], itself(spectrum.slots[k].full_index), r.amplitude[k], r.amplitude_errors[k],
                &r.amplitude_interval[k]);
    }

    /// A function of the state of one spectrum, given for both kinds of scalars.
    template <class F> fit::Quantity of_state(Home home, F function) const {
        const FitModel& model = models_[home.fit];
        return [this, &model, home, function](std::span<const double> full, Eigen::VectorXd* gradient) {
            if (!gradient) {
                const SpectrumState bare = bare_state(options_, model.parameters(home.place, full));
                return function(bare.state, bare.scale);
            }
            const SpectrumState state = fitted_state(options_, model, home.place, full);
            *gradient = by_full(home, gradient_of(state, function), full.size());
            return function(state.state, state.scale);
        };
    }

    /// Derivatives by the fitted parameters of a spectrum, at their places among the full ones. NaN for an
    /// empty one.
    [[nodiscard]] Eigen::VectorXd by_full(Home home, const Eigen::VectorXd& gradient,
                                          std::size_t size) const {
        const FitSpectrum& spectrum = models_[home.fit].spectra()[home.place];
        const auto n = static_cast<Eigen::Index>(size);
        if (gradient.size() == 0) return Eigen::VectorXd::Constant(n, missing);
        Eigen::VectorXd out = Eigen::VectorXd::Zero(n);
        for (std::size_t a = 0; a < spectrum.fitted.size(); ++a)
            out[spectrum.slots[spectrum.fitted[a]].full_index] += gradient[static_cast<Eigen::Index>(a)];
        return out;
    }

    void ask_for_energies(std::size_t d) {
        SpectrumResult& r = set_.spectrum[d];
        for (int k = 0; k < kFluctuations; ++k) {
            ask(home_[d],
                of_state(home_[d], [k](const auto& g, const auto&) { return g.energy.ground_state[k]; }),
                r.ground_state[k], r.ground_state_errors[k], &r.ground_state_interval[k]);
            ask(home_[d], of_state(home_[d], [k](const auto& g, const auto&) { return g.energy.log_eta[k]; }),
                r.log_eta[k], r.log_eta_errors[k], &r.log_eta_interval[k]);
        }
    }

    void ask_for_exponents() {
        for (std::size_t i = 0; i < set_.temperature.size(); ++i) {
            TemperatureResult& t = set_.temperature[i];
            const double temperature = deck_.temperature_kelvin[i];
            const Home home = home_[spectrum_at(data_, temperature)];
            for (int f = 0; f < 2; ++f) {
                const auto xi = [f, temperature](const auto& g, const auto& scale) {
                    using T = std::decay_t<decltype(scale)>;
                    return model::exponent_at(g.family[f], T(temperature)).xi;
                };
                ask(home, of_state(home, xi), t.exponent[f], t.exponent_errors[f], &t.exponent_interval[f]);
                ask_for_lambda(home, xi, t.lambda[f], t.lambda_errors[f], t.exponent_interval[f],
                               t.lambda_interval[f]);
            }
        }
    }

    /// From the interval of the exponent, unless the fit moves the scale too.
    template <class F>
    void ask_for_lambda(Home home, const F& xi, double value, double error, const Interval& exponent,
                        Interval& lambda) {
        bool scale_is_free = false;
        for (const FitSlot& slot : models_[home.fit].spectra()[home.place].slots) {
            for (const Link& link : slot.links)
                scale_is_free = scale_is_free || link.model_index == model::parameter::exponent_scale;
        }
        if (scale_is_free) {
            const auto ratio = [xi](const auto& g, const auto& scale) { return scale / xi(g, scale); };
            ask(home, of_state(home, ratio), value, error, &lambda);
        } else {
            reciprocal_.emplace_back(&lambda, &exponent);
        }
    }

    /// The whole summary is found anew at each point: some of its values are roots of others.
    void ask_for_summary() {
        const double tg = deck_.exponents.glass_temperature_kelvin;
        std::vector<SpectrumState> states;
        for (std::size_t d = 0; d < data_.size(); ++d)
            states.push_back(state_at_minimum(d));
        const SummaryValues best = summary_values(states, data_, deck_.temperature_kelvin, tg);
        for (int i = 0; i < summary::count; ++i) {
            set_.summary_interval[i] = {missing, missing, missing};
            const bool is_reciprocal = i == summary::lambda_alpha_at_tg || i == summary::lambda_beta_at_tg;
            if (!summary_table()[i].has_error || is_reciprocal) continue;
            const auto d = static_cast<std::size_t>(best.spectrum[i]);
            const Home home = home_[d];
            const FitModel& model = models_[home.fit];
            const auto value = [this, &model, states, home, d, i, tg](std::span<const double> full,
                                                                      Eigen::VectorXd* gradient) {
                std::vector<SpectrumState> here = states;
                here[d] = fitted_state(options_, model, home.place, full);
                const SummaryValues all = summary_values(here, data_, deck_.temperature_kelvin, tg);
                if (gradient) *gradient = by_full(home, all.gradient[i], full.size());
                return all.value[i];
            };
            ask(home, value, set_.summary[i], set_.summary_errors[i], &set_.summary_interval[i]);
        }
    }

    [[nodiscard]] SpectrumState state_at_minimum(std::size_t d) const {
        const FitModel& model = models_[home_[d].fit];
        const std::vector<double> full = model.full(stage_.outcomes[home_[d].fit].spectrum);
        return fitted_state(options_, model, home_[d].place, full);
    }

    const deck::Deck& deck_;
    const std::vector<SpectrumData>& data_;
    const std::vector<FitModel>& models_; ///< one per fit
    const FitStage& stage_;
    SetResult& set_;
    model::ModelOptions options_;
    std::vector<Home> home_; ///< per spectrum
    std::vector<Task> tasks_;
    std::vector<std::pair<Interval*, const Interval*>> reciprocal_; ///< lambda and its exponent
};

} // namespace

void fill_profile_intervals(const deck::Deck& deck, const std::vector<SpectrumData>& data,
                            const std::vector<FitModel>& models, const FitStage& stage,
                            const ShareItems& share, SetResult& set) {
    Profiles(deck, data, models, stage, set).run(share);
}

} // namespace lpsglass::campaign
