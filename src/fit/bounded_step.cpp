#include "lpsglass/fit/bounded_step.hpp"

#include <Eigen/QR>
#include <vector>

namespace lpsglass::fit {

namespace {

enum class Place { inside, at_lower, at_upper };

/// The bounded problem as one stacked matrix, [R; diag(damping)] p + [c; 0].
struct Stacked {
    Eigen::MatrixXd matrix;
    Eigen::VectorXd offset;
};

/// Unbounded minimum over the components that are inside, the others kept.
Eigen::VectorXd solve_inside(const Stacked& problem, const std::vector<Place>& places,
                             const Eigen::VectorXd& p) {
    std::vector<Eigen::Index> inside;
    Eigen::VectorXd kept = p;
    for (Eigen::Index k = 0; k < p.size(); ++k) {
        if (places[k] != Place::inside) continue;
        inside.push_back(k);
        kept[k] = 0.0;
    }
    if (inside.empty()) return p;
    Eigen::MatrixXd columns(problem.matrix.rows(), static_cast<Eigen::Index>(inside.size()));
    for (std::size_t j = 0; j < inside.size(); ++j)
        columns.col(j) = problem.matrix.col(inside[j]);
    const Eigen::VectorXd rest = problem.offset + problem.matrix * kept;
    const Eigen::VectorXd solution = Eigen::HouseholderQR<Eigen::MatrixXd>(columns).solve(-rest);
    for (std::size_t j = 0; j < inside.size(); ++j)
        kept[inside[j]] = solution[j];
    return kept;
}

/// The component on a bound that would gain most by leaving it, or -1. Slopes are compared per column length.
Eigen::Index most_held_back(const Stacked& problem, const std::vector<Place>& places,
                            const Eigen::VectorXd& p) {
    const Eigen::VectorXd residual = problem.offset + problem.matrix * p;
    Eigen::Index best = -1;
    double best_gain = 0.0;
    for (Eigen::Index k = 0; k < p.size(); ++k) {
        if (places[k] == Place::inside) continue;
        const double slope = problem.matrix.col(k).dot(residual) / problem.matrix.col(k).norm();
        const double gain = places[k] == Place::at_lower ? -slope : slope;
        if (gain > best_gain) {
            best_gain = gain;
            best = k;
        }
    }
    return best;
}

} // namespace

Eigen::VectorXd bounded_step(const Eigen::MatrixXd& r, const Eigen::VectorXd& c,
                             const Eigen::VectorXd& damping, const Eigen::VectorXd& lower,
                             const Eigen::VectorXd& upper) {
    const Eigen::Index n = r.cols();
    Stacked problem{Eigen::MatrixXd::Zero(r.rows() + n, n), Eigen::VectorXd::Zero(r.rows() + n)};
    problem.matrix.topRows(r.rows()) = r;
    problem.matrix.bottomRows(n).diagonal() = damping;
    problem.offset.head(r.rows()) = c;

    Eigen::VectorXd p = Eigen::VectorXd::Zero(n);
    std::vector<Place> places(n, Place::inside);
    const Eigen::VectorXd slope = r.transpose() * c;
    for (Eigen::Index k = 0; k < n; ++k) {
        if (lower[k] >= 0.0 && slope[k] > 0.0) places[k] = Place::at_lower;
        if (upper[k] <= 0.0 && slope[k] < 0.0) places[k] = Place::at_upper;
    }

    Eigen::Index released = -1;
    for (Eigen::Index round = 0; round < 10 * (n + 1); ++round) {
        const Eigen::VectorXd target = solve_inside(problem, places, p);
        // The way to the target, cut at the first bound.
        double fraction = 1.0;
        Eigen::Index stop = -1;
        for (Eigen::Index k = 0; k < n; ++k) {
            if (places[k] != Place::inside || (target[k] >= lower[k] && target[k] <= upper[k])) continue;
            const double bound = target[k] < lower[k] ? lower[k] : upper[k];
            const double allowed = (bound - p[k]) / (target[k] - p[k]);
            if (stop < 0 || allowed < fraction) {
                fraction = allowed;
                stop = k;
            }
        }
        if (stop < 0) {
            p = target;
            released = most_held_back(problem, places, p);
            if (released < 0) break;
            places[released] = Place::inside;
            continue;
        }
        const bool to_lower = target[stop] < lower[stop];
        p = (p + fraction * (target - p)).cwiseMax(lower).cwiseMin(upper);
        p[stop] = to_lower ? lower[stop] : upper[stop];
        places[stop] = to_lower ? Place::at_lower : Place::at_upper;
        if (stop == released && fraction <= 0.0) break; // only rounding made it leave its bound
    }
    return p;
}

} // namespace lpsglass::fit
