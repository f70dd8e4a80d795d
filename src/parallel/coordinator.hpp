#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "batching.hpp"
#include "bench.hpp"
#include "lpsglass/core/work.hpp"
#include "lpsglass/parallel/run_control.hpp"
#include "mailbox.hpp"
#include "message.hpp"

namespace lpsglass::parallel {

/// Rank 0 of a run: hands out orders to the ranks that are short of them, takes their reports, calls orders
/// back from ranks that have many when others have none, and ends the run.
class Coordinator {
  public:
    /// `own`: the bench of rank 0, or null if rank 0 only coordinates.
    Coordinator(WorkSource& source, RunControl& control, Mailbox& mailbox, Bench* own, int ranks);

    /// To the end, and tells the others. Throws what ended the run.
    WorkOutcome run();

  private:
    /// A rank that works, as rank 0 knows it.
    struct Seat {
        std::deque<Order> under_way; ///< in the order of handing out, which is that of their results
        std::vector<Order> batch;    ///< the last of them, not sent yet
        std::size_t most = 1;        ///< doubles with every report: one wrong guess does not pile up orders
        std::uint64_t replies = 0;   ///< that it owes
        double heard_s = 0.0;
        bool short_of_orders = false;
    };

    bool listen();
    void take(int rank, Report report);
    void accept(std::vector<std::pair<Item, Bytes>> results);
    void obey_control();
    void fail(Failure failure);
    void keep_below(Item limit);
    void hand_out();
    bool fill(int rank, std::size_t upto);
    std::optional<Order> next_order();
    void call_back();
    void instruct(int rank, Instruction instruction);
    void note_short(int rank);
    [[nodiscard]] std::size_t target(const Seat& seat) const;
    [[nodiscard]] std::size_t idle_ranks() const;
    [[nodiscard]] std::chrono::microseconds longest_sleep() const;
    [[nodiscard]] bool finished() const;
    WorkOutcome outcome();

    WorkSource& source_;
    RunControl& control_;
    Mailbox& mailbox_;
    Bench* own_;
    Batching batching_;
    std::vector<Seat> seats_; ///< of all ranks; that of rank 0 is empty for ever if it only coordinates
    std::vector<int> short_;  ///< ranks short of orders
    std::deque<Order> pool_;  ///< orders that came back
    std::size_t under_way_ = 0;
    std::uint64_t replies_ = 0;
    bool dry_ = false; ///< the source has nothing until a result is accepted
    bool stopping_ = false, dropped_ = false, source_failed_ = false;
    Item limit_ = kNoLimit; ///< items from here on are dropped
    Failure failure_;
};

} // namespace lpsglass::parallel
