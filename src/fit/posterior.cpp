#include "lpsglass/fit/posterior.hpp"

#include <cmath>
#include <optional>

#include <Eigen/Cholesky>
#include <Eigen/LU>

#include "lpsglass/core/error.hpp"
#include "lpsglass/core/random.hpp"

namespace lpsglass::fit {

namespace {

constexpr int kDegreesOfFreedom = 5; // of the Student t: tails heavier than those of any posterior in a box
constexpr double kLeapShare = 0.05;
constexpr double kTrajectoryShare = 0.45;
constexpr double kWalk = 1.1;        // of the Langevin step, in standard deviations
constexpr double kLongestStep = 0.7; // of the leapfrog, in standard deviations
constexpr int kSteps = 5;            // of one trajectory: about a quarter of a period
constexpr int kThinning = 5;
constexpr int kWarmUp = 40;

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

/// Coordinates y in which an approximation around a centre, x = centre + spread y, is a standard normal law.
class Coordinates {
  public:
    Coordinates(const Eigen::VectorXd& centre, const Approximation& around) : centre_(centre) {
        const Eigen::Index n = centre.size();
        spread_.resize(n, n);
        for (Eigen::Index k = 0; k < n; ++k)
            spread_.col(k) = around.spread(Eigen::VectorXd::Unit(n, k));
        inverse_ = spread_.inverse();
    }

    [[nodiscard]] const Eigen::MatrixXd& spread() const { return spread_; }
    [[nodiscard]] Eigen::VectorXd x(const Eigen::VectorXd& y) const { return centre_ + spread_ * y; }
    [[nodiscard]] Eigen::VectorXd y(const Eigen::VectorXd& x) const { return inverse_ * (x - centre_); }

  private:
    Eigen::VectorXd centre_;
    Eigen::MatrixXd spread_, inverse_;
};

/// A place of the chain with all that proposals from it need.
struct Place {
    Eigen::VectorXd x;
    double log_density = 0.0; ///< -objective/2
    Eigen::VectorXd slope;    ///< of the log density
    Approximation around;
};

/// One chain in motion.
class Walker {
  public:
    Walker(const Problem& problem, std::span<const double> best, std::mt19937_64 random)
        : problem_(problem), random_(random),
          lower_(Eigen::VectorXd::Map(problem.space().lower().data(), problem.space().free_count())),
          upper_(Eigen::VectorXd::Map(problem.space().upper().data(), problem.space().free_count())),
          here_(place_of_minimum(problem, best)), around_(here_.x, here_.around) {
        // An overdispersed start; where the box is small against the approximation the minimum has to do.
        for (int attempt = 0; attempt < 50; ++attempt) {
            const Eigen::VectorXd x = around_.x(leap());
            if (!inside(x)) continue;
            if (const std::optional<Place> start = look(x)) {
                here_ = *start;
                return;
            }
        }
    }

    void step() {
        const double kind = uniform01(random_);
        if (kind < kLeapShare) {
            try_leap();
        } else if (kind < kLeapShare + kTrajectoryShare) {
            try_trajectory();
        } else {
            try_walk();
        }
    }

    [[nodiscard]] const Eigen::VectorXd& here() const { return here_.x; }
    [[nodiscard]] double objective() const { return -2.0 * here_.log_density; }
    [[nodiscard]] int accepted() const { return accepted_; }
    [[nodiscard]] int evaluations() const { return evaluations_; }

  private:
    static Place place_of_minimum(const Problem& problem, std::span<const double> best) {
        const Eigen::VectorXd x = Eigen::VectorXd::Map(best.data(), static_cast<Eigen::Index>(best.size()));
        const Point point = problem.evaluate(best, Derivatives::jacobian);
        if (!point.finite) throw NumericalError("the posterior has no value at the minimum");
        return {x, -0.5 * point.objective(), -0.5 * point.gradient(), Approximation(problem, x, point)};
    }

    [[nodiscard]] bool inside(const Eigen::VectorXd& x) const {
        return (x.array() >= lower_.array()).all() && (x.array() <= upper_.array()).all();
    }

    /// Nothing where the posterior has no value.
    std::optional<Place> look(const Eigen::VectorXd& x) {
        ++evaluations_;
        const Point point =
            problem_.evaluate({x.data(), static_cast<std::size_t>(x.size())}, Derivatives::jacobian);
        if (!point.finite) return std::nullopt;
        return Place{x, -0.5 * point.objective(), -0.5 * point.gradient(), Approximation(problem_, x, point)};
    }

    Eigen::VectorXd normal_vector() {
        Eigen::VectorXd z(lower_.size());
        for (double& component : z)
            component = standard_normal(random_);
        return z;
    }

    void accept_or_stay(const std::optional<Place>& there, double log_ratio) {
        const double toss = std::log(1.0 - uniform01(random_)); // of a number in (0, 1]
        if (!there || toss >= log_ratio) return;
        here_ = *there;
        ++accepted_;
    }

    Eigen::VectorXd leap() {
        double chi2 = 0.0;
        for (int i = 0; i < kDegreesOfFreedom; ++i) {
            const double z = standard_normal(random_);
            chi2 += z * z;
        }
        return std::sqrt(kDegreesOfFreedom / chi2) * normal_vector();
    }
    [[nodiscard]] double log_leap(const Eigen::VectorXd& x) const {
        return -0.5 * static_cast<double>(kDegreesOfFreedom + x.size()) *
               std::log1p(around_.y(x).squaredNorm() / kDegreesOfFreedom);
    }
    void try_leap() {
        const Eigen::VectorXd x = around_.x(leap());
        const std::optional<Place> there = inside(x) ? look(x) : std::nullopt;
        accept_or_stay(there, there ? there->log_density - here_.log_density + log_leap(here_.x) - log_leap(x)
                                    : 0.0);
    }

    /// One Langevin step in the metric of the place.
    void try_walk() {
        const Eigen::VectorXd x =
            here_.x + kWalk * kWalk * here_.around.drift() + kWalk * here_.around.spread(normal_vector());
        const std::optional<Place> there = inside(x) ? look(x) : std::nullopt;
        accept_or_stay(there, there ? there->log_density - here_.log_density + log_walk(*there, here_.x) -
                                          log_walk(here_, there->x)
                                    : 0.0);
    }
    static double log_walk(const Place& from, const Eigen::VectorXd& to) {
        const Eigen::VectorXd step = to - from.x - kWalk * kWalk * from.around.drift();
        return from.around.log_determinant() - 0.5 * from.around.distance2(step) / (kWalk * kWalk);
    }

    /// Of the log density, in the coordinates.
    [[nodiscard]] Eigen::VectorXd force(const Place& place) const {
        return around_.spread().transpose() * place.slope;
    }

    /// Moves x freely for a time; the walls of the box reflect.
    void drift(Eigen::VectorXd& x, Eigen::VectorXd& velocity, double time) const {
        const Eigen::MatrixXd& spread = around_.spread();
        for (int bounce = 0; time > 0.0; ++bounce) {
            const Eigen::VectorXd speed = spread * velocity;
            double until = time;
            Eigen::Index wall = -1;
            for (Eigen::Index k = 0; k < x.size(); ++k) {
                const double room = speed[k] > 0.0 ? upper_[k] - x[k] : lower_[k] - x[k];
                if (speed[k] != 0.0 && room / speed[k] < until)
                    until = std::max(0.0, room / speed[k]), wall = k;
            }
            x = (x + until * speed).cwiseMax(lower_).cwiseMin(upper_);
            time -= until;
            if (wall < 0 || bounce == kMostBounces) return;
            x[wall] = speed[wall] > 0.0 ? upper_[wall] : lower_[wall];
            const Eigen::VectorXd normal = spread.row(wall);
            velocity -= 2.0 * normal.dot(velocity) / normal.squaredNorm() * normal;
        }
    }

    /// Leapfrog in the coordinates around the minimum, all masses 1.
    void try_trajectory() {
        Eigen::VectorXd velocity = normal_vector();
        const double length = kLongestStep * (0.5 + 0.5 * uniform01(random_)); // no resonance with the wells
        const double energy = 0.5 * velocity.squaredNorm() - here_.log_density;
        std::optional<Place> place = here_;
        for (int i = 0; i < kSteps && place; ++i) {
            velocity += 0.5 * length * force(*place);
            Eigen::VectorXd x = place->x;
            drift(x, velocity, length);
            place = look(x);
            if (place) velocity += 0.5 * length * force(*place);
        }
        accept_or_stay(place, place ? energy - (0.5 * velocity.squaredNorm() - place->log_density) : 0.0);
    }

    static constexpr int kMostBounces = 1000;

    const Problem& problem_;
    std::mt19937_64 random_;
    Eigen::VectorXd lower_, upper_;
    Place here_;
    Coordinates around_; ///< the minimum
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
    chain.evaluations = walker.evaluations() + 1; // that of the approximation
    return chain;
}

} // namespace lpsglass::fit
