#pragma once

#include <vector>

#include "lpsglass/campaign/set_result.hpp"

namespace lpsglass::campaign {

/// 16, 50 and 84 percent points (linear between order statistics) of the values that are not NaN; NaN if none
/// is.
Interval interval_of(std::vector<double> values);

/// value - error, value, value + error; NaN without an error.
Interval linear_interval(double value, double error);

/// The interval of scale/x from that of x: without ends where x may be 0.
Interval reciprocal_interval(double scale, const Interval& x);

/// Whether linear errors mislead: an end of the interval lies more than half a standard error away from value
/// -+ error, or only one of error and interval exists.
bool linear_disagrees(double value, double error, const Interval& interval);

/// Intervals from linear errors everywhere in a set: amplitudes, energies, exponents and summary.
void fill_linear_intervals(SetResult& set);

} // namespace lpsglass::campaign
