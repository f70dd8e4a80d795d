#include "missing.hpp"

namespace lpsglass::campaign {

void forget_structure(SetResult& set) {
    set.frequency = set.asymmetry = set.bond_polar_angle = set.valence_energy = kMissing;
    set.s_character.fill(kMissing);
    set.polarity.fill(kMissing);
    set.hybrid_cosine.fill(kMissing);
}

void forget_summary(SetResult& set) {
    set.summary.fill(kMissing);
    set.summary_errors.fill(kMissing);
    for (Pair<double>& pair : set.exponent_by_order)
        pair.fill(kMissing);
}

void forget_line(SpectrumResult& r, const SpectrumData& data, std::size_t n_parameters, std::size_t n_grid) {
    r.amplitude.fill(kMissing);
    r.amplitude_errors.fill(kMissing);
    r.parameter.assign(n_parameters, kMissing);
    r.parameter_errors = r.data_share = r.singular_values = r.weakest_combination = r.parameter;
    r.least_separated = {-1, -1};
    r.covariance.assign(n_parameters * n_parameters, kMissing);
    r.least_separated_correlation = r.chi2 = r.prior_chi2 = r.degrees_of_freedom = r.effective_parameters =
        r.line_error = kMissing;
    r.scale = r.baseline = r.scale_errors = r.baseline_errors = kMissing;
    r.line_mean = r.line_standard_deviation = r.dropped_share = kMissing;
    r.fitted.assign(data.frequency.size(), kMissing);
    r.line.assign(n_grid, kMissing);
}

void forget_energies(SpectrumResult& r) {
    const auto fill = [](auto&... arrays) { (arrays.fill(kMissing), ...); };
    fill(r.ground_state, r.ground_state_errors, r.force, r.force_overlap, r.bath, r.log_eta, r.log_eta_errors,
         r.gauge_phase, r.phi_real, r.phi_imag, r.single_length, r.frustration[0], r.frustration[1],
         r.frustration[2]);
    r.extinction_status.fill(model::ExtinctionStatus::not_computed);
}

TemperatureResult nothing_known_at_temperature() {
    TemperatureResult t;
    const auto fill = [](auto&... arrays) { (arrays.fill(kMissing), ...); };
    fill(t.probability, t.log10_rate, t.log10_extinction_time, t.specific_heat, t.entropy, t.internal_energy,
         t.exponent, t.exponent_errors, t.lambda, t.lambda_errors, t.network_length);
    t.status.fill(model::ExponentStatus::not_computed);
    return t;
}

} // namespace lpsglass::campaign
