#include "lpsglass/campaign/derivation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "lpsglass/fit/uncertainty.hpp"
#include "lpsglass/model/thermodynamics.hpp"

namespace lpsglass::campaign {

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// Forces of the mean structure: computed once for draws and sets that differ in what they do not depend on.
const model::Forces<double>& mean_forces(const model::ParameterSet<double>& p) {
    struct Latest {
        std::array<double, model::kForceParameters> of{};
        std::optional<model::Forces<double>> forces;
    };
    thread_local Latest latest;
    if (!latest.forces || !std::equal(latest.of.begin(), latest.of.end(), p.begin())) {
        latest.forces = model::forces(p);
        std::copy_n(p.begin(), latest.of.size(), latest.of.begin());
    }
    return *latest.forces;
}

} // namespace

SpectrumState bare_state(const model::ModelOptions& options, const model::ParameterSet<double>& p) {
    SpectrumState out;
    out.state = model::glass_state(p, options, mean_forces(p));
    out.scale = p[model::parameter::exponent_scale];
    return out;
}

SpectrumState fitted_state(const model::ModelOptions& options, const FitModel& fit, int s,
                           std::span<const double> full) {
    SpectrumState out = bare_state(options, fit.parameters(s, full));
    out.fitted = static_cast<int>(fit.spectra()[s].fitted.size());
    for (int first = 0; first < out.fitted; first += kErrorLanes) {
        const model::ParameterSet<Lanes> lanes = fit.lanes<kErrorLanes>(s, full, first);
        out.passes.push_back(model::glass_state(lanes, options));
        out.exponent_scale.push_back(lanes[model::parameter::exponent_scale]);
    }
    return out;
}

SpectrumState spectrum_state(const model::ModelOptions& options, const model::ParameterSet<double>& p,
                             const FitModel* fit, int s, const SpectrumResult& result) {
    const int n = static_cast<int>(result.parameter.size());
    if (!fit || n == 0) return bare_state(options, p);
    SpectrumState out = fitted_state(options, *fit, s, fit->full(s, result));
    out.covariance = Eigen::Map<const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(
        result.covariance.data(), n, n);
    return out;
}

Eigen::VectorXd gradient_of(const SpectrumState& state, const LanesFunction& function) {
    Eigen::VectorXd gradient(state.fitted);
    for (std::size_t pass = 0; pass < state.passes.size(); ++pass) {
        const Lanes value = function(state.passes[pass], state.exponent_scale[pass]);
        if (std::isnan(value.value)) return {}; // a missing value has no error, not one of 0
        const int first = static_cast<int>(pass) * kErrorLanes;
        for (int l = 0; l < kErrorLanes && first + l < gradient.size(); ++l)
            gradient[first + l] = value.derivative[l];
    }
    return gradient;
}

double linear_error(const SpectrumState& state, const Eigen::VectorXd& gradient) {
    return gradient.size() == 0 ? missing : fit::propagate(state.covariance, gradient);
}

double linear_error(const SpectrumState& state, const LanesFunction& function) {
    return linear_error(state, gradient_of(state, function));
}

void fill_energies(const SpectrumState& s, SpectrumResult& r) {
    const model::FreeEnergy<double>& e = s.state.energy;
    r.ground_state = e.ground_state;
    r.force = s.state.forces.total;
    r.bath = e.bath;
    r.log_eta = e.log_eta;
    r.extinction_status = e.status;
    r.gauge_phase = e.gauge_phase;
    r.phi_real = s.state.frustration.phi_real;
    r.phi_imag = s.state.frustration.phi_imag;
    r.frustration = s.state.frustration.force;
    for (int k = 0; k < kFluctuations; ++k) {
        r.force_overlap[k] = k < 3 ? 0.0 : s.state.forces.theta_through_overlap[k - 3];
        r.ground_state_errors[k] = linear_error(
            s, [k](const model::GlassState<Lanes>& g, const Lanes&) { return g.energy.ground_state[k]; });
        r.log_eta_errors[k] = linear_error(
            s, [k](const model::GlassState<Lanes>& g, const Lanes&) { return g.energy.log_eta[k]; });
    }
    for (int f = 0; f < 2; ++f) {
        // ln S does not depend on temperature: any will do.
        r.single_length[f] = model::exponent_at(s.state.family[f], 1.0).log_single_length;
    }
}

TemperatureResult at_temperature(const SpectrumState& s, double temperature_K) {
    TemperatureResult out;
    for (int f = 0; f < 2; ++f) {
        const model::Family<double>& family = s.state.family[f];
        const model::Relaxation<double> r = model::relaxation(family, temperature_K);
        for (int k = 0; k < 3; ++k) {
            out.probability[3 * f + k] = std::exp(r.log_probability[k]);
            out.log10_rate[3 * f + k] = r.log_rate[k] / std::log(10.0);
            out.log10_extinction_time[3 * f + k] = r.log_extinction_time[k] / std::log(10.0);
        }
        const model::Thermodynamics<double> t = model::thermodynamics(family, temperature_K);
        out.specific_heat[f] = t.specific_heat;
        out.entropy[f] = t.entropy;
        out.internal_energy[f] = t.internal_energy;

        const model::Exponent<double> x = model::exponent(family, r);
        const model::ExponentStatus whole = model::family_status(s.state, f);
        out.status[f] = whole == model::ExponentStatus::ok ? x.status : whole;
        out.network_length[f] = x.log_network_length;
        out.exponent[f] = x.xi;
        out.lambda[f] = s.scale / x.xi;
        const auto xi = [f, temperature_K](const model::GlassState<Lanes>& g) {
            return model::exponent_at(g.family[f], Lanes(temperature_K)).xi;
        };
        out.exponent_errors[f] =
            linear_error(s, [&](const model::GlassState<Lanes>& g, const Lanes&) { return xi(g); });
        out.lambda_errors[f] = linear_error(
            s, [&](const model::GlassState<Lanes>& g, const Lanes& scale) { return scale / xi(g); });
    }
    return out;
}

} // namespace lpsglass::campaign
