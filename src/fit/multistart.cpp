#include "lpsglass/fit/multistart.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "lpsglass/core/sobol.hpp"
#include "lpsglass/fit/minimizer.hpp"
#include "lpsglass/fit/polish.hpp"

namespace lpsglass::fit {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// In the order of FitStatus.
constexpr std::array<std::string_view, 7> kStatusWords{
    "converged",       "at_bound",   "flat_direction", "evaluations_exhausted",
    "no_finite_start", "not_fitted", "failed"};

/// Numbers in a packed result before the parameters.
constexpr std::size_t kPackedHead = 7;

FitStatus verdict(const Optimality& optimality, bool exhausted, double negligible) {
    if (!optimality.is_minimum(negligible))
        return exhausted ? FitStatus::evaluations_exhausted : FitStatus::failed;
    if (optimality.flat) return FitStatus::flat_direction;
    return optimality.at_bound() ? FitStatus::at_bound : FitStatus::converged;
}

void record(const Problem& problem, std::span<const double> free, const Point& point, StartResult& result) {
    result.parameters = problem.space().expand(free);
    result.data_chi2 = point.finite ? point.data_chi2 : kNaN;
    result.prior_chi2 = point.finite ? point.prior_chi2 : kNaN;
    result.objective = point.finite ? point.objective() : kNaN;
}

/// Whether the result takes part in the choice.
bool finite(const StartResult& result) {
    return std::isfinite(result.objective);
}

} // namespace

std::string_view to_string(FitStatus status) {
    return kStatusWords.at(static_cast<std::size_t>(status));
}

std::vector<double> start_point(const ParameterSpace& space, std::uint64_t seed, int k) {
    std::vector<double> point(space.start().begin(), space.start().end());
    if (k == 0 || point.empty()) return point;
    auto design = SobolSequence::digitally_shifted(space.free_count(), seed);
    design.skip_to(static_cast<std::uint64_t>(k - 1));
    design.next(point);
    for (std::size_t i = 0; i < point.size(); ++i) {
        const double low = space.lower()[i], high = space.upper()[i];
        point[i] = std::clamp(low + point[i] * (high - low), low, high);
    }
    return point;
}

namespace {

enum class Attempt { polish_alone, rough, whole };

/// A polish that is on its way to a minimum is there before; one that is not would try for ever.
constexpr int kPolishOfAttempt = 50;

/// A rough start into a box whose minimum is on a bound, or is none but a valley, is not trusted: there the
/// long way of NLopt is the safer one.
bool good_enough(Attempt attempt, FitStatus status) {
    return attempt == Attempt::rough ? status == FitStatus::converged : is_minimum(status);
}

/// The outcome of the first attempt that is good enough, or else of the last.
StartResult minimise_from(const Problem& problem, const FitOptions& options, const std::vector<double>& start,
                          Attempt attempt, Point& point) {
    StartResult result;
    if (start.empty()) {
        point = problem.evaluate(start, Derivatives::none);
        record(problem, start, point, result);
        result.evaluations = 1;
        result.status = point.finite ? FitStatus::not_fitted : FitStatus::no_finite_start;
        return result;
    }
    if (!options.polish) attempt = Attempt::whole;
    // Over all attempts. Without the polish it is one evaluation at most: the verdict is the same in both
    // cases.
    int nlopt_left = options.max_evaluations, polish_left = options.polish ? options.max_evaluations : 1;
    for (;;) {
        std::vector<double> from = start;
        Point known;
        bool exhausted = false;
        if (attempt != Attempt::polish_alone) {
            MinimizerResult minimum = minimize(
                problem, from, {options.algorithm, nlopt_left, options.tolerance, attempt == Attempt::rough});
            result.evaluations += minimum.evaluations;
            nlopt_left = std::max(1, nlopt_left - minimum.evaluations);
            if (minimum.reason == StopReason::start_not_finite) {
                point = {};
                record(problem, from, point, result);
                result.status = FitStatus::no_finite_start;
                return result;
            }
            from = std::move(minimum.free);
            known = std::move(minimum.point);
            exhausted = minimum.reason == StopReason::evaluations;
        }
        const int most = attempt == Attempt::whole ? polish_left : std::min(polish_left, kPolishOfAttempt);
        PolishResult polished =
            polish(problem, from, std::move(known), {most, options.tolerance, options.offset});
        result.evaluations += polished.evaluations;
        if (options.polish) exhausted = polished.exhausted && most == polish_left;
        polish_left = std::max(1, polish_left - polished.evaluations);
        point = std::move(polished.point);
        record(problem, polished.free, point, result);
        result.status =
            point.finite ? verdict(polished.optimality, exhausted, options.negligible) : FitStatus::failed;
        if (attempt == Attempt::whole || exhausted || good_enough(attempt, result.status)) return result;
        attempt = attempt == Attempt::rough ? Attempt::whole : Attempt::rough;
    }
}

} // namespace

StartResult run_start(const Problem& problem, const FitOptions& options, int k) {
    Point point;
    StartResult result =
        minimise_from(problem, options, start_point(problem.space(), options.seed, k), Attempt::rough, point);
    result.start = k;
    return result;
}

StartResult run_from(const Problem& problem, const FitOptions& options, std::span<const double> parameters,
                     Point& point) {
    return minimise_from(problem, options, problem.space().select(parameters), Attempt::polish_alone, point);
}

std::vector<double> pack(const StartResult& result) {
    std::vector<double> packed{static_cast<double>(result.start),
                               static_cast<double>(result.status),
                               static_cast<double>(result.evaluations),
                               result.data_chi2,
                               result.prior_chi2,
                               result.objective,
                               static_cast<double>(result.parameters.size())};
    packed.insert(packed.end(), result.parameters.begin(), result.parameters.end());
    return packed;
}

StartResult unpack_start(std::span<const double> packed) {
    if (packed.size() < kPackedHead || packed[6] != static_cast<double>(packed.size() - kPackedHead) ||
        !(packed[1] >= 0.0 && packed[1] < static_cast<double>(kStatusWords.size()))) {
        throw std::invalid_argument("unpack_start: not a packed StartResult");
    }
    StartResult result;
    result.start = static_cast<int>(packed[0]);
    result.status = static_cast<FitStatus>(static_cast<int>(packed[1]));
    result.evaluations = static_cast<int>(packed[2]);
    result.data_chi2 = packed[3];
    result.prior_chi2 = packed[4];
    result.objective = packed[5];
    result.parameters.assign(packed.begin() + kPackedHead, packed.end());
    return result;
}

FitResult choose(std::span<const StartResult> results) {
    if (results.empty()) throw std::invalid_argument("choose: no results");
    const auto better = [](const StartResult& a, const StartResult& b) {
        if (finite(a) != finite(b)) return finite(a);
        if (finite(a) && a.objective != b.objective) return a.objective < b.objective;
        return a.start < b.start;
    };
    FitResult fit;
    fit.best = *std::min_element(results.begin(), results.end(), better);
    fit.status = fit.best.status;
    const double reach = std::max(kAgreementRelative * fit.best.objective, kAgreementAbsolute);
    for (const StartResult& result : results) {
        fit.evaluations += result.evaluations;
        if (finite(result) && result.objective - fit.best.objective <= reach) ++fit.starts_agreeing;
    }
    return fit;
}

FitResult run_all_starts(const Problem& problem, const FitOptions& options) {
    std::vector<StartResult> results;
    for (int k = 0; k < options.starts; ++k)
        results.push_back(run_start(problem, options, k));
    return choose(results);
}

} // namespace lpsglass::fit
