#include "lpsglass/parallel/layout.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include <unistd.h>

namespace lpsglass::parallel {

namespace {

std::string count_of(int ranks) {
    return std::to_string(ranks) + (ranks == 1 ? " rank" : " ranks");
}

} // namespace

std::string layout_text(const std::vector<std::string>& host_of_rank) {
    std::vector<std::pair<std::string, int>> hosts;
    for (const std::string& host : host_of_rank) {
        const auto known =
            std::find_if(hosts.begin(), hosts.end(), [&](const auto& h) { return h.first == host; });
        if (known == hosts.end())
            hosts.emplace_back(host, 1);
        else
            ++known->second;
    }
    std::string out = count_of(static_cast<int>(host_of_rank.size()));
    const char* before = ": ";
    for (const auto& [host, ranks] : hosts) {
        out += before + host + " x " + std::to_string(ranks);
        before = ", ";
    }
    return out;
}

std::string task_warning(const char* slurm_ntasks, int ranks) {
    if (!slurm_ntasks) return "";
    char* end = nullptr;
    const long tasks = std::strtol(slurm_ntasks, &end, 10);
    if (end == slurm_ntasks || *end != '\0' || tasks == ranks) return "";
    const std::string both =
        "SLURM_NTASKS is " + std::to_string(tasks) + ", but this run has " + count_of(ranks);
    if (ranks > 1) return both;
    return both + ": perhaps " + std::to_string(tasks) +
           " serial copies run (start with mpirun, or with srun --mpi=pmix)";
}

std::string rank_layout(const Communicator& ranks) {
    char name[256] = {};
    const bool known = ::gethostname(name, sizeof name - 1) == 0;
    const std::vector<std::string> hosts = ranks.gather(known ? name : "unknown");
    return ranks.is_root() ? layout_text(hosts) : "";
}

InstructionLevel lowest_instruction_level(const Communicator& ranks) {
    return static_cast<InstructionLevel>(ranks.lowest(static_cast<int>(instruction_level())));
}

} // namespace lpsglass::parallel
