#include "lpsglass/app/closing_table.hpp"

#include <cmath>

#include <fmt/format.h>

namespace lpsglass::app {

using campaign::FitState;
using campaign::SetResult;
using campaign::SpectrumData;
using campaign::SpectrumResult;
namespace summary = campaign::summary;

namespace {

constexpr const char* amplitude_name[6] = {"beta_1", "beta_2", "beta_3", "theta_12", "theta_23", "theta_13"};

const char* words(FitState state) {
    switch (state) {
    case FitState::given:
        return "amplitudes as given in the deck (not fitted)";
    case FitState::from_bath:
        return "amplitudes from the bath (not fitted)";
    case FitState::converged:
        return "converged";
    case FitState::at_bound:
        return "converged, with a parameter at its bound";
    case FitState::flat_direction:
        return "flat direction: a combination of parameters is not determined";
    case FitState::evaluations_exhausted:
        return "NOT converged: evaluations exhausted";
    case FitState::no_finite_start:
        return "FAILED: no start with a finite line";
    case FitState::failed:
        break;
    }
    return "FAILED";
}

/// A number to the digits its error leaves it: "0.7516", or "missing".
std::string number(double x, int digits = 4) {
    return std::isnan(x) ? "missing" : fmt::format("{:.{}f}", x, digits);
}

std::string with_error(double x, double error, int digits = 4) {
    if (std::isnan(x) || std::isnan(error)) return number(x, digits);
    return fmt::format("{:.{}f} +- {:.{}f}", x, digits, error, digits);
}

std::string spectrum_title(const SpectrumData& data, std::size_t index) {
    if (std::isnan(data.temperature_K)) return "no spectrum\n";
    return fmt::format("spectrum {}: {}{}, {} K, {} points\n", index + 1, data.origin,
                       data.reconstructed ? " (reconstructed data)" : "", data.temperature_K,
                       data.frequency.size());
}

std::string amplitudes(const campaign::RunRecord& record, const SpectrumResult& r) {
    const bool fitted = !r.parameter.empty();
    std::string out = fitted ? fmt::format("  {:<22}{:>12}{:>12}{:>18}\n", "parameter", "value", "error",
                                           "from the data, %")
                             : fmt::format("  {:<22}{:>12}\n", "parameter", "value");
    const auto row = [&](const std::string& name, const std::string& unit, double value, double error,
                         double share) {
        out += fmt::format("  {:<22}{:>12.5f}", name + ", " + unit, value);
        if (fitted) {
            out += fmt::format("{:>12}{:>18}", std::isnan(error) ? "-" : fmt::format("{:.5f}", error),
                               std::isnan(share) ? "-" : fmt::format("{:.1f}", 100.0 * share));
        }
        out += '\n';
    };
    for (int k = 0; k < 6; ++k) {
        double share = std::nan("");
        for (std::size_t a = 0; a < record.fit_parameters.size() && fitted; ++a) {
            if (record.fit_parameters[a].name == amplitude_name[k]) share = r.data_share[a];
        }
        row(amplitude_name[k], "degree", r.amplitude[k], r.amplitude_errors[k], share);
    }
    for (std::size_t a = 0; a < record.fit_parameters.size() && fitted; ++a) {
        const campaign::FitParameterInfo& info = record.fit_parameters[a];
        const bool is_amplitude = std::find(std::begin(amplitude_name), std::end(amplitude_name),
                                            info.name) != std::end(amplitude_name);
        if (!is_amplitude) row(info.name, info.unit, r.parameter[a], r.parameter_errors[a], r.data_share[a]);
    }
    return out;
}

std::string fit_quality(const campaign::RunRecord& record, const SpectrumResult& r) {
    std::string out = fmt::format("  fit: {}", words(r.state));
    if (!r.parameter.empty()) {
        out += fmt::format("; {} of {} starts agree; the data determine {:.1f} of {} parameters",
                           r.starts_agreeing, record.deck.deck.fit->starts, r.effective_parameters,
                           r.parameter.size());
    }
    out += '\n';
    if (!std::isnan(r.chi2)) {
        out += fmt::format("  chi^2 {:.3f} with {} degrees of freedom", r.chi2, r.degrees_of_freedom);
        if (!std::isnan(r.prior_chi2)) out += fmt::format(", priors {:.3f}", r.prior_chi2);
        out += '\n';
    }
    out += fmt::format("  estimated quadrature error {:.1e} of the peak\n", r.line_error);
    return out;
}

/// Which fluctuations leave their family without an exponent, and why.
std::string why_missing(const SetResult& set) {
    std::string out;
    for (std::size_t d = 0; d < set.spectrum.size(); ++d) {
        for (int k = 0; k < 6; ++k) {
            const auto status = set.spectrum[d].extinction_status[k];
            if (status == model::ExtinctionStatus::ok || status == model::ExtinctionStatus::not_computed)
                continue;
            out += fmt::format("  {} is missing: {} of {} (spectrum {})\n", k < 3 ? "alpha" : "beta",
                               status == model::ExtinctionStatus::no_extinction ? "no extinction"
                                                                                : "undefined gauge phase",
                               amplitude_name[k], d + 1);
        }
    }
    return out;
}

std::string exponents(const campaign::RunRecord& record, const SetResult& set) {
    const auto& v = set.summary;
    const auto& e = set.summary_errors;
    std::string out = fmt::format("at T_g = {} K\n  {:<34}{:>22}{:>22}\n",
                                  record.deck.deck.exponents.glass_temperature_kelvin, "", "alpha (xi_beta)",
                                  "beta (xi_theta)");
    const auto row = [&](const std::string& name, const std::string& a, const std::string& b) {
        out += fmt::format("  {:<34}{:>22}{:>22}\n", name, a, b);
    };
    row("exponent", with_error(v[summary::alpha_at_tg], e[summary::alpha_at_tg]),
        with_error(v[summary::beta_at_tg], e[summary::beta_at_tg]));
    row("lambda = scale/exponent", with_error(v[summary::lambda_alpha_at_tg], e[summary::lambda_alpha_at_tg]),
        with_error(v[summary::lambda_beta_at_tg], e[summary::lambda_beta_at_tg]));
    row("spread of exponent over orders", number(v[summary::order_spread_alpha]),
        number(v[summary::order_spread_beta]));
    row("spread of lambda over orders", number(v[summary::order_spread_lambda_alpha]),
        number(v[summary::order_spread_lambda_beta]));

    out += why_missing(set);
    const double low = record.temperature.front(), high = record.temperature.back();
    if (std::isnan(v[summary::crossing_count])) {
        out += "crossing of alpha and beta: missing, since an exponent is\n";
    } else if (v[summary::crossing_count] == 0.0) {
        out += fmt::format("alpha and beta do not cross between {} and {} K\n", low, high);
    } else {
        out += fmt::format("alpha = beta at {} K, where lambda is {} ({} crossing(s) between {} and {} K)\n",
                           with_error(v[summary::crossing_temperature], e[summary::crossing_temperature], 2),
                           with_error(v[summary::lambda_at_crossing], e[summary::lambda_at_crossing]),
                           v[summary::crossing_count], low, high);
    }
    return out;
}

} // namespace

std::string closing_table(const campaign::RunRecord& record) {
    const SetResult& set = record.sets.front();
    std::string out = record.deck.deck.title.empty() ? "" : record.deck.deck.title + "\n\n";
    bool fitted = false;
    for (std::size_t d = 0; d < set.spectrum.size(); ++d) {
        out += spectrum_title(record.spectra[d], d) + amplitudes(record, set.spectrum[d]) +
               fit_quality(record, set.spectrum[d]) + '\n';
        fitted = fitted || !set.spectrum[d].parameter.empty();
    }
    out += exponents(record, set);
    if (fitted) {
        out += "Errors are linear, one standard deviation. The exponents are strongly nonlinear in the "
               "amplitudes:\n"
               "read such errors as a lower estimate.\n";
    }
    return out;
}

} // namespace lpsglass::app
