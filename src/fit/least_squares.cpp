#include "lpsglass/fit/least_squares.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "lpsglass/core/error.hpp"

namespace lpsglass::fit {

namespace {

Eigen::Index prior_count(const ParameterSpace& space) {
    const auto& all = space.parameters();
    return std::count_if(all.begin(), all.end(), [](const Parameter& p) { return p.prior.has_value(); });
}

/// The rows of the priors, behind those of the data.
void fill_priors(const ParameterSpace& space, std::span<const double> full, Derivatives derivatives,
                 Point& point) {
    Eigen::Index row = point.data_rows;
    for (int i = 0; i < space.size(); ++i) {
        const auto& prior = space.parameters()[i].prior;
        if (!prior) continue;
        point.residual[row] = (full[i] - prior->mean) / prior->sigma;
        if (derivatives == Derivatives::jacobian)
            point.jacobian.row(row) = space.chain().row(i) / prior->sigma;
        ++row;
    }
}

/// One value that is not finite spoils each sum that it takes part in.
bool gradient_finite(const Point& point) {
    for (Eigen::Index k = 0; k < point.jacobian.cols(); ++k) {
        if (!std::isfinite(2.0 * point.jacobian.col(k).dot(point.residual))) return false;
    }
    return true;
}

} // namespace

Problem::Problem(ParameterSpace space, Residuals residuals)
    : space_(std::move(space)), residuals_(std::move(residuals)), priors_(prior_count(space_)) {}

Point Problem::evaluate(std::span<const double> free, Derivatives derivatives) const {
    Point point;
    Workspace workspace;
    evaluate(free, derivatives, point, workspace);
    return point.finite ? point : Point{};
}

void Problem::evaluate(std::span<const double> free, Derivatives derivatives, Point& point,
                       Workspace& workspace) const {
    point.finite = false;
    space_.expand(free, workspace.full);
    const bool want_jacobian = derivatives == Derivatives::jacobian;
    try {
        residuals_(workspace.full, workspace.residual, want_jacobian ? &workspace.jacobian : nullptr);
    } catch (const NumericalError&) {
        return;
    }
    point.data_rows = workspace.residual.size();
    point.residual.resize(point.data_rows + priors_);
    point.residual.head(point.data_rows) = workspace.residual;
    point.jacobian.resize(want_jacobian ? point.residual.size() : 0, want_jacobian ? space_.free_count() : 0);
    if (want_jacobian) {
        if (workspace.jacobian.rows() != point.data_rows || workspace.jacobian.cols() != space_.size()) {
            throw std::logic_error("the residual function gave a Jacobian of the wrong shape");
        }
        space_.reduce(workspace.jacobian, point.jacobian.topRows(point.data_rows));
    }
    fill_priors(space_, workspace.full, derivatives, point);
    point.data_chi2 = point.residual.head(point.data_rows).squaredNorm();
    point.prior_chi2 = point.residual.tail(priors_).squaredNorm();
    point.finite = std::isfinite(point.objective()) && gradient_finite(point);
}

} // namespace lpsglass::fit
