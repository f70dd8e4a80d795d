#pragma once

#include "lpsglass/scan/sensitivity.hpp"

namespace lpsglass::scan {

/// Local sensitivities from a one_at_a_time design. With f the output at the parameter's own value x, and the
/// nearest values x - h and x + k on both sides at which the output is there,
///
///     slope_below = (f - f(x - h))/h,   slope_above = (f(x + k) - f)/k,
///     derivative  = (k slope_below + h slope_above)/(h + k)
///
/// is the slope at x of the parabola through the three points (h = k: the central difference), or the only
/// one-sided slope. scaled_derivative is the derivative times the parameter's whole range in the scan,
/// output_range the largest less the smallest output over the parameter's values, its own included, and
/// dropped_share the share of the parameter's values at which the output is missing; above
/// options.withhold_above there are no measures for this parameter. There are no intervals and no stages.
/// A base sample is a row here; the checks count the rows.
Sensitivity local_derivatives(const ScanTable& table, const std::vector<OutputValues>& outputs,
                              const SensitivityOptions& options = {});

} // namespace lpsglass::scan
