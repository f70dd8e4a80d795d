#pragma once

#include <span>
#include <vector>

#include "lpsglass/fit/least_squares.hpp"

namespace lpsglass::fit {

/// Whether a point is a minimum of the problem in its box, to first order (Kuhn-Tucker conditions), told from
/// the exact Jacobian and not from what a minimiser says.
struct Optimality {
    /// Part of the residual vector that lies in the tangent space of the parameters not held, relative to the
    /// whole: its square is the share by which a Gauss-Newton step expects to lower the objective.
    double offset = 1.0;
    /// The same part relative to the largest response of the residual to a change of one parameter by its own
    /// value, |column of J| |x|, which is of the size of the model's own values: at 1e-16 it is rounding.
    double response = 1.0;
    /// Most that the objective could fall anywhere in the box if it were convex, sum_k |g_k| times the
    /// distance to the bound downhill (the Frank-Wolfe gap), relative to the objective. It needs no model of
    /// the curvature, which J^T J gives badly where a combination of parameters is nearly undetermined: there
    /// `offset` asks too much.
    double gap = 1.0;
    /// The Jacobian of the parameters not held is singular: rank deficient (kRankTolerance), or a parameter,
    /// moved across its whole box, would change the residual by less than 1e-5 of its length. The latter is
    /// so where the model is even in a parameter and the minimum is at the point of symmetry: J vanishes
    /// there, only curvature holds it.
    bool flat = false;
    std::vector<bool> held; ///< free parameters on a bound with the gradient pushing outwards

    [[nodiscard]] bool at_bound() const;

    /// First-order conditions met: offset <= 1e-5, or (where the residual itself vanishes) response <= 1e-12.
    /// With m data the former puts the parameters within 1e-5 sqrt(m) of their standard errors of the
    /// minimum.
    [[nodiscard]] bool satisfied() const;

    /// The same in units of the objective.
    double fall = 1.0;

    /// Satisfied, or nothing left to gain: gap <= 1e-5, or fall <= negligible. The latter is for residuals in
    /// standard deviations, of which a chi^2 far below 1 is nothing: at the bottom of a perfect fit, rounding
    /// and quadrature leave no slope to be met.
    [[nodiscard]] bool is_minimum(double negligible = 0.0) const;
};

/// `point` must be finite and carry the Jacobian.
Optimality check_optimality(const ParameterSpace& space, std::span<const double> free, const Point& point);

} // namespace lpsglass::fit
