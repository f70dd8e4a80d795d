#pragma once

#include <cstddef>
#include <ctime>
#include <map>
#include <optional>
#include <string>

#include "lpsglass/core/work.hpp"
#include "lpsglass/results/owner_lock.hpp"

/// How far a run is: a small text file among its parts, written anew with each of them.
namespace lpsglass::results {

/// What a run tells of itself. Sets are counted in whatever the caller calls so.
struct RunStatus {
    Item total = 0;                            ///< sets
    Item done = 0;                             ///< failed ones included
    Item saved = 0;                            ///< on the disk
    std::map<std::string, std::size_t> failed; ///< cause -> sets
    double sets_per_second = 0.0;              ///< since `started`; 0: not known yet
    double checkpoint_interval_s = 0.0;
    std::time_t started = 0; ///< of the program, now or lastly; a resumed run starts anew
    std::time_t updated = 0; ///< when this was written
    std::string host;
    long pid = 0;
    int ranks = 1;
    bool finished = false;
    std::string problem; ///< why the last part could not be written; empty: it could
};

/// Writes it among the parts of a run, all of it or nothing. Throws IoError.
void write_status(const std::string& parts_directory, const RunStatus& status);

/// What was written last; nothing: none was yet. Throws IoError.
std::optional<RunStatus> read_status(const std::string& parts_directory);

enum class RunState { running, interrupted, finished };

/// A run as it is seen from outside.
struct RunReport {
    std::string results_path;
    RunState state = RunState::interrupted;
    RunStatus status;
};

/// Looks at the results file and its parts; changes nothing. Of a finished run `total`, `done`, `failed`,
/// `host`, `ranks` and the times are those of the results file, `updated` when it was written. Throws
/// InputError where there is neither; IoError.
RunReport look_at_run(const std::string& results_path);

/// What `lpsglass status` prints, lines with their ends.
std::string status_text(const RunReport& report, std::time_t now);

/// In two units at most: `45 s`, `12 min`, `5 h 20 min`, `3 d 4 h`.
std::string duration_text(double seconds);

} // namespace lpsglass::results
