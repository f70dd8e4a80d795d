#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lpsglass/fit/least_squares.hpp"

namespace lpsglass::fit {

/// A local algorithm of NLopt.
struct Algorithm {
    std::string_view name; ///< as in the deck
    bool uses_gradient;
    int least_parameters; ///< it cannot work with fewer free parameters
};

/// All that are offered: slsqp, lbfgs, mma, ccsaq, tnewton, varmetric, bobyqa, cobyla, sbplx, praxis,
/// neldermead.
std::span<const Algorithm> algorithms();

/// The algorithm of that name, or nullptr.
const Algorithm* find_algorithm(std::string_view name);

struct MinimizerOptions {
    std::string algorithm = "slsqp";
    int max_evaluations = 2000;
    double tolerance = 1e-8; ///< relative, on the parameters
    /// Only into the basin of a minimum, for something faster to go on from there: NLopt ends where a step
    /// gains less than 2 % of the objective, without fresh starts and without a verdict (no_improvement).
    bool rough = false;
};

enum class StopReason {
    optimal,          ///< the first-order conditions hold (check_optimality)
    no_improvement,   ///< fresh starts from the best point find nothing better; the conditions do not hold
                      ///< or, after a rough minimisation, were not looked at
    evaluations,      ///< max_evaluations used up
    start_not_finite, ///< the start has no objective
};

struct MinimizerResult {
    std::vector<double> free; ///< best point evaluated, in the box
    double objective = 0.0;   ///< there; NaN for start_not_finite
    Point point;              ///< there, with its Jacobian if `algorithm` uses gradients; not finite without
    int evaluations = 0;
    StopReason reason = StopReason::no_improvement;
};

/// Minimises the problem's objective in its box from one start with one of NLopt's local algorithms.
///
/// The outcome never rests on NLopt's word. Ours is the record of the best point with a finite objective, and
/// the verdict on it. What is done about NLopt's known traps (version 2.7):
/// - A NaN or infinite objective, at which BOBYQA and COBYLA report success at a wrong point or hang: NLopt
///   sees a finite barrier instead, above everything seen so far and rising away from the best point.
/// - Points outside the bounds by rounding are clamped; a coordinate that is NaN (reported of SLSQP) counts
///   as a point without value.
/// - BOBYQA's default initial step, which shrinks with the distance to a bound: a tenth of the box for all.
/// - praxis knows no bounds (NLopt feeds it infinities): it moves in t with x = lower + (upper - lower) (1 -
///   cos pi t)/2, which has no bounds and makes a minimum on a bound a smooth one.
/// - praxis draws random steps from a generator seeded by the clock: seeded the same before each run.
/// - "Roundoff limited" and generic failures, thrown as exceptions: a stop like any other.
/// - SLSQP's false convergence: after each stop of an algorithm the first-order conditions are checked and,
///   if they do not hold, it starts afresh from the best point, at most ten times, until that gains nothing.
/// - An exception of the residual function other than NumericalError: NLopt is stopped, then it is thrown
///   again.
///
/// NLopt works in the unit box, on the objective divided by its curvature at the start. What is known of the
/// best point is not computed again. The last check may cost an evaluation of its own, so that two are made
/// at least whatever max_evaluations is. Throws InputError for an unknown algorithm or one that cannot work
/// with so few free parameters.
MinimizerResult minimize(const Problem& problem, std::span<const double> start,
                         const MinimizerOptions& options);

/// Version of the NLopt library in use, e.g. 2.7.1.
std::string nlopt_version();

} // namespace lpsglass::fit
