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
    program.footer("Exit status: 0 done, 1 done but some sets failed or targets are unmet, 2 wrong input, 3 "
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

    ReportArguments report;
    CLI::App* report_app =
        program.add_subcommand("report", "Draw a results file: an HTML page, and figures for papers");
    report_app->add_option("RESULTS", report.results, "Results file")->required();
    report_app->add_option("-o,--output", report.output, "Folder [the file's name with _report, here]")
        ->type_name("DIR");
    report_app->add_flag("-f,--force", report.force, "Also into a folder that has other files");

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
        } else if (*report_app) {
            status = report_command(report);
        } else if (*calibrate_app) {
            status = calibrate_command(calibrate);
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
