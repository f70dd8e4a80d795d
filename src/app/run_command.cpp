#include <chrono>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <new>
#include <optional>
#include <thread>

#include <fmt/format.h>

#include "assembly.hpp"
#include "job.hpp"
#include "lpsglass/app/closing_table.hpp"
#include "lpsglass/app/commands.hpp"
#include "lpsglass/app/exit_status.hpp"
#include "lpsglass/app/versions.hpp"
#include "lpsglass/campaign/plan.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/parallel/communicator.hpp"
#include "lpsglass/parallel/layout.hpp"
#include "lpsglass/parallel/watch.hpp"
#include "lpsglass/results/atomic_file.hpp"
#include "lpsglass/results/reader.hpp"
#include "output_path.hpp"
#include "run_task.hpp"

namespace lpsglass::app {

namespace fs = std::filesystem;

namespace {

constexpr int kLastTries = 60; // at the end of a run whose work the disk does not take

void warn(const std::vector<std::string>& warnings) {
    for (const std::string& warning : warnings)
        std::cerr << "warning: " << warning << '\n';
}

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// The instruction level of all ranks; "mixed" where they differ, and then bits depend on who computed what.
std::string common_instruction_level(const parallel::Communicator& ranks) {
    const std::vector<std::string> levels = ranks.gather(instruction_level());
    const bool equal =
        std::all_of(levels.begin(), levels.end(), [&](const auto& l) { return l == levels.front(); });
    return equal ? instruction_level() : "mixed";
}

/// What a campaign needs of the ranks.
campaign::Ranks ranks_of(const parallel::Communicator& ranks, parallel::RunControl& control) {
    campaign::Ranks out;
    out.size = ranks.size();
    out.rank = ranks.rank();
    out.run = [&](WorkSource* source, const Work& work) { return ranks.run(source, work, control); };
    out.broadcast = [&](Bytes bytes) {
        const char* const first = reinterpret_cast<const char*>(bytes.data());
        const std::string all = ranks.broadcast(std::string(first, first + bytes.size()));
        const auto* const begin = reinterpret_cast<const std::byte*>(all.data());
        return Bytes(begin, begin + all.size());
    };
    return out;
}

parallel::RunControl::Limits limits_of(const RunArguments& arguments) {
    parallel::RunControl::Limits limits;
    if (arguments.max_time_s > 0.0) limits.max_time_s = arguments.max_time_s;
    limits.checkpoint_interval_s = arguments.checkpoint_interval_s;
    return limits;
}

/// One call of `lpsglass run` on its rank.
class Run {
  public:
    Run(const parallel::Communicator& ranks, const RunArguments& arguments)
        : ranks_(ranks), arguments_(arguments), talks_(ranks.is_root() && !arguments.quiet) {}

    int on_all_ranks() {
        const std::optional<RunTask> task = shared_task();
        if (!task) return std::stoi(ranks_.broadcast(""));
        if (talks_) introduce(*task);
        const std::string level = common_instruction_level(ranks_);
        if (talks_ && level == "mixed") {
            warn({"the processors of the ranks differ in their instruction level: results are not identical "
                  "to the last bit with those of other rank counts"});
        }
        return ranks_.is_root() ? lead(*task, level) : follow(*task);
    }

  private:
    /// The task of rank 0 on every rank. If there is none, rank 0 throws (or has its status) and the others
    /// get nothing: the status with which all leave is broadcast next.
    std::optional<RunTask> shared_task() {
        if (!ranks_.is_root()) {
            const std::string resolved = ranks_.broadcast("");
            if (resolved.empty()) return std::nullopt;
            try {
                return RunTask(arguments_, deck::read_deck_text(resolved, arguments_.deck));
            } catch (const std::exception& e) { // rank 0 has read the same deck, and does not wait for this
                std::cerr << "rank " << ranks_.rank() << ": " << e.what() << '\n';
                ranks_.abort(machine_failed);
            }
        }
        try {
            RunTask task(arguments_, deck::read_deck(arguments_.deck));
            campaign::make_plan(task.deck);
            if (arguments_.resume && task.is_complete()) {
                if (talks_) std::cerr << task.output << " is complete: nothing to do\n";
                ranks_.broadcast("");
                complete_status_ = task.status_of_complete();
                ranks_.broadcast(std::to_string(complete_status_));
                throw NothingToDo{};
            }
            task.check_output();
            ranks_.broadcast(task.deck.resolved);
            return task;
        } catch (const NothingToDo&) {
            throw;
        } catch (const std::exception& e) {
            ranks_.broadcast("");
            ranks_.broadcast(std::to_string(exit_status_of(e)));
            throw;
        }
    }

    void introduce(const RunTask& task) const {
        warn(task.deck.warnings);
        std::cerr << fmt::format("lpsglass on {} rank(s)\n", ranks_.size())
                  << campaign::describe(campaign::make_plan(task.deck));
        const std::string mistake = parallel::task_warning(std::getenv("SLURM_NTASKS"), ranks_.size());
        if (!mistake.empty()) warn({mistake});
    }

    int follow(const RunTask& task) {
        parallel::RunControl control(limits_of(arguments_));
        const parallel::Watch watch(control, {});
        parallel::rank_layout(ranks_);
        if (std::stoi(ranks_.broadcast("")) != done) return std::stoi(ranks_.broadcast(""));
        const campaign::Campaign campaign(task.deck, task.span);
        campaign.run(ranks_of(ranks_, control), nullptr);
        return std::stoi(ranks_.broadcast("")); // what rank 0 meets while writing, the others learn from it
    }

    int lead(const RunTask& task, const std::string& level);
    int finish(const RunTask& task, const campaign::Campaign& campaign, const std::string& level,
               results::PartStore& parts, Job& job, const parallel::RunControl& control);
    void close(const campaign::RunRecord& record, const SetCounts& counts, const std::string& output) const;

    const parallel::Communicator& ranks_;
    const RunArguments& arguments_;
    bool talks_;
    int complete_status_ = done;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

} // namespace

} // namespace lpsglass::app
