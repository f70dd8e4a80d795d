#pragma once

#include <ctime>
#include <memory>
#include <mutex>
#include <string>

#include "assembly.hpp"
#include "lpsglass/results/part_store.hpp"
#include "lpsglass/results/run_status.hpp"
#include "progress.hpp"

namespace lpsglass::app {

/// Rank 0's side of a run: takes finished items, counts, tells how far it is, and puts the work onto the disk
/// when it is time to. Items are added by one thread, checkpoints may come from another.
class Job final : public campaign::ItemStore {
  public:
    struct Options {
        double checkpoint_interval_s = 60.0;
        int ranks = 1;
        bool talks = true;
    };

    Job(results::PartStore& parts, const campaign::Campaign& campaign, const Options& options);

    [[nodiscard]] bool contains(Item item) const override { return parts_.contains(item); }
    [[nodiscard]] Bytes read(Item item) const override { return parts_.read(item); }
    void add(Item item, Bytes result) override;

    /// Saves what is not on the disk, and the status. A disk that takes nothing is told once; the work stays
    /// in memory, and the next checkpoint tries again. Gives whether everything is saved.
    bool checkpoint();

    /// Sets that an earlier run had done.
    [[nodiscard]] std::size_t taken_over() const { return taken_over_; }

    [[nodiscard]] SetCounts counts() const;

    /// `3 of 40 sets are done`, and what else is there: fits, and inner work of sets.
    [[nodiscard]] std::string counts_text() const;

    void end_progress() { progress_->end(); }

  private:
    [[nodiscard]] results::RunStatus status(const std::string& problem) const;
    void tell(const std::string& problem);

    results::PartStore& parts_;
    const campaign::Campaign& campaign_;
    Options options_;
    std::time_t started_;
    std::size_t taken_over_ = 0;
    std::unique_ptr<Progress> progress_;
    std::size_t saved_above_; ///< bytes in memory from which on they are saved out of turn

    mutable std::mutex mutex_; ///< for what follows
    SetCounts counts_;
    std::size_t saved_ = 0; ///< sets on the disk
    std::string problem_;   ///< of the last checkpoint
};

} // namespace lpsglass::app
