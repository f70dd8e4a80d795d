#include "lpsglass/results/integrity.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "attribute_hash.hpp"
#include "dataset_table.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/deck/reader.hpp"

namespace lpsglass::results {

namespace {

/// What is wrong with one dataset; empty where nothing is.
std::string hash_problem(const ResultsFile& file, const std::string& path) {
    const auto told = file.attribute_text(path, "sha256");
    if (!told) return "has no attribute sha256";
    const std::string found = file.hash(path);
    if (found != *told)
        return fmt::format("its values have the SHA-256 {}, its attribute is {}", found, *told);
    if (!file.holds_texts(path)) return "";
    const std::vector<std::size_t> lengths = file.stored_text_lengths(path);
    const std::vector<std::string> texts = file.texts(path);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (lengths[i] != texts[i].size())
            return fmt::format("the stored length of element {} is {}, its text has {} bytes", i, lengths[i],
                               texts[i].size());
    }
    return "";
}

/// The first line in which two texts differ, counted from 1, with its words in both.
std::string first_line_that_differs(const std::string& a, const std::string& b) {
    std::size_t line = 1, begin = 0, i = 0;
    for (; i < std::min(a.size(), b.size()) && a[i] == b[i]; ++i) {
        if (a[i] != '\n') continue;
        ++line;
        begin = i + 1;
    }
    const auto line_of = [begin](const std::string& text) {
        return text.substr(begin, text.find('\n', begin) - begin);
    };
    return fmt::format("line {}: '{}' and '{}'", line, line_of(a), line_of(b));
}

std::string joined(const std::vector<std::string>& lines) {
    std::string out;
    for (const std::string& line : lines)
        out += (out.empty() ? "" : "; ") + line;
    return out;
}

/// Attributes of a dataset beside those that are hashes.
void check_description(const ResultsFile& file, const Dataset& dataset, const campaign::RunRecord& frame,
                       const std::string& path, Problems& out) {
    const auto same = [&](const char* name, const std::string& wanted) {
        const std::string found = file.attribute_text(path, name).value_or("not there");
        if (found != wanted)
            out.push_back(
                fmt::format("{}: attribute {} is '{}', in the layout '{}'", path, name, found, wanted));
    };
    same("units", dataset.units_of ? dataset.units_of(frame) : dataset.units);
    same("long_name", dataset.long_name);
    if (dataset.flags.empty()) return;
    std::string meanings;
    for (const Flag& flag : dataset.flags)
        meanings += (meanings.empty() ? "" : " ") + flag.meaning;
    same("flag_meanings", meanings);
}

/// With as many draws as the file holds, which the deck does not tell where replicas failed.
campaign::RunRecord with_draws(const ResultsFile& file, const campaign::RunRecord& frame) {
    campaign::RunRecord run = frame;
    run.sets.resize(1);
    run.sets.front().spectrum.resize(1);
    if (file.has("/coordinates/draw"))
        run.sets.front().spectrum.front().drawn.resize(file.lengths("/coordinates/draw").front() *
                                                       frame.fit_parameters.size());
    return run;
}

std::size_t failed_sets(const ResultsFile& file) {
    const auto failed = [](double state) {
        campaign::SetResult set;
        set.state = static_cast<campaign::TaskState>(static_cast<int>(state));
        return is_failed(set);
    };
    return static_cast<std::size_t>(std::ranges::count_if(file.numbers("/tasks/status"), failed));
}

std::string group_of(const std::string& path) {
    return path.substr(0, path.rfind('/'));
}

} // namespace

Problems check_hashes(const ResultsFile& file, const std::function<void(const std::string&)>& begin) {
    Problems out;
    const auto guarded = [&](const std::string& what, const auto& problem_of) {
        begin(what);
        try {
            const std::string problem = problem_of();
            if (!problem.empty()) out.push_back(what + ": " + problem);
        } catch (const std::exception& e) {
            out.push_back(what + ": " + e.what());
        }
    };
    std::vector<std::string> paths;
    guarded("/", [&] {
        paths = file.datasets();
        return "";
    });
    for (const std::string& path : paths)
        guarded(path, [&] { return hash_problem(file, path); });
    guarded("attributes", [&] {
        const auto told = file.attribute_text("/", kAttributeHash);
        if (!told) return fmt::format("the root has no attribute {}", kAttributeHash);
        const std::string found = file.attribute_hash();
        return found == *told
                   ? ""
                   : fmt::format("their SHA-256 is {}, the root's {} is {}: an attribute (units, program "
                                 "version, ...), a name or a shape was changed",
                                 found, kAttributeHash, *told);
    });
    return out;
}

Problems check_deck(const ResultsFile& file) {
    const std::string resolved = file.resolved_deck();
    deck::LoadedDeck deck;
    try {
        deck = deck::read_deck_text(resolved, "/deck/resolved");
    } catch (const InputError& e) {
        return {std::string("/deck/resolved: is no deck that runs: ") + e.what()};
    }
    Problems out;
    const std::string told = file.attribute_text("/", "deck_sha256").value_or("not there");
    if (told != deck.sha256)
        out.push_back(
            fmt::format("/deck/resolved: its identity is {}, the file's deck_sha256 is {}: a key was "
                        "changed, or the program that wrote it knew other keys",
                        deck.sha256, told));
    if (resolved != deck.resolved)
        out.push_back(
            "/deck/resolved: is not as a run writes it (in the file, and as it would be written): " +
            first_line_that_differs(resolved, deck.resolved));
    const std::vector<std::string> against = deck::contradictions(resolved, file.texts("/deck/text").front());
    if (!against.empty())
        out.push_back("/deck/resolved and /deck/text say different things (resolved -> text): " +
                      joined(against));
    return out;
}

Problems check_layout(const ResultsFile& file, const campaign::RunRecord& frame) {
    Problems out;
    std::set<std::string> allowed;
    const campaign::RunRecord run = with_draws(file, frame);
    const std::size_t failures = failed_sets(file);
    for_each_stored(run, [&](const Dataset& dataset, std::size_t spectrum) {
        const std::string path = path_of(dataset, spectrum);
        if (dataset.of_failures && failures == 0) return;
        allowed.insert(path);
        for (const std::string& dimension : dataset.dimensions) // coordinates are linked into every group
            allowed.insert(group_of(path) + "/" + dimension);
        if (path.ends_with("/sigma")) allowed.insert(group_of(path) + "/observed_errors");
        if (!file.has(path)) {
            out.push_back(path + ": is missing");
            return;
        }
        std::vector<std::size_t> lengths = lengths_of(dataset, run, spectrum);
        if (dataset.of_failures) lengths = {failures};
        if (lengths != file.lengths(path))
            out.push_back(fmt::format("{}: has the lengths [{}], the deck asks for [{}]", path,
                                      fmt::join(file.lengths(path), ", "), fmt::join(lengths, ", ")));
        if (file.holds_texts(path) != (dataset.kind == Kind::text))
            out.push_back(path + ": holds values of another type");
        check_description(file, dataset, run, path, out);
    });
    for (const std::string& path : file.datasets()) {
        if (!allowed.contains(path) && !path.starts_with("/sensitivity/"))
            out.push_back(path + ": is no dataset that this deck's run writes");
    }
    return out;
}

} // namespace lpsglass::results
