#include "lpsglass/fit/uncertainty.hpp"

#include <algorithm>
#include <cmath>

#include <Eigen/Cholesky>
#include <limits>
#include <vector>

#include "lpsglass/core/error.hpp"
#include "lpsglass/fit/tangent_space.hpp"

namespace lpsglass::fit {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// A parameter takes part in a flat direction if its component there, in unit columns, is above rounding.
constexpr double kTakesPart = 1e-6;

/// A parameter that changes the residual by less than this many standard deviations of a datum, moved across
/// its whole box, is undetermined.
constexpr double kLeastResponse = 1e-5;

/// Prior precision of each free parameter: its own and those of all tied to it. As every parameter follows
/// one free one at most, the prior precision matrix is diagonal.
VectorXd prior_precision(const ParameterSpace& space) {
    VectorXd precision = VectorXd::Zero(space.free_count());
    for (int i = 0; i < space.size(); ++i) {
        const auto& prior = space.parameters()[i].prior;
        if (prior) precision += (space.chain().row(i).transpose() / prior->sigma).cwiseAbs2();
    }
    return precision;
}

VectorXd box_width(const ParameterSpace& space) {
    return VectorXd::Map(space.upper().data(), space.free_count()) -
           VectorXd::Map(space.lower().data(), space.free_count());
}

/// What a column of J is multiplied by before its singular values are taken.
VectorXd natural_scale(const ParameterSpace& space, std::span<const double> parameters,
                       const VectorXd& precision) {
    VectorXd scale = box_width(space);
    for (Index k = 0; k < scale.size(); ++k) {
        const double value = std::abs(parameters[space.free_parameters()[k]]);
        if (precision[k] > 0.0) {
            scale[k] = 1.0 / std::sqrt(precision[k]);
        } else if (value > 0.0) {
            scale[k] = value;
        }
    }
    return scale;
}

/// Covariance over the free parameters, NaN between those that take part in a flat direction.
MatrixXd free_covariance(const TangentSpace& tangent) {
    const Index n = tangent.scale.size();
    const MatrixXd determined = tangent.scale.asDiagonal() * tangent.right.leftCols(tangent.rank) *
                                tangent.singular_values.head(tangent.rank).cwiseInverse().asDiagonal();
    MatrixXd covariance = determined * determined.transpose();
    const MatrixXd null_space = tangent.right.rightCols(n - tangent.rank);
    const auto takes_part = [&](Index k) { return null_space.row(k).norm() > kTakesPart; };
    for (Index i = 0; i < n; ++i) {
        for (Index j = 0; j < n; ++j) {
            if (takes_part(i) || takes_part(j)) covariance(i, j) = kNaN;
        }
    }
    return covariance;
}

/// trace of (J^T J + P)^-1 J^T J over what is determined at all.
double data_determined(const TangentSpace& tangent, const MatrixXd& data) {
    double trace = 0.0;
    for (Index i = 0; i < tangent.rank; ++i) {
        const VectorXd direction = tangent.scale.cwiseProduct(tangent.right.col(i));
        trace += (data * direction).squaredNorm() / std::pow(tangent.singular_values[i], 2);
    }
    return trace;
}

/// `data`: d residual of the data / d free parameters.
LinearUncertainty analyse(const ParameterSpace& space, std::span<const double> parameters,
                          const MatrixXd& data) {
    const Index n = data.cols();
    const VectorXd precision = prior_precision(space);
    MatrixXd stacked = MatrixXd::Zero(data.rows() + n, n);
    stacked.topRows(data.rows()) = data;
    stacked.bottomRows(n).diagonal() = precision.cwiseSqrt();
    const TangentSpace tangent =
        tangent_space(stacked, VectorXd::Zero(stacked.rows()), box_width(space), kLeastResponse);

    LinearUncertainty result;
    result.flat = tangent.rank < n;
    result.width = natural_scale(space, parameters, precision);
    result.singular_values = scaled_singular_values(data, result.width);
    result.covariance = MatrixXd::Zero(space.size(), space.size());
    result.errors = VectorXd::Constant(space.size(), kNaN);
    result.data_share = VectorXd::Constant(space.size(), kNaN);
    if (n == 0) return result;

    result.data_determined = data_determined(tangent, data);
    const MatrixXd covariance = free_covariance(tangent);
    std::vector<Index> follows(space.size(), -1);
    for (int i = 0; i < space.size(); ++i) {
        for (Index k = 0; k < n; ++k) {
            if (space.chain()(i, k) != 0.0) follows[i] = k;
        }
    }
    for (int i = 0; i < space.size(); ++i) {
        if (follows[i] < 0) continue;
        for (int j = 0; j < space.size(); ++j) {
            if (follows[j] < 0) continue;
            result.covariance(i, j) = space.chain()(i, follows[i]) * covariance(follows[i], follows[j]) *
                                      space.chain()(j, follows[j]);
        }
        result.errors[i] = std::sqrt(result.covariance(i, i));
        result.data_share[i] = 1.0 - covariance(follows[i], follows[i]) * precision[follows[i]];
    }
    return result;
}

} // namespace

LinearUncertainty linear_uncertainty(const ParameterSpace& space, std::span<const double> parameters,
                                     const MatrixXd& data_jacobian) {
    return analyse(space, parameters, space.reduce(data_jacobian));
}

LinearUncertainty linear_uncertainty(const Problem& problem, std::span<const double> parameters) {
    const ParameterSpace& space = problem.space();
    const Point point = problem.evaluate(space.select(parameters), Derivatives::jacobian);
    if (!point.finite)
        throw NumericalError("the residuals have no value where their uncertainty was asked for");
    return analyse(space, parameters, point.jacobian.topRows(point.data_rows));
}

std::vector<std::vector<double>> surroundings(const Problem& problem, std::span<const double> free,
                                              double reach) {
    return surroundings(problem.space(), free, problem.evaluate(free, Derivatives::jacobian), reach);
}

std::vector<std::vector<double>> surroundings(const ParameterSpace& space, std::span<const double> free,
                                              const Point& point, double reach) {
    std::vector<std::vector<double>> out;
    if (!point.finite) return out;
    const auto n = static_cast<Eigen::Index>(free.size());
    const Eigen::VectorXd lower = Eigen::VectorXd::Map(space.lower().data(), n);
    const Eigen::VectorXd upper = Eigen::VectorXd::Map(space.upper().data(), n);
    const Eigen::VectorXd width = upper - lower;
    // In units of the box, where a uniform law has the precision 12.
    const Eigen::MatrixXd scaled = point.jacobian * width.asDiagonal();
    const Eigen::LLT<Eigen::MatrixXd> factor(scaled.transpose() * scaled +
                                             12.0 * Eigen::MatrixXd::Identity(n, n));
    const Eigen::MatrixXd covariance = factor.solve(Eigen::MatrixXd::Identity(n, n));
    for (Eigen::Index k = 0; k < n; ++k) {
        const Eigen::VectorXd step =
            width.cwiseProduct(covariance.col(k)) * (reach / std::sqrt(covariance(k, k)));
        for (const double sign : {-1.0, 1.0}) {
            const Eigen::VectorXd x =
                (Eigen::VectorXd::Map(free.data(), n) + sign * step).cwiseMax(lower).cwiseMin(upper);
            out.emplace_back(x.begin(), x.end());
        }
    }
    return out;
}

double propagate(const MatrixXd& covariance, const VectorXd& gradient) {
    double variance = 0.0;
    for (Index i = 0; i < gradient.size(); ++i) {
        for (Index j = 0; j < gradient.size(); ++j) {
            if (gradient[i] == 0.0 || gradient[j] == 0.0) continue;
            variance += gradient[i] * covariance(i, j) * gradient[j];
        }
    }
    return std::isnan(variance) ? kNaN : std::sqrt(std::max(variance, 0.0));
}

} // namespace lpsglass::fit
