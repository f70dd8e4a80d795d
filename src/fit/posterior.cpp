#include "lpsglass/fit/posterior.hpp"

#include <string>

#include "lpsglass/core/random.hpp"
#include "walker.hpp"

namespace lpsglass::fit {

namespace {

/// How a chain goes on: steps of a mixture (leaps, walks, trajectories, surrogate), of which every one or
/// every few are kept.
struct Pace {
    Mixture mixture;
    int warm_up = 0;
    int thinning = 1;
};
constexpr Pace trial{{0.1, 0.2, 0.0, 0.7}, 40, 1};

/// By how well the surrogate has served in the trial.
const Pace& pace_for(double surrogate_share) {
    static constexpr Pace trusted{{0.1, 0.25, 0.15, 0.5}, 20, 3};
    static constexpr Pace helped{{0.05, 0.35, 0.25, 0.35}, 20, 4};
    static constexpr Pace alone{{0.05, 0.5, 0.45, 0.0}, 40, 5};
    return surrogate_share >= 0.6 ? trusted : surrogate_share >= 0.25 ? helped : alone;
}

} // namespace

Chain run_chain(const Problem& problem, std::span<const double> best, const PosteriorOptions& options,
                int index) {
    Chain chain;
    chain.index = index;
    Walker walker(problem, best,
                  random_stream(options.seed, "posterior " + std::to_string(options.stream), index));
    for (int i = 0; i < trial.warm_up; ++i)
        walker.step(trial.mixture);
    const Pace& pace = pace_for(walker.surrogate_share());
    for (int i = 0; i < pace.warm_up; ++i)
        walker.step(pace.mixture);
    const int accepted_before = walker.accepted();
    const int draws = (options.draws + options.chains - 1) / options.chains;
    for (int i = 0; i < draws; ++i) {
        for (int k = 0; k < pace.thinning; ++k)
            walker.step(pace.mixture);
        chain.free.insert(chain.free.end(), walker.here().begin(), walker.here().end());
        chain.objective.push_back(walker.objective());
    }
    chain.acceptance = static_cast<double>(walker.accepted() - accepted_before) / (pace.thinning * draws);
    chain.evaluations = walker.evaluations();
    return chain;
}

} // namespace lpsglass::fit
