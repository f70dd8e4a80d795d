#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "lpsglass/model/exponents.hpp"
#include "lpsglass/model/free_energy.hpp"
#include "lpsglass/model/parameters.hpp"

/// Everything one parameter set yields, in the units of the results file (docs/results.md).
/// Missing values are NaN, with a status beside them.
namespace lpsglass::campaign {

using model::kFluctuations;
using model::Sextuple;
using model::Triple;

/// The 16, 50 and 84 percent points of a quantity: 68 percent of its probability lie between lower and upper.
/// With linear errors they are value - error, value, value + error.
struct Interval {
    double lower = 0.0, median = 0.0, upper = 0.0;
};

/// Values of the two families, beta then theta.
template <class T> using Pair = std::array<T, 2>;

/// How the fit of one spectrum ended; `given` where the amplitudes were not fitted.
enum class FitState : int {
    given = 0,     ///< no fit: amplitudes of the deck
    from_bath = 1, ///< amplitudes follow from the bath
    converged = 2,
    at_bound = 3,       ///< converged with a parameter held at its bound
    flat_direction = 4, ///< a combination of parameters is not determined at all
    evaluations_exhausted = 5,
    no_finite_start = 6, ///< the set fails
    failed = 7           ///< the set fails
};

/// Whether the state is that of a minimum, around which errors have a meaning.
inline bool is_minimum(FitState state) {
    return state == FitState::converged || state == FitState::at_bound || state == FitState::flat_direction;
}

/// How a set ended.
enum class TaskState : int {
    ok = 0,
    no_pyramid = 1,            ///< the mean structure is no pyramid
    gauge_phase_undefined = 2, ///< |Im Phi_i| >= |A_i|: alpha is missing, the rest stands
    fit_failed = 3,
    numerical_error = 4,
    values_not_allowed = 5, ///< the scanned values break a rule of the deck
    not_computed = 6        ///< of a snapshot: not done yet
};

/// One spectrum of a set (the deck's own amplitudes where there is no spectrum).
struct SpectrumResult {
    FitState state = FitState::given;
    int evaluations = 0;
    int starts_agreeing = 0;

    Sextuple<double> amplitude{};            ///< degree
    Sextuple<double> amplitude_errors{};     ///< degree, linear; NaN where not fitted
    Sextuple<Interval> amplitude_interval{}; ///< degree

    // Fitted parameters, n_P, in deck units; singular values scaled by the prior widths.
    std::vector<double> parameter, parameter_errors, data_share, singular_values;
    std::vector<Interval> parameter_interval;
    std::vector<double> covariance; ///< n_P x n_P, row by row
    /// Convergence of the posterior's chains, n_P; empty with linear errors alone.
    std::vector<double> r_hat, effective_sample_size;
    /// Draws from the posterior or bootstrap replicas, n_draws x n_P, row by row; empty without any.
    std::vector<double> drawn;
    /// Combination of the fitted parameters that the data determine least: a unit vector in units of their
    /// natural widths, n_P.
    std::vector<double> weakest_combination;
    /// The two fitted parameters whose effects on the line are most alike (-1: there is no such pair), and
    /// the cosine between the effects.
    std::array<int, 2> least_separated{-1, -1};
    double least_separated_correlation = 0.0;
    double chi2 = 0.0, prior_chi2 = 0.0, degrees_of_freedom = 0.0;
    double effective_parameters = 0.0;                ///< number of parameters determined by the data
    double line_error = 0.0;                          ///< estimated quadrature error relative to the peak
    double scale = 0.0, baseline = 0.0;               ///< data units per (1/MHz), data units
    double scale_errors = 0.0, baseline_errors = 0.0; ///< linear; NaN where not solved for

    std::vector<double> fitted; ///< scale * I + baseline at the spectrum's frequencies, data units
    std::vector<double> line;   ///< unit-area line on nqr.grid, 1/MHz
    double line_mean = 0.0, line_standard_deviation = 0.0; ///< MHz, of the members' frequencies
    double dropped_share = 0.0;                            ///< weight of ensemble members that are no pyramid

    Sextuple<double> ground_state{}, ground_state_errors{}; ///< eV
    Sextuple<Interval> ground_state_interval{};             ///< eV
    Sextuple<double> force{}, force_overlap{};              ///< eV/rad
    Sextuple<double> bath{};                                ///< A
    Sextuple<double> log_eta{}, log_eta_errors{};
    Sextuple<Interval> log_eta_interval{};
    std::array<model::ExtinctionStatus, kFluctuations> extinction_status{};
    Triple<double> gauge_phase{};                ///< rad
    Triple<double> phi_real{}, phi_imag{};       ///< eV/rad
    std::array<Triple<double>, 3> frustration{}; ///< force on bond i, eV/A, x y z
    Pair<double> single_length{};                ///< ln S
};

/// One temperature of a set.
struct TemperatureResult {
    Sextuple<double> probability{}, log10_rate{}, log10_extinction_time{};
    Pair<double> specific_heat{}, entropy{}, internal_energy{}; ///< k_B, k_B, eV
    Pair<double> exponent{}, exponent_errors{};                 ///< alpha (xi_beta), beta (xi_theta)
    Pair<Interval> exponent_interval{};
    Pair<double> lambda{}, lambda_errors{}; ///< scale / xi
    Pair<Interval> lambda_interval{};
    Pair<double> network_length{}; ///< ln R
    Pair<model::ExponentStatus> status{};
};

/// Values of /summary, in the order of summary_table().
namespace summary {
enum Index : int {
    alpha_at_tg,
    beta_at_tg,
    alpha_minus_beta_at_tg,
    inverse_lambda_alpha_at_tg,
    inverse_lambda_beta_at_tg,
    lambda_alpha_at_tg,
    lambda_beta_at_tg,
    fractal_dimension_at_tg, ///< 1 - 1/lambda of the theta family, which carries the prediction
    crossing_temperature,
    crossing_count,
    crosses_near_tg,
    lambda_at_crossing,
    specific_heat_peak_beta,
    specific_heat_peak_theta,
    extinction_ratio_at_tg,
    order_spread_alpha,
    order_spread_beta,
    order_spread_lambda_alpha,
    order_spread_lambda_beta,
    count
};
} // namespace summary

struct SummaryInfo {
    const char* name;
    const char* unit;
    const char* long_name;
    bool has_error; ///< a linear error is propagated
};

const std::array<SummaryInfo, summary::count>& summary_table();

/// What became of the draws (posterior) or replicas (bootstrap).
struct DrawShares {
    int count = 0;  ///< draws that count
    int failed = 0; ///< bootstrap replicas left out: their fit found no minimum
    double alpha_missing = 0.0,
           beta_missing = 0.0;     ///< share without the exponent at T_g (no extinction, no gauge phase)
    double crossing = 0.0;         ///< share in which alpha and beta cross in the temperature range
    double crossing_near_tg = 0.0; ///< share in which they do within 50 K of T_g
};

/// Where a set stands in the scan (scan::Row).
struct ScanPlace {
    std::vector<double> values; ///< n_K, one per scanned parameter; of texts their place (from 0)
    std::size_t base = 0;       ///< base sample or trajectory
    int role = 0;               ///< scan::Role
    int parameter = -1;         ///< exchanged or moved parameter, -1 for none
};

struct SetResult {
    /// Row of an earlier results file that has everything of this set but its place; -1: it is here.
    std::int64_t taken_from = -1;
    ScanPlace place; ///< without values where the deck has no [scan]
    TaskState state = TaskState::ok;
    std::string message; ///< of a failed set: what failed, in words
    double seconds = 0.0;
    int rank = 0;

    // Mean structure.
    double frequency = 0.0, asymmetry = 0.0, bond_polar_angle = 0.0,
           valence_energy = 0.0; ///< MHz, 1, degree, eV
    Triple<double> s_character{}, polarity{}, hybrid_cosine{};

    std::vector<SpectrumResult> spectrum;       ///< n_D
    std::vector<TemperatureResult> temperature; ///< n_T
    std::array<double, summary::count> summary{};
    std::array<double, summary::count> summary_errors{};
    std::array<Interval, summary::count> summary_interval{};
    DrawShares draws; ///< all 0 without any
    /// alpha and beta at T_g for the six orders 123, 132, 213, 231, 312, 321 of bonds (pairs).
    std::array<Pair<double>, 6> exponent_by_order{};
};

} // namespace lpsglass::campaign
