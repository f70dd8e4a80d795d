#include "lpsglass/fit/optimality.hpp"

#include <algorithm>
#include <cmath>

#include "lpsglass/fit/tangent_space.hpp"

namespace lpsglass::fit {

bool Optimality::at_bound() const {
    return std::find(held.begin(), held.end(), true) != held.end();
}

bool Optimality::satisfied() const {
    constexpr double largest_offset = 1e-5;
    constexpr double largest_response = 1e-12;
    return offset <= largest_offset || response <= largest_response;
}

bool Optimality::is_minimum(double negligible) const {
    constexpr double largest_gap = 1e-5;
    return satisfied() || gap <= largest_gap || fall <= negligible;
}

Optimality check_optimality(const ParameterSpace& space, std::span<const double> free, const Point& point) {
    const Eigen::VectorXd gradient = point.gradient();
    Optimality result;
    std::vector<Eigen::Index> moving;
    for (Eigen::Index k = 0; k < gradient.size(); ++k) {
        const bool held = (free[k] <= space.lower()[k] && gradient[k] > 0.0) ||
                          (free[k] >= space.upper()[k] && gradient[k] < 0.0);
        result.held.push_back(held);
        if (!held) moving.push_back(k);
    }
    const auto count = static_cast<Eigen::Index>(moving.size());
    Eigen::MatrixXd jacobian(point.jacobian.rows(), count);
    Eigen::VectorXd width(count);
    for (Eigen::Index j = 0; j < count; ++j) {
        jacobian.col(j) = point.jacobian.col(moving[j]);
        width[j] = space.upper()[moving[j]] - space.lower()[moving[j]];
    }
    constexpr double least_influence = 1e-5;
    const double length = point.residual.stableNorm();
    const TangentSpace tangent = tangent_space(jacobian, point.residual, width, least_influence * length);
    result.flat = tangent.rank < count;
    const double part = tangent.projection.head(tangent.rank).stableNorm();
    result.offset = part > 0.0 ? part / length : 0.0;
    double largest = 0.0;
    for (Eigen::Index j = 0; j < count; ++j) {
        largest = std::max(largest, jacobian.col(j).stableNorm() * std::abs(free[moving[j]]));
    }
    result.response = part > 0.0 ? part / largest : 0.0;

    result.fall = 0.0;
    for (Eigen::Index k = 0; k < gradient.size(); ++k) {
        const double downhill = gradient[k] > 0.0 ? free[k] - space.lower()[k] : space.upper()[k] - free[k];
        result.fall += std::abs(gradient[k]) * downhill;
    }
    result.gap = result.fall > 0.0 ? result.fall / point.objective() : 0.0;
    return result;
}

} // namespace lpsglass::fit
