#pragma once

#include "target_problem.hpp"

namespace lpsglass::campaign {

/// The nearest decimal with so many places behind the point (before it, if negative).
double rounded(double value, int places);

/// The deck with a solution's numbers as they are to be printed.
///
/// Each quantity gets five significant digits; all its keys are rounded at the same place. Quantities are
/// rounded one after the other, and those that are still free make up for it. Where a target is not within
/// its tolerance then (or, if the solution misses it, off by more than its tolerance from what the solution
/// gives), the quantity whose rounding disturbs that target most gets one more digit, and all begins anew.
deck::Deck printed_deck(const TargetProblem& problem, std::span<const double> solution);

} // namespace lpsglass::campaign
