#include <algorithm>

#include "closing_parts.hpp"
#include "lpsglass/campaign/identifiability.hpp"

namespace lpsglass::app {

using campaign::FitState;
using campaign::SpectrumData;
using campaign::SpectrumResult;

namespace {

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
    std::string out = fmt::format("  {:<30}{:>12}{:>14}{:>22}{:>18}\n", "parameter", "value", "linear error",
                                  "68 % interval", "from the data, %");
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

std::string identifiability(const campaign::RunRecord& record, std::size_t spectrum) {
    std::string out;
    for (const std::string& sentence : campaign::identifiability_in_words(record, 0, spectrum))
        out += (out.empty() ? "  what the line leaves open:\n  - " : "  - ") + sentence + '\n';
    return out;
}

} // namespace

std::string spectrum_text(const campaign::RunRecord& record, std::size_t spectrum) {
    const SpectrumResult& r = record.sets.front().spectrum[spectrum];
    return spectrum_title(record.spectra[spectrum], spectrum) + parameters(record, r) +
           fit_quality(record, r) + identifiability(record, spectrum);
}

} // namespace lpsglass::app
