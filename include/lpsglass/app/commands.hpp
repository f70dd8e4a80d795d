#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// The subcommands. Each returns the program's exit status; errors that end it are thrown.
namespace lpsglass::app {

struct RunArguments {
    std::string deck;
    std::string output; ///< empty: the deck's name with .h5, in the current directory
    bool force = false; ///< overwrite an existing output file, and begin anew where a run was interrupted
    bool quiet = false;
    bool resume = false;             ///< go on with an interrupted run; afresh where there is none
    bool accept_other_build = false; ///< also with the work of another build or C library
    double checkpoint_interval_s = 60.0;
    double max_time_s = 0.0;       ///< 0: no limit
    std::string reuse;             ///< an earlier results file whose sets are taken over; empty: none
    std::string instruction_level; ///< no instructions beyond this level; empty: what all ranks have
    std::string part;              ///< `I/N`: only that part of the sets; empty: all
    long kill_at_write_step = 0;   ///< for tests: end rank 0 there by SIGKILL; 0: nowhere
    std::string command_line;
};

/// `lpsglass run`: computes the deck on all ranks; rank 0 writes the results file and the closing table.
int run_command(const RunArguments& arguments);

/// `lpsglass merge`: the results file from all its parts (`run --part`). No MPI.
struct MergeArguments {
    std::string output; ///< the results file that the parts belong to
    bool force = false;
    bool quiet = false;
    std::string command_line;
};
int merge_command(const MergeArguments& arguments);

/// `lpsglass snapshot`: a results file of what a run has done so far. No MPI; does not disturb the run.
struct SnapshotArguments {
    std::string results; ///< of the run
    std::string output;  ///< empty: `snapshot` before the extension, run.snapshot.h5
    bool force = false;
    std::string command_line;
};
int snapshot_command(const SnapshotArguments& arguments);

/// `lpsglass status`: how far a run is. No MPI.
int status_command(const std::string& results);

/// `lpsglass sensitivity`: how much each scanned parameter matters to each output, into the results file's
/// group /sensitivity, in place of one that is there, and as tables on stdout. No MPI.
struct SensitivityArguments {
    std::string results;
    bool second_order = false;        ///< also pairs of parameters
    bool all = false;                 ///< tables of all outputs
    std::vector<std::string> outputs; ///< tables of these; empty: of those of most interest
    std::size_t replicates = 500;     ///< of the bootstrap
    std::uint64_t seed = 1;           ///< of the bootstrap
};
int sensitivity_command(const SensitivityArguments& arguments);

/// `lpsglass report`: an HTML page with the figures of a results file, and the figures for papers. No MPI.
struct ReportArguments {
    std::string results;
    std::string output; ///< folder; empty: the results file's name without .h5, with _report, here
    bool force = false; ///< also into a folder that has other files
};
int report_command(const ReportArguments& arguments);

/// `lpsglass check`: validates the deck and says what a run would do, and, from some sets that it computes,
/// what that would cost; or prints the reference of the deck's keys. No MPI.
struct CheckArguments {
    std::string deck;
    bool estimate = false;
    std::string reference; ///< `text` or `markdown`: the reference of all keys instead; empty: no
};
int check_command(const CheckArguments& arguments);

/// `lpsglass line`: the NQR line of the deck's amplitudes as CSV on stdout, its moments on stderr. No MPI.
int line_command(const std::string& path);

struct CalibrateArguments {
    std::string deck;
    std::string output; ///< empty: standard output
    bool force = false; ///< overwrite an existing deck
};

/// `lpsglass calibrate`: the deck with the numbers that meet its [calibration] targets, on stdout or in a
/// file; a table of targets and keys on stderr. No MPI.
int calibrate_command(const CalibrateArguments& arguments);

/// `lpsglass show`: the numbers of a results file as text on stdout. No MPI.
struct ShowArguments {
    std::string results;
    std::optional<std::size_t>
        set; ///< of a scan the set to show; nothing: the scan as a whole, or the only set
    std::vector<std::string> groups; ///< to print as tables, of the set; `all`: every group
};
int show_command(const ShowArguments& arguments);

/// `lpsglass deck`: the deck of a results file. No MPI.
struct DeckArguments {
    std::string results;
    std::string output;    ///< empty: standard output
    bool original = false; ///< as it was given, instead of the resolved deck, which runs alone
    bool force = false;    ///< overwrite an existing deck
};
int deck_command(const DeckArguments& arguments);

/// `lpsglass verify`: whether a results file is whole, and what its deck gives. No MPI.
struct VerifyArguments {
    std::string results;
    std::string sets = "3"; ///< how many are computed again, or `all`
};
int verify_command(const VerifyArguments& arguments);

/// `lpsglass compare`: what differs between two results files. No MPI.
struct CompareArguments {
    std::string first, second;
    double tolerance = 0.0; ///< relative; 0: to the last bit
};
int compare_command(const CompareArguments& arguments);

} // namespace lpsglass::app
