#include "command_words.hpp"

#include <algorithm>
#include <regex>

#include <fmt/format.h>

namespace lpsglass::app::pages {

namespace {

OptionWords words_of(const CLI::Option& option) {
    OptionWords words;
    for (const std::string& name : option.get_snames())
        words.names.push_back("-" + name);
    for (const std::string& name : option.get_lnames())
        words.names.push_back("--" + name);
    words.description = option.get_description();

    // CLI11 tells the value's name and the rule that it is held to in one text, `SECONDS:FLOAT in [0.1 -
    // 86400]`.
    const std::string type = option.get_type_name();
    const std::size_t colon = type.find(':');
    if (option.get_items_expected_max() > 0) words.value = type.substr(0, colon);
    const std::string rule = colon == std::string::npos ? "" : type.substr(colon + 1);
    std::smatch match;
    if (std::regex_search(rule, match, std::regex(R"(in \[(\S+) - (\S+)\])")))
        words.range = fmt::format("{} to {}", match.str(1), match.str(2));
    if (rule == "POSITIVE") words.range = "above 0";
    if (std::regex_search(rule, match, std::regex(R"(\{([^}]+)\})"))) {
        const std::string list = match.str(1);
        for (std::size_t begin = 0; begin < list.size();) {
            const std::size_t end = std::min(list.find(',', begin), list.size());
            words.choices.push_back(list.substr(begin, end - begin));
            begin = end + 1;
        }
    }
    return words;
}

CommandWords words_of_command(const CLI::App& app) {
    CommandWords words{app.get_name(), app.get_description(), {}, {}};
    for (const CLI::Option* option : app.get_options()) {
        if (option->get_group().empty()) continue;
        if (option->get_positional()) {
            words.positionals.push_back({option->get_name(true), option->get_description(),
                                         option->get_required(), option->get_items_expected_max() > 1});
        } else {
            words.options.push_back(words_of(*option));
        }
    }
    return words;
}

} // namespace

ProgramWords words_of(const CLI::App& program) {
    ProgramWords words{words_of_command(program), {}};
    for (const CLI::App* app :
         program.get_subcommands([](const CLI::App* one) { return !one->get_group().empty(); }))
        words.commands.push_back(words_of_command(*app));
    return words;
}

} // namespace lpsglass::app::pages
