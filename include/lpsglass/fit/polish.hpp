#pragma once

#include <span>
#include <vector>

#include "lpsglass/fit/optimality.hpp"

namespace lpsglass::fit {

struct PolishOptions {
    int max_evaluations = 2000;
    double tolerance = 1e-8; ///< relative, on the parameters
    /// It may end as well where Optimality::offset is no larger, by the linear model that makes the steps.
    double offset = 0.0;
};

struct PolishResult {
    std::vector<double> free; ///< best point, in the box
    Point point;              ///< the problem there, with its Jacobian; not finite if the start is not
    Optimality optimality;    ///< valid if the point is finite
    int evaluations = 0;
    bool exhausted = false; ///< stopped by max_evaluations
};

/// Levenberg-Marquardt in the box, on the stacked residuals of data and priors with their exact Jacobian:
/// each step minimises the damped linear model over the box (bounded_step), damping after Nielsen, scaling
/// after More. Every point evaluated is in the box; the objective never rises; a point without a value only
/// shortens the step. It goes on until steps are below a hundredth of the tolerance or gains are lost in
/// rounding.
///
/// Why not Eigen's unsupported LevenbergMarquardt: it knows no bounds. With bounds forced on it from outside
/// (clamped residuals, parameters frozen between calls) its steps come from a model that ignores the box, and
/// it creeps where correlated parameters share a minimum on a bound, which is common here. The factorisations
/// are Eigen's.
PolishResult polish(const Problem& problem, std::span<const double> free, const PolishOptions& options);

/// The same from a point of which the value is known, and with it, for no evaluation at all, the Jacobian.
PolishResult polish(const Problem& problem, std::span<const double> free, Point known,
                    const PolishOptions& options);

} // namespace lpsglass::fit
