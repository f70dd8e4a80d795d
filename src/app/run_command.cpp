#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <new>
#include <optional>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include "lpsglass/app/closing_table.hpp"
#include "lpsglass/app/commands.hpp"
#include "lpsglass/app/exit_status.hpp"
#include "lpsglass/app/versions.hpp"
#include "lpsglass/campaign/campaign.hpp"
#include "lpsglass/campaign/plan.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/parallel/communicator.hpp"
#include "lpsglass/results/writer.hpp"

namespace lpsglass::app {

namespace fs = std::filesystem;

namespace {

/// Where the results go; behind a symbolic link, the file that it names.
std::string output_path(const RunArguments& arguments) {
    const std::string path =
        arguments.output.empty() ? fs::path(arguments.deck).stem().string() + ".h5" : arguments.output;
    std::error_code none;
    return fs::is_symlink(path, none) && fs::exists(path, none) ? fs::canonical(path, none).string() : path;
}

/// The instruction level of all ranks; "mixed" where they differ, and then bits depend on who computed what.
std::string common_instruction_level(const parallel::Communicator& ranks) {
    const std::vector<std::string> levels = ranks.gather(instruction_level());
    const bool equal =
        std::all_of(levels.begin(), levels.end(), [&](const auto& l) { return l == levels.front(); });
    return equal ? instruction_level() : "mixed";
}

/// Everything that can be known to be wrong before any work.
deck::LoadedDeck read_and_check(const RunArguments& arguments, const std::string& output) {
    deck::LoadedDeck loaded = deck::read_deck(arguments.deck);
    campaign::make_plan(loaded);
    if (fs::is_directory(output)) throw InputError(output + ": is a directory (give a file name with -o)");
    if (fs::exists(output) && !fs::is_regular_file(output))
        throw InputError(output + ": is no regular file (give a file name with -o)");
    if (fs::exists(output) && !arguments.force) {
        throw InputError(output +
                         ": exists already and is not overwritten (--force overwrites it, -o names another)");
    }
    if (fs::exists(output) && !results::is_hdf5(output)) {
        throw InputError(output +
                         ": is no results file and is not overwritten, --force or not (-o names another)");
    }
    const fs::path folder = fs::absolute(output).parent_path();
    if (!fs::is_directory(folder) || ::access(folder.c_str(), W_OK) != 0) {
        throw IoError(output + ": cannot be written: " + folder.string() + " is no writable directory");
    }
    return loaded;
}

std::string host_name() {
    char name[256] = {};
    return ::gethostname(name, sizeof name - 1) == 0 ? name : "unknown";
}

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// The deck of rank 0 on every rank. If it cannot be run, rank 0 throws and the others get nothing: the
/// status with which all leave is broadcast next.
std::optional<deck::LoadedDeck> shared_deck(const parallel::Communicator& ranks,
                                            const RunArguments& arguments, const std::string& output) {
    if (!ranks.is_root()) {
        const std::string resolved = ranks.broadcast("");
        if (resolved.empty()) return std::nullopt;
        try {
            return deck::read_deck_text(resolved, arguments.deck);
        } catch (const std::exception& e) { // rank 0 has read the same deck, and does not wait for this
            std::cerr << "rank " << ranks.rank() << ": " << e.what() << '\n';
            ranks.abort(machine_failed);
        }
    }
    try {
        deck::LoadedDeck loaded = read_and_check(arguments, output);
        ranks.broadcast(loaded.resolved);
        return loaded;
    } catch (const std::exception& e) {
        ranks.broadcast("");
        ranks.broadcast(std::to_string(exit_status_of(e)));
        throw;
    }
}

std::string now_utc() {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
}

int status_of(const campaign::RunRecord& record) {
    int failed = 0;
    for (const campaign::SetResult& set : record.sets)
        failed += set.state == campaign::TaskState::ok ? 0 : 1;
    return failed == 0 ? done : some_sets_failed;
}

/// The last line of a run with failures: how many sets, and why.
std::string failures(const campaign::RunRecord& record) {
    std::string out;
    int failed = 0;
    for (const campaign::SetResult& set : record.sets) {
        if (set.state == campaign::TaskState::ok) continue;
        ++failed;
        if (out.empty()) out = set.message;
    }
    return fmt::format("{} of {} sets failed: {}", failed, record.sets.size(), out);
}

void warn(const std::vector<std::string>& warnings) {
    for (const std::string& warning : warnings)
        std::cerr << "warning: " << warning << '\n';
}

int run_on(const parallel::Communicator& ranks, const RunArguments& arguments,
           std::chrono::steady_clock::time_point start) {
    const std::string output = output_path(arguments);
    const std::optional<deck::LoadedDeck> deck = shared_deck(ranks, arguments, output);
    if (!deck) return std::stoi(ranks.broadcast(""));
    const bool talks = ranks.is_root() && !arguments.quiet;
    if (talks) {
        warn(deck->warnings);
        std::cerr << fmt::format("lpsglass on {} rank(s)\n", ranks.size())
                  << campaign::describe(campaign::make_plan(*deck));
    }

    const std::string level = common_instruction_level(ranks);
    if (talks && level == "mixed") {
        warn({"the processors of the ranks differ in their instruction level: results are not identical to "
              "the last "
              "bit with those of other rank counts"});
    }

    campaign::RunRecord record =
        campaign::run_campaign(*deck, [&ranks](std::size_t count, const campaign::WorkItem& work) {
            return ranks.share(count, work);
        });

    // What rank 0 meets while writing, the others learn from its word.
    if (!ranks.is_root()) return std::stoi(ranks.broadcast(""));
    int status = machine_failed;
    try {
        record.info = {now_utc(), host_name(), arguments.command_line, ranks.size(), seconds_since(start)};
        record.sets.front().seconds = record.info.elapsed_s;
        results::write_results(output, record, {library_versions(), level});
        status = status_of(record);
    } catch (...) {
        ranks.broadcast(std::to_string(status));
        throw;
    }
    ranks.broadcast(std::to_string(status));
    if (talks) {
        warn(campaign::warnings(record));
        std::cout << closing_table(record) << "written: " << output << '\n';
    }
    if (status == some_sets_failed) (talks ? std::cout : std::cerr) << failures(record) << '\n';
    return status;
}

} // namespace

int run_command(const RunArguments& arguments) {
    const auto start = std::chrono::steady_clock::now();
    const parallel::Communicator ranks;
    try {
        return run_on(ranks, arguments, start);
    } catch (const std::bad_alloc&) {
        // The one error that may strike a single rank: the others wait for it.
        std::cerr << "rank " << ranks.rank() << ": out of memory\n";
        ranks.abort(machine_failed);
    } catch (const std::exception& e) {
        // Every other error is the same on all ranks; rank 0 speaks for them, and does so while MPI is up:
        // mpirun may not wait for words that come later.
        if (ranks.is_root()) std::cerr << e.what() << std::endl;
        return exit_status_of(e);
    }
}

} // namespace lpsglass::app
