#include <limits>
#include <string>

#include "lpsglass/campaign/line_fit.hpp"
#include "lpsglass/core/random.hpp"
#include "lpsglass/fit/polish.hpp"

/// What is drawn around a fit's minimum: Markov chains and bootstrap replicas.
namespace lpsglass::campaign {

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

std::vector<model::LineKernel> lines_of(const FitModel& model, const std::vector<model::LineRule>& rules) {
    std::vector<model::LineKernel> lines;
    for (std::size_t s = 0; s < rules.size(); ++s)
        lines.emplace_back(rules[s], model.data(static_cast<int>(s)).frequency);
    return lines;
}

} // namespace

SettledFit::SettledFit(const FitModel& model, const std::vector<model::LineRule>& rules)
    : lines_(lines_of(model, rules)), problem_(model.space(), model.residual_function(lines_)) {}

fit::Chain LineFit::run_chain(const FitOutcome& outcome, const fit::PosteriorOptions& options,
                              int index) const {
    const SettledFit settled(model_, outcome.rule);
    return fit::run_chain(settled.problem(), model_.space().select(model_.full(outcome.spectrum)), options,
                          index);
}

std::vector<double> LineFit::run_replica(const FitOutcome& outcome, std::uint64_t seed, int stream,
                                         int index) const {
    std::mt19937_64 random = random_stream(seed, "bootstrap " + std::to_string(stream), index);
    std::vector<SpectrumData> data = model_.all_data();
    for (std::size_t s = 0; s < outcome.spectrum.size(); ++s) {
        SpectrumData& line = data[model_.spectra()[s].index];
        for (std::size_t j = 0; j < line.observed.size(); ++j)
            line.observed[j] = outcome.spectrum[s].fitted[j] + line.sigma[j] * standard_normal(random);
    }
    const std::vector<double> best = model_.full(outcome.spectrum);
    std::vector<double> prior_mean = best;
    for (std::size_t i = 0; i < best.size(); ++i) {
        const auto& prior = model_.space().parameters()[i].prior;
        if (prior) prior_mean[i] += prior->sigma * standard_normal(random);
    }
    const FitModel replica = model_.refitting(data, best, prior_mean);
    const SettledFit settled(replica, outcome.rule);
    // The minimum is near: the polish alone mostly finds it.
    const fit::PolishResult polished = fit::polish(settled.problem(), replica.space().start(),
                                                   {options_.max_evaluations, options_.tolerance});
    if (polished.point.finite && polished.optimality.is_minimum(options_.negligible))
        return replica.space().expand(polished.free);
    const fit::StartResult whole = fit::run_start(settled.problem(), options_, 0);
    if (fit::is_minimum(whole.status)) return whole.parameters;
    return std::vector<double>(best.size(), missing);
}

} // namespace lpsglass::campaign
