#pragma once

#include <functional>
#include <vector>

#include "lpsglass/campaign/fit_model.hpp"

/// From fitted amplitudes to energies, exponents and their linear errors.
namespace lpsglass::campaign {

/// Number of derivatives carried at once when errors are propagated.
inline constexpr int kErrorLanes = 8;
using Lanes = model::Dual<double, kErrorLanes>;

/// What the physics after the fit needs of one spectrum: the state, and its derivatives by the fitted
/// parameters. The derivatives come in passes of kErrorLanes parameters.
struct SpectrumState {
    model::GlassState<double> state;
    std::vector<model::GlassState<Lanes>> passes; ///< empty without fitted parameters
    std::vector<Lanes> exponent_scale;            ///< the deck's scale, per pass
    Eigen::MatrixXd covariance;                   ///< of the fitted parameters, deck units
    double scale = 0.5;                           ///< lambda = scale / xi
};

/// State of a spectrum at its result's amplitudes. `fit` and `s` locate it in its fit; fit is null where
/// nothing was fitted and `p` holds the parameters.
SpectrumState spectrum_state(const model::ModelOptions& options, const model::ParameterSet<double>& p,
                             const FitModel* fit, int s, const SpectrumResult& result);

/// Linear standard error of a function of the state, from its derivatives in each pass; NaN without a fit.
/// The function gets (state of the pass, scale of the pass) and returns Lanes.
using LanesFunction = std::function<Lanes(const model::GlassState<Lanes>&, const Lanes&)>;
double linear_error(const SpectrumState& state, const LanesFunction& function);

/// Fills the energies of a spectrum's result: forces, ground states, bath, extinction logarithms.
void fill_energies(const SpectrumState& state, SpectrumResult& result);

/// One temperature: probabilities, rates, times, thermodynamics, exponents with linear errors.
TemperatureResult at_temperature(const SpectrumState& state, double temperature_K);

} // namespace lpsglass::campaign
