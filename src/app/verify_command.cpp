#include <charconv>
#include <chrono>
#include <iostream>

#include <fmt/format.h>

#include "lpsglass/app/commands.hpp"
#include "lpsglass/app/exit_status.hpp"
#include "lpsglass/app/versions.hpp"
#include "lpsglass/campaign/campaign.hpp"
#include "lpsglass/core/arithmetic.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/core/version.hpp"
#include "lpsglass/results/integrity.hpp"
#include "lpsglass/results/recomputed.hpp"
#include "lpsglass/results/run_status.hpp"
#include "lpsglass/results/stored_run.hpp"
#include "lpsglass/results/writer.hpp"
#include "own_process.hpp"

namespace lpsglass::app {

namespace {

using results::Agreement;
using results::ResultsFile;

constexpr std::size_t kAll = static_cast<std::size_t>(-1);

std::size_t sets_asked_for(const std::string& text) {
    if (text == "all") return kAll;
    std::size_t out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc() || end != text.data() + text.size())
        throw InputError("--sets " + text + ": is no number of sets (allowed: 0, 1, 2, ... or all)");
    return out;
}

// What the child process tells, by the first character of a line.
constexpr char kBegin = 'b', kStep = 's', kProblem = 'p', kWrongInput = 'i', kUnreadable = 'u';

/// Everything that reads the file as it is: a damaged one can end the process in the HDF5 library.
void check_file(const std::string& path, const Tell& tell) {
    const auto step = [&](const results::Problems& problems, const std::string& right) {
        for (const std::string& problem : problems)
            tell(kProblem + problem);
        if (problems.empty()) tell(kStep + right);
        return problems.empty();
    };
    try {
        const ResultsFile file(path);
        const auto begin = [&](const std::string& object) { tell(kBegin + object); };
        const std::size_t count = file.datasets().size();
        bool whole =
            step(results::check_hashes(file, begin),
                 fmt::format("checksums        {} datasets, and all attributes, are as their SHA-256 says",
                             count));
        begin("/deck");
        whole = step(results::check_deck(file),
                     "deck             the resolved deck is the one of deck_sha256, the "
                     "deck as given says the same") &&
                whole;
        if (!whole) return;
        begin("layout");
        step(results::check_layout(file, results::stored_frame(file)),
             "layout           the datasets are those of this deck, with their units and meanings");
    } catch (const InputError& e) {
        tell(kWrongInput + std::string(e.what()));
    } catch (const std::exception& e) {
        tell(kUnreadable + std::string(e.what()));
    }
}

/// Prints what was found; whether all is right. Throws InputError where the file is no results file.
bool tell_of_file(const std::string& path) {
    const Told told = in_own_process([&](const Tell& tell) { check_file(path, tell); });
    std::string at = path;
    bool right = true;
    const auto damaged = [&](const std::string& what) {
        std::cout << "DAMAGED          " << what << '\n';
        right = false;
    };
    for (const std::string& line : told.lines) {
        const std::string text = line.substr(1);
        switch (line.front()) {
        case kBegin:
            at = text;
            break;
        case kStep:
            std::cout << text << '\n';
            break;
        case kProblem:
            damaged(text);
            break;
        case kWrongInput:
            if (at == path) throw InputError(text);
            damaged(at + ": " + text);
            break;
        default:
            if (at == path && !results::is_hdf5(path)) throw IoError(text);
            damaged(at + ": " + text);
        }
    }
    if (told.signal != 0)
        damaged(fmt::format("{}: reading it ended the process (signal {})", at, told.signal));
    return right;
}

/// In what the program that wrote the file differs from this one; empty where it is the same.
std::string differences_of_build(const ResultsFile& file) {
    std::string out;
    const auto compare = [&](const char* name, const std::string& own) {
        const std::string theirs = file.attribute_text("/", name).value_or("unknown");
        if (theirs != own)
            out += fmt::format("{}{} ({} then, {} now)", out.empty() ? "" : "; ", name, theirs, own);
    };
    compare("program_version", std::string(program_version()));
    compare("git_revision", std::string(git_revision()));
    compare("build", std::string(build_description()));
    compare("library_versions", library_versions_text());
    compare("arithmetic", arithmetic());
    return out;
}

/// So many of the sets that the file has, spread from the first to the last.
std::vector<std::size_t> chosen_sets(const ResultsFile& file, std::size_t count) {
    const std::vector<double> states = file.numbers("/tasks/status");
    std::vector<std::size_t> computed;
    for (std::size_t set = 0; set < states.size(); ++set)
        if (static_cast<campaign::TaskState>(static_cast<int>(states[set])) !=
            campaign::TaskState::not_computed)
            computed.push_back(set);
    if (count >= computed.size()) return computed;
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < count; ++i)
        out.push_back(computed[count == 1 ? 0 : i * (computed.size() - 1) / (count - 1)]);
    return out;
}

campaign::SetResult computed_anew(const deck::LoadedDeck& deck, std::size_t set) {
    const campaign::Campaign campaign(deck, {set, set + 1});
    campaign::MemoryStore store;
    campaign.run(campaign::serial_ranks(), &store);
    return campaign.result(store, set);
}

/// Whether the set agrees, told in a line or several.
bool verify_set(const ResultsFile& file, const campaign::RunRecord& frame, std::size_t set,
                Agreement agreement) {
    const auto start = std::chrono::steady_clock::now();
    const campaign::SetResult result = computed_anew(frame.deck, set);
    const results::SetComparison found = results::compare_set(file, frame, result, set, agreement);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const std::string name = fmt::format("set {}", set);
    for (const std::string& problem : found.problems)
        std::cout << fmt::format("DIFFERENT        {}: {}\n", name, problem);
    if (!found.problems.empty()) return false;
    std::cout << fmt::format("{:<17}", name);
    if (found.differing == 0)
        std::cout << fmt::format("{} values in {} datasets are identical to the last bit", found.values,
                                 found.datasets);
    else
        std::cout << fmt::format(
            "{} values in {} datasets agree; {} of them differ in their bits, at most by {:.2g} of "
            "the tolerance, at {}",
            found.values, found.datasets, found.differing, found.largest_share, found.largest_place);
    if (found.left_out > 0) std::cout << fmt::format("; {} datasets are not compared", found.left_out);
    std::cout << fmt::format(" ({:.1f} s)", seconds) << std::endl;
    return true;
}

bool verify_sets(const std::string& path, std::size_t count) {
    const ResultsFile file(path);
    const campaign::RunRecord frame = results::stored_frame(file);
    const std::vector<std::size_t> sets = chosen_sets(file, count);
    const std::string others = differences_of_build(file);
    std::cout << (others.empty()
                      ? "build            the same, and the same arithmetic: compared bit by bit\n"
                      : "build            another: " + others +
                            "\n                 compared within the tolerances of docs/sharing.md\n");
    const double per_set_s = frame.info.elapsed_s * frame.info.ranks / static_cast<double>(file.set_count());
    std::cout << fmt::format("computed anew    {} of {} set(s), on one core in about {}\n", sets.size(),
                             file.set_count(),
                             results::duration_text(per_set_s * static_cast<double>(sets.size())))
              << std::flush;
    bool right = true;
    for (const std::size_t set : sets)
        right = verify_set(file, frame, set, others.empty() ? Agreement::identical : Agreement::tolerance) &&
                right;
    return right;
}

} // namespace

int verify_command(const VerifyArguments& arguments) {
    const std::size_t count = sets_asked_for(arguments.sets);
    if (!tell_of_file(arguments.results)) {
        std::cout << "NOT VERIFIED     the file is damaged or was changed; nothing was computed anew\n";
        return differs;
    }
    if (count > 0 && !verify_sets(arguments.results, count)) {
        std::cout << "NOT VERIFIED     the deck does not give these results\n";
        return differs;
    }
    std::cout << "verified         " << arguments.results
              << (count > 0 ? "" : ": whole; nothing was computed anew") << '\n';
    return done;
}

} // namespace lpsglass::app
