#include "surrogate.hpp"

#include <algorithm>
#include <optional>

namespace lpsglass::fit {

namespace {

constexpr double kStep = 1.2;            // of the differences, in standard deviations
constexpr double kShortestStep = 0.1;    // below it rounding and the line's own roughness would show
constexpr Eigen::Index kThirdOrder = 10; // parameters, at most: the terms grow with their square

/// A Jacobian by y some way along a coordinate.
struct Sample {
    double step = 0.0; ///< signed
    Eigen::MatrixXd jacobian;
};

/// As far along coordinate k as the box goes, kStep at most.
std::optional<Sample> sample(const Problem& problem, const Coordinates& coordinates, Eigen::Index k,
                             double sign) {
    const Eigen::VectorXd& centre = coordinates.centre();
    const Eigen::VectorXd direction = sign * coordinates.spread().col(k);
    double step = kStep;
    for (Eigen::Index i = 0; i < centre.size(); ++i) {
        const double room = direction[i] > 0.0 ? problem.space().upper()[i] - centre[i]
                                               : problem.space().lower()[i] - centre[i];
        if (direction[i] != 0.0) step = std::min(step, room / direction[i]);
    }
    if (!(step > kShortestStep)) return std::nullopt;
    std::vector<double> x(centre.size());
    for (Eigen::Index i = 0; i < centre.size(); ++i) {
        x[i] = std::clamp(centre[i] + step * direction[i], problem.space().lower()[i],
                          problem.space().upper()[i]);
    }
    const Point point = problem.evaluate(x, Derivatives::jacobian);
    if (!point.finite) return std::nullopt;
    return Sample{sign * step, point.jacobian * coordinates.spread()};
}

/// First and second derivative of the Jacobian along a coordinate.
struct Bend {
    Eigen::MatrixXd first, second;
};

Bend bend(const Eigen::MatrixXd& at_centre, const std::optional<Sample>& up,
          const std::optional<Sample>& down) {
    const Eigen::MatrixXd none = Eigen::MatrixXd::Zero(at_centre.rows(), at_centre.cols());
    if (!up && !down) return {none, none};
    if (!up || !down) {
        const Sample& one = up ? *up : *down;
        return {(one.jacobian - at_centre) / one.step, none};
    }
    const Eigen::MatrixXd a = (up->jacobian - at_centre) / up->step;
    const Eigen::MatrixXd b = (down->jacobian - at_centre) / down->step;
    const Eigen::MatrixXd second = 2.0 * (a - b) / (up->step - down->step);
    return {a - 0.5 * up->step * second, second};
}

} // namespace

Surrogate::Surrogate(const Problem& problem, const Coordinates& coordinates, const Point& at_centre)
    : n_(problem.space().free_count()), third_order_(n_ <= kThirdOrder) {
    const Eigen::MatrixXd jacobian = at_centre.jacobian * coordinates.spread();
    std::vector<Bend> bends;
    for (Eigen::Index k = 0; k < n_; ++k) {
        bends.push_back(
            bend(jacobian, sample(problem, coordinates, k, 1.0), sample(problem, coordinates, k, -1.0)));
        evaluations_ += 2;
    }
    const Eigen::Index terms = 1 + n_ + n_ * (n_ + 1) / 2 + (third_order_ ? n_ * n_ : 0);
    Eigen::MatrixXd coefficient(jacobian.rows(), terms);
    coefficient.col(0) = at_centre.residual;
    coefficient.middleCols(1, n_) = jacobian;
    Eigen::Index next = 1 + n_;
    for (Eigen::Index k = 0; k < n_; ++k) {
        coefficient.col(next++) = 0.5 * bends[k].first.col(k);
        for (Eigen::Index l = k + 1; l < n_; ++l)
            coefficient.col(next++) = 0.5 * (bends[k].first.col(l) + bends[l].first.col(k));
    }
    for (Eigen::Index k = 0; third_order_ && k < n_; ++k) {
        for (Eigen::Index l = 0; l < n_; ++l)
            coefficient.col(next++) = (k == l ? 1.0 / 6.0 : 0.5) * bends[k].second.col(l);
    }
    gram_ = coefficient.transpose() * coefficient;
    monomial_.resize(terms);
    weight_.resize(terms);
}

double Surrogate::log_density(const Eigen::VectorXd& y, Eigen::VectorXd& slope) {
    monomial_[0] = 1.0;
    monomial_.segment(1, n_) = y;
    Eigen::Index next = 1 + n_;
    for (Eigen::Index k = 0; k < n_; ++k) {
        for (Eigen::Index l = k; l < n_; ++l)
            monomial_[next++] = y[k] * y[l];
    }
    for (Eigen::Index k = 0; third_order_ && k < n_; ++k) {
        for (Eigen::Index l = 0; l < n_; ++l)
            monomial_[next++] = y[k] * y[k] * y[l];
    }
    weight_.noalias() = gram_ * monomial_;

    slope = -weight_.segment(1, n_);
    next = 1 + n_;
    for (Eigen::Index k = 0; k < n_; ++k) {
        for (Eigen::Index l = k; l < n_; ++l, ++next) {
            slope[k] -= y[l] * weight_[next];
            slope[l] -= y[k] * weight_[next];
        }
    }
    for (Eigen::Index k = 0; third_order_ && k < n_; ++k) {
        for (Eigen::Index l = 0; l < n_; ++l, ++next) {
            slope[k] -= 2.0 * y[k] * y[l] * weight_[next];
            slope[l] -= y[k] * y[k] * weight_[next];
        }
    }
    return -0.5 * monomial_.dot(weight_);
}

} // namespace lpsglass::fit
