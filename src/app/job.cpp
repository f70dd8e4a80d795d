#include "job.hpp"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <unistd.h>

#include <fmt/format.h>

#include "lpsglass/core/error.hpp"

namespace lpsglass::app {

namespace {

constexpr std::size_t kMostBuffered = 64 << 20; // bytes of finished work in memory

double steady_s() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

} // namespace

Job::Job(results::PartStore& parts, const campaign::Campaign& campaign, const Options& options)
    : parts_(parts), campaign_(campaign), options_(options), started_(std::time(nullptr)),
      saved_above_(kMostBuffered) {
    counts_.total = campaign.span().size();
    if (parts.items_done() > 0) {
        for (Item set = 0; set < counts_.total; ++set) {
            if (parts.contains(set)) counts_.add(campaign::Campaign::state_of(parts.read(set)));
        }
    }
    taken_over_ = saved_ = counts_.done;
    Progress::Options progress;
    progress.terminal = ::isatty(STDERR_FILENO) == 1;
    progress.interval_s = options.checkpoint_interval_s;
    progress.now_s = steady_s;
    progress.print = [talks = options.talks](const std::string& text) {
        if (talks) std::cerr << text << std::flush;
    };
    progress_ = std::make_unique<Progress>(counts_.total, taken_over_, std::move(progress));
}

void Job::add(Item item, Bytes result) {
    const bool is_set = campaign_.is_set(item);
    const auto state = is_set ? campaign::Campaign::state_of(result) : campaign::TaskState::not_computed;
    parts_.add(item, std::move(result));
    SetCounts now;
    { // after the store has it: a checkpoint between must not count as saved what it did not save
        const std::scoped_lock lock(mutex_);
        counts_.add(state);
        now = counts_;
    }
    if (parts_.buffered_bytes() > saved_above_) {
        checkpoint();
        saved_above_ = parts_.buffered_bytes() + kMostBuffered; // a full disk is not tried for every item
    }
    progress_->tell(now.done, now.failures());
}

bool Job::checkpoint() {
    const std::size_t done = counts().done;
    std::string problem;
    try {
        parts_.flush();
        const std::scoped_lock lock(mutex_);
        saved_ = std::max(saved_, done);
    } catch (const IoError& e) {
        problem = e.what();
    }
    try {
        results::write_status(parts_.directory(), status(problem));
    } catch (const IoError& e) {
        if (problem.empty()) problem = e.what();
    }
    tell(problem);
    return problem.empty();
}

void Job::tell(const std::string& problem) {
    const std::scoped_lock lock(mutex_);
    const bool news = problem.empty() != problem_.empty(); // every try names another part file
    problem_ = problem;
    if (!news) return;
    if (!problem.empty()) {
        std::cerr << fmt::format("warning: {}: finished work stays in memory and is tried again every {} s\n",
                                 problem, options_.checkpoint_interval_s)
                  << std::flush;
    } else if (options_.talks) {
        std::cerr << "finished work is saved again\n" << std::flush;
    }
}

SetCounts Job::counts() const {
    const std::scoped_lock lock(mutex_);
    return counts_;
}

std::string Job::counts_text() const {
    const SetCounts counts = this->counts();
    const std::size_t steps = parts_.items_done() - counts.done;
    return fmt::format(
        "{} of {} sets are done{}", counts.done, counts.total,
        steps > 0 && counts.done < counts.total ? fmt::format(", with {} steps towards others", steps) : "");
}

results::RunStatus Job::status(const std::string& problem) const {
    results::RunStatus out;
    const SetCounts counts = this->counts();
    const campaign::RunInfo info = run_info("", options_.ranks, 0.0);
    out.total = counts.total;
    out.done = counts.done;
    {
        const std::scoped_lock lock(mutex_);
        out.saved = saved_;
    }
    out.problem = problem;
    out.failed = counts.failed;
    out.started = started_;
    out.updated = std::time(nullptr);
    const double elapsed = std::difftime(out.updated, out.started);
    if (elapsed > 0.0) out.sets_per_second = static_cast<double>(counts.done - taken_over_) / elapsed;
    out.checkpoint_interval_s = options_.checkpoint_interval_s;
    out.host = info.hostname;
    out.pid = ::getpid();
    out.ranks = options_.ranks;
    return out;
}

} // namespace lpsglass::app
