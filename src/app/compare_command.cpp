#include <cmath>
#include <iostream>

#include <fmt/format.h>

#include "lpsglass/app/commands.hpp"
#include "lpsglass/app/exit_status.hpp"
#include "lpsglass/deck/differing_keys.hpp"
#include "lpsglass/results/differences.hpp"

namespace lpsglass::app {

namespace {

using results::ResultsFile;

std::string root_text(const ResultsFile& file, const char* name) {
    return file.attribute_text("/", name).value_or("unknown");
}

std::string line_of(const char* name, const std::string& a, const std::string& b) {
    if (a == b) return fmt::format("{:<18}the same: {}\n", name, a);
    return fmt::format("{:<18}differs\n  first:  {}\n  second: {}\n", name, a, b);
}

std::string program_of(const ResultsFile& file) {
    return fmt::format("lpsglass {} ({})", root_text(file, "program_version"),
                       root_text(file, "git_revision"));
}

std::string decks(const ResultsFile& a, const ResultsFile& b) {
    const std::vector<std::string> keys = deck::differing_keys(a.resolved_deck(), b.resolved_deck());
    std::string out = keys.empty()
                          ? fmt::format("{:<18}the same in all that decides results ({})\n", "deck",
                                        root_text(a, "deck_sha256").substr(0, 12))
                          : fmt::format("{:<18}differs in {} key(s), first -> second\n", "deck", keys.size());
    for (const std::string& key : keys)
        out += fmt::format("  {}\n", key);
    return out;
}

std::string line_of(const results::DatasetDifference& d) {
    if (!d.problem.empty()) return fmt::format("  {}: {}\n", d.path, d.problem);
    std::string out = fmt::format("  {}: {} of {} values; ", d.path, d.differing, d.values);
    out += d.absolute > 0.0
               ? fmt::format("largest {:.3g} at {}: {} and {}", d.absolute, d.place, d.first, d.second)
               : fmt::format("missing in one: {}: {} and {}", d.place, d.first, d.second);
    if (d.relative > 0.0)
        out += fmt::format("; relative {:.3g}{}", d.relative,
                           d.relative_place == d.place ? "" : " at " + d.relative_place);
    if (!std::isnan(d.of_errors)) out += fmt::format("; {:.3g} of its error", d.of_errors);
    return out + '\n';
}

} // namespace

int compare_command(const CompareArguments& arguments) {
    const ResultsFile a(arguments.first), b(arguments.second);
    for (const ResultsFile* file : {&a, &b})
        std::cout << fmt::format("{:<18}{}: {} set(s), created {} on {}\n", file == &a ? "first" : "second",
                                 file->path(), file->set_count(), root_text(*file, "created"),
                                 root_text(*file, "hostname"));
    std::cout << decks(a, b) << line_of("program", program_of(a), program_of(b));
    for (const auto& [name, attribute] :
         {std::pair{"build", "build"}, std::pair{"libraries", "library_versions"},
          std::pair{"arithmetic", "arithmetic"}, std::pair{"instruction level", "instruction_level"}})
        std::cout << line_of(name, root_text(a, attribute), root_text(b, attribute));
    const results::Differences found = results::differences(a, b, arguments.tolerance);
    const std::string within = arguments.tolerance > 0.0
                                   ? fmt::format("within a relative difference of {}", arguments.tolerance)
                                   : "to the last bit";
    if (found.differing.empty()) {
        std::cout << fmt::format("{:<18}the same {}, {} datasets\n", "results", within, found.datasets);
        return done;
    }
    std::cout << fmt::format("{:<18}{} of {} datasets are not the same {}\n", "results",
                             found.differing.size(), found.datasets, within);
    for (const results::DatasetDifference& difference : found.differing)
        std::cout << line_of(difference);
    return differs;
}

} // namespace lpsglass::app
