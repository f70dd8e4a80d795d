#pragma once

#include <cmath>
#include <Eigen/Core>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "lpsglass/fit/least_squares.hpp"

/// Small problems with known answers, shared by the tests of the fit layer.
namespace problems {

using lpsglass::fit::Parameter;
using lpsglass::fit::ParameterSpace;
using lpsglass::fit::Problem;
using lpsglass::fit::Residuals;

inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();
inline constexpr double infinity = std::numeric_limits<double>::infinity();

inline Parameter parameter(std::string name, double start, double lower, double upper) {
    Parameter p;
    p.name = std::move(name);
    p.start = start;
    p.lower = lower;
    p.upper = upper;
    return p;
}

/// r = A x - b.
inline Residuals linear(Eigen::MatrixXd a, Eigen::VectorXd b) {
    return [a = std::move(a), b = std::move(b)](std::span<const double> x, Eigen::VectorXd& residual,
                                                Eigen::MatrixXd* jacobian) {
        residual = a * Eigen::VectorXd::Map(x.data(), static_cast<Eigen::Index>(x.size())) - b;
        if (jacobian != nullptr) *jacobian = a;
    };
}

/// Rosenbrock's valley: r = (10 (y - x^2), 1 - x), minimum 0 at (1, 1).
inline void rosenbrock(std::span<const double> x, Eigen::VectorXd& residual, Eigen::MatrixXd* jacobian) {
    residual = Eigen::Vector2d(10.0 * (x[1] - x[0] * x[0]), 1.0 - x[0]);
    if (jacobian == nullptr) return;
    jacobian->resize(2, 2);
    *jacobian << -20.0 * x[0], 10.0, -1.0, 0.0;
}

/// The same with a wall: NaN wherever `has_value` is false.
template <class Predicate> Residuals walled(Residuals inner, Predicate has_value) {
    return [inner = std::move(inner), has_value](std::span<const double> x, Eigen::VectorXd& residual,
                                                 Eigen::MatrixXd* jacobian) {
        inner(x, residual, jacobian);
        if (!has_value(x)) residual[0] = nan;
    };
}

/// Rosenbrock's valley in a box with the minimum inside.
inline Problem open_valley(double x = -1.2, double y = 1.0) {
    return {ParameterSpace({parameter("x", x, -2.0, 2.0), parameter("y", y, -1.0, 3.0)}), rosenbrock};
}

/// The same with x <= 0.8: there r_1 = 0 is still possible, so the minimum is at (0.8, 0.64), 0.2^2 = 0.04.
inline Problem cut_valley() {
    return {ParameterSpace({parameter("x", -1.2, -2.0, 0.8), parameter("y", 1.0, -1.0, 3.0)}), rosenbrock};
}

/// Counts evaluations and remembers whether one was out of the box or not finite.
struct Watch {
    int evaluations = 0;
    bool outside = false;

    Residuals around(const Residuals& inner, const ParameterSpace& space) {
        return [this, inner, parameters = space.parameters()](
                   std::span<const double> x, Eigen::VectorXd& residual, Eigen::MatrixXd* jacobian) {
            ++evaluations;
            for (std::size_t k = 0; k < x.size(); ++k) {
                if (!(x[k] >= parameters[k].lower && x[k] <= parameters[k].upper)) outside = true;
            }
            inner(x, residual, jacobian);
        };
    }
};

} // namespace problems
