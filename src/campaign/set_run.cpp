#include "lpsglass/campaign/set_run.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lpsglass/campaign/intervals.hpp"
#include "lpsglass/campaign/pack.hpp"
#include "lpsglass/campaign/profile.hpp"
#include "lpsglass/campaign/summary.hpp"
#include "lpsglass/core/constants.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/model/nqr_frequency.hpp"
#include "missing.hpp"

namespace lpsglass::campaign {

namespace par = model::parameter;

namespace {

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

/// Fitted parameters of a spectrum, one row per draw.
std::vector<double> drawn_parameters(const FitSpectrum& spectrum, const FitDraws& draws) {
    std::vector<double> out;
    for (const std::vector<double>& full : draws.full) {
        for (const std::size_t slot : spectrum.fitted)
            out.push_back(full[spectrum.slots[slot].full_index]);
    }
    return out;
}

/// One set on its way from the fits to its result.
class Derivation {
  public:
    Derivation(const deck::Deck& deck, const FitStage& stage, const SetScope& scope, const ShareItems& share)
        : deck_(deck), stage_(stage), scope_(scope), share_(share), data_(spectrum_data(deck)),
          grid_(deck.nqr.grid_MHz.values()), base_(model_parameters(deck)), options_(model_options(deck)) {}

    SetResult run() {
        if (model::mean_structure(base_).is_pyramid) {
            fill_mean_structure(base_, set_);
            take_amplitudes();
        } else {
            return blank_set(TaskState::no_pyramid, "the mean structure is no pyramid");
        }
        if (amplitudes_known_) {
            derive();
        } else {
            give_up();
        }
        if (!scope_.lines) {
            for (SpectrumResult& r : set_.spectrum)
                r.fitted = r.line = {};
        }
        return std::move(set_);
    }

  private:
    void fail(TaskState state, const std::string& message) {
        set_.state = state;
        set_.message = message;
    }

    /// Amplitudes of every spectrum, by fit or as given.
    void take_amplitudes() {
        try {
            if (!stage_.problem.empty()) throw NumericalError(stage_.problem);
            if (deck_.fit) {
                take_fits();
            } else {
                use_given_amplitudes();
            }
        } catch (const NumericalError& e) {
            fail(TaskState::numerical_error, e.what());
            forget_amplitudes();
        }
    }

    void forget_amplitudes() {
        set_.spectrum.assign(data_.size(), SpectrumResult{});
        for (SpectrumResult& r : set_.spectrum)
            r.state = FitState::failed;
        amplitudes_known_ = false;
    }

    void take_fits() {
        models_ = FitModel::from_deck(deck_, data_);
        set_.spectrum.resize(data_.size());
        for (std::size_t f = 0; f < models_.size(); ++f) {
            for (std::size_t s = 0; s < models_[f].spectra().size(); ++s) {
                SpectrumResult& r = set_.spectrum[models_[f].spectra()[s].index];
                r = stage_.outcomes[f].spectrum[s];
                if (scope_.draws && stage_.draws.count() > 0)
                    r.drawn = drawn_parameters(models_[f].spectra()[s], stage_.draws.of_fit[f]);
            }
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
        if (!scope_.lines && deck_.nqr.spectra.empty()) {
            set_.spectrum.assign(1, bare_amplitudes(deck_, p));
            return;
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

        if (scope_.temperatures) derive_temperatures(states);
        fill_summary(states, data_, deck_.temperature_kelvin, deck_.exponents.glass_temperature_kelvin, set_);
        for (std::size_t d = 0; d < data_.size(); ++d)
            report_gauge_phase(d);
        fill_uncertainty();
    }

    void derive_temperatures(const std::vector<SpectrumState>& states) {
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
    }

    void fill_uncertainty() {
        if (deck_.fit && deck_.fit->uncertainty == deck::Uncertainty::profile && stage_.all_minima()) {
            fill_profile_intervals(deck_, data_, models_, stage_, share_, set_);
        } else if (stage_.draws.count() > 0) {
            fill_intervals(deck_, data_, models_, stage_.draws, share_, set_);
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
        for (const FitModel& fit : models_) {
            for (std::size_t s = 0; s < fit.spectra().size(); ++s) {
                if (fit.spectra()[s].index != d) continue;
                const int place = static_cast<int>(s);
                const model::ParameterSet<double> p = fit.parameters(place, fit.full(place, result));
                return spectrum_state(options_, p, &fit, place, result);
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
        if (scope_.temperatures)
            set_.temperature.assign(deck_.temperature_kelvin.size(), nothing_known_at_temperature());
        forget_summary(set_);
        fill_linear_intervals(set_);
    }

    const deck::Deck& deck_;
    const FitStage& stage_;
    const SetScope scope_;
    const ShareItems& share_;
    std::vector<SpectrumData> data_;
    std::vector<double> grid_;
    model::ParameterSet<double> base_;
    model::ModelOptions options_;
    std::vector<FitModel> models_; ///< one per fit
    SetResult set_;
    bool amplitudes_known_ = true; ///< of every spectrum
};

} // namespace

FitStage fit_set(const deck::Deck& deck, const ShareItems& share) {
    FitStage stage;
    if (!deck.fit) return stage;
    try {
        const std::vector<SpectrumData> data = spectrum_data(deck);
        return run_fits(deck, FitModel::from_deck(deck, data), deck.nqr.grid_MHz.values(), share);
    } catch (const NumericalError& e) {
        stage.problem = e.what();
    }
    return stage;
}

SetResult derive_set(const deck::Deck& deck, const FitStage& stage, const SetScope& scope,
                     const ShareItems& share) {
    return Derivation(deck, stage, scope, share).run();
}

SetResult blank_set(TaskState state, const std::string& message) {
    SetResult set;
    set.state = state;
    set.message = message;
    forget_structure(set);
    forget_summary(set);
    fill_linear_intervals(set);
    return set;
}

} // namespace lpsglass::campaign
