#include "lpsglass/parallel/watch.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "lpsglass/core/error.hpp"

namespace lpsglass::parallel {

namespace {

constexpr std::array kSignals{SIGTERM, SIGINT, SIGUSR1, SIGCONT};

/// How often the thread looks whether a checkpoint is due; a signal wakes it at once.
constexpr int kTick_ms = 100;

// A handler rather than blocked signals and sigwait: threads that MPI has started before have masks of
// their own, and any one of them with the signal open would end the process.
std::atomic<RunControl*> watched{nullptr};
std::atomic<int> wake_end{-1};

void wake() noexcept {
    const char byte = 0;
    // A full pipe wakes as well.
    [[maybe_unused]] const auto written = ::write(wake_end, &byte, 1);
}

extern "C" void on_signal(int signal) {
    const int error = errno;
    if (RunControl* control = watched) control->note_signal(signal);
    wake();
    errno = error;
}

} // namespace

struct Watch::State {
    RunControl& control;
    std::function<void()> checkpoint;
    std::array<int, 2> pipe{-1, -1};
    std::array<struct sigaction, kSignals.size()> before{};
    std::atomic<bool> closing{false};
    std::thread thread;

    void run() {
        while (!closing) {
            pollfd end{pipe[0], POLLIN, 0};
            if (::poll(&end, 1, kTick_ms) > 0) {
                std::array<char, 64> bytes;
                [[maybe_unused]] const auto drained = ::read(pipe[0], bytes.data(), bytes.size());
            }
            if (closing || !control.take_checkpoint()) continue;
            try {
                checkpoint();
            } catch (...) {
                control.fail(std::current_exception());
                return;
            }
        }
    }
};

Watch::Watch(RunControl& control, std::function<void()> checkpoint)
    : state_(new State{control, std::move(checkpoint), {-1, -1}, {}, {false}, {}}) {
    RunControl* none = nullptr;
    if (!watched.compare_exchange_strong(none, &control)) throw std::logic_error("a second watch");
    if (::pipe2(state_->pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
        watched = nullptr;
        throw IoError("no pipe for signals");
    }
    wake_end = state_->pipe[1];
    for (std::size_t i = 0; i < kSignals.size(); ++i) {
        struct sigaction action {};
        action.sa_handler = on_signal;
        action.sa_flags = SA_RESTART;
        if (kSignals[i] == SIGINT) action.sa_flags |= static_cast<int>(SA_RESETHAND);
        sigemptyset(&action.sa_mask);
        sigaction(kSignals[i], &action, &state_->before[i]);
    }
    if (state_->checkpoint) state_->thread = std::thread([state = state_.get()] { state->run(); });
}

void Watch::end_checkpoints() {
    state_->closing = true;
    wake();
    if (state_->thread.joinable()) state_->thread.join();
}

Watch::~Watch() {
    end_checkpoints();
    for (std::size_t i = 0; i < kSignals.size(); ++i)
        sigaction(kSignals[i], &state_->before[i], nullptr);
    watched = nullptr;
    wake_end = -1;
    for (int end : state_->pipe)
        ::close(end);
}

} // namespace lpsglass::parallel
