#pragma once

#include <algorithm>
#include <limits>
#include <vector>

#include "lpsglass/scan/sensitivity.hpp"

/// Which base samples an output can use.
namespace lpsglass::scan {

/// For one output: which of the base samples are whole, and the range of its values in them.
struct Present {
    std::vector<char> whole; ///< one per base sample
    double smallest = std::numeric_limits<double>::infinity();
    double largest = -std::numeric_limits<double>::infinity();

    void take(double value) {
        smallest = std::min(smallest, value);
        largest = std::max(largest, value);
    }

    /// Beyond rounding the output does not change.
    [[nodiscard]] bool constant() const;
};

/// The frame of a result: design, sizes, stages; checks of each output still ok and empty. Throws InputError.
Sensitivity frame(const ScanTable& table, const std::vector<OutputValues>& outputs, std::size_t base_samples,
                  const SensitivityOptions& options);

/// What a constant output means to a measure.
enum class Constant { undefined, allowed };

/// Sets the check of an output, and returns the number of base samples used in each stage; 0 where that stage
/// has no indices.
std::vector<std::size_t> check_output(const Present& present, const SensitivityOptions& options,
                                      std::size_t output, Constant constant, Sensitivity& result);

/// Outputs that are there in the same rows, for estimators that take every row as a base sample.
struct Group {
    std::vector<std::size_t> rows;    ///< rising
    std::vector<std::size_t> outputs; ///< whose check is ok
};

/// Checks all outputs (result.checks) and groups those that are ok. `used` (stage x output) gets the sets
/// behind each estimate.
std::vector<Group> group_outputs(const std::vector<OutputValues>& outputs, const SensitivityOptions& options,
                                 Sensitivity& result, std::vector<std::size_t>& used);

/// Largest base index + 1.
std::size_t count_bases(const ScanTable& table);

} // namespace lpsglass::scan
