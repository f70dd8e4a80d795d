#pragma once

#include <functional>
#include <string>
#include <vector>

namespace lpsglass::app {

/// Takes a line that a child process tells its parent; it may hold line ends.
using Tell = std::function<void(const std::string&)>;

struct Told {
    std::vector<std::string> lines;
    int signal = 0; ///< that ended the child; 0: it ended by itself
};

/// Runs `act` in a child process, whose end, whatever it dies of, does not harm this one. `act` must catch
/// what it throws. Not while MPI is up. Throws IoError where there can be no child.
Told in_own_process(const std::function<void(const Tell&)>& act);

} // namespace lpsglass::app
