#pragma once

#include "lpsglass/scan/sensitivity.hpp"

namespace lpsglass::scan {

/// Correlation and regression of the outputs with the parameters, for designs whose rows are sets of their
/// own (lhs, sobol, list, grid).
///
/// - spearman: correlation of the ranks; equal values share the mean of their ranks.
/// - src: standardised regression coefficients b_k s_k/s_y of the linear least-squares fit of y on all
///   parameters, with r_squared beside them: the share of the variance that the linear model explains.
/// - src_ranks, r_squared_ranks: the same of the ranks.
///
/// Each replicate of the bootstrap ranks anew. The interval of spearman is symmetric in Fisher's z. A
/// parameter that is constant, or whose values are texts, has none of these and takes no part in the
/// regression. The regression is withheld, with a note, where it is not determined: parameters that depend
/// linearly on each other, or no more sets than coefficients.
Sensitivity associations(const ScanTable& table, const std::vector<OutputValues>& outputs,
                         const SensitivityOptions& options = {});

} // namespace lpsglass::scan
