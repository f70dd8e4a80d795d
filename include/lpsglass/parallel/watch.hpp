#pragma once

#include <functional>
#include <memory>

#include "lpsglass/parallel/run_control.hpp"

namespace lpsglass::parallel {

/// As long as it lives, SIGTERM, SIGINT, SIGUSR1 and SIGCONT tell the run control instead of ending the
/// process, and checkpoints are written when they are due, whatever else the process does. One at a time.
///
/// A second SIGINT ends the process as usual: who presses Ctrl-C twice does not want to wait.
class Watch {
  public:
    /// `checkpoint` is called in a thread of its own. It may throw: the run stops with that error
    /// (RunControl::fail). Empty: signals only, as on ranks other than 0.
    /// Throws std::logic_error while there is another one, IoError if the system denies a pipe.
    Watch(RunControl& control, std::function<void()> checkpoint);
    ~Watch();

    /// No more checkpoints, and none under way; signals are watched as before.
    void end_checkpoints();

    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace lpsglass::parallel
