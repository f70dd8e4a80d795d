#pragma once

#include <csignal>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

/// Processes that a test starts, and ends.
namespace processes {

/// A child that runs `work(acknowledge)` and exits with 0, with 1 where it throws. What it acknowledges, one
/// byte each, is known even if it is killed right after.
class Child {
  public:
    template <class Work> explicit Child(const Work& work) {
        int ends[2];
        if (pipe(ends) != 0) throw std::runtime_error("no pipe");
        pid_ = fork();
        if (pid_ < 0) throw std::runtime_error("no process");
        if (pid_ == 0) {
            close(ends[0]);
            int status = 1;
            try {
                work([&] { status = ::write(ends[1], "x", 1) == 1 ? 0 : 1; });
                status = 0;
            } catch (...) {
            }
            _exit(status);
        }
        close(ends[1]);
        read_end_ = ends[0];
    }
    ~Child() {
        kill_it();
        wait();
        close(read_end_);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    [[nodiscard]] pid_t pid() const { return pid_; }

    void kill_it() const {
        if (!waited_) ::kill(pid_, SIGKILL);
    }

    /// Waits for the next acknowledgement; false: the child has ended.
    bool acknowledged() const {
        char byte = 0;
        return ::read(read_end_, &byte, 1) == 1;
    }

    /// Waits for the end; true where the child was killed. `exit_status` is its own otherwise.
    bool wait() {
        if (!waited_) waitpid(pid_, &status_, 0);
        waited_ = true;
        return WIFSIGNALED(status_);
    }
    [[nodiscard]] int exit_status() const { return WIFEXITED(status_) ? WEXITSTATUS(status_) : -1; }

  private:
    pid_t pid_ = -1;
    int read_end_ = -1;
    int status_ = 0;
    bool waited_ = false;
};

} // namespace processes
