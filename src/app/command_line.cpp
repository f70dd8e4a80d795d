#include "command_line.hpp"

#include "lpsglass/app/commands.hpp"
#include "lpsglass/app/versions.hpp"

namespace lpsglass::app {

namespace {

constexpr const char* kDeck = "Input deck (TOML)";

/// When the subcommand is parsed, `command` with these arguments is what runs.
template <class Arguments>
void choose(CLI::App* app, CommandLine& line, std::shared_ptr<Arguments> arguments,
            int (*command)(const Arguments&)) {
    app->callback(
        [&line, arguments, command] { line.chosen = [arguments, command] { return command(*arguments); }; });
}

void add_run(CommandLine& line, const std::string& words) {
    const auto run = std::make_shared<RunArguments>();
    run->command_line = words;
    CLI::App* app = line.program.add_subcommand("run", "Compute a deck and write its results file");
    app->add_option("DECK", run->deck, kDeck)->required();
    app->add_option("-o,--output", run->output, "Results file [the deck's name with .h5, here]")
        ->type_name("FILE");
    app->add_flag("-f,--force", run->force, "Overwrite an existing results file");
    app->add_flag("-q,--quiet", run->quiet, "No progress, no warnings, no table");
    app->add_flag("-r,--resume", run->resume, "Go on with an interrupted run; afresh where there is none");
    app->add_flag("--accept-other-build", run->accept_other_build,
                  "Resume the work of another build or C library too");
    app->add_option("--checkpoint-interval", run->checkpoint_interval_s,
                    "Save finished work every so often [60]")
        ->type_name("SECONDS")
        ->check(CLI::Range(0.1, 86400.0));
    app->add_option("--max-time", run->max_time_s, "Stop after this time, saved and resumable")
        ->type_name("SECONDS")
        ->check(CLI::PositiveNumber);
    app->add_option("--reuse", run->reuse, "Take over what this earlier results file has of the sets")
        ->type_name("OLD");
    app->add_option(
           "--instruction-level", run->instruction_level,
           "Use no instructions beyond this level [the highest that all ranks have]; the numbers are "
           "the same at each")
        ->type_name("LEVEL")
        ->check(CLI::IsMember({"portable", "x86-64-v2", "x86-64-v3", "x86-64-v4"}));
    app->add_option("--part", run->part, "Only part I of N of the parameter sets; see merge")
        ->type_name("I/N");
    app->add_option("--kill-at-write-step", run->kill_at_write_step)->group(""); // hidden; for tests
    choose(app, line, run, run_command);
}

void add_merge(CommandLine& line, const std::string& words) {
    const auto merge = std::make_shared<MergeArguments>();
    merge->command_line = words;
    CLI::App* app = line.program.add_subcommand("merge", "Make the results file from its parts (run --part)");
    app->add_option("FILE", merge->output, "Results file that the parts belong to")->required();
    app->add_flag("-f,--force", merge->force, "Overwrite an existing results file");
    app->add_flag("-q,--quiet", merge->quiet, "No table");
    choose(app, line, merge, merge_command);
}

void add_snapshot(CommandLine& line, const std::string& words) {
    const auto snapshot = std::make_shared<SnapshotArguments>();
    snapshot->command_line = words;
    CLI::App* app =
        line.program.add_subcommand("snapshot", "Write a results file of what a run has done so far");
    app->add_option("FILE", snapshot->results, "Results file of the run")->required();
    app->add_option("-o,--output", snapshot->output, "The snapshot [FILE with .snapshot.h5]")
        ->type_name("FILE");
    app->add_flag("-f,--force", snapshot->force, "Overwrite an existing snapshot");
    choose(app, line, snapshot, snapshot_command);
}

void add_status(CommandLine& line) {
    const auto file = std::make_shared<std::string>();
    CLI::App* app = line.program.add_subcommand("status", "Tell how far a run is");
    app->add_option("FILE", *file, "Results file of the run")->required();
    choose(app, line, file, status_command);
}

void add_sensitivity(CommandLine& line) {
    const auto sensitivity = std::make_shared<SensitivityArguments>();
    CLI::App* app = line.program.add_subcommand(
        "sensitivity", "Tell from a scan's results which parameters matter, and add that to the file");
    app->add_option("FILE", sensitivity->results, "Results file of a scan")->required();
    app->add_flag("--second-order", sensitivity->second_order, "Indices of pairs of parameters too");
    CLI::Option* all = app->add_flag("-a,--all", sensitivity->all, "Print the tables of all outputs");
    app->add_option("--output", sensitivity->outputs,
                    "Print the tables of this output or group, e.g. alpha; may be repeated")
        ->type_name("NAME")
        ->allow_extra_args(false)
        ->excludes(all);
    app->add_option("--replicates", sensitivity->replicates, "Of the bootstrap [500]")
        ->type_name("N")
        ->check(CLI::Range(20, 100000));
    app->add_option("--seed", sensitivity->seed, "Of the bootstrap [1]")->type_name("N");
    choose(app, line, sensitivity, sensitivity_command);
}

void add_report(CommandLine& line) {
    const auto report = std::make_shared<ReportArguments>();
    CLI::App* app =
        line.program.add_subcommand("report", "Draw a results file: an HTML page, and figures for papers");
    app->add_option("RESULTS", report->results, "Results file")->required();
    app->add_option("-o,--output", report->output, "Folder [the file's name with _report, here]")
        ->type_name("DIR");
    app->add_flag("-f,--force", report->force, "Also into a folder that has other files");
    choose(app, line, report, report_command);
}

void add_check(CommandLine& line) {
    const auto check = std::make_shared<CheckArguments>();
    CLI::App* app = line.program.add_subcommand("check", "Validate a deck and tell what a run would do");
    CLI::Option* deck = app->add_option("DECK", check->deck, kDeck);
    app->add_flag("--estimate", check->estimate,
                  "Compute a few sets, and tell time, memory, disk and ranks of a run");
    app->add_flag("--reference{text}", check->reference,
                  "Print all keys of a deck with type, unit, default, range and meaning; "
                  "--reference=markdown: as in docs/deck.md")
        ->check(CLI::IsMember({"text", "markdown"}))
        ->excludes(deck);
    app->callback([&line, check] {
        if (check->deck.empty() && check->reference.empty()) throw CLI::RequiredError("DECK");
        line.chosen = [check] { return check_command(*check); };
    });
}

void add_line(CommandLine& line) {
    const auto deck = std::make_shared<std::string>();
    CLI::App* app = line.program.add_subcommand(
        "line", "Print the NQR line of the deck's amplitudes as CSV, its moments on stderr");
    app->add_option("DECK", *deck, kDeck)->required();
    choose(app, line, deck, line_command);
}

void add_calibrate(CommandLine& line) {
    const auto calibrate = std::make_shared<CalibrateArguments>();
    CLI::App* app = line.program.add_subcommand(
        "calibrate", "Adjust keys until the targets in [calibration] are met, and print the calibrated deck");
    app->add_option("DECK", calibrate->deck, kDeck)->required();
    app->add_option("-o,--output", calibrate->output, "File for the calibrated deck [stdout]")
        ->type_name("FILE");
    app->add_flag("-f,--force", calibrate->force, "Overwrite an existing deck");
    choose(app, line, calibrate, calibrate_command);
}

void add_show(CommandLine& line) {
    const auto show = std::make_shared<ShowArguments>();
    CLI::App* app = line.program.add_subcommand("show", "Print the numbers of a results file");
    app->add_option("RESULTS", show->results, "Results file")->required();
    app->add_option("--set", show->set, "This set of a scan, counted from 0")->type_name("K");
    app->add_option("--group", show->groups,
                    "Print this group as tables, e.g. exponents, or all; may be repeated")
        ->type_name("NAME")
        ->allow_extra_args(false);
    choose(app, line, show, show_command);
}

void add_deck(CommandLine& line) {
    const auto deck = std::make_shared<DeckArguments>();
    CLI::App* app =
        line.program.add_subcommand("deck", "Print the resolved deck of a results file, which runs alone");
    app->add_option("RESULTS", deck->results, "Results file")->required();
    app->add_option("-o,--output", deck->output, "File for the deck [stdout]")->type_name("FILE");
    app->add_flag("--original", deck->original, "The deck as it was given instead");
    app->add_flag("-f,--force", deck->force, "Overwrite an existing deck");
    choose(app, line, deck, deck_command);
}

void add_verify(CommandLine& line) {
    const auto verify = std::make_shared<VerifyArguments>();
    CLI::App* app = line.program.add_subcommand(
        "verify", "Check a results file: its checksums, and sets of it computed again");
    app->add_option("RESULTS", verify->results, "Results file")->required();
    app->add_option("--sets", verify->sets, "Compute so many sets again, or all [3]")->type_name("N|all");
    choose(app, line, verify, verify_command);
}

void add_compare(CommandLine& line) {
    const auto compare = std::make_shared<CompareArguments>();
    CLI::App* app = line.program.add_subcommand("compare", "Tell what differs between two results files");
    app->add_option("A", compare->first, "Results file")->required();
    app->add_option("B", compare->second, "Another")->required();
    app->add_option("--tolerance", compare->tolerance, "Relative differences up to X count as none [0]")
        ->type_name("X")
        ->check(CLI::Range(0.0, 1.0));
    choose(app, line, compare, compare_command);
}

} // namespace

std::unique_ptr<CommandLine> make_command_line(const std::string& words) {
    auto line = std::make_unique<CommandLine>();
    CLI::App& program = line->program;
    program.name("lpsglass");
    program.description(
        "Locally preferred structures of As2Se3 glass: from 75As NQR lines to relaxation exponents");
    program.set_version_flag(
        "--version", [] { return version_text(); }, "Print versions and exit");
    program.require_subcommand(1);
    program.footer("Exit status: 0 done, 1 done but some sets failed or targets are unmet or files differ, "
                   "2 wrong input, 3 the machine failed, 4 interrupted and resumable.\n"
                   "Run on several cores with: mpirun -n N lpsglass run DECK");
    add_run(*line, words);
    add_merge(*line, words);
    add_snapshot(*line, words);
    add_status(*line);
    add_sensitivity(*line);
    add_report(*line);
    add_check(*line);
    add_line(*line);
    add_calibrate(*line);
    add_show(*line);
    add_deck(*line);
    add_verify(*line);
    add_compare(*line);
    return line;
}

} // namespace lpsglass::app
