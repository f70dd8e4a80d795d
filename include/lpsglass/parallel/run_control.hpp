#pragma once

#include <atomic>
#include <exception>
#include <functional>
#include <limits>
#include <mutex>
#include <string>

namespace lpsglass::parallel {

/// When a run stops before its end, and when it writes down what it has. Rank 0's counts; those of other
/// ranks are not asked. Any thread may call any function.
class RunControl {
  public:
    /// Seconds since whenever, never going back.
    using Clock = std::function<double()>;
    static double steady_seconds();

    struct Limits {
        double max_time_s = std::numeric_limits<double>::infinity(); ///< from the making of this object
        double checkpoint_interval_s = 60.0;
    };

    RunControl() : RunControl(Limits{}) {}
    explicit RunControl(Limits limits, Clock clock = steady_seconds);

    /// SIGCONT asks for a checkpoint, any other signal for a checkpoint and a stop. May be called by a signal
    /// handler.
    void note_signal(int signal) noexcept;

    /// Stops the run with this error on all ranks; the first one counts. For what cannot throw to its caller.
    void fail(std::exception_ptr error);

    [[nodiscard]] bool stop_requested() const;

    /// What asked for the stop: `SIGTERM`, `--max-time`, `an error`; empty if nothing did.
    [[nodiscard]] std::string stop_reason() const;

    [[nodiscard]] std::exception_ptr failure() const;

    /// After a stop, says that rank 0 has all results that were ready on other ranks.
    void note_gathered() noexcept { gathered_ = true; }

    /// Whether a checkpoint is to be written now: the interval is over, a signal came, or the run was
    /// stopped; then as soon as rank 0 has all ready results, and before, if that takes longer than 0.2 s.
    /// Each occasion is told once.
    [[nodiscard]] bool take_checkpoint();

  private:
    const Limits limits_;
    const Clock clock_;
    const double start_s_;
    std::atomic<int> stop_signal_{0};
    std::atomic<bool> checkpoint_signal_{false};
    std::atomic<bool> failed_{false};
    std::atomic<bool> gathered_{false};

    mutable std::mutex mutex_; ///< for what follows
    std::exception_ptr failure_;
    double last_checkpoint_s_;
    double stop_seen_s_ = std::numeric_limits<double>::infinity();
    bool early_checkpoint_taken_ = false;    ///< after a stop, before all was gathered
    bool gathered_checkpoint_taken_ = false; ///< after a stop, with all gathered
};

} // namespace lpsglass::parallel
