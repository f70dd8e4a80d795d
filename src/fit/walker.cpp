#include "walker.hpp"

#include <array>
#include <cmath>

#include "lpsglass/core/error.hpp"
#include "lpsglass/core/random.hpp"

namespace lpsglass::fit {

namespace {

constexpr int kDegreesOfFreedom = 5; // of the Student t: tails heavier than those of any posterior in a box
constexpr double kWalk = 1.1;        // of the Langevin step, in standard deviations
constexpr Stride kStride;            // of trajectories in the posterior itself
constexpr std::array<Stride, 3> kStrides{{{0.7, 5}, {0.35, 10}, {0.18, 20}}};
constexpr int kTrials = 20;        // trajectories, of each of these strides
constexpr double kGoodShare = 0.7; // of them accepted
constexpr double kFlatness = 0.75; // power of the surrogate that guides trajectories
constexpr int kInnerTrajectories = 3;
constexpr int kMostBounces = 1000;

Eigen::VectorXd vector_of(std::span<const double> x) {
    return Eigen::VectorXd::Map(x.data(), static_cast<Eigen::Index>(x.size()));
}

Point point_of_minimum(const Problem& problem, std::span<const double> best) {
    Point point = problem.evaluate(best, Derivatives::jacobian);
    if (!point.finite) throw NumericalError("the posterior has no value at the minimum");
    return point;
}

double log_walk(const Place& from, const Eigen::VectorXd& to) {
    const Approximation& around = from.local->around;
    const Eigen::VectorXd step = to - from.x - kWalk * kWalk * around.drift();
    return around.log_determinant() - 0.5 * around.distance2(step) / (kWalk * kWalk);
}

} // namespace

Walker::Walker(const Problem& problem, std::span<const double> best, std::mt19937_64 random)
    : problem_(problem), random_(random), lower_(vector_of(problem.space().lower())),
      upper_(vector_of(problem.space().upper())), minimum_(point_of_minimum(problem, best)),
      around_(vector_of(best), Approximation(problem, minimum_)),
      surrogate_(problem, around_, minimum_), here_{vector_of(best), -0.5 * minimum_.objective(),
                                                    std::nullopt} {
    evaluations_ = 1 + surrogate_.evaluations();
    choose_stride();
    // An overdispersed start; where the box is small against the approximation the minimum has to do.
    for (int attempt = 0; attempt < 50; ++attempt) {
        const Eigen::VectorXd x = around_.x(leap());
        if (!inside(x)) continue;
        if (const std::optional<Place> start = look(x, Derivatives::none)) {
            here_ = *start;
            return;
        }
    }
}

void Walker::step(const Mixture& mixture) {
    double kind = uniform01(random_);
    if ((kind -= mixture.leap) < 0.0) return try_leap();
    if ((kind -= mixture.trajectory) < 0.0) return try_trajectory();
    if ((kind -= mixture.surrogate) < 0.0) return try_surrogate();
    try_walk();
}

bool Walker::inside(const Eigen::VectorXd& x) const {
    return (x.array() >= lower_.array()).all() && (x.array() <= upper_.array()).all();
}

/// Nothing where the posterior has no value.
std::optional<Place> Walker::look(const Eigen::VectorXd& x, Derivatives derivatives) {
    ++evaluations_;
    const Point point = problem_.evaluate({x.data(), static_cast<std::size_t>(x.size())}, derivatives);
    if (!point.finite) return std::nullopt;
    Place place{x, -0.5 * point.objective(), std::nullopt};
    if (derivatives == Derivatives::jacobian)
        place.local = Local{-0.5 * point.gradient(), Approximation(problem_, point)};
    return place;
}

/// Whether the slope is known here.
bool Walker::look_around_here() {
    if (here_.local) return true;
    if (std::optional<Place> again = look(here_.x, Derivatives::jacobian)) here_.local = again->local;
    return here_.local.has_value();
}

Eigen::VectorXd Walker::normal_vector() {
    Eigen::VectorXd z(lower_.size());
    for (double& component : z)
        component = standard_normal(random_);
    return z;
}

bool Walker::accept_or_stay(std::optional<Place> there, double log_ratio) {
    const double toss = std::log(1.0 - uniform01(random_)); // of a number in (0, 1]
    if (!there || toss >= log_ratio) return false;
    here_ = std::move(*there);
    ++accepted_;
    return true;
}

Eigen::VectorXd Walker::leap() {
    double chi2 = 0.0;
    for (int i = 0; i < kDegreesOfFreedom; ++i) {
        const double z = standard_normal(random_);
        chi2 += z * z;
    }
    return std::sqrt(kDegreesOfFreedom / chi2) * normal_vector();
}

double Walker::log_leap(const Eigen::VectorXd& x) const {
    return -0.5 * static_cast<double>(kDegreesOfFreedom + x.size()) *
           std::log1p(around_.y(x).squaredNorm() / kDegreesOfFreedom);
}

void Walker::try_leap() {
    const Eigen::VectorXd x = around_.x(leap());
    const std::optional<Place> there = inside(x) ? look(x, Derivatives::none) : std::nullopt;
    accept_or_stay(there,
                   there ? there->log_density - here_.log_density + log_leap(here_.x) - log_leap(x) : 0.0);
}

/// One Langevin step in the metric of the place.
void Walker::try_walk() {
    if (!look_around_here()) return;
    const Approximation& around = here_.local->around;
    const Eigen::VectorXd x =
        here_.x + kWalk * kWalk * around.drift() + kWalk * around.spread(normal_vector());
    const std::optional<Place> there = inside(x) ? look(x, Derivatives::jacobian) : std::nullopt;
    accept_or_stay(there, there ? there->log_density - here_.log_density + log_walk(*there, here_.x) -
                                      log_walk(here_, there->x)
                                : 0.0);
}

/// Moves x freely for a time; the walls of the box reflect.
void Walker::drift(Eigen::VectorXd& x, Eigen::VectorXd& velocity, double time) {
    const Eigen::MatrixXd& spread = around_.spread();
    for (int bounce = 0; time > 0.0; ++bounce) {
        speed_.noalias() = spread * velocity;
        double until = time;
        Eigen::Index wall = -1;
        for (Eigen::Index k = 0; k < x.size(); ++k) {
            const double room = speed_[k] > 0.0 ? upper_[k] - x[k] : lower_[k] - x[k];
            if (speed_[k] != 0.0 && room / speed_[k] < until)
                until = std::max(0.0, room / speed_[k]), wall = k;
        }
        x = (x + until * speed_).cwiseMax(lower_).cwiseMin(upper_);
        time -= until;
        if (wall < 0 || bounce == kMostBounces) return;
        x[wall] = speed_[wall] > 0.0 ? upper_[wall] : lower_[wall];
        const Eigen::VectorXd normal = spread.row(wall);
        velocity -= 2.0 * normal.dot(velocity) / normal.squaredNorm() * normal;
    }
}

/// Of a leapfrog: drawn for each trajectory, so that none is in resonance with the well.
double Walker::step_length(double longest) {
    return longest * (0.5 + 0.5 * uniform01(random_));
}

/// Leapfrog in the coordinates around the minimum, all masses 1.
void Walker::try_trajectory() {
    if (!look_around_here()) return;
    Eigen::VectorXd velocity = normal_vector();
    const double length = step_length(kStride.longest);
    const double energy = 0.5 * velocity.squaredNorm() - here_.log_density;
    const auto push = [&](const Place& place) {
        velocity += 0.5 * length * (around_.spread().transpose() * place.local->slope);
    };
    std::optional<Place> place = here_;
    for (int i = 0; i < kStride.steps && place; ++i) {
        push(*place);
        Eigen::VectorXd x = place->x;
        drift(x, velocity, length);
        place = look(x, Derivatives::jacobian);
        if (place) push(*place);
    }
    accept_or_stay(place, place ? energy - (0.5 * velocity.squaredNorm() - place->log_density) : 0.0);
}

/// The surrogate's log density at x, flattened, and its slope by y: where the surrogate has less than the
/// posterior, as in some tails, a chain would else stay for long.
double Walker::guide(const Eigen::VectorXd& x, Eigen::VectorXd& slope) {
    const double log_density = surrogate_.log_density(around_.y(x), slope);
    slope *= kFlatness;
    return kFlatness * log_density;
}

/// One trajectory in the surrogate from x, whose log density there is `at` and its slope by y `slope`. Where
/// the surrogate accepts it, x and slope move. Returns the log density of the surrogate at x.
double Walker::inner_trajectory(Eigen::VectorXd& x, Eigen::VectorXd& slope, double at) {
    Eigen::VectorXd velocity = normal_vector();
    const double length = step_length(stride_.longest);
    const double energy = 0.5 * velocity.squaredNorm() - at;
    there_x_ = x, there_slope_ = slope;
    double there = at;
    for (int i = 0; i < stride_.steps; ++i) {
        velocity += 0.5 * length * there_slope_;
        drift(there_x_, velocity, length);
        there = guide(there_x_, there_slope_);
        velocity += 0.5 * length * there_slope_;
    }
    const double log_ratio = energy - (0.5 * velocity.squaredNorm() - there);
    const bool accepted = std::log(1.0 - uniform01(random_)) < log_ratio;
    inner_.count(accepted);
    if (!accepted) return at;
    x = there_x_, slope = there_slope_;
    return there;
}

/// The longest steps that the surrogate's bends allow.
void Walker::choose_stride() {
    for (const Stride& stride : kStrides) {
        stride_ = stride;
        inner_ = {};
        Eigen::VectorXd x = around_.centre(), slope(x.size());
        double at = guide(x, slope);
        for (int i = 0; i < kTrials; ++i)
            at = inner_trajectory(x, slope, at);
        has_stride_ = inner_.value() >= kGoodShare;
        if (has_stride_) return;
    }
}

/// Where trajectories lead in the surrogate, accepted or not by what the posterior says.
void Walker::try_surrogate() {
    Eigen::VectorXd x = here_.x, slope(x.size());
    const double from = guide(x, slope);
    double at = from;
    for (int t = 0; t < kInnerTrajectories; ++t)
        at = inner_trajectory(x, slope, at);
    if (x == here_.x) return;
    const std::optional<Place> place = look(x, Derivatives::none);
    outer_.count(accept_or_stay(place, place ? (place->log_density - at) - (here_.log_density - from) : 0.0));
}

} // namespace lpsglass::fit
