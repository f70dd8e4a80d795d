#pragma once

#include <Eigen/Core>
#include <span>
#include <vector>

#include "lpsglass/fit/least_squares.hpp"

namespace lpsglass::fit {

/// Linear uncertainty at a minimum and what in it comes from the data (docs/theory.md section 8). Bounds play
/// no part in it: it is the Gaussian that the objective would be without them.
struct LinearUncertainty {
    /// (J^T J + P)^-1 for all full parameters, P the prior precision: a tied one follows its free one, rows
    /// and columns of constants are zero. Entries between parameters that take part in a flat direction are
    /// NaN.
    Eigen::MatrixXd covariance;
    Eigen::VectorXd errors;     ///< standard errors; NaN for constants and undetermined parameters
    Eigen::VectorXd data_share; ///< 1 - variance * prior precision; 1 without prior; NaN as errors
    /// Natural scale of each free parameter: the prior sigma, else |x|, else the width of its box where x is
    /// 0.
    Eigen::VectorXd width;
    Eigen::VectorXd singular_values; ///< of J over the free parameters, columns times `width`; descending
    /// Effective number of parameters that the data determine: trace of (J^T J + P)^-1 J^T J.
    double data_determined = 0.0;
    /// J^T J + P is singular: rank deficient (kRankTolerance), or a parameter, moved across its whole box,
    /// changes the residual by less than 1e-5 (of a standard deviation).
    bool flat = false;
};

/// `data_jacobian`: d residual / d full parameters at `parameters` (full), without rows of priors.
LinearUncertainty linear_uncertainty(const ParameterSpace& space, std::span<const double> parameters,
                                     const Eigen::MatrixXd& data_jacobian);

/// The same with the problem's own Jacobian. Throws NumericalError if the problem has no value there.
LinearUncertainty linear_uncertainty(const Problem& problem, std::span<const double> parameters);

/// Points (free parameters) as many standard errors from a minimum as `reach`, up and down each parameter,
/// the others following as the linear covariance has it; within the box, whose width stands in where neither
/// data nor priors determine a direction. Empty if the problem has no value at the minimum.
std::vector<std::vector<double>> surroundings(const Problem& problem, std::span<const double> free,
                                              double reach);
/// The same at a point that is known, with its Jacobian.
std::vector<std::vector<double>> surroundings(const ParameterSpace& space, std::span<const double> free,
                                              const Point& point, double reach);

/// Standard error sqrt(g^T C g) of a quantity with gradient g. Parameters with g = 0 play no part, whatever
/// their covariance; otherwise NaN in gives NaN.
double propagate(const Eigen::MatrixXd& covariance, const Eigen::VectorXd& gradient);

} // namespace lpsglass::fit
