#include <fmt/format.h>

#include "lpsglass/core/version.hpp"
#include "run_parts.hpp"

namespace lpsglass::report {

Contents provenance(const RunData& data) {
    const results::ResultsFile& file = data.file();
    PageTable table{std::string(section::provenance), "The results file", {"what", "value"}, {}, ""};
    const auto row = [&](const std::string& name, const std::string& text) {
        if (!text.empty()) table.rows.push_back({name, text});
    };
    const auto text = [&](const std::string& name) { return file.attribute_text("/", name).value_or(""); };
    const auto number = [&](const std::string& name) {
        const auto found = file.attribute_numbers("/", name);
        return found ? fmt::format("{:g}", found->front()) : "";
    };
    row("title of the deck", data.deck().title);
    row("hash of the deck (SHA-256)", text("deck_sha256"));
    row("program that made it", "lpsglass " + text("program_version") + ", revision " + text("git_revision"));
    row("build", text("build"));
    row("instruction level", text("instruction_level"));
    row("libraries", text("library_versions"));
    row("created (UTC)", text("created"));
    row("computer, ranks, seconds", text("hostname") + ", " + number("ranks") + ", " + number("elapsed_s"));
    row("command", text("command_line"));
    row("detail", fmt::format("{}", data.deck().output.detail == deck::Detail::full        ? "full"
                                    : data.deck().output.detail == deck::Detail::exponents ? "exponents"
                                                                                           : "summary"));
    row("program that drew this page", std::string("lpsglass ") + std::string(program_version()) +
                                           ", revision " + std::string(git_revision()));
    table.note = "The file carries its own deck; lpsglass run repeats it. The figures lie as SVG and PNG in "
                 "the folder figures, each with its "
                 "data and the gnuplot script that draws it.";
    Contents out;
    out.tables.push_back(std::move(table));
    return out;
}

} // namespace lpsglass::report
