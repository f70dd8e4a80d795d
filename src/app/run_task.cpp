#include "run_task.hpp"

#include <charconv>
#include <filesystem>

#include <fmt/format.h>

#include "lpsglass/app/exit_status.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/results/atomic_file.hpp"
#include "lpsglass/results/reader.hpp"
#include "lpsglass/results/writer.hpp"
#include "lpsglass/scan/design.hpp"
#include "output_path.hpp"

namespace lpsglass::app {

namespace fs = std::filesystem;

namespace {

int whole(std::string_view text, const std::string& option) {
    int out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc() || end != text.data() + text.size())
        throw InputError("--part " + option + ": is no part (allowed: I/N, such as 2/8)");
    return out;
}

bool is_of_deck(const std::string& path, const deck::LoadedDeck& deck) {
    return fs::is_regular_file(path) && results::is_hdf5(path) &&
           results::ResultsFile(path).attribute_text("/", "deck_sha256") == deck.sha256;
}

} // namespace

RunTask::RunTask(const RunArguments& arguments, deck::LoadedDeck read) : deck(std::move(read)) {
    const std::size_t sets = deck.deck.scan ? scan::row_count(*deck.deck.scan) : 1;
    span = {0, sets};
    reuse = arguments.reuse;
    output = arguments.output.empty() ? fs::path(arguments.deck).stem().string() + ".h5" : arguments.output;
    if (arguments.part.empty()) {
        output = behind_link(output);
        return;
    }
    const std::size_t slash = arguments.part.find('/');
    const std::string_view text = arguments.part;
    const int part = whole(text.substr(0, slash), arguments.part);
    const int parts =
        whole(slash == std::string::npos ? std::string_view() : text.substr(slash + 1), arguments.part);
    span = campaign::SetSpan::part_of(sets, part, parts);
    output = part_path(output, part, parts);
    is_part = true;
}

bool is_complete(const RunTask& task, int& status) {
    if (results::holds_parts(results::parts_directory(task.output))) return false;
    if (task.is_part) {
        if (!results::holds_parts(task.output)) return false;
        const results::PartStore parts(task.output);
        results::check_same_run(parts.identity(), identity_of(task.deck, task.span, {}, task.reuse), true,
                                task.output);
        check_same_output(parts.identity(), identity_of(task.deck, task.span, {}, task.reuse), task.output);
        SetCounts counts;
        for (std::size_t set = 0; set < task.span.size(); ++set)
            counts.add(campaign::Campaign::state_of(parts.read(set)));
        status = counts.failures() == 0 ? done : some_sets_failed;
        return true;
    }
    if (!fs::exists(task.output)) return false;
    if (!fs::is_regular_file(task.output) || !results::is_hdf5(task.output))
        return false; // told by check_output
    if (!is_of_deck(task.output, task.deck)) {
        throw InputError(task.output +
                         ": is complete, and was made from another deck (--force overwrites it, "
                         "-o names another)");
    }
    const results::ResultsFile file(task.output);
    status = file.has("/tasks/failed_set") ? some_sets_failed : done;
    return true;
}

std::unique_ptr<results::PartStore> open_parts(const RunTask& task, const RunArguments& arguments,
                                               const results::Machine& machine) {
    const std::string directory = results::parts_directory(task.output);
    const bool goes_on = arguments.resume && results::holds_parts(directory);
    // A crash between the last two steps of a run leaves both its file and its parts.
    check_output(task.output, arguments.force || (goes_on && is_of_deck(task.output, task.deck)));
    results::RunIdentity identity = identity_of(task.deck, task.span, machine, task.reuse);
    results::PartStart start = results::PartStart::fresh;
    if (goes_on) {
        start = results::PartStart::resume;
    } else if (arguments.force) {
        start = results::PartStart::overwrite;
    }
    results::PartStoreOptions options;
    options.accept_other_build = arguments.accept_other_build;
    auto parts = std::make_unique<results::PartStore>(directory, identity, start, options);
    check_same_output(parts->identity(), identity, directory);
    results::remove_temporaries_of(task.output); // of a run that was killed while it wrote
    return parts;
}

std::string take_over(const results::EarlierResults& earlier, const campaign::Campaign& campaign,
                      campaign::ItemStore& store) {
    const campaign::SetSpan& span = campaign.span();
    const std::vector<std::uint32_t> fits = campaign.sets().fits(span.first, span.end);
    std::size_t sets = 0, fits_taken = 0;
    for (Item item = 0; item < span.size(); ++item) {
        const std::size_t set = span.first + item;
        // Of the first set the results file tells more than an earlier one may have, also of its fit.
        if (set == 0 || store.contains(item)) continue;
        try {
            const deck::Deck deck = campaign.sets().deck(campaign.sets().place(set));
            if (const auto found = earlier.find_set(deck)) {
                store.add(item, campaign::Campaign::taken_over(found->state, found->row, found->message));
                ++sets;
                continue;
            }
            const Item fit = span.size() + fits[item];
            if (store.contains(fit) || (span.first == 0 && fits[item] == fits[0])) continue;
            if (const auto stage = earlier.find_fits(deck)) {
                store.add(fit, campaign::Campaign::taken_over(*stage));
                ++fits_taken;
            }
        } catch (const InputError&) {
            continue; // the run tells what is wrong with the set
        }
    }
    std::string out = fmt::format("{} of {} sets", sets, span.size());
    if (!earlier.no_sets().empty()) out += " (" + earlier.no_sets() + ")";
    if (sets < span.size() && earlier.no_fits().empty())
        out += fmt::format(", and {} fits of others", fits_taken);
    if (sets == 0 && !earlier.no_fits().empty()) out += "; no fits: " + earlier.no_fits();
    return out;
}

} // namespace lpsglass::app
