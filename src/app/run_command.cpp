#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <new>
#include <optional>
#include <thread>

#include <fmt/format.h>

#include "closing_parts.hpp"
#include "job.hpp"
#include "lpsglass/app/closing_table.hpp"
#include "lpsglass/app/exit_status.hpp"
#include "lpsglass/app/versions.hpp"
#include "lpsglass/campaign/plan.hpp"
#include "lpsglass/core/arithmetic.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/core/instruction_level.hpp"
#include "lpsglass/parallel/communicator.hpp"
#include "lpsglass/parallel/layout.hpp"
#include "lpsglass/parallel/watch.hpp"
#include "run_task.hpp"
#include "write_fault.hpp"

namespace lpsglass::app {

namespace {

using parallel::Communicator;
using parallel::RunControl;

constexpr int kLastTries = 60; // at the end of a run whose work the disk does not take
constexpr double kLastPause_s = 10.0;

void warn(const std::vector<std::string>& warnings) {
    for (const std::string& warning : warnings)
        std::cerr << "warning: " << warning << '\n';
}

/// The highest instruction level that all ranks have, and that they are allowed, is set on all of them. Their
/// arithmetic is "mixed" where it differs, and then bits depend on who computed what.
results::Machine common_machine(const Communicator& ranks, const std::string& highest_level) {
    if (!highest_level.empty())
        set_instruction_level(std::min(instruction_level_named(highest_level), instruction_level()));
    set_instruction_level(parallel::lowest_instruction_level(ranks));
    const std::vector<std::string> all = ranks.gather(arithmetic());
    const bool equal = std::ranges::all_of(all, [&](const auto& a) { return a == all.front(); });
    return {equal ? arithmetic() : "mixed", std::string(name_of(instruction_level()))};
}

/// What a campaign needs of the ranks.
campaign::Ranks ranks_of(const Communicator& ranks, RunControl& control) {
    campaign::Ranks out;
    out.size = ranks.size();
    out.rank = ranks.rank();
    out.run = [&](WorkSource* source, const Work& work) { return ranks.run(source, work, control); };
    out.broadcast = [&](Bytes bytes) {
        const char* const first = reinterpret_cast<const char*>(bytes.data());
        const std::string all = ranks.broadcast(std::string(first, bytes.size()));
        const auto* const begin = reinterpret_cast<const std::byte*>(all.data());
        return Bytes(begin, begin + all.size());
    };
    return out;
}

RunControl::Limits limits_of(const RunArguments& arguments) {
    RunControl::Limits limits;
    if (arguments.max_time_s > 0.0) limits.max_time_s = arguments.max_time_s;
    limits.checkpoint_interval_s = arguments.checkpoint_interval_s;
    return limits;
}

/// A rank that gets its deck, its work and its exit status from rank 0.
int follow(const Communicator& ranks, const RunArguments& arguments, RunControl& control) {
    const std::string resolved = ranks.broadcast("");
    if (!resolved.empty()) {
        std::optional<RunTask> task;
        try {
            task.emplace(arguments, deck::read_deck_text(resolved, arguments.deck));
        } catch (const std::exception& e) { // rank 0 has read the same deck, and does not wait for this
            std::cerr << "rank " << ranks.rank() << ": " << e.what() << '\n';
            ranks.abort(machine_failed);
        }
        try {
            campaign::Campaign(task->deck, task->span).run(ranks_of(ranks, control), nullptr);
        } catch (const std::bad_alloc&) {
            throw;
        } catch (const std::exception&) {
            // The same on all ranks; rank 0 tells it.
        }
    }
    return std::stoi(ranks.broadcast(""));
}

/// Rank 0 of a run.
class Leader {
  public:
    Leader(const Communicator& ranks, const RunArguments& arguments, RunControl& control,
           results::Machine machine, std::string layout)
        : ranks_(ranks), arguments_(arguments), control_(control), machine_(std::move(machine)),
          layout_(std::move(layout)), talks_(!arguments.quiet) {}

    int run() {
        deck::LoadedDeck deck = deck::read_deck(arguments_.deck);
        const campaign::Plan plan = campaign::make_plan(deck);
        const RunTask task(arguments_, std::move(deck));
        int status = done;
        if (arguments_.resume && !arguments_.force && is_complete(task, status)) {
            results::remove_litter(results::parts_directory(task.output));
            if (talks_) std::cerr << task.output << " is complete: nothing to do\n";
            ranks_.broadcast("");
            return status;
        }
        const campaign::Campaign campaign(task.deck, task.span);
        std::unique_ptr<results::EarlierResults> earlier;
        if (!task.reuse.empty()) {
            earlier = std::make_unique<results::EarlierResults>(
                task.reuse, campaign.frame(),
                results::build_of(identity_of(task.deck, task.span, machine_, "")),
                arguments_.accept_other_build);
        }
        const auto parts = open_parts(task, arguments_, machine_);
        warn(parts->remarks());
        introduce(task, plan);
        Job job(*parts, campaign, {arguments_.checkpoint_interval_s, ranks_.size(), talks_});
        if (talks_ && parts->items_done() > 0) std::cerr << "resumed          " << job.counts_text() << '\n';
        if (earlier) {
            const std::string taken = take_over(*earlier, campaign, job);
            if (talks_) std::cerr << "taken over       " << taken << '\n';
        }
        ranks_.broadcast(task.deck.resolved);
        deck_is_shared_ = true;
        parallel::Watch watch(control_, [&] { job.checkpoint(); });
        job.checkpoint(); // for `lpsglass status`, and a full disk is told at once
        const WorkOutcome outcome = campaign.run(ranks_of(ranks_, control_), &job);
        // What is left to do wants the HDF5 library for itself, and is not interrupted any more.
        watch.end_checkpoints();
        job.end_progress();
        return outcome == WorkOutcome::complete ? finish(task, campaign, *parts, job, earlier.get())
                                                : interrupt(job, *parts);
    }

    /// Others wait for the deck until this is true.
    [[nodiscard]] bool deck_is_shared() const { return deck_is_shared_; }

  private:
    void introduce(const RunTask& task, const campaign::Plan& plan) const {
        if (!talks_) return;
        warn(task.deck.warnings);
        std::cerr << "lpsglass on " << layout_ << '\n' << campaign::describe(plan);
        if (task.is_part)
            std::cerr << fmt::format("part             sets {} to {}\n", task.span.first + 1, task.span.end);
        const std::string mistake = parallel::task_warning(std::getenv("SLURM_NTASKS"), ranks_.size());
        if (!mistake.empty()) warn({mistake});
        if (machine_.arithmetic == "mixed") {
            warn({"the C libraries of the ranks differ in their arithmetic: results are not identical to the "
                  "last "
                  "bit with those of other rank counts"});
        }
    }

    /// Stopped before the end.
    int interrupt(Job& job, const results::PartStore& parts) const {
        const bool saved = saved_at_last(job);
        std::cerr << fmt::format("interrupted ({}): {}{}\n", control_.stop_reason(), job.counts_text(),
                                 saved ? "; saved in " + parts.directory() +
                                             ", the same call with --resume goes on"
                                       : "; not all of it could be saved");
        return saved ? interrupted : machine_failed;
    }

    /// Saves the work that is still in memory; where the disk takes nothing, tries again for a while.
    bool saved_at_last(Job& job) const {
        for (int i = 0; !job.checkpoint(); ++i) {
            if (i == kLastTries || control_.stop_requested()) return false;
            const double pause_s = std::min(kLastPause_s, arguments_.checkpoint_interval_s);
            std::this_thread::sleep_for(std::chrono::duration<double>(pause_s));
        }
        return true;
    }

    int finish(const RunTask& task, const campaign::Campaign& campaign, results::PartStore& parts, Job& job,
               const results::EarlierResults* earlier) {
        const SetCounts counts = job.counts();
        const int status = counts.failures() == 0 ? done : some_sets_failed;
        std::string failures = counts.failures_text();
        if (task.is_part) {
            if (!saved_at_last(job)) return machine_failed;
            keep_part(task, parts);
            if (talks_) std::cout << "part done: " << task.output << '\n';
        } else {
            job.checkpoint(); // before the file: a crash while it is written then costs nothing
            const campaign::RunRecord record = write(task, campaign, job, earlier);
            parts.remove_all();
            if (record.set_count == 1) failures = "1 of 1 sets failed: " + record.sets.front().message;
            if (talks_) {
                warn(campaign::warnings(record));
                std::cout << (record.set_count > 1 ? scan_text(task.output) : closing_table(record))
                          << "written: " << task.output << '\n';
            }
        }
        if (status == some_sets_failed) (talks_ ? std::cout : std::cerr) << failures << '\n';
        return status;
    }

    campaign::RunRecord write(const RunTask& task, const campaign::Campaign& campaign, Job& job,
                              const results::EarlierResults* earlier) const {
        SetCounts counts;
        const double elapsed =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
        try {
            return assemble(task.output, campaign, job,
                            run_info(arguments_.command_line, ranks_.size(), elapsed), machine_, counts,
                            earlier ? &earlier->file() : nullptr);
        } catch (const IoError& e) {
            const bool saved = saved_at_last(job);
            throw IoError(std::string(e.what()) + (saved ? ": all sets are done and saved in " +
                                                               results::parts_directory(task.output) +
                                                               "; make room and call the same with --resume"
                                                         : ": the finished work could not be saved either"));
        }
    }

    /// The work of a part under the name that tells that it is complete.
    static void keep_part(const RunTask& task, results::PartStore& parts) {
        std::error_code failed;
        if (std::filesystem::is_directory(task.output)) std::filesystem::remove_all(task.output, failed);
        parts.close_as(task.output);
    }

    const Communicator& ranks_;
    const RunArguments& arguments_;
    RunControl& control_;
    results::Machine machine_;
    std::string layout_;
    bool talks_;
    bool deck_is_shared_ = false;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

int lead(const Communicator& ranks, const RunArguments& arguments, RunControl& control,
         results::Machine machine, std::string layout) {
    Leader leader(ranks, arguments, control, std::move(machine), std::move(layout));
    int status = machine_failed;
    try {
        status = leader.run();
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& e) {
        if (!leader.deck_is_shared()) ranks.broadcast("");
        // Said while MPI is up: mpirun may not wait for words that come later.
        std::cerr << e.what() << std::endl;
        status = exit_status_of(e);
    }
    ranks.broadcast(std::to_string(status));
    return status;
}

} // namespace

int run_command(const RunArguments& arguments) {
    std::signal(SIGXFSZ, SIG_IGN); // a file that grows too large is an error like a full disk
    const Communicator ranks;
    if (ranks.is_root() && arguments.kill_at_write_step > 0) kill_at_write_step(arguments.kill_at_write_step);
    try {
        RunControl control(limits_of(arguments));
        const results::Machine machine = common_machine(ranks, arguments.instruction_level);
        const std::string layout = parallel::rank_layout(ranks);
        int status = done;
        if (ranks.is_root()) {
            status = lead(ranks, arguments, control, machine, layout);
        } else {
            const parallel::Watch watch(control, {});
            status = follow(ranks, arguments, control);
        }
        std::cout.flush();
        ranks.end_with(status);
        return status;
    } catch (const std::bad_alloc&) {
        // The one error that may strike a single rank: the others wait for it.
        std::cerr << "rank " << ranks.rank() << ": out of memory\n";
        ranks.abort(machine_failed);
    }
}

} // namespace lpsglass::app
