#include <iostream>

#include <fmt/format.h>

#include "assembly.hpp"
#include "closing_parts.hpp"
#include "lpsglass/app/closing_table.hpp"
#include "lpsglass/app/commands.hpp"
#include "lpsglass/app/exit_status.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/results/run_status.hpp"
#include "lpsglass/results/stored_run.hpp"
#include "show_groups.hpp"

namespace lpsglass::app {

namespace {

using results::ResultsFile;

/// Where the file comes from.
std::string provenance(const ResultsFile& file) {
    const auto text = [&](const char* name) { return file.attribute_text("/", name).value_or("unknown"); };
    const auto number = [&](const char* name) {
        return file.attribute_numbers("/", name).value_or(std::vector{0.0}).front();
    };
    std::string out = fmt::format("{:<18}{}\n", "file", file.path());
    out += fmt::format("{:<18}{}\n", "deck sha256", text("deck_sha256"));
    out += fmt::format("{:<18}{} on {}, {:g} rank(s), {}\n", "created", text("created"), text("hostname"),
                       number("ranks"), results::duration_text(number("elapsed_s")));
    out += fmt::format("{:<18}{}\n", "command", text("command_line"));
    out += fmt::format("{:<18}lpsglass {} ({}), {}\n", "program", text("program_version"),
                       text("git_revision"), text("build"));
    out += fmt::format("{:<18}{}\n", "libraries", text("library_versions"));
    out += fmt::format("{:<18}{}; instruction level {}\n", "arithmetic", text("arithmetic"),
                       text("instruction_level"));
    return out;
}

SetCounts counts_of(const ResultsFile& file) {
    SetCounts counts;
    counts.total = file.set_count();
    for (const double state : file.numbers("/tasks/status"))
        counts.add(static_cast<campaign::TaskState>(static_cast<int>(state)));
    return counts;
}

/// What `run` prints at its end: of one set, or of the scan.
std::string closing_text(const ResultsFile& file, std::optional<std::size_t> set) {
    const SetCounts counts = counts_of(file);
    std::string out;
    if (!set && file.set_count() > 1) {
        out = scan_text(file.path());
        if (counts.done < counts.total)
            out += fmt::format("a snapshot: {} of {} sets are done\n", counts.done, counts.total);
        if (counts.failures() > 0) out += counts.failures_text() + '\n';
        return out;
    }
    const campaign::RunRecord run = results::stored_run(file, set.value_or(0));
    const campaign::SetResult& result = run.sets.front();
    for (std::size_t k = 0; k < run.scan_parameters.size(); ++k) {
        const campaign::ScanParameterInfo& parameter = run.scan_parameters[k];
        const double value = result.place.values[k];
        out += fmt::format("{} = {}{}\n", parameter.name,
                           parameter.texts.empty() ? fmt::format("{}", value)
                                                   : parameter.texts.at(static_cast<std::size_t>(value)),
                           parameter.texts.empty() && parameter.unit != "1" ? " " + parameter.unit : "");
    }
    if (!out.empty()) out = fmt::format("set {}\n{}\n", set.value_or(0), out);
    if (result.state == campaign::TaskState::not_computed) return out + "not computed yet\n";
    if (!result.spectrum.empty()) out += closing_table(run);
    if (!result.message.empty()) {
        out += file.set_count() == 1 ? "1 of 1 sets failed: " : "failed: ";
        out += result.message + '\n';
    }
    if (run.deck.deck.output.detail != deck::Detail::full)
        out += "What output.detail left out of the file is not told.\n";
    return out;
}

} // namespace

int show_command(const ShowArguments& arguments) {
    const ResultsFile file(arguments.results);
    if (arguments.set && *arguments.set >= file.set_count())
        throw InputError(fmt::format("{}: there is no set {} (allowed: 0 to {})", file.path(), *arguments.set,
                                     file.set_count() - 1));
    if (arguments.groups.empty()) {
        const std::string text = closing_text(file, arguments.set);
        std::cout << provenance(file) << (text.starts_with('\n') ? "" : "\n") << text;
        return done;
    }
    std::string out;
    for (const std::string& asked : arguments.groups) {
        for (const std::string& group : asked == "all" ? groups_of(file) : std::vector{asked})
            out += fmt::format("{}, set {}\n\n{}", group, arguments.set.value_or(0),
                               group_text(file, group, arguments.set.value_or(0)));
    }
    std::cout << out;
    return done;
}

} // namespace lpsglass::app
