#pragma once

#include <algorithm>
#include <optional>
#include <random>
#include <span>

#include "surrogate.hpp"

/// A Markov chain in motion.
namespace lpsglass::fit {

/// What proposals by the slope need to know of a place.
struct Local {
    Eigen::VectorXd slope; ///< of the log density
    Approximation around;
};

/// A place of a chain.
struct Place {
    Eigen::VectorXd x;
    double log_density = 0.0;   ///< -objective/2
    std::optional<Local> local; ///< once a proposal has asked for it
};

/// Shares of the proposals of each kind among the steps of a chain; they add up to 1.
struct Mixture {
    double leap = 0.0, walk = 0.0, trajectory = 0.0, surrogate = 0.0;
};

/// Leapfrog steps of a trajectory.
struct Stride {
    double longest = 0.7; ///< step, in standard deviations
    int steps = 5;        ///< together about a quarter of a period
};

/// Share of proposals that were accepted.
struct Share {
    int accepted = 0, proposed = 0;

    void count(bool was_accepted) { accepted += was_accepted, ++proposed; }
    [[nodiscard]] double value() const {
        return proposed == 0 ? 0.0 : static_cast<double>(accepted) / proposed;
    }
};

/// Metropolis-Hastings steps of the kinds that run_chain() describes.
class Walker {
  public:
    /// Starts at a draw of the Student t. Throws NumericalError if the problem has no value at `best`.
    Walker(const Problem& problem, std::span<const double> best, std::mt19937_64 random);

    void step(const Mixture& mixture);

    [[nodiscard]] const Eigen::VectorXd& here() const { return here_.x; }
    [[nodiscard]] double objective() const { return -2.0 * here_.log_density; }
    [[nodiscard]] int accepted() const { return accepted_; }
    [[nodiscard]] int evaluations() const { return evaluations_; }
    /// How well the surrogate has served so far: the smaller of two shares, of its own trajectories that it
    /// accepts, and of the places where they end that the posterior accepts; 0 where no stride fits it.
    [[nodiscard]] double surrogate_share() const {
        return has_stride_ ? std::min(inner_.value(), outer_.value()) : 0.0;
    }

  private:
    [[nodiscard]] bool inside(const Eigen::VectorXd& x) const;
    std::optional<Place> look(const Eigen::VectorXd& x, Derivatives derivatives);
    bool look_around_here();
    Eigen::VectorXd normal_vector();
    bool accept_or_stay(std::optional<Place> there, double log_ratio);

    Eigen::VectorXd leap();
    [[nodiscard]] double log_leap(const Eigen::VectorXd& x) const;
    void try_leap();
    void try_walk();
    void drift(Eigen::VectorXd& x, Eigen::VectorXd& velocity, double time);
    double step_length(double longest);
    double guide(const Eigen::VectorXd& x, Eigen::VectorXd& slope);
    double inner_trajectory(Eigen::VectorXd& x, Eigen::VectorXd& slope, double at);
    void choose_stride();
    void try_trajectory();
    void try_surrogate();

    const Problem& problem_;
    std::mt19937_64 random_;
    Eigen::VectorXd lower_, upper_;
    int accepted_ = 0, evaluations_ = 0;
    Share inner_, outer_;
    Stride stride_; ///< of trajectories in the surrogate
    bool has_stride_ = false;
    Point minimum_;
    Coordinates around_; ///< the minimum
    Surrogate surrogate_;
    Place here_;
    Eigen::VectorXd speed_, there_x_, there_slope_; ///< scratch
};

} // namespace lpsglass::fit
