#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

#include "lpsglass/core/work.hpp"
#include "message.hpp"

namespace lpsglass::parallel {

/// Where a rank works: a queue of orders and a thread that works on them one after the other, while the main
/// thread talks to the other ranks. So a long item delays neither orders, nor results, nor a stop.
class Bench {
  public:
    /// One result is not larger: a message has less than 2^31 bytes.
    static constexpr std::size_t kLargestResult = std::size_t{1} << 30;

    explicit Bench(const Work& work);
    /// Drops what is not begun.
    ~Bench();
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;

    /// Does what rank 0 says; not for Instruction::Kind::end.
    void follow(Instruction instruction);

    [[nodiscard]] bool busy();

    /// What rank 0 should know now; nothing if it can wait: half of the orders are done, results are half a
    /// second old, an item failed, an instruction asks for it.
    std::optional<Report> take_report();

    /// Sleeps until there is a report, but no longer than this.
    void wait(std::chrono::microseconds longest);

  private:
    void run();
    void work_on(const Order& order, std::unique_lock<std::mutex>& lock);
    void keep_below(Item limit);
    void return_last();
    bool report_is_due() const;

    const Work& work_;
    std::mutex mutex_; ///< for all that follows
    std::condition_variable for_worker_, for_owner_;
    std::deque<Order> queue_;
    bool in_hand_ = false, closing_ = false;
    Item limit_ = kNoLimit;
    Report report_;
    std::size_t report_size_ = 0;                        ///< of its results, in bytes
    std::chrono::steady_clock::time_point first_unsaid_; ///< when the first result of the report was ready
    std::thread thread_;                                 ///< the last: it uses all others
};

} // namespace lpsglass::parallel
