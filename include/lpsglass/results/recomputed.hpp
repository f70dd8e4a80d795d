#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "lpsglass/campaign/run_record.hpp"
#include "lpsglass/results/reader.hpp"

/// A set that was computed again, against what the results file has of it.
namespace lpsglass::results {

enum class Agreement {
    identical, ///< to the last bit
    tolerance  ///< as far as another build or processor may be off (docs/sharing.md)
};

struct SetComparison {
    std::size_t datasets = 0; ///< compared
    std::size_t left_out = 0; ///< that have no tolerance, since they depend on the way and not on the result
    std::size_t values = 0;
    std::size_t differing = 0;         ///< values whose bits differ
    std::vector<std::string> problems; ///< beyond the agreement: one sentence for each dataset, with its path

    double largest_share = 0.0; ///< of its tolerance, over all values
    std::string largest_place;  ///< where that is
};

/// Compares everything that the file has of the set; of set 0 also what it has of the run as a whole:
/// coordinates, lines, measured lines, draws. Left out is what describes the run (/tasks/seconds,
/// /tasks/rank).
/// @param frame of the file; its draws are those of `set` where that is set 0
/// @param set recomputed
SetComparison compare_set(const ResultsFile& file, const campaign::RunRecord& frame,
                          const campaign::SetResult& set, std::size_t number, Agreement agreement);

} // namespace lpsglass::results
