#include "lpsglass/campaign/line_fit.hpp"
#include "lpsglass/fit/polish.hpp"

/// How a fit comes to rest on quadratures that are good where it ended.
namespace lpsglass::campaign {

namespace {

constexpr double kWorthGoingOn = 1.0; // objective above the best start within which others are gone on with
constexpr double kReach = 2.0;   // standard errors around the minimum within which the quadrature is good
constexpr double kOffset = 1e-7; // beyond it steps follow the line's rounding, 1e-13 of its peak
constexpr double kOffsetOnTheWay = 1e-4; // 1e-8 of the objective, below a thousandth of a standard error
constexpr int kExpected = 3; // choices of the quadrature at the minimum that go by what can be expected
constexpr int kMostSettlings =
    4; // choices of the quadrature after the first; each brings it nearer to the minimum

} // namespace

void LineFit::go_on(const fit::Problem& problem, bool on_the_way, Minimum& from) const {
    const int start = from.result.start;
    if (!on_the_way || !options_.polish) {
        fit::FitOptions options = options_;
        options.offset = kOffset;
        from.result = fit::run_from(problem, options, from.result.parameters, from.point);
        from.result.start = start;
        return;
    }
    fit::PolishResult polished = fit::polish(problem, problem.space().select(from.result.parameters),
                                             {options_.max_evaluations, options_.tolerance, kOffsetOnTheWay});
    from.result.evaluations = polished.evaluations;
    if (!polished.point.finite) return;
    from.result.parameters = problem.space().expand(polished.free);
    from.result.objective = polished.point.objective();
    from.point = std::move(polished.point);
}

std::vector<model::ParameterSet<double>> LineFit::surroundings(int s, const Minimum& best) const {
    std::vector<model::ParameterSet<double>> sites{model_.parameters(s, best.result.parameters)};
    const fit::ParameterSpace& space = model_.space();
    std::vector<double> full;
    for (const std::vector<double>& free :
         fit::surroundings(space, space.select(best.result.parameters), best.point, kReach)) {
        space.expand(free, full);
        const model::ParameterSet<double> p = model_.parameters(s, full);
        if (model::mean_structure(p).is_pyramid) sites.push_back(p);
    }
    return sites;
}

bool LineFit::choose_anew(int pass, const Minimum& best, std::vector<model::LineKernel>& lines,
                          std::vector<double>& line_error) const {
    const deck::Ensemble& ensemble = deck_.nqr.ensemble;
    const bool expected = ensemble.method == model::IntegrationMethod::conditional && pass < kExpected;
    bool changed = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const int s = static_cast<int>(i);
        const SpectrumData& data = model_.data(s);
        if (expected) {
            const model::LineRule rule =
                expected_rule(ensemble, surroundings(s, best), data.temperature_K, data.frequency);
            lines[i] = model::LineKernel(rule, data.frequency);
            changed = true;
            continue;
        }
        line_error[i] =
            model::estimate_line_error(lines[i].rule(), model_.parameters(s, best.result.parameters),
                                       data.temperature_K, data.frequency);
        if (ensemble.method == model::IntegrationMethod::direct || pass == kMostSettlings ||
            line_error[i] <= ensemble.tolerance)
            continue;
        const std::vector<model::ParameterSet<double>> sites = surroundings(s, best);
        const model::ChosenRule chosen = choose_rule(ensemble, sites, data.temperature_K, data.frequency);
        // Where it is no better, the budget of nodes is used up.
        if (chosen.estimated_error >= line_error[i]) continue;
        lines[i] = model::LineKernel(chosen.rule, data.frequency);
        changed = true;
    }
    return changed;
}

LineFit::Minimum LineFit::settle(std::span<const fit::StartResult> starts,
                                 std::vector<model::LineKernel>& lines,
                                 std::vector<double>& line_error) const {
    const fit::Problem problem(model_.space(), model_.residual_function(lines));
    const bool conditional = deck_.nqr.ensemble.method == model::IntegrationMethod::conditional;
    Minimum best{fit::choose(starts).best, {}};
    std::vector<Minimum> candidates;
    for (const fit::StartResult& start : starts) {
        if (start.objective <= best.result.objective + kWorthGoingOn) candidates.push_back({start, {}});
    }
    best.point = problem.evaluate(model_.space().select(best.result.parameters), fit::Derivatives::jacobian);
    for (int pass = 0;; ++pass) {
        if (!choose_anew(pass, best, lines, line_error)) return best;
        long evaluations = best.result.evaluations;
        std::vector<fit::StartResult> results;
        for (Minimum& candidate : candidates) {
            go_on(problem, pass + 1 < kExpected && conditional, candidate);
            evaluations += candidate.result.evaluations;
            results.push_back(candidate.result);
        }
        const fit::FitResult next = fit::choose(results);
        if (next.status == fit::FitStatus::no_finite_start) return best;
        for (const Minimum& candidate : candidates) {
            if (candidate.result.start == next.best.start) best = candidate;
        }
        best.result.evaluations = static_cast<int>(evaluations);
    }
}

} // namespace lpsglass::campaign
