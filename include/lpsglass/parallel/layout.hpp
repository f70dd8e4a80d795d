#pragma once

#include <string>
#include <vector>

#include "lpsglass/core/instruction_level.hpp"
#include "lpsglass/parallel/communicator.hpp"

namespace lpsglass::parallel {

/// Where the ranks are, in the order of the ranks: `6 ranks: node1 x 4, node2 x 2`.
std::string layout_text(const std::vector<std::string>& host_of_rank);

/// What is wrong if Slurm started as many tasks as its variable SLURM_NTASKS says (null: no Slurm), but the
/// communicator has another size: N serial copies by mistake, for one. Empty: nothing.
std::string task_warning(const char* slurm_ntasks, int ranks);

/// layout_text of this run on rank 0, empty elsewhere. All ranks together.
std::string rank_layout(const Communicator& ranks);

/// The lowest instruction level that is in use on a rank: what all ranks can agree on. All ranks together.
InstructionLevel lowest_instruction_level(const Communicator& ranks);

} // namespace lpsglass::parallel
