#include "lpsglass/fit/polish.hpp"

#include <algorithm>
#include <cmath>
#include <Eigen/QR>
#include <limits>
#include <stdexcept>
#include <utility>

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

/// More's scaling: the longest that each column has been so far. A column without influence on the residual
/// gets a length of its own, so that its parameter stays where it is.
void update_scale(Eigen::VectorXd& scale, const Point& point, const Eigen::VectorXd& width) {
    const double least = std::max(1e-3 * point.residual.norm(), std::numeric_limits<double>::min());
    for (Eigen::Index k = 0; k < scale.size(); ++k) {
        scale[k] = std::max({scale[k], point.jacobian.col(k).norm(), least / width[k]});
    }
}

/// Whether every component of the step is at most this share of its parameter.
bool within(const Eigen::VectorXd& step, double share, const Eigen::VectorXd& x) {
    return (step.cwiseAbs().array() <= share * x.cwiseAbs().array()).all();
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

/// The iteration and what it carries from step to step.
class LevenbergMarquardt {
  public:
    LevenbergMarquardt(const Problem& problem, const PolishOptions& options)
        : problem_(problem), options_(options), n_(problem.space().free_count()),
          lower_(Eigen::VectorXd::Map(problem.space().lower().data(), n_)),
          upper_(Eigen::VectorXd::Map(problem.space().upper().data(), n_)),
          scale_(Eigen::VectorXd::Zero(n_)) {}

    PolishResult run(std::span<const double> free, Point known) {
        x_ = Eigen::VectorXd::Map(free.data(), n_).cwiseMax(lower_).cwiseMin(upper_);
        result_.point = std::move(known);
        if (!(result_.point.finite && result_.point.jacobian.cols() == n_)) evaluate(x_, result_.point);
        if (result_.point.finite) {
            while (n_ > 0 && advance()) {
            }
            result_.optimality = check_optimality(problem_.space(), {x_.data(), free.size()}, result_.point);
        }
        result_.free.assign(x_.begin(), x_.end());
        return std::move(result_);
    }

  private:
    static constexpr double kRounding = 4.0 * std::numeric_limits<double>::epsilon();
    static constexpr double kLeastDamping = 1e-24;
    static constexpr double kLargestDamping = 1e20;

    void evaluate(const Eigen::VectorXd& x, Point& point) {
        ++result_.evaluations;
        problem_.evaluate({x.data(), static_cast<std::size_t>(n_)}, Derivatives::jacobian, point, workspace_);
    }

    [[nodiscard]] Eigen::VectorXd step(const LinearModel& model, double damping) const {
        return bounded_step(model.r, model.c, std::sqrt(damping) * scale_, lower_ - x_, upper_ - x_);
    }

    /// Moves to a better point from the present one. False: no further.
    bool advance() {
        update_scale(scale_, result_.point, upper_ - lower_);
        const LinearModel model(result_.point);
        const Eigen::VectorXd whole = step(model, kLeastDamping);
        const double left = model.predicted_gain(whole); // offset^2 of the objective
        if (left <= options_.offset * options_.offset * result_.point.objective()) return false;
        if (within(whole, options_.tolerance, x_)) {
            try_step(model, whole); // one last gain, if there is any
            return false;
        }
        if (const double stretch = stretch_of(whole); stretch > 1.0) {
            before_.resize(0);
            if (try_step(model, (stretch * whole).cwiseMax(lower_ - x_).cwiseMin(upper_ - x_)) ==
                Trial::accepted)
                return true;
        }
        bool rejected = false;
        const Eigen::VectorXd from = x_;
        while (damping_.value() < kLargestDamping) {
            switch (try_step(model, step(model, damping_.value()))) {
            case Trial::accepted:
                before_ = x_ - from;
                return true;
            case Trial::impossible:
                return false;
            case Trial::rejected:
                damping_.reject();
                rejected = true;
                break;
            case Trial::no_gain:
                if (rejected || damping_.value() <= kLeastDamping) return false;
                damping_.relax();
                break;
            }
        }
        return false;
    }

    /// Where steps shrink by the same factor q along one line, all those to come add up to step/(1 - q)
    /// (Aitken). So it is at the end of a fit with residuals: the curvature of the model, which J^T J lacks,
    /// has a direction that converges last.
    [[nodiscard]] double stretch_of(const Eigen::VectorXd& step) const {
        if (before_.size() == 0) return 1.0;
        const Eigen::VectorXd now = scale_.cwiseProduct(step), before = scale_.cwiseProduct(before_);
        const double product = now.dot(before), q = product / before.squaredNorm();
        const bool along = std::abs(product) > 0.95 * now.norm() * before.norm();
        return along && q > 0.05 && q < 0.7 ? 1.0 / (1.0 - q) : 1.0;
    }

    enum class Trial {
        accepted,
        rejected,   ///< not better there, or no value
        no_gain,    ///< what the model promises would be lost in rounding
        impossible, ///< no distinct point to go to, or no evaluation left
    };

    Trial try_step(const LinearModel& model, const Eigen::VectorXd& step) {
        const double predicted = model.predicted_gain(step);
        if (!(predicted > kRounding * result_.point.objective())) return Trial::no_gain;
        const Eigen::VectorXd x = moved_by(x_, step, lower_, upper_);
        if (x == x_) return Trial::impossible;
        if (result_.evaluations >= options_.max_evaluations) {
            result_.exhausted = true;
            return Trial::impossible;
        }
        evaluate(x, trial_);
        if (!trial_.finite || !(trial_.objective() < result_.point.objective())) return Trial::rejected;
        damping_.accept((result_.point.objective() - trial_.objective()) / predicted);
        x_ = x;
        std::swap(result_.point, trial_);
        return Trial::accepted;
    }

    const Problem& problem_;
    const PolishOptions& options_;
    Eigen::Index n_;
    Eigen::VectorXd lower_, upper_, scale_, x_;
    Eigen::VectorXd before_; ///< the step before, if it was a plain one
    Damping damping_;
    Point trial_;
    Problem::Workspace workspace_;
    PolishResult result_;
};

} // namespace

PolishResult polish(const Problem& problem, std::span<const double> free, const PolishOptions& options) {
    return polish(problem, free, {}, options);
}

PolishResult polish(const Problem& problem, std::span<const double> free, Point known,
                    const PolishOptions& options) {
    if (static_cast<int>(free.size()) != problem.space().free_count()) {
        throw std::invalid_argument("polish: wrong number of parameters");
    }
    return LevenbergMarquardt(problem, options).run(free, std::move(known));
}

} // namespace lpsglass::fit
