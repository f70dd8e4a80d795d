#include "lpsglass/fit/posterior.hpp"

#include <cmath>
#include <optional>

#include <Eigen/Cholesky>

#include "lpsglass/core/error.hpp"
#include "lpsglass/core/random.hpp"

namespace lpsglass::fit {

namespace {

constexpr int kDegreesOfFreedom = 5; // of the Student t: tails heavier than those of any posterior in a box
constexpr double kLeapShare = 0.1;
constexpr double kStep = 1.1; // of the walk, in standard deviations
constexpr int kThinning = 10;
constexpr int kWarmUp = 100;

/// The normal approximation of the posterior that the residuals and their Jacobian at one point give:
/// precision J^T J, to which the box adds that of its uniform law, so that it is of finite width in every
/// direction.
class Approximation {
  public:
    Approximation(const Problem& problem, const Eigen::VectorXd& at, const Point& point) {
        const Eigen::Index n = at.size();
        width_.resize(n);
        for (Eigen::Index k = 0; k < n; ++k)
            width_[k] = problem.space().upper()[k] - problem.space().lower()[k];
        // In units of the box, where a uniform law has the precision 12.
        const Eigen::MatrixXd scaled = point.jacobian * width_.asDiagonal();
        factor_.compute(scaled.transpose() * scaled + 12.0 * Eigen::MatrixXd::Identity(n, n));
        log_determinant_ = factor_.matrixLLT().diagonal().array().log().sum();
        half_step_ = -0.25 * width_.cwiseProduct(factor_.solve(width_.cwiseProduct(point.gradient())));
    }

    /// Where a standard normal vector falls, with precision = L L^T: L^-T z.
    [[nodiscard]] Eigen::VectorXd spread(const Eigen::VectorXd& z) const {
        return width_.cwiseProduct(factor_.matrixU().solve(z));
    }
    /// Squared distance in standard deviations.
    [[nodiscard]] double distance2(const Eigen::VectorXd& step) const {
        return (factor_.matrixU() * step.cwiseQuotient(width_)).squaredNorm();
    }
    /// Logarithm of the root of the determinant of the precision, up to a constant.
    [[nodiscard]] double log_determinant() const { return log_determinant_; }
    /// Half the covariance times the slope of the log density: the drift of Langevin's equation.
    [[nodiscard]] const Eigen::VectorXd& drift() const { return half_step_; }

  private:
    Eigen::VectorXd width_, half_step_;
    Eigen::LLT<Eigen::MatrixXd> factor_;
    double log_determinant_ = 0.0;
};

/// A place of the chain with all that proposals from it need.
struct Place {
    Eigen::VectorXd x;
    double log_density = 0.0; ///< -objective/2
    Approximation around;
};

/// One chain in motion.
class Walker {
  public:
    Walker(const Problem& problem, std::span<const double> best, std::mt19937_64 random)
        : problem_(problem), random_(random), here_(place_of_minimum(problem, best)), minimum_(here_) {
        // An overdispersed start; where the box is small against the approximation the minimum has to do.
        for (int attempt = 0; attempt < 50; ++attempt) {
            if (const std::optional<Place> start = look(leap())) {
                here_ = *start;
                return;
            }
        }
    }

    void step() {
        const bool leaping = uniform01(random_) < kLeapShare;
        const Eigen::VectorXd target = leaping ? leap() : walk();
        const double toss = std::log(1.0 - uniform01(random_)); // of a number in (0, 1]
        const std::optional<Place> there = look(target);
        if (!there) return;
        const double forth = leaping ? log_leap(there->x) : log_walk(here_, there->x);
        const double back = leaping ? log_leap(here_.x) : log_walk(*there, here_.x);
        if (toss >= there->log_density - here_.log_density + back - forth) return;
        here_ = *there;
        ++accepted_;
    }

    [[nodiscard]] const Eigen::VectorXd& here() const { return here_.x; }
    [[nodiscard]] double objective() const { return -2.0 * here_.log_density; }
    [[nodiscard]] int accepted() const { return accepted_; }
    [[nodiscard]] int evaluations() const { return evaluations_; }

  private:
    static Place place_of_minimum(const Problem& problem, std::span<const double> best) {
        const Eigen::VectorXd x =
            Eigen::Map<const Eigen::VectorXd>(best.data(), static_cast<Eigen::Index>(best.size()));
        const Point point = problem.evaluate(best, Derivatives::jacobian);
        if (!point.finite) throw NumericalError("the posterior has no value at the minimum");
        return {x, -0.5 * point.objective(), Approximation(problem, x, point)};
    }

    /// Nothing outside the box, or where the posterior has no value.
    std::optional<Place> look(const Eigen::VectorXd& x) {
        for (Eigen::Index k = 0; k < x.size(); ++k) {
            if (!(x[k] >= problem_.space().lower()[k] && x[k] <= problem_.space().upper()[k]))
                return std::nullopt;
        }
        ++evaluations_;
        const Point point =
            problem_.evaluate({x.data(), static_cast<std::size_t>(x.size())}, Derivatives::jacobian);
        if (!point.finite) return std::nullopt;
        return Place{x, -0.5 * point.objective(), Approximation(problem_, x, point)};
    }

    Eigen::VectorXd normal_vector() {
        Eigen::VectorXd z(here_.x.size());
        for (double& component : z)
            component = standard_normal(random_);
        return z;
    }

    Eigen::VectorXd leap() {
        double chi2 = 0.0;
        for (int i = 0; i < kDegreesOfFreedom; ++i) {
            const double z = standard_normal(random_);
            chi2 += z * z;
        }
        return minimum_.x + std::sqrt(kDegreesOfFreedom / chi2) * minimum_.around.spread(normal_vector());
    }
    [[nodiscard]] double log_leap(const Eigen::VectorXd& x) const {
        return -0.5 * static_cast<double>(kDegreesOfFreedom + x.size()) *
               std::log1p(minimum_.around.distance2(x - minimum_.x) / kDegreesOfFreedom);
    }

    Eigen::VectorXd walk() {
        return here_.x + kStep * kStep * here_.around.drift() + kStep * here_.around.spread(normal_vector());
    }
    static double log_walk(const Place& from, const Eigen::VectorXd& to) {
        const Eigen::VectorXd step = to - from.x - kStep * kStep * from.around.drift();
        return from.around.log_determinant() - 0.5 * from.around.distance2(step) / (kStep * kStep);
    }

    const Problem& problem_;
    std::mt19937_64 random_;
    Place here_;
    Place minimum_;
    int accepted_ = 0;
    int evaluations_ = 0;
};

} // namespace

Chain run_chain(const Problem& problem, std::span<const double> best, const PosteriorOptions& options,
                int index) {
    Chain chain;
    chain.index = index;
    Walker walker(problem, best,
                  random_stream(options.seed, "posterior " + std::to_string(options.stream), index));
    for (int i = 0; i < kWarmUp; ++i)
        walker.step();
    const int accepted_before = walker.accepted();
    const int draws = (options.draws + options.chains - 1) / options.chains;
    for (int i = 0; i < draws; ++i) {
        for (int k = 0; k < kThinning; ++k)
            walker.step();
        chain.free.insert(chain.free.end(), walker.here().begin(), walker.here().end());
        chain.objective.push_back(walker.objective());
    }
    chain.acceptance = static_cast<double>(walker.accepted() - accepted_before) / (kThinning * draws);
    chain.evaluations = walker.evaluations() + 1; // that at the minimum
    return chain;
}

} // namespace lpsglass::fit
