#pragma once

#include <string>

/// The subcommands. Each returns the program's exit status; errors that end it are thrown.
namespace lpsglass::app {

struct RunArguments {
    std::string deck;
    std::string output; ///< empty: the deck's name with .h5, in the current directory
    bool force = false; ///< overwrite an existing output file
    bool quiet = false;
    std::string command_line;
};

/// `lpsglass run`: computes the deck on all ranks; rank 0 writes the results file and the closing table.
int run_command(const RunArguments& arguments);

/// `lpsglass check`: validates the deck and says what a run would do. No MPI.
int check_command(const std::string& path);

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

} // namespace lpsglass::app
