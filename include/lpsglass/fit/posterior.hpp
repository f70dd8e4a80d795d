#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lpsglass/fit/least_squares.hpp"

namespace lpsglass::fit {

/// Draws from the posterior exp(-objective/2) in the box, by Markov chains.
struct PosteriorOptions {
    int draws = 2000; ///< kept in all, at least; every chain keeps as many
    int chains = 8;   ///< independent of each other, so that ranks can share them out
    std::uint64_t seed = 1;
    int stream = 0; ///< problems that share a seed take different ones
};

/// The kept draws of one chain.
struct Chain {
    int index = 0;
    std::vector<double> free;      ///< draws x free parameters, row by row
    std::vector<double> objective; ///< at each draw
    double acceptance = 0.0;       ///< share of proposals accepted after the warm-up
    int evaluations = 0;           ///< of the residual function, with or without derivatives

    [[nodiscard]] int draws() const { return static_cast<int>(objective.size()); }
};

/// Chain `index` of the posterior around a minimum `best` (free parameters).
///
/// Metropolis-Hastings with four kinds of proposals, drawn at random in shares:
/// - a surrogate: the residuals as a polynomial of second order, and part of the third, around the minimum.
///   Three trajectories of Hamiltonian Monte Carlo in it cost less than one evaluation of a line, and end far
///   away; there the posterior is evaluated once, without derivatives, and accepts or rejects (the
///   surrogate transition method of J. S. Liu, Monte Carlo Strategies in Scientific Computing, 2001; exact
///   however good or bad the surrogate is). The trajectories follow a power of 0.75 of the surrogate: where
///   it has less than the posterior, as in some tails, a chain would else stay for long. The other kinds see
///   to that too.
/// - trajectories of Hamiltonian Monte Carlo in the posterior itself (R. M. Neal, in Handbook of Markov Chain
///   Monte Carlo, 2011). These and those of the surrogate run in coordinates in which the normal
///   approximation at the minimum, with the covariance of the linear errors, is a standard normal law; walls
///   of the box reflect.
/// - Langevin steps in the metric J^T J of the place (the simplified manifold MALA of M. Girolami and B.
///   Calderhead, J. R. Stat. Soc. B 73, 123 (2011)). They follow thin curved ridges, such as that of all
///   amplitudes which give the line the same width, where there are no priors.
/// - independent leaps from a Student t of 5 degrees of freedom around the minimum, between distant places.
///
/// A chain starts at a draw of the Student t. Its steps in the surrogate are as long as the surrogate's bends
/// allow; then a trial of 40 steps shows how often the posterior accepts what the surrogate proposes:
///
/// | accepted | leaps, Langevin, trajectories, surrogate | forgotten besides | kept |
/// | 60 percent or more | 2, 5, 3, 10 in twenty | 20 | every third |
/// | 25 percent or more | 1, 7, 5, 7 in twenty | 20 | every fourth |
/// | less, or the surrogate bends too sharply | 1, 10, 9, 0 in twenty | 40 | every fifth |
///
/// Where data and priors leave a direction open, the width of the box bounds it. A proposal without a value
/// is rejected.
///
/// Depends on (problem, best, options, index) only. Throws NumericalError if the problem has no value at
/// `best`.
Chain run_chain(const Problem& problem, std::span<const double> best, const PosteriorOptions& options,
                int index);

/// How far chains of one quantity agree. Both are taken on the normal scores of the ranks of the split chains
/// (A. Vehtari et al., Bayesian Anal. 16, 667 (2021)); NaN where the quantity is NaN in any draw or never
/// changes.
struct Diagnostics {
    double r_hat = 0.0;                 ///< 1 when converged; above 1.01 it is not
    double effective_sample_size = 0.0; ///< independent draws that would serve as well
};

/// `chains`: values of the quantity, one vector per chain, all of the same length, at least 4.
Diagnostics diagnose(const std::vector<std::vector<double>>& chains);

/// Limits above which (R-hat) or below which (effective sample size, all chains together) a posterior counts
/// as not converged: those that the paper of diagnose() recommends.
inline constexpr double kLargestRHat = 1.01;
inline constexpr double kSmallestSampleSize = 400.0;

} // namespace lpsglass::fit
