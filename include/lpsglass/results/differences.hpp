#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "lpsglass/results/reader.hpp"

/// What differs between the results of two files, all of it (same_results() tells the first difference only).
namespace lpsglass::results {

/// One dataset that differs. Places are such as `/fit/amplitude[3, 0, 2]`.
struct DatasetDifference {
    std::string path;
    std::string problem; ///< why there are no values to compare, in words; empty: what follows counts
    std::size_t values = 0, differing = 0;
    double absolute = 0.0;            ///< the largest |a - b|; 0 where values differ only in being missing
    std::string place;                ///< of that; of the first difference where there is none
    double first = 0.0, second = 0.0; ///< the values there
    double relative = 0.0;            ///< the largest |a - b| / max(|a|, |b|)
    std::string relative_place;
    double of_errors =
        0.0; ///< the largest |a - b| over the larger of both `_errors`; NaN where there are none
    std::string errors_place;
};

struct Differences {
    std::size_t datasets = 0; ///< compared, those included that only one file has
    std::vector<DatasetDifference> differing;
};

/// Compares every dataset but /deck (see deck::differing_keys) and what describes the run (/tasks/seconds,
/// /tasks/rank).
/// @param tolerance relative: values with |a - b| <= tolerance max(|a|, |b|) count as equal; 0: equal to the
/// last bit Throws IoError where a file cannot be read.
Differences differences(const ResultsFile& a, const ResultsFile& b, double tolerance);

} // namespace lpsglass::results
