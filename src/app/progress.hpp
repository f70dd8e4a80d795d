#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace lpsglass::app {

/// Tells on stderr how far a run is: a bar that renews itself on a terminal, otherwise one plain line per
/// interval, so that log files stay small. Nothing in the first seconds.
class Progress {
  public:
    struct Options {
        bool terminal = false;
        double interval_s = 60.0; ///< between plain lines
        std::function<double()> now_s;
        std::function<void(const std::string&)> print;
    };

    /// @param already done before this run began, by an earlier one
    Progress(std::size_t total, std::size_t already, Options options);

    /// The state now; prints it if it is time to.
    void tell(std::size_t done, std::size_t failed);

    /// Clears the bar.
    void end();

  private:
    [[nodiscard]] std::string line(std::size_t done, std::size_t failed, double now_s) const;

    std::size_t total_, already_;
    Options options_;
    double start_s_, next_s_;
    bool shown_ = false;
};

} // namespace lpsglass::app
