#include "lpsglass/campaign/model_input.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lpsglass/core/random.hpp"
#include "lpsglass/model/line_kernel.hpp"

namespace lpsglass::campaign {

namespace par = model::parameter;

namespace {

constexpr double kSyntheticTolerance = 0.02; // share of the deck's

/// The synthetic line without noise, peak 1 for the Gaussian and for the model's own line.
std::vector<double> ideal_line(const deck::Deck& deck, const deck::Spectrum& spectrum,
                               const std::vector<double>& frequency) {
    const deck::Synthetic& s = *spectrum.synthetic;
    std::vector<double> line;
    if (s.amplitude_degree) {
        model::ParameterSet<double> p = model_parameters(deck);
        for (int k = 0; k < kFluctuations; ++k) {
            p[par::amplitude + k] =
                (*s.amplitude_degree)[k] * model::parameter_table()[par::amplitude + k].model_per_deck;
        }
        // Data are made better than the fit is asked to be.
        deck::Ensemble fine = deck.nqr.ensemble;
        fine.tolerance *= kSyntheticTolerance;
        const model::ChosenRule chosen = choose_rule(fine, p, spectrum.temperature_kelvin, frequency);
        line = model::LineKernel(chosen.rule, frequency).evaluate(p, spectrum.temperature_kelvin).intensity;
        const double peak = *std::max_element(line.begin(), line.end());
        if (peak > 0.0) {
            for (double& y : line)
                y /= peak;
        }
        return line;
    }
    const double width = s.fwhm_MHz / std::sqrt(8.0 * std::log(2.0));
    for (double nu : frequency) {
        const double z = (nu - s.center_MHz) / width;
        line.push_back(std::exp(-0.5 * z * z));
    }
    return line;
}

SpectrumData synthetic_data(const deck::Deck& deck, const deck::Spectrum& spectrum) {
    const deck::Synthetic& s = *spectrum.synthetic;
    SpectrumData data;
    data.origin = "synthetic";
    data.frequency = s.frequency_MHz.values();
    data.observed = ideal_line(deck, spectrum, data.frequency);
    data.sigma.assign(data.frequency.size(), spectrum.sigma.value_or(s.noise));
    std::mt19937_64 random = random_stream(s.seed, "synthetic line", 0);
    for (double& y : data.observed)
        y += s.noise * standard_normal(random);
    return data;
}

} // namespace

model::ParameterSet<double> model_parameters(const deck::Deck& deck) {
    model::ParameterSet<double> p{};
    const auto put = [&p](int first, const auto& values) {
        std::copy(values.begin(), values.end(), &p[first]);
    };
    put(par::bond_length, deck.structure.bond_length_angstrom);
    put(par::bond_angle, deck.structure.bond_angle_degree);
    put(par::hybrid_offset, deck.structure.hybrid_offset_degree);
    p[par::hybrid_following] = deck.structure.hybrid_following;
    p[par::selenium_tilt] = deck.structure.selenium_tilt_degree;
    p[par::eta_sp_sigma] = deck.tight_binding.eta_sp_sigma;
    p[par::eta_pp_sigma] = deck.tight_binding.eta_pp_sigma;
    p[par::eta_pp_pi] = deck.tight_binding.eta_pp_pi;
    p[par::arsenic_s] = deck.tight_binding.arsenic_s_eV;
    p[par::arsenic_p] = deck.tight_binding.arsenic_p_eV;
    p[par::selenium_p] = deck.tight_binding.selenium_p_eV;
    p[par::coupling_4p] = deck.nqr.coupling_4p_MHz;
    p[par::packet_fwhm] = deck.nqr.packet_fwhm_MHz;
    p[par::libration_rms] = deck.nqr.thermal.libration_rms_degree;
    p[par::libration_temperature] = deck.nqr.thermal.libration_temperature_kelvin;
    for (int k = 0; k < kFluctuations; ++k)
        p[par::amplitude + k] = deck.amplitude[k].value;
    put(par::kappa_beta, deck.free_energy.kappa_beta_eV_per_A2);
    put(par::kappa_theta, deck.free_energy.kappa_theta_eV_per_A2);
    if (deck.free_energy.bath) {
        put(par::bath_beta, deck.free_energy.bath->beta_angstrom);
        put(par::bath_theta, deck.free_energy.bath->theta_angstrom);
    }
    p[par::gauge_coupling] = deck.gauge_coupling_A_per_eV;
    p[par::cooperativity_beta] = deck.partition.cooperativity_beta;
    p[par::cooperativity_theta] = deck.partition.cooperativity_theta;
    p[par::exponent_scale] = deck.exponents.scale;
    for (int i = 0; i < par::count; ++i)
        p[i] *= model::parameter_table()[i].model_per_deck;
    return p;
}

model::ModelOptions model_options(const deck::Deck& deck) {
    return {deck.free_energy.bath.has_value(),
            {deck.partition.weight_beta, deck.partition.weight_theta},
            deck.partition.freezing_order};
}

std::vector<SpectrumData> spectrum_data(const deck::Deck& deck) {
    std::vector<SpectrumData> out;
    for (const deck::Spectrum& spectrum : deck.nqr.spectra) {
        SpectrumData data;
        if (spectrum.synthetic) {
            data = synthetic_data(deck, spectrum);
        } else {
            data.origin = spectrum.origin.empty() ? "inline data" : spectrum.origin;
            const std::string name = data.origin.substr(data.origin.find_last_of('/') + 1);
            data.reconstructed = name.find("reconstructed") != std::string::npos;
            for (const deck::LinePoint& point : spectrum.points) {
                data.frequency.push_back(point.frequency_MHz);
                data.observed.push_back(point.amplitude);
                data.sigma.push_back(point.sigma);
            }
        }
        data.temperature_K = spectrum.temperature_kelvin;
        out.push_back(std::move(data));
    }
    if (out.empty())
        out.push_back({"no spectrum", false, std::numeric_limits<double>::quiet_NaN(), {}, {}, {}});
    return out;
}

int spectrum_at(const std::vector<SpectrumData>& spectra, double temperature_K) {
    int best = 0;
    for (int d = 1; d < static_cast<int>(spectra.size()); ++d) {
        const double distance = std::abs(spectra[d].temperature_K - temperature_K);
        const double nearest = std::abs(spectra[best].temperature_K - temperature_K);
        const bool lower = spectra[d].temperature_K < spectra[best].temperature_K;
        if (distance < nearest || (distance == nearest && lower)) best = d;
    }
    return best;
}

model::ChosenRule choose_rule(const deck::Ensemble& ensemble,
                              std::span<const model::ParameterSet<double>> sites, double temperature_K,
                              const std::vector<double>& frequency_MHz) {
    if (ensemble.method == model::IntegrationMethod::conditional) {
        return model::choose_conditional_rule(sites, temperature_K, ensemble.law, frequency_MHz,
                                              ensemble.tolerance);
    }
    const model::ParameterSet<double>& p = sites.front();
    const model::LineRule rule = model::direct_rule(ensemble.law, ensemble.points);
    return {rule, model::estimate_line_error(rule, p, temperature_K, frequency_MHz), true};
}

model::LineRule expected_rule(const deck::Ensemble& ensemble,
                              std::span<const model::ParameterSet<double>> sites, double temperature_K,
                              const std::vector<double>& frequency_MHz) {
    if (ensemble.method != model::IntegrationMethod::conditional)
        return model::direct_rule(ensemble.law, ensemble.points);
    return model::expected_conditional_rule(sites, temperature_K, ensemble.law, frequency_MHz,
                                            ensemble.tolerance);
}

} // namespace lpsglass::campaign
