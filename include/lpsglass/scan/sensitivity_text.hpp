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

struct SensitivityTextOptions {
    bool heading = true;              ///< what the scan is and what the brackets mean
    bool convergence = true;          ///< tables against the number of base samples
    bool strongest_first = false;     ///< parameters in the order of the design's foremost measure
    std::vector<std::size_t> outputs; ///< those shown; empty: all
};

/// Tables for people: of every output one line per parameter with all measures as `value [lower, upper]`, the
/// share of dropped base samples, the strongest interactions of pairs, and how the leading measures
/// (first_order and total, mu_star, spearman and pawn) settle with the number of base samples. What is not
/// there is `-`. The foremost measure is total, mu_star, scaled_derivative or pawn. Ends with a newline.
/// Throws InputError where the names do not fit the result.
std::string sensitivity_text(const Sensitivity& result, const SensitivityNames& names,
                             const SensitivityTextOptions& options = {});

} // namespace lpsglass::scan
