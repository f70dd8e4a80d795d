#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lpsglass/campaign/item_store.hpp"
#include "lpsglass/campaign/run_record.hpp"
#include "lpsglass/campaign/set_table.hpp"

namespace lpsglass::campaign {

/// Shares independent work items out and returns the result of each, in the order of the items, on every
/// rank. A work item is a pure function of its number; it may throw only what ends the run everywhere.
using WorkItem = std::function<std::vector<double>(std::size_t)>;
using ShareItems = std::function<std::vector<std::vector<double>>(std::size_t count, const WorkItem& work)>;

/// The items one after the other, here: the serial twin of what ranks do.
std::vector<std::vector<double>> in_order(std::size_t count, const WorkItem& work);

struct FitStage;

/// The ranks, as far as a campaign needs them.
struct Ranks {
    int size = 1, rank = 0;
    RunWork run;                           ///< all ranks call it together
    std::function<Bytes(Bytes)> broadcast; ///< what rank 0 has, on every rank
};

/// One rank without others.
Ranks serial_ranks();

/// A part of the sets of a deck, first..end-1.
struct SetSpan {
    std::size_t first = 0, end = 0;
    [[nodiscard]] std::size_t size() const { return end - first; }
    /// Part `part` (from 1) of `parts`, as equal as they can be. Throws InputError where there is no such
    /// part.
    static SetSpan part_of(std::size_t sets, int part, int parts);
};

/// All sets of a deck that make_plan() accepted: first the distinct fits, then the sets. Results do not
/// depend on how ranks share the work, nor on what a store already holds.
///
/// Items: set i is item i - first, the fits that several sets share follow the sets. Items from kInnerItem on
/// are the inner work (starts, chains, blocks of draws and temperatures) of fits and sets that are too few
/// for the ranks, so that all ranks share it.
class Campaign {
  public:
    explicit Campaign(deck::LoadedDeck deck);
    Campaign(deck::LoadedDeck deck, SetSpan span);

    [[nodiscard]] const SetSpan& span() const { return span_; }
    [[nodiscard]] const SetTable& sets() const { return table_; }

    /// Works until everything is in the store (null but on rank 0), or until it is told to stop. All ranks
    /// call it together.
    WorkOutcome run(const Ranks& ranks, ItemStore* store) const;

    /// A finished set, from the store; one that is not there is `not_computed`.
    [[nodiscard]] SetResult result(const ItemStore& store, std::size_t set) const;

    /// Everything of the results file but the sets.
    [[nodiscard]] RunRecord frame() const;

    /// How a finished set ended, from its item alone.
    static TaskState state_of(std::span<const std::byte> result);

    /// The item of a set whose values an earlier results file has in that row, and that ended so.
    static Bytes taken_over(TaskState state, std::size_t row, const std::string& message);

    /// The item of a fit that an earlier results file has; items of fits follow those of the sets, in the
    /// order of SetTable::fits().
    static Bytes taken_over(const FitStage& stage);

    /// Whether an item is a set (and not a fit, or inner work).
    [[nodiscard]] bool is_set(Item item) const { return item < span_.size(); }

  private:
    class Source;
    class SharedStage;

    [[nodiscard]] Bytes work_on_set(std::size_t set, std::span<const std::byte> stage, int rank) const;
    [[nodiscard]] Bytes work_on_fit(std::size_t set) const;

    deck::LoadedDeck deck_;
    SetTable table_;
    SetSpan span_;
};

/// Runs a deck in memory, set after set, the inner work of each shared out. All ranks get the same record;
/// `info` is left to the caller.
RunRecord run_campaign(const deck::LoadedDeck& deck, const ShareItems& share);

/// Things about a finished run that its user should know: fits that missed their goal, quadrature errors
/// above a third of the smallest sigma, dropped members.
std::vector<std::string> warnings(const RunRecord& record);

} // namespace lpsglass::campaign
