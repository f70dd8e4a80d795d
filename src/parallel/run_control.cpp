#include "lpsglass/parallel/run_control.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>

namespace lpsglass::parallel {

namespace {

/// What is ready elsewhere is on rank 0 within milliseconds; Slurm and mpirun leave about a second.
constexpr double kGatheringTime_s = 0.2;

std::string name_of_signal(int signal) {
    switch (signal) {
    case SIGTERM:
        return "SIGTERM";
    case SIGINT:
        return "SIGINT";
    case SIGUSR1:
        return "SIGUSR1";
    default:
        return "signal " + std::to_string(signal);
    }
}

} // namespace

double RunControl::steady_seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

RunControl::RunControl(Limits limits, Clock clock)
    : limits_(limits), clock_(std::move(clock)), start_s_(clock_()), last_checkpoint_s_(start_s_) {}

void RunControl::note_signal(int signal) noexcept {
    if (signal == SIGCONT)
        checkpoint_signal_ = true;
    else
        stop_signal_ = signal;
}

void RunControl::fail(std::exception_ptr error) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::move(error);
    failed_ = true;
}

bool RunControl::stop_requested() const {
    return stop_signal_ != 0 || failed_ || clock_() - start_s_ >= limits_.max_time_s;
}

std::string RunControl::stop_reason() const {
    if (failed_) return "an error";
    if (stop_signal_ != 0) return name_of_signal(stop_signal_);
    return stop_requested() ? "--max-time" : "";
}

std::exception_ptr RunControl::failure() const {
    const std::lock_guard lock(mutex_);
    return failure_;
}

bool RunControl::take_checkpoint() {
    const bool stopped = stop_requested();
    const double now = clock_();
    const std::lock_guard lock(mutex_);
    bool due =
        checkpoint_signal_.exchange(false) || now - last_checkpoint_s_ >= limits_.checkpoint_interval_s;
    if (stopped) {
        stop_seen_s_ = std::min(stop_seen_s_, now);
        if (gathered_ && !gathered_checkpoint_taken_) {
            due = gathered_checkpoint_taken_ = early_checkpoint_taken_ = true;
        } else if (now - stop_seen_s_ >= kGatheringTime_s && !early_checkpoint_taken_) {
            due = early_checkpoint_taken_ = true;
        }
    }
    if (due) last_checkpoint_s_ = now;
    return due;
}

} // namespace lpsglass::parallel
