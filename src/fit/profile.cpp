#include "lpsglass/fit/profile.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include <Eigen/Cholesky>

#include "lpsglass/core/error.hpp"
#include "lpsglass/core/random.hpp"

namespace lpsglass::fit {

namespace {

constexpr double kRimTolerance = 1e-3; // of the rise of the objective, which is 1 on the rim
constexpr int kMostSteps = 100;
constexpr int kMostHalvings = 12;
constexpr int kMostRestorations = 4;
constexpr double kLeastGain = 2e-4; // standard errors: no more to be had
constexpr double kRunaway = 1e3;    // standard errors

std::span<const double> as_span(const Eigen::VectorXd& x) {
    return {x.data(), static_cast<std::size_t>(x.size())};
}

/// The objective's quadratic model at a point. To its Gauss-Newton curvature the box adds that of its uniform
/// law, so that it holds in every direction.
struct Quadratic {
    Eigen::MatrixXd curvature;
    Eigen::VectorXd slope;

    Quadratic(const Point& point, const Eigen::VectorXd& width) : slope(point.gradient()) {
        curvature = 2.0 * point.jacobian.transpose() * point.jacobian;
        curvature.diagonal() += (24.0 / width.array().square()).matrix();
    }
};

} // namespace

/// The way uphill from one point of the region.
class Ascent {
  public:
    Ascent(const ProfileRegion& region, const Quantity& quantity, double sign)
        : region_(region), quantity_(quantity), sign_(sign), width_(region.upper_ - region.lower_) {}

    /// sign * the quantity, which is to grow; NaN where it does not exist.
    double height(const Eigen::VectorXd& free) const {
        return sign_ * quantity_(region_.problem_.space().expand(as_span(free)), nullptr);
    }

    /// The highest height that steps from `start` reach before they gain less than `least_gain`, or `enough`.
    double climb(const Eigen::VectorXd& start, double least_gain, double enough) const {
        std::optional<Place> here = look(start);
        if (!here) return -std::numeric_limits<double>::infinity();
        for (int i = 0; i < kMostSteps && here->height < enough; ++i) {
            std::optional<Place> next = better(*here, least_gain);
            if (!next) break;
            here = std::move(next);
        }
        return here->height;
    }

  private:
    struct Place {
        Eigen::VectorXd x;
        Point point;
        double height = 0.0;
        Eigen::VectorXd uphill; ///< d height / d free
    };

    double rise(const Point& point) const { return point.objective() - region_.least_; }

    std::optional<Place> look(const Eigen::VectorXd& x) const {
        Place place{x, region_.problem_.evaluate(as_span(x), Derivatives::jacobian), 0.0, {}};
        if (!place.point.finite) return std::nullopt;
        const ParameterSpace& space = region_.problem_.space();
        Eigen::VectorXd by_full;
        place.height = sign_ * quantity_(space.expand(as_span(x)), &by_full);
        if (!std::isfinite(place.height) || !by_full.allFinite()) return std::nullopt;
        place.uphill = sign_ * space.chain().transpose() * by_full;
        return place;
    }

    /// A higher place inside the region; none where steps lead nowhere.
    std::optional<Place> better(const Place& here, double least_gain) const {
        Eigen::VectorXd step = step_from(here, here.uphill);
        for (int i = 0; i < kMostHalvings; ++i, step *= 0.5) {
            std::optional<Place> there = look(moved(here.x, step));
            for (int k = 0; there && rise(there->point) > 1.0 + kRimTolerance; ++k) {
                // Back to the rim the shortest way, in the metric of the objective.
                there = k == kMostRestorations
                            ? std::nullopt
                            : look(moved(there->x, step_from(*there, Eigen::VectorXd::Zero(step.size()))));
            }
            if (there && there->height > here.height + least_gain) return there;
        }
        return std::nullopt;
    }

    /// Maximises uphill . step over quadratic(step) <= rim and the box; with uphill = 0 the step onto the
    /// rim. Parameters that the step would take out of the box go to their bound and no further.
    Eigen::VectorXd step_from(const Place& here, const Eigen::VectorXd& uphill) const {
        const Quadratic model(here.point, width_);
        const Eigen::Index n = here.x.size();
        Eigen::VectorXd step = Eigen::VectorXd::Zero(n);
        std::vector<bool> held(n, false);
        for (Eigen::Index round = 0; round <= n; ++round) {
            std::vector<Eigen::Index> moving;
            for (Eigen::Index k = 0; k < n; ++k) {
                if (!held[k]) {
                    moving.push_back(k);
                    step[k] = 0.0;
                }
            }
            if (moving.empty()) break;
            const double height_left =
                1.0 - rise(here.point) - model.slope.dot(step) - 0.5 * step.dot(model.curvature * step);
            const Eigen::VectorXd slope = (model.slope + model.curvature * step)(moving);
            const Eigen::LLT<Eigen::MatrixXd> factor(Eigen::MatrixXd(model.curvature(moving, moving)));
            const Eigen::VectorXd down = factor.solve(slope),
                                  up = factor.solve(Eigen::VectorXd(uphill(moving)));
            const double fall = slope.dot(down), lift = uphill(moving).dot(up);
            Eigen::VectorXd part;
            if (lift > 0.0) {
                part = std::sqrt(std::max(0.0, (2.0 * height_left + fall) / lift)) * up - down;
            } else {
                part = -(1.0 - std::sqrt(std::max(0.0, 1.0 + 2.0 * height_left / fall))) * down;
            }
            step(moving) = part;
            bool inside = true;
            for (Eigen::Index k : moving) {
                const double room =
                    std::clamp(step[k], region_.lower_[k] - here.x[k], region_.upper_[k] - here.x[k]);
                if (room == step[k]) continue;
                step[k] = room;
                held[k] = true;
                inside = false;
            }
            if (inside) break;
        }
        return step.allFinite() ? step : Eigen::VectorXd::Zero(n);
    }

    Eigen::VectorXd moved(const Eigen::VectorXd& x, const Eigen::VectorXd& step) const {
        return (x + step).cwiseMax(region_.lower_).cwiseMin(region_.upper_);
    }

    const ProfileRegion& region_;
    const Quantity& quantity_;
    double sign_;
    Eigen::VectorXd width_;
};

ProfileRegion::ProfileRegion(const Problem& problem, std::span<const double> best)
    : problem_(problem), best_(Eigen::VectorXd::Map(best.data(), static_cast<Eigen::Index>(best.size()))),
      lower_(Eigen::VectorXd::Map(problem.space().lower().data(), best_.size())),
      upper_(Eigen::VectorXd::Map(problem.space().upper().data(), best_.size())) {
    const Point point = problem.evaluate(best, Derivatives::none);
    if (!point.finite) throw NumericalError("the profile has no value at the minimum");
    least_ = point.objective();
}

std::vector<double> ProfileRegion::rim_point(std::uint64_t seed, std::uint64_t k) const {
    std::mt19937_64 random = random_stream(seed, "profile ray", k);
    Eigen::VectorXd z(best_.size());
    for (double& component : z)
        component = standard_normal(random);
    const Quadratic model(problem_.evaluate(as_span(best_), Derivatives::jacobian), upper_ - lower_);
    const Eigen::LLT<Eigen::MatrixXd> factor(model.curvature);
    // Of unit length in the metric: in a quadratic world it ends on the rim.
    const Eigen::VectorXd ray = std::sqrt(2.0) * factor.matrixU().solve(z.normalized());
    const auto at = [&](double length) -> Eigen::VectorXd {
        return (best_ + length * ray).cwiseMax(lower_).cwiseMin(upper_);
    };
    double inside = 0.0, outside = std::numeric_limits<double>::infinity(), length = 1.0;
    for (int i = 0; i < 12; ++i) {
        const Point point = problem_.evaluate(as_span(at(length)), Derivatives::none);
        const double rise =
            point.finite ? point.objective() - least_ : std::numeric_limits<double>::infinity();
        (rise <= 1.0 ? inside : outside) = length;
        if (std::abs(rise - 1.0) < 0.1 || inside > 1e3) break;
        // The square root of the rise is nearly linear along a ray.
        const double guess = rise > 0.0 ? length / std::sqrt(rise) : 2.0 * length;
        length = guess > inside && guess < std::min(outside, 4.0 * length) ? guess
                 : std::isfinite(outside)                                  ? 0.5 * (inside + outside)
                                                                           : 4.0 * length;
    }
    const Eigen::VectorXd end = at(inside);
    return {end.begin(), end.end()};
}

double ProfileRegion::end(const Quantity& quantity, double standard_error, Side side,
                          std::span<const std::vector<double>> rim) const {
    const double sign = side == Side::upper ? 1.0 : -1.0;
    const Ascent ascent(*this, quantity, sign);
    const double at_best = ascent.height(best_);
    if (!std::isfinite(at_best)) return std::numeric_limits<double>::quiet_NaN();
    if (!(standard_error > 0.0)) return sign * at_best;

    Eigen::VectorXd start = best_;
    double highest = at_best;
    for (const std::vector<double>& point : rim) {
        const Eigen::VectorXd x = Eigen::VectorXd::Map(point.data(), best_.size());
        const double height = ascent.height(x);
        if (height > highest) highest = height, start = x;
    }
    const double enough = at_best + kRunaway * standard_error;
    const double top = std::max({highest, ascent.climb(start, kLeastGain * standard_error, enough),
                                 ascent.climb(best_, kLeastGain * standard_error, enough)});
    return top < enough ? sign * top : sign * std::numeric_limits<double>::infinity();
}

} // namespace lpsglass::fit
