#include "lpsglass/app/closing_table.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "lpsglass/deck/key_table.hpp"

namespace lpsglass::app {

using campaign::FitState;
using campaign::SetResult;
using campaign::SpectrumData;
using campaign::SpectrumResult;
namespace summary = campaign::summary;

namespace {

/// "beta_1" to "theta_13".
std::string name_of(int fluctuation) {
    return std::string(deck::fluctuation_names()[fluctuation]);
}

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
    if (std::isnan(x) || !(error > 0.0)) return number(x, digits);
    return fmt::format("{:.{}f} +- {:.{}f}", x, digits, error, digits);
}

/// "[0.1, 0.9]", or "-" where there is none.
std::string between(const campaign::Interval& i, int digits = 4) {
    return std::isnan(i.lower) ? "-" : fmt::format("[{:.{}f}, {:.{}f}]", i.lower, digits, i.upper, digits);
}

std::string spectrum_title(const SpectrumData& data, std::size_t index) {
    if (std::isnan(data.temperature_K)) return "no spectrum\n";
    const bool reconstructed = data.reconstructed;
    return fmt::format("spectrum {}: {}{}, {} K, {} points\n", index + 1, data.origin,
                       reconstructed ? " (reconstructed data)" : "", data.temperature_K,
                       data.frequency.size());
}

std::string parameter_row(const std::string& name, double value, double error,
                          const campaign::Interval& interval, const std::string& share) {
    return fmt::format("  {:<30}{:>12.5f}{:>14}{:>22}{:>18}\n", name, value,
                       std::isnan(error) ? "-" : fmt::format("{:.5f}", error), between(interval), share);
}

/// What of a fitted parameter comes from the data, or why that says little.
std::string share_words(const campaign::FitParameterInfo& info, double value, double share, double min,
                        double max) {
    if (value <= min || value >= max) return "at its bound";
    if (!info.has_prior) return "no prior";
    return std::isnan(share) ? "-" : fmt::format("{:.1f}", 100.0 * share);
}

std::string parameters(const campaign::RunRecord& record, const SpectrumResult& r) {
    if (r.parameter.empty()) {
        std::string out = fmt::format("  {:<34}{:>12}\n", "parameter", "value");
        for (int k = 0; k < 6; ++k)
            out += fmt::format("  {:<34}{:>12.5f}\n", name_of(k) + ", degree", r.amplitude[k]);
        return out;
    }
    const deck::Deck& deck = record.deck.deck;
    std::string out =
        fmt::format("  {:<30}{:>12}{:>14}{:>22}{:>18}\n", "parameter", "value",
                                  "linear error", "68 % interval", "from the data, %");
    std::size_t a = 0; // place among the fitted parameters: free amplitudes first, then [fit.also]
    for (int k = 0; k < 6; ++k) {
        const deck::Amplitude& amplitude = deck.amplitude[k];
        const bool free = !amplitude.fixed && amplitude.tied_to.empty();
        const std::string share = free              ? share_words(record.fit_parameters[a], r.amplitude[k],
                                                                  r.data_share[a], amplitude.min, amplitude.max)
                                  : amplitude.fixed ? "fixed"
                                                    : "tied to " + amplitude.tied_to;
        if (free) ++a;
        out += parameter_row(name_of(k) + ", degree", r.amplitude[k], r.amplitude_errors[k],
                             r.amplitude_interval[k], share);
    }
    for (const deck::AlsoParameter& also : deck.fit->also) {
        const campaign::FitParameterInfo& info = record.fit_parameters[a];
        out += parameter_row(info.unit == "1" ? info.name : info.name + ", " + info.unit, r.parameter[a],
                             r.parameter_errors[a], r.parameter_interval[a],
                             share_words(info, r.parameter[a], r.data_share[a], also.min, also.max));
        ++a;
    }
    return out;
}

bool is_joint(const campaign::RunRecord& record) {
    if (!record.deck.deck.fit || record.spectra.size() < 2) return false;
    const auto& also = record.deck.deck.fit->also;
    return std::any_of(also.begin(), also.end(), [](const deck::AlsoParameter& a) { return a.shared; });
}

/// Free parameters of the fit a spectrum belongs to; of a joint fit those of all spectra, the shared ones
/// once.
std::size_t parameters_of_fit(const campaign::RunRecord& record) {
    const std::size_t own = record.fit_parameters.size();
    if (!is_joint(record)) return own;
    const auto& also = record.deck.deck.fit->also;
    const std::size_t shared =
        std::count_if(also.begin(), also.end(), [](const auto& a) { return a.shared; });
    return record.spectra.size() * (own - shared) + shared;
}

std::string fit_quality(const campaign::RunRecord& record, const SpectrumResult& r) {
    std::string out = fmt::format("  fit: {}", words(r.state));
    if (!r.parameter.empty()) {
        out += fmt::format("; {} of {} starts agree; the data determine {:.1f} of {} parameters",
                           r.starts_agreeing, record.deck.deck.fit->starts, r.effective_parameters,
                           parameters_of_fit(record));
    }
    out += '\n';
    if (!std::isnan(r.chi2)) {
        out += is_joint(record) ? "  joint fit of all spectra: " : "  ";
        out += fmt::format("chi^2 {:.3f} with {} degrees of freedom", r.chi2, r.degrees_of_freedom);
        if (!std::isnan(r.prior_chi2)) out += fmt::format(", priors {:.3f}", r.prior_chi2);
        out += '\n';
    }
    out += std::isnan(r.line_error)
               ? "  estimated quadrature error unknown: there is no line at these frequencies\n"
               : fmt::format("  estimated quadrature error {:.1e} of the peak\n", r.line_error);
    return out;
}

/// Which fluctuations leave their family without an exponent, and why.
std::string why_missing(const SetResult& set) {
    std::string out;
    for (std::size_t d = 0; d < set.spectrum.size(); ++d) {
        for (int k = 0; k < 6; ++k) {
            const auto status = set.spectrum[d].extinction_status[k];
            if (status == model::ExtinctionStatus::ok || status == model::ExtinctionStatus::not_computed) continue;
            out += fmt::format("  {} is missing: {} of {} (spectrum {})\n", k < 3 ? "alpha" : "beta",
                               status == model::ExtinctionStatus::no_extinction ? "no extinction"
                                                                                : "undefined gauge phase",
                               name_of(k), d + 1);
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
    if (set.draws.count > 0) {
        row("  68 % of the posterior", between(set.summary_interval[summary::alpha_at_tg]),
            between(set.summary_interval[summary::beta_at_tg]));
    }
    row("lambda = scale/exponent", with_error(v[summary::lambda_alpha_at_tg], e[summary::lambda_alpha_at_tg]),
        with_error(v[summary::lambda_beta_at_tg], e[summary::lambda_beta_at_tg]));
    const auto physical = [](double lambda) {
        return std::isnan(lambda) ? "" : lambda > 0.0 && lambda <= 1.0 ? "yes" : "no";
    };
    row("  a stretching exponent (0 to 1)", physical(v[summary::lambda_alpha_at_tg]),
        physical(v[summary::lambda_beta_at_tg]));
    if (set.draws.count > 0) {
        row("  68 % of the posterior", between(set.summary_interval[summary::lambda_alpha_at_tg]),
            between(set.summary_interval[summary::lambda_beta_at_tg]));
    }
    row("spread of exponent over orders", number(v[summary::order_spread_alpha]),
        number(v[summary::order_spread_beta]));
    row("spread of lambda over orders", number(v[summary::order_spread_lambda_alpha]),
        number(v[summary::order_spread_lambda_beta]));

    out += why_missing(set);
    const double low = record.temperature.front(), high = record.temperature.back();
    if (low == high) {
        out += "crossing of alpha and beta: none looked for, the deck has one temperature\n";
    } else if (std::isnan(v[summary::crossing_count])) {
        out += "crossing of alpha and beta: missing, since an exponent is\n";
    } else if (v[summary::crossing_count] == 0.0) {
        out += fmt::format("alpha and beta do not cross between {} and {} K\n", low, high);
    } else {
        out += fmt::format("alpha = beta at {} K, where lambda is {} ({} crossing(s) between {} and {} K)\n",
                           with_error(v[summary::crossing_temperature], e[summary::crossing_temperature], 2),
                           with_error(v[summary::lambda_at_crossing], e[summary::lambda_at_crossing]),
                           v[summary::crossing_count], low, high);
    }
    if (set.draws.count > 0) {
        out += fmt::format("of {} posterior draws {:.1f} % have a crossing there, {:.1f} % one within 50 K of T_g\n",
                           set.draws.count, 100.0 * set.draws.crossing, 100.0 * set.draws.crossing_near_tg);
    }
    return out;
}

} // namespace

std::string closing_table(const campaign::RunRecord& record) {
    const SetResult& set = record.sets.front();
    std::string out = record.deck.deck.title.empty() ? "" : record.deck.deck.title + "\n\n";
    bool fitted = false;
    for (std::size_t d = 0; d < set.spectrum.size(); ++d) {
        out += spectrum_title(record.spectra[d], d) + parameters(record, set.spectrum[d]) +
               fit_quality(record, set.spectrum[d]) + '\n';
        fitted = fitted || !set.spectrum[d].parameter.empty();
    }
    out += exponents(record, set);
    if (fitted && set.draws.count > 0) {
        out += "Values with +- are the best fit with linear errors, which the nonlinear exponents make unreliable;\n"
               "the intervals come from the posterior and are to be trusted.\n";
    } else if (fitted) {
        out += "Errors are linear, one standard deviation. The exponents are strongly nonlinear in the "
               "amplitudes:\n"
               "read such errors as a lower estimate.\n";
    }
    return out;
}

} // namespace lpsglass::app
