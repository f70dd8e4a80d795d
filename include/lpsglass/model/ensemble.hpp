#pragma once

#include <vector>

#include "lpsglass/model/options.hpp"
#include "lpsglass/model/parameters.hpp"

/// The standardised fluctuations zeta_k of the glass ensemble (docs/theory.md section 4).
namespace lpsglass::model {

/// Nodes and weights of a one-dimensional rule; the weights sum to 1.
struct Quadrature {
    std::vector<double> node;
    std::vector<double> weight;
};

/// Gauss rule with n nodes for the law: Hermite (normal), Legendre on +-sqrt 3 (uniform) or
/// Chebyshev on +-sqrt 2 (arcsine). Exact for polynomials up to degree 2n - 1; nodes ascend and are
/// symmetric.
Quadrature gauss_rule(EnsembleLaw law, int n);

/// Trapezoid of n nodes for the normal law on [-reach, reach]: spectrally accurate for smooth integrands, and
/// with none of its nodes in far tails, unlike a Gauss rule of high order.
Quadrature trapezoid_rule(int n, double reach);

/// Rule for one direction: the Gauss rule, but for the normal law from 8 nodes on the trapezoid, whose reach
/// grows with n. Measured at 2.5 times the default amplitudes, it needs half the nodes of the Gauss rule.
Quadrature direction_rule(EnsembleLaw law, int n);

/// Fine rule along the conditioned direction: trapezoid on [-6, 6] for the normal law, else the Gauss rule.
Quadrature fine_rule(EnsembleLaw law, int n);

/// Inverse distribution function of the law at u in (0, 1); arcsine: sqrt 2 cos(pi u).
double law_quantile(EnsembleLaw law, double u);

/// Members 1..n of method `direct`: the unscrambled six-dimensional Sobol sequence (Joe-Kuo 2008, Gray-code
/// order, origin left out), mapped by law_quantile; dimension k drives fluctuation k.
std::vector<Sextuple<double>> sobol_members(EnsembleLaw law, int n);

} // namespace lpsglass::model
