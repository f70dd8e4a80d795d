#include "lpsglass/fit/minimizer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>
#include <limits>
#include <nlopt.hpp>
#include <stdexcept>

#include "lpsglass/core/constants.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/fit/optimality.hpp"

namespace lpsglass::fit {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct Entry {
    Algorithm algorithm;
    nlopt::algorithm code;
};

constexpr std::array kEntries{
    Entry{{"slsqp", true, 1}, nlopt::LD_SLSQP},
    Entry{{"lbfgs", true, 1}, nlopt::LD_LBFGS},
    Entry{{"mma", true, 1}, nlopt::LD_MMA},
    Entry{{"ccsaq", true, 1}, nlopt::LD_CCSAQ},
    Entry{{"tnewton", true, 1}, nlopt::LD_TNEWTON_PRECOND_RESTART},
    Entry{{"varmetric", true, 1}, nlopt::LD_VAR2},
    Entry{{"bobyqa", false, 2}, nlopt::LN_BOBYQA},
    Entry{{"cobyla", false, 1}, nlopt::LN_COBYLA},
    Entry{{"sbplx", false, 1}, nlopt::LN_SBPLX},
    Entry{{"praxis", false, 2}, nlopt::LN_PRAXIS},
    Entry{{"neldermead", false, 1}, nlopt::LN_NELDERMEAD},
};

constexpr auto kAlgorithms = [] {
    std::array<Algorithm, kEntries.size()> list{};
    for (std::size_t i = 0; i < list.size(); ++i)
        list[i] = kEntries[i].algorithm;
    return list;
}();

/// Between the box and the coordinates NLopt works in.
class Coordinates {
  public:
    Coordinates(const ParameterSpace& space, bool periodic)
        : lower_(space.lower()), upper_(space.upper()), periodic_(periodic) {}

    [[nodiscard]] bool periodic() const { return periodic_; }

    /// In [0, 1]. The periodic map sends it to any real number, without bounds.
    [[nodiscard]] std::vector<double> to_nlopt(std::span<const double> x) const {
        std::vector<double> t(x.size());
        for (std::size_t k = 0; k < x.size(); ++k) {
            t[k] = std::clamp((x[k] - lower_[k]) / width(k), 0.0, 1.0);
            if (periodic_) t[k] = std::acos(1.0 - 2.0 * t[k]) / constants::pi;
        }
        return t;
    }

    /// In the box to the last bit; t must be finite.
    void to_box(std::span<const double> t, std::vector<double>& x) const {
        x.resize(t.size());
        for (std::size_t k = 0; k < t.size(); ++k) {
            const double share = periodic_ ? 0.5 * (1.0 - std::cos(constants::pi * t[k])) : t[k];
            x[k] = share >= 1.0 ? upper_[k] : std::clamp(lower_[k] + share * width(k), lower_[k], upper_[k]);
        }
    }

    [[nodiscard]] double width(std::size_t k) const { return upper_[k] - lower_[k]; }

  private:
    std::span<const double> lower_, upper_;
    bool periodic_;
};

/// The objective as NLopt sees it, with our own record of the best point. Nothing is allocated once the first
/// evaluation is made.
class Objective {
  public:
    Objective(const Problem& problem, Coordinates coordinates, int max_evaluations)
        : problem_(problem), coordinates_(coordinates), max_evaluations_(max_evaluations) {}

    /// Evaluates the start and takes the unit of the objective from its curvature. False: not finite.
    bool begin(std::span<const double> start) {
        for (std::size_t k = 0; k < start.size(); ++k) {
            best_.push_back(std::clamp(start[k], problem_.space().lower()[k], problem_.space().upper()[k]));
        }
        evaluate(best_, Derivatives::jacobian, best_point_);
        if (!best_point_.finite) return false;
        worst_objective_ = best_point_.objective();
        double curvature = 0.0;
        for (std::size_t k = 0; k < best_.size(); ++k) {
            const double slope =
                best_point_.jacobian.col(static_cast<Eigen::Index>(k)).norm() * coordinates_.width(k);
            curvature = std::max(curvature, 2.0 * slope * slope);
        }
        unit_ = curvature > 0.0 && std::isfinite(curvature) ? curvature : std::max(best_objective(), 1.0);
        return true;
    }

    double operator()(std::span<const double> t, double* gradient) {
        if (exhausted() || failure) throw nlopt::forced_stop(); // not every algorithm stops at once
        ++calls_;
        if (!std::all_of(t.begin(), t.end(), [](double value) { return std::isfinite(value); })) {
            return barrier_height();
        }
        coordinates_.to_box(t, x_);
        if (x_ == best_ && (gradient == nullptr || knows_slope(best_point_)))
            return told(best_point_, gradient);
        evaluate(x_, gradient != nullptr ? Derivatives::jacobian : Derivatives::none, point_);
        if (!point_.finite) return barrier(x_, gradient);
        worst_objective_ = std::max(worst_objective_, point_.objective());
        if (!(point_.objective() < best_objective())) return told(point_, gradient);
        std::swap(point_, best_point_);
        best_ = x_;
        return told(best_point_, gradient);
    }

    /// No evaluation left but the one that best_is_optimal() takes.
    [[nodiscard]] bool exhausted() const { return calls_ + 1 >= max_evaluations_; }
    [[nodiscard]] int evaluations() const { return evaluations_; }
    [[nodiscard]] const std::vector<double>& best() const { return best_; }
    [[nodiscard]] double best_objective() const { return best_point_.objective(); }
    [[nodiscard]] Point& best_point() { return best_point_; }
    [[nodiscard]] const Coordinates& coordinates() const { return coordinates_; }

    /// First-order conditions at the best point; costs an evaluation where its Jacobian is not known.
    [[nodiscard]] bool best_is_optimal() {
        if (!knows_slope(best_point_)) {
            ++calls_;
            evaluate(best_, Derivatives::jacobian, best_point_);
        }
        return best_point_.finite && check_optimality(problem_.space(), best_, best_point_).satisfied();
    }

    std::exception_ptr failure; ///< of the residual function, to be thrown again after NLopt has returned

  private:
    void evaluate(std::span<const double> x, Derivatives derivatives, Point& point) {
        ++evaluations_;
        problem_.evaluate(x, derivatives, point, workspace_);
    }
    static bool knows_slope(const Point& point) { return point.finite && point.jacobian.size() > 0; }

    /// What NLopt is told of a point.
    double told(const Point& point, double* gradient) const {
        if (gradient != nullptr) {
            for (Eigen::Index k = 0; k < point.jacobian.cols(); ++k) {
                gradient[k] = 2.0 * point.jacobian.col(k).dot(point.residual) *
                              coordinates_.width(static_cast<std::size_t>(k)) / unit_;
            }
        }
        return point.objective() / unit_;
    }

    /// Above anything seen, yet of the same order: huge values ruin the models of BOBYQA and COBYLA.
    [[nodiscard]] double barrier_height() const { return 2.0 * std::max(worst_objective_ / unit_, 1e-8); }

    /// What stands in for a value that is not finite, with a slope that leads back to the best point.
    double barrier(std::span<const double> x, double* gradient) const {
        const double height = barrier_height();
        double distance2 = 0.0;
        for (std::size_t k = 0; k < x.size(); ++k) {
            const double apart = (x[k] - best_[k]) / coordinates_.width(k);
            distance2 += apart * apart;
            if (gradient != nullptr) gradient[k] = 2.0 * height * apart;
        }
        return height * (1.0 + distance2);
    }

    const Problem& problem_;
    Coordinates coordinates_;
    int max_evaluations_;
    int calls_ = 1;       ///< by NLopt and of our own, answered from memory or not
    int evaluations_ = 0; ///< of the residual function
    double unit_ = 1.0;
    std::vector<double> x_, best_;
    Point point_, best_point_;
    Problem::Workspace workspace_;
    double worst_objective_ = kNaN;
};

/// What NLopt calls. No exception of ours passes through its C code: nlopt.hpp turns forced_stop into a stop.
double objective_for_nlopt(unsigned n, const double* t, double* gradient, void* data) {
    auto& objective = *static_cast<Objective*>(data);
    try {
        return objective({t, n}, gradient);
    } catch (const nlopt::forced_stop&) {
        throw;
    } catch (...) {
        objective.failure = std::current_exception();
    }
    throw nlopt::forced_stop();
}

constexpr double kRoughTolerance = 1e-3; // of a parameter
constexpr double kRoughGain = 0.02;      // of the objective in a step

/// One run of NLopt from the best point so far. Its return value is not asked for.
void run_nlopt(nlopt::algorithm code, Objective& objective, const MinimizerOptions& options) {
    const Coordinates& coordinates = objective.coordinates();
    std::vector<double> t = coordinates.to_nlopt(objective.best());
    nlopt::opt minimizer(code, static_cast<unsigned>(t.size()));
    minimizer.set_min_objective(objective_for_nlopt, &objective);
    if (!coordinates.periodic()) {
        minimizer.set_lower_bounds(0.0);
        minimizer.set_upper_bounds(1.0);
    }
    minimizer.set_initial_step(0.1);
    minimizer.set_xtol_rel(options.rough ? std::max(kRoughTolerance, options.tolerance) : options.tolerance);
    minimizer.set_ftol_rel(options.rough ? kRoughGain : 4.0 * std::numeric_limits<double>::epsilon());
    nlopt::srand(1);
    double unused = 0.0;
    try {
        minimizer.optimize(t, unused);
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception&) {
        // Forced stop, rounding, generic failure: the record of the best point holds in each case.
    }
    if (objective.failure) std::rethrow_exception(objective.failure);
}

} // namespace

std::span<const Algorithm> algorithms() {
    return kAlgorithms;
}

const Algorithm* find_algorithm(std::string_view name) {
    const auto found = std::find_if(kAlgorithms.begin(), kAlgorithms.end(),
                                    [name](const Algorithm& algorithm) { return algorithm.name == name; });
    return found == kAlgorithms.end() ? nullptr : &*found;
}

MinimizerResult minimize(const Problem& problem, std::span<const double> start,
                         const MinimizerOptions& options) {
    if (static_cast<int>(start.size()) != problem.space().free_count()) {
        throw std::invalid_argument("minimize: wrong number of parameters");
    }
    const auto entry = std::find_if(kEntries.begin(), kEntries.end(),
                                    [&](const Entry& e) { return e.algorithm.name == options.algorithm; });
    if (entry == kEntries.end()) throw InputError("there is no algorithm \"" + options.algorithm + "\"");
    if (static_cast<int>(start.size()) < entry->algorithm.least_parameters) {
        throw InputError("algorithm \"" + options.algorithm + "\" needs at least " +
                         std::to_string(entry->algorithm.least_parameters) + " free parameters");
    }
    const int max_rounds = options.rough ? 1 : 11; // the first run and ten fresh starts
    Objective objective(problem, Coordinates(problem.space(), entry->code == nlopt::LN_PRAXIS),
                        options.max_evaluations);
    MinimizerResult result;
    result.reason = StopReason::start_not_finite;
    if (objective.begin(start)) {
        result.reason = StopReason::no_improvement;
        for (int round = 0; round < max_rounds; ++round) {
            const double before = objective.best_objective();
            run_nlopt(entry->code, objective, options);
            const bool exhausted = objective.exhausted();
            if (!options.rough && objective.best_is_optimal()) {
                result.reason = StopReason::optimal;
                break;
            }
            if (exhausted) {
                result.reason = StopReason::evaluations;
                break;
            }
            if (!(before - objective.best_objective() > options.tolerance * before)) break;
        }
    }
    result.free = objective.best();
    result.objective = objective.best_point().finite ? objective.best_objective() : kNaN;
    result.point = std::move(objective.best_point());
    result.evaluations = objective.evaluations();
    return result;
}

std::string nlopt_version() {
    return std::to_string(nlopt::version_major()) + "." + std::to_string(nlopt::version_minor()) + "." +
           std::to_string(nlopt::version_bugfix());
}

} // namespace lpsglass::fit
