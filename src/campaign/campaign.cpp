#include "lpsglass/campaign/campaign.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lpsglass/campaign/fit_stage.hpp"
#include "lpsglass/campaign/intervals.hpp"
#include "lpsglass/campaign/pack.hpp"
#include "lpsglass/campaign/profile.hpp"
#include "lpsglass/campaign/summary.hpp"
#include "lpsglass/core/constants.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/model/nqr_frequency.hpp"

namespace lpsglass::campaign {

namespace par = model::parameter;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kTemperatureBlock = 16; // temperatures of one work item

void fill_mean_structure(const model::ParameterSet<double>& p, SetResult& out) {
    const model::Structure<double> s = model::mean_structure(p);
    Triple<double> v_pp;
    for (int i = 0; i < 3; ++i) {
        v_pp[i] = model::pp_overlap(p, s, i);
        out.polarity[i] = model::bond_orbital(p, s, i, v_pp[i]).polarity;
    }
    out.frequency = model::nqr_frequency(p, s);
    out.asymmetry = model::efg_asymmetry(p, s);
    out.bond_polar_angle = s.bond_polar_angle / constants::degree;
    out.valence_energy = model::valence_energy(p, s, v_pp);
    out.s_character = s.s_character;
    out.hybrid_cosine = s.hybrid_cosine;
}

/// What a fit or a given amplitude would have told of a spectrum, missing.
void forget_line(SpectrumResult& r, const SpectrumData& data, std::size_t n_parameters, std::size_t n_grid) {
    r.amplitude.fill(missing);
    r.amplitude_errors.fill(missing);
    r.parameter.assign(n_parameters, missing);
    r.parameter_errors = r.data_share = r.singular_values = r.weakest_combination = r.parameter;
    r.least_separated = {-1, -1};
    r.covariance.assign(n_parameters * n_parameters, missing);
    r.least_separated_correlation = r.chi2 = r.prior_chi2 = r.degrees_of_freedom = r.effective_parameters =
        r.line_error = missing;
    r.scale = r.baseline = r.scale_errors = r.baseline_errors = missing;
    r.line_mean = r.line_standard_deviation = r.dropped_share = missing;
    r.fitted.assign(data.frequency.size(), missing);
    r.line.assign(n_grid, missing);
}

void forget_energies(SpectrumResult& r) {
    const auto fill = [](auto&... arrays) { (arrays.fill(missing), ...); };
    fill(r.ground_state, r.ground_state_errors, r.force, r.force_overlap, r.bath, r.log_eta, r.log_eta_errors,
         r.gauge_phase, r.phi_real, r.phi_imag, r.single_length, r.frustration[0], r.frustration[1],
         r.frustration[2]);
    r.extinction_status.fill(model::ExtinctionStatus::not_computed);
}

TemperatureResult nothing_known_at_temperature() {
    TemperatureResult t;
    const auto fill = [](auto&... arrays) { (arrays.fill(missing), ...); };
    fill(t.probability, t.log10_rate, t.log10_extinction_time, t.specific_heat, t.entropy, t.internal_energy,
         t.exponent, t.exponent_errors, t.lambda, t.lambda_errors, t.network_length);
    t.status.fill(model::ExponentStatus::not_computed);
    return t;
}

/// One set of a deck on its way through the stages.
class SetRun {
  public:
    SetRun(const deck::Deck& deck, const ShareItems& share)
        : deck_(deck), share_(share), data_(spectrum_data(deck)), grid_(deck.nqr.grid_MHz.values()),
          base_(model_parameters(deck)), options_(model_options(deck)) {}

    RunRecord run() {
        fill_mean_structure(base_, set_);
        fit_lines();
        if (amplitudes_known_) {
            derive();
        } else {
            give_up();
        }
        RunRecord record;
        record.temperature = deck_.temperature_kelvin;
        record.spectra = data_;
        record.fit_parameters = fit_parameter_infos(deck_);
        record.grid = grid_;
        record.sets.push_back(std::move(set_));
        return record;
    }

  private:
    void fail(TaskState state, const std::string& message) {
        set_.state = state;
        set_.message = message;
    }

    /// Amplitudes of every spectrum, by fit or as given.
    void fit_lines() {
        try {
            if (deck_.fit) {
                run_fits();
            } else {
                use_given_amplitudes();
            }
        } catch (const NumericalError& e) {
            fail(TaskState::numerical_error, e.what());
            set_.spectrum.assign(data_.size(), SpectrumResult{});
            for (SpectrumResult& r : set_.spectrum)
                r.state = FitState::failed;
            amplitudes_known_ = false;
        }
    }

    void run_fits() {
        stage_ = campaign::run_fits(deck_, data_, grid_, share_);
        set_.spectrum.resize(data_.size());
        for (std::size_t f = 0; f < stage_.fits.size(); ++f) {
            for (std::size_t s = 0; s < stage_.outcomes[f].spectrum.size(); ++s)
                set_.spectrum[stage_.fits[f].model().spectra()[s].index] = stage_.outcomes[f].spectrum[s];
        }
        for (std::size_t d = 0; d < data_.size(); ++d)
            judge(d);
    }

    /// A fit without a minimum fails the set; its values, where there are any, are kept.
    void judge(std::size_t d) {
        const FitState state = set_.spectrum[d].state;
        const std::string where = "spectrum " + std::to_string(d + 1) + ": ";
        if (state == FitState::no_finite_start) {
            fail(TaskState::fit_failed, where + "the line has no value at any start of the fit");
            amplitudes_known_ = false;
        } else if (state == FitState::evaluations_exhausted) {
            fail(TaskState::fit_failed,
                 where + "the fit used up fit.max_evaluations before it reached a minimum");
        } else if (state == FitState::failed) {
            fail(TaskState::fit_failed, where + "the fit stopped where it is no minimum");
        } else if (!(set_.spectrum[d].scale > 0.0)) {
            fail(TaskState::fit_failed, where + "no line of the model resembles the data (its scale is 0): "
                                                "look at the units, the columns "
                                                "and the sign of the data");
        }
    }

    void use_given_amplitudes() {
        model::ParameterSet<double> p = base_;
        if (options_.amplitudes_from_bath) {
            const Sextuple<double> x0 = model::glass_state(base_, options_).energy.amplitude;
            std::copy(x0.begin(), x0.end(), &p[par::amplitude]);
        }
        const auto packed = share_(data_.size(), [&](std::size_t d) {
            const bool baseline = !deck_.nqr.spectra.empty() && deck_.nqr.spectra[d].baseline;
            std::vector<double> out;
            pack_results(std::vector{given_amplitudes(deck_, data_[d], baseline, p, grid_)}, out);
            return out;
        });
        for (const std::vector<double>& item : packed) {
            std::size_t place = 0;
            set_.spectrum.push_back(unpack_results<SpectrumResult>(item, place).front());
        }
    }

    /// Energies, temperatures and summary from the amplitudes.
    void derive() {
        std::vector<SpectrumState> states;
        for (std::size_t d = 0; d < data_.size(); ++d)
            states.push_back(state_of(static_cast<int>(d)));
        for (std::size_t d = 0; d < data_.size(); ++d)
            fill_energies(states[d], set_.spectrum[d]);

        const std::vector<double>& temperature = deck_.temperature_kelvin;
        const std::size_t blocks = (temperature.size() + kTemperatureBlock - 1) / kTemperatureBlock;
        const auto packed = share_(blocks, [&](std::size_t block) {
            std::vector<TemperatureResult> results;
            const std::size_t end = std::min((block + 1) * kTemperatureBlock, temperature.size());
            for (std::size_t i = block * kTemperatureBlock; i < end; ++i) {
                results.push_back(at_temperature(states[spectrum_at(data_, temperature[i])], temperature[i]));
            }
            std::vector<double> out;
            pack_results(results, out);
            return out;
        });
        for (const std::vector<double>& block : packed) {
            std::size_t place = 0;
            for (TemperatureResult& t : unpack_results<TemperatureResult>(block, place)) {
                set_.temperature.push_back(t);
            }
        }
        fill_summary(states, data_, temperature, deck_.exponents.glass_temperature_kelvin, set_);
        for (std::size_t d = 0; d < data_.size(); ++d)
            report_gauge_phase(d);
        fill_uncertainty();
    }

    void fill_uncertainty() {
        if (deck_.fit && deck_.fit->uncertainty == deck::Uncertainty::profile && stage_.all_minima()) {
            fill_profile_intervals(deck_, data_, stage_, share_, set_);
        } else if (stage_.draws.count() > 0) {
            fill_intervals(deck_, data_, stage_.models(), stage_.draws, share_, set_);
        } else {
            fill_linear_intervals(set_);
        }
    }

    void report_gauge_phase(std::size_t d) {
        if (set_.state != TaskState::ok) return;
        for (int k = 0; k < 3; ++k) {
            if (set_.spectrum[d].extinction_status[k] != model::ExtinctionStatus::gauge_phase_undefined)
                continue;
            fail(TaskState::gauge_phase_undefined, "spectrum " + std::to_string(d + 1) +
                                                       ": gauge phase of bond " + std::to_string(k + 1) +
                                                       " undefined: |Im Phi| >= |A|; alpha is missing");
            return;
        }
    }

    SpectrumState state_of(int d) const {
        const SpectrumResult& result = set_.spectrum[d];
        for (const LineFit& fit : stage_.fits) {
            for (std::size_t s = 0; s < fit.model().spectra().size(); ++s) {
                if (fit.model().spectra()[s].index != d) continue;
                const int place = static_cast<int>(s);
                const model::ParameterSet<double> p =
                    fit.model().parameters(place, fit.model().full(place, result));
                return spectrum_state(options_, p, &fit.model(), place, result);
            }
        }
        return spectrum_state(options_, base_, nullptr, 0, result);
    }

    /// What could not be computed is missing, never absent.
    void give_up() {
        const std::size_t n_parameters = fit_parameter_infos(deck_).size();
        for (std::size_t d = 0; d < data_.size(); ++d) {
            SpectrumResult& r = set_.spectrum[d];
            if (r.line.empty()) forget_line(r, data_[d], n_parameters, grid_.size());
            forget_energies(r);
        }
        set_.temperature.assign(deck_.temperature_kelvin.size(), nothing_known_at_temperature());
        set_.summary.fill(missing);
        set_.summary_errors.fill(missing);
        for (Pair<double>& pair : set_.exponent_by_order)
            pair.fill(missing);
        fill_linear_intervals(set_);
    }

    const deck::Deck& deck_;
    const ShareItems& share_;
    std::vector<SpectrumData> data_;
    std::vector<double> grid_;
    model::ParameterSet<double> base_;
    model::ModelOptions options_;
    FitStage stage_;
    SetResult set_;
    bool amplitudes_known_ = true; ///< of every spectrum
};

} // namespace

std::vector<std::vector<double>> in_order(std::size_t count, const WorkItem& work) {
    std::vector<std::vector<double>> out;
    for (std::size_t i = 0; i < count; ++i)
        out.push_back(work(i));
    return out;
}

RunRecord run_campaign(const deck::LoadedDeck& deck, const ShareItems& share) {
    RunRecord record = SetRun(deck.deck, share).run();
    record.deck = deck;
    return record;
}

} // namespace lpsglass::campaign
