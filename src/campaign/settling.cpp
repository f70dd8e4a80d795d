#include "lpsglass/campaign/line_fit.hpp"

/// How a fit comes to rest on quadratures that are good where it ended.
namespace lpsglass::campaign {

namespace {

constexpr double kWorthGoingOn = 1.0; // objective above the best start within which others are gone on with
constexpr double kReach = 2.0; // standard errors around the minimum within which the quadrature is good
constexpr int kSettlings = 2;  // choices of the quadrature at the minimum that are always made
constexpr int kMostSettlings =
    4; // choices of the quadrature after the first; each brings it nearer to the minimum

} // namespace

std::vector<model::ParameterSet<double>>
LineFit::surroundings(int s, std::span<const double> full,
                      const std::vector<model::LineKernel>& lines) const {
    std::vector<model::ParameterSet<double>> sites{model_.parameters(s, full)};
    const fit::ParameterSpace& space = model_.space();
    const std::vector<double> best = space.select(full);
    const fit::Problem problem(space, model_.residual_function(lines));
    for (const std::vector<double>& free : fit::surroundings(problem, best, kReach)) {
        const model::ParameterSet<double> p = model_.parameters(s, space.expand(free));
        if (model::mean_structure(p).is_pyramid) sites.push_back(p);
    }
    return sites;
}

fit::StartResult LineFit::go_on(const fit::StartResult& from,
                                const std::vector<model::LineKernel>& lines) const {
    std::vector<fit::Parameter> parameters = model_.space().parameters();
    for (std::size_t i = 0; i < parameters.size(); ++i)
        parameters[i].start = from.parameters[i];
    const fit::Problem problem(fit::ParameterSpace(parameters), model_.residual_function(lines));
    fit::StartResult out = fit::run_start(problem, options_, 0);
    out.start = from.start;
    return out;
}

fit::StartResult LineFit::settle(std::span<const fit::StartResult> starts,
                                 std::vector<model::LineKernel>& lines,
                                 std::vector<double>& line_error) const {
    fit::StartResult best = fit::choose(starts).best;
    std::vector<fit::StartResult> candidates;
    for (const fit::StartResult& start : starts) {
        if (start.objective <= best.objective + kWorthGoingOn) candidates.push_back(start);
    }
    const double goal = deck_.nqr.ensemble.tolerance;
    for (int pass = 0;; ++pass) {
        bool changed = false;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const int s = static_cast<int>(i);
            const SpectrumData& data = model_.data(s);
            const model::ParameterSet<double> p = model_.parameters(s, best.parameters);
            line_error[i] =
                model::estimate_line_error(lines[i].rule(), p, data.temperature_K, data.frequency);
            if (deck_.nqr.ensemble.method == model::IntegrationMethod::direct || pass == kMostSettlings)
                continue;
            if (pass >= kSettlings && line_error[i] <= goal) continue;
            const model::ChosenRule chosen =
                choose_rule(deck_.nqr.ensemble, surroundings(s, best.parameters, lines), data.temperature_K,
                            data.frequency);
            // Where it is no better, the budget of nodes is used up.
            if (pass >= kSettlings && chosen.estimated_error >= line_error[i]) continue;
            lines[i] = model::LineKernel(chosen.rule, data.frequency);
            changed = true;
        }
        if (!changed) return best;

        long evaluations = 0;
        for (fit::StartResult& candidate : candidates) {
            candidate = go_on(candidate, lines);
            evaluations += candidate.evaluations;
        }
        const fit::StartResult next = fit::choose(candidates).best;
        if (next.status == fit::FitStatus::no_finite_start) return best;
        evaluations += best.evaluations;
        best = next;
        best.evaluations = static_cast<int>(evaluations);
    }
}

} // namespace lpsglass::campaign
