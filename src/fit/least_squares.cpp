#include "lpsglass/fit/least_squares.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "lpsglass/core/error.hpp"

namespace lpsglass::fit {

namespace {

int prior_count(const ParameterSpace& space) {
    const auto& all = space.parameters();
    return static_cast<int>(
        std::count_if(all.begin(), all.end(), [](const Parameter& p) { return p.prior; }));
}

/// Appends the rows of the priors to the data's residual and Jacobian.
void stack_priors(const ParameterSpace& space, std::span<const double> full, Derivatives derivatives,
                  Point& point) {
    const Eigen::Index rows = point.data_rows + prior_count(space);
    const bool with_jacobian = derivatives == Derivatives::jacobian;
    point.residual.conservativeResize(rows);
    if (with_jacobian) point.jacobian.conservativeResize(rows, Eigen::NoChange);
    Eigen::Index row = point.data_rows;
    for (int i = 0; i < space.size(); ++i) {
        const auto& prior = space.parameters()[i].prior;
        if (!prior) continue;
        point.residual[row] = (full[i] - prior->mean) / prior->sigma;
        if (with_jacobian) point.jacobian.row(row) = space.chain().row(i) / prior->sigma;
        ++row;
    }
}

} // namespace

Problem::Problem(ParameterSpace space, Residuals residuals)
    : space_(std::move(space)), residuals_(std::move(residuals)) {}

Point Problem::evaluate(std::span<const double> free, Derivatives derivatives) const {
    const std::vector<double> full = space_.expand(free);
    const bool want_jacobian = derivatives == Derivatives::jacobian;
    Point point;
    Eigen::MatrixXd full_jacobian;
    try {
        residuals_(full, point.residual, want_jacobian ? &full_jacobian : nullptr);
    } catch (const NumericalError&) {
        return {};
    }
    point.data_rows = point.residual.size();
    if (want_jacobian) {
        if (full_jacobian.rows() != point.data_rows || full_jacobian.cols() != space_.size()) {
            throw std::logic_error("the residual function gave a Jacobian of the wrong shape");
        }
        point.jacobian = space_.reduce(full_jacobian);
    }
    stack_priors(space_, full, derivatives, point);
    point.data_chi2 = point.residual.head(point.data_rows).squaredNorm();
    point.prior_chi2 = point.residual.tail(point.residual.size() - point.data_rows).squaredNorm();
    // One value that is not finite spoils each sum that it takes part in.
    point.finite = std::isfinite(point.objective()) && (!want_jacobian || point.gradient().allFinite());
    return point.finite ? point : Point{};
}

} // namespace lpsglass::fit
