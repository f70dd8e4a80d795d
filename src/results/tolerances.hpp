#pragma once

#include <string>

#include "lpsglass/campaign/run_record.hpp"

namespace lpsglass::results {

/// How far a recomputed value may be off where the bits cannot be equal (docs/sharing.md says why so far).
/// Each part allows more; a value agrees with its twin if |a - b| <= the sum.
struct Tolerance {
    bool compared = true;
    double relative = 0.0; ///< of the largest magnitude in the dataset's row
    double errors = 0.0;   ///< of the value's linear error, `_errors`
    double interval = 0.0; ///< of the width of the value's interval, `_lower` to `_upper`
    double absolute = 0.0;
};

/// @param path of a dataset of the layout
Tolerance tolerance_of(const std::string& path, const campaign::RunRecord& frame);

/// `/fit/amplitude` of `/fit/amplitude_lower` and the like; the path itself where it has no such ending.
std::string value_path(const std::string& path);

} // namespace lpsglass::results
