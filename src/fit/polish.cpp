#include "lpsglass/fit/polish.hpp"

#include <algorithm>
#include <cmath>
#include <Eigen/QR>
#include <limits>
#include <stdexcept>

#include "lpsglass/fit/bounded_step.hpp"

namespace lpsglass::fit {

namespace {

/// Nielsen's rule (IMM-REP-1999-05, Technical University of Denmark): the damping follows smoothly from how
/// much of the predicted gain came true, and grows ever faster while steps fail.
class Damping {
  public:
    [[nodiscard]] double value() const { return value_; }
    void accept(double gain_ratio) {
        value_ *= std::max(1.0 / 3.0, 1.0 - std::pow(2.0 * gain_ratio - 1.0, 3));
        growth_ = 2.0;
    }
    void reject() {
        value_ *= growth_;
        growth_ *= 2.0;
    }
    /// For a valley so flat that the damping alone hides the gain along it.
    void relax() { value_ *= 1e-3; }

  private:
    double value_ = 1e-3; ///< relative to the scaled curvature, which is 1 along each parameter
    double growth_ = 2.0;
};

/// The linear model of the residual at a point, reduced to a triangle: |R p + c|^2 + const.
struct LinearModel {
    Eigen::MatrixXd r;
    Eigen::VectorXd c;

    explicit LinearModel(const Point& point) : r(0, point.jacobian.cols()), c(0) {
        if (point.residual.size() == 0) return;
        const Eigen::HouseholderQR<Eigen::MatrixXd> qr(point.jacobian);
        const Eigen::Index rows = std::min(point.jacobian.rows(), point.jacobian.cols());
        r = qr.matrixQR().topRows(rows).triangularView<Eigen::Upper>();
        c = (qr.householderQ().adjoint() * point.residual).eval().head(rows);
    }
    [[nodiscard]] double predicted_gain(const Eigen::VectorXd& p) const {
        const Eigen::VectorXd change = r * p;
        return -change.dot(change + 2.0 * c);
    }
};

/// More's scaling: the longest that each column has been so far. A column that is zero beside the others gets
/// a small length of its own, so that its parameter stays where it is.
void update_scale(Eigen::VectorXd& scale, const Eigen::MatrixXd& jacobian, const Eigen::VectorXd& width) {
    for (Eigen::Index k = 0; k < scale.size(); ++k)
        scale[k] = std::max(scale[k], jacobian.col(k).norm());
    const double largest = scale.cwiseProduct(width).maxCoeff();
    const double least = largest > 0.0 ? 1e-14 * largest : 1.0;
    scale = scale.cwiseMax(least * width.cwiseInverse());
}

/// x + step, exactly on a bound where the step ends on it.
Eigen::VectorXd moved_by(const Eigen::VectorXd& x, const Eigen::VectorXd& step, const Eigen::VectorXd& lower,
                         const Eigen::VectorXd& upper) {
    Eigen::VectorXd result = x;
    for (Eigen::Index k = 0; k < x.size(); ++k) {
        if (step[k] <= lower[k] - x[k]) {
            result[k] = lower[k];
        } else if (step[k] >= upper[k] - x[k]) {
            result[k] = upper[k];
        } else {
            result[k] = std::clamp(x[k] + step[k], lower[k], upper[k]);
        }
    }
    return result;
}

} // namespace

PolishResult polish(const Problem& problem, std::span<const double> free, const PolishOptions& options) {
    using Eigen::VectorXd;
    const ParameterSpace& space = problem.space();
    const Eigen::Index n = space.free_count();
    if (static_cast<Eigen::Index>(free.size()) != n)
        throw std::invalid_argument("polish: wrong number of parameters");
    const VectorXd lower = VectorXd::Map(space.lower().data(), n);
    const VectorXd upper = VectorXd::Map(space.upper().data(), n);
    VectorXd x = VectorXd::Map(free.data(), n).cwiseMax(lower).cwiseMin(upper);
    const auto evaluate = [&](const VectorXd& at) {
        return problem.evaluate({at.data(), static_cast<std::size_t>(n)}, Derivatives::jacobian);
    };

    PolishResult result;
    result.point = evaluate(x);
    result.evaluations = 1;
    result.free.assign(x.begin(), x.end());
    if (!result.point.finite) return result;

    constexpr double rounding = 4.0 * std::numeric_limits<double>::epsilon();
    constexpr double least_damping = 1e-24, largest_damping = 1e20;
    Damping damping;
    VectorXd scale = VectorXd::Zero(n);
    while (n > 0) {
        update_scale(scale, result.point.jacobian, upper - lower);
        const LinearModel model(result.point);
        const auto step_with = [&](double damping_value) {
            return bounded_step(model.r, model.c, std::sqrt(damping_value) * scale, lower - x, upper - x);
        };
        const VectorXd size = x.cwiseAbs().cwiseMax(1e-3 * (upper - lower));
        const VectorXd whole = step_with(least_damping);
        const bool last = whole.cwiseQuotient(size).cwiseAbs().maxCoeff() <= 1e-2 * options.tolerance;
        bool moved = false, rejected = false;
        while (!moved && damping.value() < largest_damping) {
            const VectorXd step = last ? whole : step_with(damping.value());
            const double predicted = model.predicted_gain(step);
            if (!(predicted > rounding * result.point.objective())) {
                if (last || rejected || damping.value() <= least_damping) break;
                damping.relax();
                continue;
            }
            const VectorXd trial_x = moved_by(x, step, lower, upper);
            if (trial_x == x) break;
            if (result.evaluations >= options.max_evaluations) {
                result.exhausted = true;
                break;
            }
            Point trial = evaluate(trial_x);
            ++result.evaluations;
            if (!trial.finite || !(trial.objective() < result.point.objective())) {
                if (last) break;
                damping.reject();
                rejected = true;
                continue;
            }
            damping.accept((result.point.objective() - trial.objective()) / predicted);
            x = trial_x;
            result.point = std::move(trial);
            moved = true;
        }
        if (!moved || last) break;
    }
    result.free.assign(x.begin(), x.end());
    result.optimality = check_optimality(space, result.free, result.point);
    return result;
}

} // namespace lpsglass::fit
