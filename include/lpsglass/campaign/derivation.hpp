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
    int fitted = 0;                               ///< number of fitted parameters of the spectrum
    std::vector<Lanes> exponent_scale;            ///< the deck's scale, per pass
    Eigen::MatrixXd covariance;                   ///< of the fitted parameters, deck units
    double scale = 0.5;                           ///< lambda = scale / xi
};

/// State of a spectrum at its result's amplitudes. `fit` and `s` locate it in its fit; fit is null where
/// nothing was fitted and `p` holds the parameters.
SpectrumState spectrum_state(const model::ModelOptions& options, const model::ParameterSet<double>& p,
                             const FitModel* fit, int s, const SpectrumResult& result);

/// The same at any full fit parameters, without a covariance: values and derivatives, but no errors.
SpectrumState fitted_state(const model::ModelOptions& options, const FitModel& fit, int s,
                           std::span<const double> full);

/// Values alone.
SpectrumState bare_state(const model::ModelOptions& options, const model::ParameterSet<double>& p);

/// A function of the state; it gets (state of the pass, scale of the pass).
using LanesFunction = std::function<Lanes(const model::GlassState<Lanes>&, const Lanes&)>;

/// Derivatives of a function by the fitted parameters of the spectrum (deck units), from those in each pass;
/// empty without a fit or where the function has no value.
Eigen::VectorXd gradient_of(const SpectrumState& state, const LanesFunction& function);

/// Linear standard error of a quantity with that gradient; NaN for an empty one.
double linear_error(const SpectrumState& state, const Eigen::VectorXd& gradient);
double linear_error(const SpectrumState& state, const LanesFunction& function);

/// Fills the energies of a spectrum's result: forces, ground states, bath, extinction logarithms.
void fill_energies(const SpectrumState& state, SpectrumResult& result);

/// One temperature: probabilities, rates, times, thermodynamics, exponents with linear errors.
TemperatureResult at_temperature(const SpectrumState& state, double temperature_K);

} // namespace lpsglass::campaign
