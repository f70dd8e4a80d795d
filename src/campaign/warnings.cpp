#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "lpsglass/campaign/campaign.hpp"
#include "lpsglass/fit/posterior.hpp"

namespace lpsglass::campaign {

namespace {

constexpr double kLargeReducedChi2 = 5.0;

void warn_of_spectrum(const RunRecord& record, const SpectrumResult& r, const SpectrumData& data,
                      const std::string& where, std::vector<std::string>& out) {
    if (r.state == FitState::flat_direction) {
        out.push_back(where +
                      ": a combination of parameters is not determined by data or priors; errors of the "
                      "parameters in it are missing");
    }
    if (r.state == FitState::at_bound) out.push_back(where + ": a fitted parameter is held by its bound");
    if (!data.sigma.empty() && !r.parameter.empty() && r.degrees_of_freedom <= 0.0) {
        out.push_back(where + ": as many parameters as data, or more: chi^2 says nothing about the model");
    } else if (r.chi2 > kLargeReducedChi2 * r.degrees_of_freedom) {
        out.push_back(
            fmt::format("{}: chi^2 is {:.0f} times its degrees of freedom: the line of the model does not "
                        "describe the data within their sigma",
                        where, r.chi2 / r.degrees_of_freedom));
    }
    for (std::size_t a = 0; a < r.r_hat.size(); ++a) {
        if (r.r_hat[a] <= fit::kLargestRHat && r.effective_sample_size[a] >= fit::kSmallestSampleSize)
            continue;
        out.push_back(
            fmt::format("{}: the posterior of {} has not converged (R-hat {:.3f}, effective sample size "
                        "{:.0f}); raise fit.draws",
                        where, record.fit_parameters[a].name, r.r_hat[a], r.effective_sample_size[a]));
    }
    if (r.dropped_share > 0.0) {
        out.push_back(fmt::format("{}: a share of {:.1e} of the ensemble is no pyramid and was left out",
                                  where, r.dropped_share));
    }
    const deck::Ensemble& ensemble = record.deck.deck.nqr.ensemble;
    if (ensemble.method == model::IntegrationMethod::conditional && r.line_error > ensemble.tolerance) {
        out.push_back(fmt::format("{}: estimated quadrature error {:.1e} of the peak misses the goal {:.1e} "
                                  "(nqr.ensemble.tolerance)",
                                  where, r.line_error, ensemble.tolerance));
    }
    if (data.sigma.empty() || r.fitted.empty()) return;
    const double peak = *std::max_element(r.fitted.begin(), r.fitted.end()) - r.baseline;
    const double sigma = *std::min_element(data.sigma.begin(), data.sigma.end());
    if (r.line_error * peak > sigma / 3.0) {
        out.push_back(
            fmt::format("{}: estimated quadrature error {:.1e} of the peak is above a third of the smallest "
                        "sigma",
                        where, r.line_error));
    }
}

} // namespace

std::vector<std::string> warnings(const RunRecord& record) {
    std::vector<std::string> out;
    for (std::size_t n = 0; n < record.sets.size(); ++n) {
        const std::string set = record.sets.size() > 1 ? fmt::format("set {}, ", n + 1) : "";
        for (std::size_t d = 0; d < record.spectra.size(); ++d) {
            warn_of_spectrum(record, record.sets[n].spectrum[d], record.spectra[d],
                             set + fmt::format("spectrum {}", d + 1), out);
        }
    }
    return out;
}

} // namespace lpsglass::campaign
