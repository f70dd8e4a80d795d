#include "assembly.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <unistd.h>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "lpsglass/app/versions.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/core/version.hpp"
#include "lpsglass/results/writer.hpp"

namespace lpsglass::app {

namespace {

constexpr std::size_t kBlock = 256; // sets that are unpacked at a time

constexpr std::array<const char*, 7> kStates{"ok",          "no pyramid",      "gauge phase undefined",
                                             "fit failed",  "numerical error", "values not allowed",
                                             "not computed"};

/// Notes of an identity; what a results file needs beyond the resolved deck.
constexpr const char* kFile = "deck_file";
constexpr const char* kText = "deck_text";
constexpr const char* kOutput = "output";
constexpr const char* kSpan = "sets";
constexpr const char* kReuse = "earlier_file";

std::string host_name() {
    char name[256] = {};
    return ::gethostname(name, sizeof name - 1) == 0 ? name : "unknown";
}

} // namespace

void SetCounts::add(campaign::TaskState state) {
    if (state == campaign::TaskState::not_computed) return;
    ++done;
    if (state != campaign::TaskState::ok) ++failed[kStates.at(static_cast<std::size_t>(state))];
}

std::size_t SetCounts::failures() const {
    std::size_t sum = 0;
    for (const auto& [cause, count] : failed)
        sum += count;
    return sum;
}

std::string SetCounts::failures_text() const {
    std::string causes;
    for (const auto& [cause, count] : failed)
        causes += fmt::format("{}{} {}", causes.empty() ? "" : ", ", cause, count);
    return fmt::format("{} of {} sets failed: {}", failures(), total, causes);
}

campaign::RunInfo run_info(const std::string& command_line, int ranks, double elapsed_s) {
    return {fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr))), host_name(), command_line,
            ranks, elapsed_s};
}

campaign::RunRecord assemble(const std::string& path, const campaign::Campaign& campaign,
                             const campaign::ItemStore& store, campaign::RunInfo info,
                             const results::Machine& machine, SetCounts& counts,
                             const results::ResultsFile* earlier) {
    const auto start = std::chrono::steady_clock::now();
    campaign::RunRecord record = campaign.frame();
    record.info = std::move(info);
    record.sets = {campaign.result(store, 0)};
    counts = {};
    counts.total = record.set_count;
    results::ResultsWriter writer(path, record, {library_versions(), machine, earlier});
    std::vector<campaign::SetResult> block;
    for (std::size_t set = 0; set < record.set_count; ++set) {
        block.push_back(campaign.result(store, set));
        counts.add(block.back().state);
        if (block.size() < kBlock && set + 1 < record.set_count) continue;
        writer.append(block);
        block.clear();
    }
    record.info.elapsed_s += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    writer.finish(record.info);
    return record;
}

results::RunIdentity identity_of(const deck::LoadedDeck& deck, const campaign::SetSpan& span,
                                 const results::Machine& machine, const std::string& reuse) {
    results::RunIdentity identity;
    identity.deck_sha256 = deck.sha256;
    identity.resolved_deck = deck.resolved;
    identity.program_version = program_version();
    identity.git_revision = git_revision();
    identity.machine = machine;
    identity.total_items = 2 * span.size(); // sets, and as many fits as there can be
    constexpr std::array<const char*, 3> kDetails{"full", "exponents", "summary"};
    identity.notes[kFile] = deck.file;
    identity.notes[kText] = deck.text;
    identity.notes[kOutput] =
        fmt::format("detail {}, spectra {}", kDetails[static_cast<std::size_t>(deck.deck.output.detail)],
                    deck.deck.output.spectra);
    identity.notes[kSpan] = fmt::format("{} to {}", span.first + 1, span.end);
    identity.notes[kReuse] = reuse.empty() ? "" : std::filesystem::canonical(reuse).string();
    return identity;
}

std::unique_ptr<results::ResultsFile> earlier_of(const results::RunIdentity& identity) {
    const std::string path = identity.notes.at(kReuse);
    return path.empty() ? nullptr : std::make_unique<results::ResultsFile>(path);
}

deck::LoadedDeck deck_of(const results::RunIdentity& identity) {
    const std::string file = identity.notes.at(kFile);
    deck::LoadedDeck deck = deck::read_deck_text(identity.resolved_deck, file);
    deck.file = file;
    deck.text = identity.notes.at(kText);
    return deck;
}

campaign::SetSpan span_of(const results::RunIdentity& identity) {
    campaign::SetSpan span;
    const std::string text = identity.notes.at(kSpan);
    if (std::sscanf(text.c_str(), "%zu to %zu", &span.first, &span.end) != 2 || span.first == 0)
        throw IoError("the parts do not tell which sets they are of: " + text);
    --span.first;
    return span;
}

void check_same_whole(const results::RunIdentity& part, results::RunIdentity other,
                      const std::string& place) {
    other.total_items = part.total_items; // the sets of parts differ
    other.notes.at(kSpan) = part.notes.at(kSpan);
    results::check_same_run(part, other, false, place);
    check_same_output(part, other, place);
}

void check_same_output(const results::RunIdentity& stored, const results::RunIdentity& own,
                       const std::string& place) {
    const std::map<const char*, const char*> names{
        {kOutput, "[output]"}, {kSpan, "part of the sets"}, {kReuse, "file to --reuse"}};
    for (const auto& [note, name] : names) {
        const std::string there = stored.notes.at(note), here = own.notes.at(note);
        if (there == here) continue;
        throw InputError(fmt::format("{} holds work with another {}: {}; this run has {} (-o names another "
                                     "output; --force without --resume begins anew)",
                                     place, name, there.empty() ? "none" : there,
                                     here.empty() ? "none" : here));
    }
}

} // namespace lpsglass::app
