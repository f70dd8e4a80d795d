#pragma once

#include <string>
#include <vector>

#include "lpsglass/scan/sensitivity.hpp"

namespace lpsglass::scan {

/// What outputs and parameters are called, for people.
struct SensitivityNames {
    std::vector<std::string> outputs;      ///< n_Q
    std::vector<std::string> output_units; ///< n_Q, or empty
    std::vector<std::string> parameters;   ///< n_K
};

enum class Convergence { shown, left_out };

/// Tables for people: of every output one line per parameter with all measures as `value [lower, upper]`, the
/// share of dropped base samples, the strongest interactions of pairs, and how the leading measures
/// (first_order and total, mu_star, spearman and pawn) settle with the number of base samples. What is not
/// there is `-`. Ends with a newline. Throws InputError where the names do not fit the result.
std::string sensitivity_text(const Sensitivity& result, const SensitivityNames& names,
                             Convergence convergence = Convergence::shown);

} // namespace lpsglass::scan
