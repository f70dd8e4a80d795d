#pragma once

#include <string>

#include "lpsglass/campaign/run_record.hpp"

namespace lpsglass::app {

/// The short table that ends a run of one set: amplitudes with errors and data share, chi^2, quadrature
/// error, exponents at T_g, the crossing or that there is none, the spread over freezing orders.
std::string closing_table(const campaign::RunRecord& record);

} // namespace lpsglass::app
