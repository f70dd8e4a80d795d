#include <exception>
#include <iostream>

#include <CLI/CLI.hpp>
#include <Eigen/Core>

#include "lpsglass/app/commands.hpp"
#include "lpsglass/app/exit_status.hpp"
#include "lpsglass/app/versions.hpp"
#include "lpsglass/core/error.hpp"

namespace {

using namespace lpsglass::app;

std::string joined(int argc, char** argv) {
    std::string out;
    for (int i = 0; i < argc; ++i)
        out += (i > 0 ? " " : "") + std::string(argv[i]);
    return out;
}

} // namespace

int main(int argc, char** argv) {
    // Eigen cuts large matrix products by the processor's cache sizes: fixed, so that unlike nodes give equal
    // bits.
    Eigen::setCpuCacheSizes(32 * 1024, 512 * 1024, 8 * 1024 * 1024);

    CLI::App program(
        "Locally preferred structures of As2Se3 glass: from 75As NQR lines to relaxation exponents");
    program.name("lpsglass");
    program.set_version_flag(
        "--version", [] { return version_text(); }, "Print versions and exit");
    program.require_subcommand(1);
    program.footer("Exit status: 0 done, 1 done but some sets failed, targets are unmet or files differ, 2 "
                   "wrong input, 3 "
                   "the machine failed, 4 interrupted and resumable.\n"
                   "Run on several cores with: mpirun -n N lpsglass run DECK");

    RunArguments run;
    run.command_line = joined(argc, argv);
    CLI::App* run_app = program.add_subcommand("run", "Compute a deck and write its results file");
    run_app->add_option("DECK", run.deck, "Input deck (TOML)")->required();
    run_app->add_option("-o,--output", run.output, "Results file [the deck's name with .h5, here]")
        ->type_name("FILE");
    run_app->add_flag("-f,--force", run.force, "Overwrite an existing results file");
    run_app->add_flag("-q,--quiet", run.quiet, "No progress, no warnings, no table");
    run_app->add_flag("-r,--resume", run.resume, "Go on with an interrupted run; afresh where there is none");
    run_app->add_flag("--accept-other-build", run.accept_other_build,
                      "Resume the work of another build or instruction level too");
    run_app
        ->add_option("--checkpoint-interval", run.checkpoint_interval_s,
                     "Save finished work every so often [60]")
        ->type_name("SECONDS")
        ->check(CLI::Range(0.1, 86400.0));
    run_app->add_option("--max-time", run.max_time_s, "Stop after this time, saved and resumable")
        ->type_name("SECONDS")
        ->check(CLI::PositiveNumber);
    run_app->add_option("--reuse", run.reuse, "Take over what this earlier results file has of the sets")
        ->type_name("OLD");
    run_app->add_option("--part", run.part, "Only part I of N of the parameter sets; see merge")
        ->type_name("I/N");
    run_app->add_option("--kill-at-write-step", run.kill_at_write_step)->group(""); // hidden; for tests

    MergeArguments merge;
    merge.command_line = run.command_line;
    CLI::App* merge_app =
        program.add_subcommand("merge", "Make the results file from its parts (run --part)");
    merge_app->add_option("FILE", merge.output, "Results file that the parts belong to")->required();
    merge_app->add_flag("-f,--force", merge.force, "Overwrite an existing results file");
    merge_app->add_flag("-q,--quiet", merge.quiet, "No table");

    SnapshotArguments snapshot;
    snapshot.command_line = run.command_line;
    CLI::App* snapshot_app =
        program.add_subcommand("snapshot", "Write a results file of what a run has done so far");
    snapshot_app->add_option("FILE", snapshot.results, "Results file of the run")->required();
    snapshot_app->add_option("-o,--output", snapshot.output, "The snapshot [FILE with .snapshot.h5]")
        ->type_name("FILE");
    snapshot_app->add_flag("-f,--force", snapshot.force, "Overwrite an existing snapshot");

    std::string status_file;
    CLI::App* status_app = program.add_subcommand("status", "Tell how far a run is");
    status_app->add_option("FILE", status_file, "Results file of the run")->required();

    SensitivityArguments sensitivity;
    CLI::App* sensitivity_app = program.add_subcommand(
        "sensitivity", "Tell from a scan's results which parameters matter, and add that to the file");
    sensitivity_app->add_option("FILE", sensitivity.results, "Results file of a scan")->required();
    sensitivity_app->add_flag("--second-order", sensitivity.second_order,
                              "Indices of pairs of parameters too");
    CLI::Option* all_outputs =
        sensitivity_app->add_flag("-a,--all", sensitivity.all, "Print the tables of all outputs");
    sensitivity_app
        ->add_option("--output", sensitivity.outputs,
                     "Print the tables of this output or group, e.g. alpha; may be repeated")
        ->type_name("NAME")
        ->allow_extra_args(false)
        ->excludes(all_outputs);
    sensitivity_app->add_option("--replicates", sensitivity.replicates, "Of the bootstrap [500]")
        ->type_name("N")
        ->check(CLI::Range(20, 100000));
    sensitivity_app->add_option("--seed", sensitivity.seed, "Of the bootstrap [1]")->type_name("N");

    std::string check_deck;
    bool check_estimate = false;
    CLI::App* check_app = program.add_subcommand("check", "Validate a deck and tell what a run would do");
    check_app->add_option("DECK", check_deck, "Input deck (TOML)")->required();
    check_app->add_flag("--estimate", check_estimate,
                        "Compute a few sets, and tell time, memory, disk and ranks of a run");

    std::string line_deck;
    CLI::App* line_app = program.add_subcommand(
        "line", "Print the NQR line of the deck's amplitudes as CSV, its moments on stderr");
    line_app->add_option("DECK", line_deck, "Input deck (TOML)")->required();

    CalibrateArguments calibrate;
    CLI::App* calibrate_app =
        program.add_subcommand("calibrate", "Adjust keys until the targets in [calibration] are met, and "
                                            "print the calibrated deck");
    calibrate_app->add_option("DECK", calibrate.deck, "Input deck (TOML)")->required();
    calibrate_app->add_option("-o,--output", calibrate.output, "File for the calibrated deck [stdout]")
        ->type_name("FILE");
    calibrate_app->add_flag("-f,--force", calibrate.force, "Overwrite an existing deck");

    ShowArguments show;
    CLI::App* show_app = program.add_subcommand("show", "Print the numbers of a results file");
    show_app->add_option("RESULTS", show.results, "Results file")->required();
    show_app->add_option("--set", show.set, "This set of a scan, counted from 0")->type_name("K");
    show_app
        ->add_option("--group", show.groups,
                     "Print this group as tables, e.g. exponents, or all; may be repeated")
        ->type_name("NAME")
        ->allow_extra_args(false);

    DeckArguments deck;
    CLI::App* deck_app =
        program.add_subcommand("deck", "Print the resolved deck of a results file, which runs alone");
    deck_app->add_option("RESULTS", deck.results, "Results file")->required();
    deck_app->add_option("-o,--output", deck.output, "File for the deck [stdout]")->type_name("FILE");
    deck_app->add_flag("--original", deck.original, "The deck as it was given instead");
    deck_app->add_flag("-f,--force", deck.force, "Overwrite an existing deck");

    VerifyArguments verify;
    CLI::App* verify_app = program.add_subcommand(
        "verify", "Check a results file: its checksums, and sets of it computed again");
    verify_app->add_option("RESULTS", verify.results, "Results file")->required();
    verify_app->add_option("--sets", verify.sets, "Compute so many sets again, or all [3]")
        ->type_name("N|all");

    CompareArguments compare;
    CLI::App* compare_app = program.add_subcommand("compare", "Tell what differs between two results files");
    compare_app->add_option("A", compare.first, "Results file")->required();
    compare_app->add_option("B", compare.second, "Another")->required();
    compare_app
        ->add_option("--tolerance", compare.tolerance, "Relative differences up to X count as none [0]")
        ->type_name("X")
        ->check(CLI::Range(0.0, 1.0));

    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        return program.exit(e) == 0 ? done : wrong_input;
    }

    try {
        int status = done;
        if (*run_app) {
            status = run_command(run);
        } else if (*check_app) {
            status = check_command(check_deck, check_estimate);
        } else if (*merge_app) {
            status = merge_command(merge);
        } else if (*snapshot_app) {
            status = snapshot_command(snapshot);
        } else if (*status_app) {
            status = status_command(status_file);
        } else if (*sensitivity_app) {
            status = sensitivity_command(sensitivity);
        } else if (*calibrate_app) {
            status = calibrate_command(calibrate);
        } else if (*show_app) {
            status = show_command(show);
        } else if (*deck_app) {
            status = deck_command(deck);
        } else if (*verify_app) {
            status = verify_command(verify);
        } else if (*compare_app) {
            status = compare_command(compare);
        } else {
            status = line_command(line_deck);
        }
        if (!std::cout.flush())
            throw lpsglass::IoError("the answer could not be written to the standard output");
        return status;
    } catch (const std::exception& e) {
        std::cerr << e.what() << '\n';
        return exit_status_of(e);
    }
}
