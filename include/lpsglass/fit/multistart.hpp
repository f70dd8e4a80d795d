#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lpsglass/fit/least_squares.hpp"

namespace lpsglass::fit {

/// What became of a fit.
enum class FitStatus {
    converged,             ///< a minimum inside the box
    at_bound,              ///< a minimum with at least one parameter held by a bound
    flat_direction,        ///< a minimum, but J^T J + prior is singular there (Optimality::flat)
    evaluations_exhausted, ///< max_evaluations used up before a minimum was reached
    no_finite_start,       ///< the objective has no value at any start
    not_fitted,            ///< nothing was free
    failed,                ///< stopped where the first-order conditions do not hold
};

/// Whether it is that of a minimum, around which errors have a meaning.
constexpr bool is_minimum(FitStatus status) {
    return status == FitStatus::converged || status == FitStatus::at_bound ||
           status == FitStatus::flat_direction;
}

/// The enumerator's own word, e.g. "at_bound".
std::string_view to_string(FitStatus status);

struct FitOptions {
    std::string algorithm = "slsqp"; ///< name in algorithms()
    int starts = 8;                  ///< >= 1
    bool polish = true;              ///< Levenberg-Marquardt from where NLopt has found the basin
    int max_evaluations = 2000;      ///< per start; the polish has as many of its own
    double tolerance = 1e-8;         ///< relative, on the parameters
    std::uint64_t seed = 1;
    double negligible = 0.0; ///< fall of the objective that counts as nothing (Optimality::is_minimum)
    double offset = 0.0;     ///< that the polish may leave (PolishOptions)
};

/// Free parameters of start k >= 0: the start values themselves for k = 0, then the points of a Sobol design
/// of the box under a digital shift by the seed. Depends on nothing else.
std::vector<double> start_point(const ParameterSpace& space, std::uint64_t seed, int k);

/// Where one start led.
struct StartResult {
    int start = 0;                  ///< k
    std::vector<double> parameters; ///< full
    double data_chi2 = 0.0;         ///< NaN for no_finite_start, as the next two
    double prior_chi2 = 0.0;
    double objective = 0.0; ///< data_chi2 + prior_chi2
    int evaluations = 0;    ///< of the residual function
    FitStatus status = FitStatus::failed;
};

/// Minimises from start k: NLopt, then the polish. Pure, so that ranks can share out the starts. Throws
/// InputError as minimize() does, and whatever the residual function throws (but NumericalError).
///
/// With a polish NLopt only finds the basin (MinimizerOptions::rough): near a minimum its algorithms gain a
/// digit where Levenberg-Marquardt, which knows that the objective is a sum of squares, gains three. Unless
/// that ends in a minimum inside the box, it is done again with NLopt to its full tolerance.
StartResult run_start(const Problem& problem, const FitOptions& options, int k);

/// The same from a point near a minimum (full parameters): the polish alone, if the options have it and it
/// finds a minimum. `point` is left with the problem where it ended, with its Jacobian if that is finite and
/// something is free.
StartResult run_from(const Problem& problem, const FitOptions& options, std::span<const double> parameters,
                     Point& point);

/// A start's result as plain numbers and back, to the last bit (for sending between ranks).
std::vector<double> pack(const StartResult& result);
StartResult unpack_start(std::span<const double> packed); ///< throws std::invalid_argument if it is none

/// Two objectives agree if they differ by no more than 1e-6 of the lower one, or by 1e-9.
inline constexpr double kAgreementRelative = 1e-6;
inline constexpr double kAgreementAbsolute = 1e-9;

/// The outcome of all starts.
struct FitResult {
    StartResult best;                     ///< lowest objective; of equal ones that of the lowest start
    int starts_agreeing = 0;              ///< starts whose objective agrees with the best, itself included
    long evaluations = 0;                 ///< over all starts
    FitStatus status = FitStatus::failed; ///< of the best start
};

/// Chooses among the results of the starts, in any order. Throws std::invalid_argument if there are none.
FitResult choose(std::span<const StartResult> results);

/// All starts one after the other, and the choice among them.
FitResult run_all_starts(const Problem& problem, const FitOptions& options);

} // namespace lpsglass::fit
