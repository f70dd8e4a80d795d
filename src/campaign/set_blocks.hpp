#pragma once

#include "lpsglass/campaign/set_result.hpp"
#include "lpsglass/core/work.hpp"

/// Finished sets as compressed blocks: what ranks send and files keep.
namespace lpsglass::campaign {

/// A set as a block. The line on nqr.grid is kept of set 0 alone, which the results file shows.
Bytes set_block(SetResult result, const ScanPlace& place, std::size_t set, double seconds, int rank);

/// A set whose values lie in a row of an earlier results file.
Bytes taken_over_block(TaskState state, std::size_t row, const std::string& message);

SetResult set_of_block(std::span<const std::byte> block);

/// How the set ended; without opening the block.
TaskState state_of_block(std::span<const std::byte> block);

/// Vectors of any lengths as one, and back.
std::vector<double> pack(const std::vector<std::vector<double>>& vectors);
std::vector<std::vector<double>> unpack_vectors(std::span<const double> packed);

} // namespace lpsglass::campaign
