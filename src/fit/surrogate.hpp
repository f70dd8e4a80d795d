#pragma once

#include <span>
#include <vector>

#include "approximation.hpp"

/// A cheap stand-in for a posterior near its minimum.
namespace lpsglass::fit {

/// Residuals as a polynomial of the coordinates y: all terms of second order, and those of third order with
/// no more than two different coordinates, from Jacobians at the minimum and one step along each coordinate,
/// up and down. Where the box or a missing value leaves no room for a step, its terms are left out.
///
/// The objective is the sum of their squares: it grows without bounds where the polynomial is far from the
/// truth, and never falls below 0.
class Surrogate {
  public:
    /// `at_centre`: with its Jacobian.
    Surrogate(const Problem& problem, const Coordinates& coordinates, const Point& at_centre);

    /// Log density -objective/2 at y, and its slope by y.
    double log_density(const Eigen::VectorXd& y, Eigen::VectorXd& slope);

    [[nodiscard]] int evaluations() const { return evaluations_; } ///< of the residuals, to build it

  private:
    Eigen::Index n_ = 0;
    bool third_order_ = false;
    Eigen::MatrixXd gram_; ///< of the coefficients: objective = m^T gram m with the monomials m
    Eigen::VectorXd monomial_, weight_;
    int evaluations_ = 0;
};

} // namespace lpsglass::fit
