#pragma once

#include <exception>

namespace lpsglass::app {

/// Exit statuses of the program (docs/results.md).
enum ExitStatus : int {
    done = 0,             ///< missing values that are results (no extinction, no crossing) included
    some_sets_failed = 1, ///< the results file is written; failed sets have a status and a message
    targets_not_met = 1,  ///< calibrate: the nearest deck is written, and the targets it misses are told
    differs = 1,          ///< verify, compare: something is not as it should be, and is told
    wrong_input = 2,      ///< deck, data, arguments; nothing was written
    machine_failed = 3,   ///< the results could not be written, MPI failed
    interrupted = 4,      ///< by a signal or --max-time; `run --resume` goes on
};

/// The status an error that ends the program leads to.
ExitStatus exit_status_of(const std::exception& error);

} // namespace lpsglass::app
