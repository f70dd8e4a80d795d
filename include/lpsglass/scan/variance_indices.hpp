#pragma once

#include "lpsglass/scan/sensitivity.hpp"

namespace lpsglass::scan {

/// Sobol's variance-based indices from a saltelli design, with f(A_j) = a_j, f(B_j) = b_j, f(AB_j^i) the
/// output at A_j with column i from B_j and f(BA_j^i) at B_j with column i from A_j. Means <> are over the
/// base samples.
///
///     f0     = <a + b>/2,   V = <(a - f0)^2 + (b - f0)^2>/2               pooled mean and variance
///     S_i    = <(b - f0) (f(AB^i) - a)>/V                                 measure first_order
///     S_Ti   = <(f(AB^i) - a)^2>/(2 V)                                    measure total
///
/// S_i: A. Saltelli, P. Annoni, I. Azzini, F. Campolongo, M. Ratto, S. Tarantola, Comput. Phys. Commun. 181,
/// 259 (2010), table 2 (b), centred by f0 so that a constant added to the output changes nothing. S_Ti: M. J.
/// W. Jansen, Comput. Phys. Commun. 117, 35 (1999). Where the design holds the BA_j^i also
///
///     S_ik   = <(f(BA^i) - b)(f(AB^k) - a) + (f(BA^k) - b)(f(AB^i) - a)>/(2 V)    measure second_order
///     S_ik^c = S_ik + S'_i + S'_k                                                 measure
///     closed_second_order S'_i   = <(b - f0)(f(AB^i) - a) + (a - f0)(f(BA^i) - b)>/(2 V)
///
/// which is theorem 2 of A. Saltelli, Comput. Phys. Commun. 145, 280 (2002), with the products of both orders
/// averaged and every term centred: BA^i and AB^k share x_i (of A) and x_k (of B), BA^i and A share x_i,
/// B and AB^k share x_k, and B and A nothing.
/// Rows that the table lacks are missing.
Sensitivity variance_indices(const ScanTable& table, const std::vector<OutputValues>& outputs,
                             const SensitivityOptions& options = {});

} // namespace lpsglass::scan
