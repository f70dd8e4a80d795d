#pragma once

#include "lpsglass/scan/sensitivity.hpp"

namespace lpsglass::scan {

/// Morris' measures: M. D. Morris, Technometrics 33, 161 (1991); mu* by F. Campolongo, J. Cariboni, A.
/// Saltelli, Environ. Model. Softw. 22, 1509 (2007). The rows of a trajectory follow each other in the table;
/// each step moves one parameter, and over the trajectories the elementary effects
///
///     E  = sign(dx) df / Delta,  Delta = p/(2 (p - 1)), p levels          measures mu, mu_star, sigma
///     E' = df / dx                                                        measures *_per_parameter
///
/// have mean mu, mean of the absolute values mu* and standard deviation (n - 1) sigma. E is in units of the
/// output per whole range of the parameter: a step of Morris' grid is Delta in the parameter's probability,
/// so that for a uniform law E is df/dx times max - min. E' is in units of the output per unit of the
/// parameter.
Sensitivity elementary_effects(const ScanTable& table, const std::vector<OutputValues>& outputs,
                               const SensitivityOptions& options = {});

} // namespace lpsglass::scan
