#include <fmt/format.h>

#include "app/pages/pages.hpp"

namespace lpsglass::app::pages {

namespace {

std::string names_of(const OptionWords& option, const char* separator) {
    return fmt::format("{}", fmt::join(option.names, separator));
}

bool is_flag(const OptionWords& option) {
    return option.value.empty();
}

/// The bash function that offers values of this kind.
const char* bash_values(ValueKind kind) {
    switch (kind) {
    case ValueKind::deck:
        return "_lpsglass_files '*.toml'";
    case ValueKind::results:
        return "_lpsglass_files '*.h5'";
    case ValueKind::file:
        return "_lpsglass_files '*'";
    case ValueKind::folder:
        return "_lpsglass_files ''";
    case ValueKind::other:
        break;
    }
    return ":";
}

const char* zsh_values(ValueKind kind) {
    switch (kind) {
    case ValueKind::deck:
        return "_files -g \"*.toml\"";
    case ValueKind::results:
        return "_files -g \"*.h5\"";
    case ValueKind::file:
        return "_files";
    case ValueKind::folder:
        return "_files -/";
    case ValueKind::other:
        break;
    }
    return " ";
}

/// In single quotes, for zsh and fish.
std::string quoted(const std::string& text, const char* quote) {
    std::string out = "'";
    for (const char c : text)
        out += c == '\'' ? quote : std::string(1, c);
    return out + "'";
}

/// A description inside an argument of zsh's _arguments, where brackets and colons have a meaning.
std::string zsh_text(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

} // namespace

ValueKind value_kind(const std::string& name, bool positional) {
    if (name == "DECK") return ValueKind::deck;
    if (name == "DIR") return ValueKind::folder;
    if (positional || name == "OLD") return ValueKind::results;
    return name == "FILE" ? ValueKind::file : ValueKind::other;
}

std::string bash_completion(const ProgramWords& words) {
    std::string commands;
    for (const CommandWords& command : words.commands)
        commands += fmt::format("{}{}", commands.empty() ? "" : " ", command.name);
    const auto options = [](const CommandWords& command) {
        std::string all;
        for (const OptionWords& option : command.options)
            all += fmt::format("{}{}", all.empty() ? "" : " ", names_of(option, " "));
        return all;
    };

    std::string out = R"(# bash completion of lpsglass, made from the program's own command line

# Files that match, and folders
_lpsglass_files() {
    local word
    compopt -o filenames 2>/dev/null
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(
        {
            [ -z "$1" ] || compgen -f -X "!$1" -- "$current"
            compgen -d -- "$current"
        } | sort -u
    )
}

_lpsglass_words() {
    local word
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$1" -- "$current")
}

_lpsglass() {
    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    COMPREPLY=()
    # --option=word comes as three words
    if [ "$current" = "=" ]; then
        current=
    elif [ "$before" = "=" ] && [ "$COMP_CWORD" -gt 2 ]; then
        before=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    if [ "$COMP_CWORD" -eq 1 ]; then
)";
    out += fmt::format("        _lpsglass_words '{} {}'\n        return\n    fi\n", commands,
                       options(words.program));
    out += "    case ${COMP_WORDS[1]} in\n";
    for (const CommandWords& command : words.commands) {
        out += fmt::format("    {})\n        case $before in\n", command.name);
        for (const OptionWords& option : command.options) {
            if (!option.choices.empty()) {
                // Only behind `=`: the word is optional.
                out += fmt::format(
                    "        {})\n            if [ \"${{COMP_WORDS[COMP_CWORD]}}\" = \"=\" ] || "
                    "[ \"${{COMP_WORDS[COMP_CWORD - 1]}}\" = \"=\" ]; then\n"
                    "                _lpsglass_words '{}'\n                return\n            fi\n"
                    "            ;;\n",
                    names_of(option, " | "), fmt::join(option.choices, " "));
            } else if (!is_flag(option)) {
                out += fmt::format("        {})\n            {}\n            return\n            ;;\n",
                                   names_of(option, " | "), bash_values(value_kind(option.value, false)));
            }
        }
        const std::string files = command.positionals.empty()
                                      ? ":"
                                      : bash_values(value_kind(command.positionals.front().name, true));
        out += fmt::format("        esac\n        case $current in\n        -*) _lpsglass_words '{}' ;;\n"
                           "        *) {} ;;\n        esac\n        ;;\n",
                           options(command), files);
    }
    out += "    esac\n}\n\ncomplete -F _lpsglass lpsglass\n";
    return out;
}

std::string zsh_completion(const ProgramWords& words) {
    const auto arguments = [](const CommandWords& command) {
        std::string out;
        for (const OptionWords& option : command.options) {
            const std::string text = fmt::format("[{}]", zsh_text(option.description));
            for (const std::string& name : option.names) {
                std::string argument = name;
                const bool is_long = name.starts_with("--");
                if (!option.choices.empty()) {
                    argument += fmt::format("{}{}::word:({})", is_long ? "=-" : "-", text,
                                            fmt::join(option.choices, " "));
                } else if (is_flag(option)) {
                    argument += text;
                } else {
                    argument += fmt::format("{}{}:{}:{}", is_long ? "=" : "+", text, option.value,
                                            zsh_values(value_kind(option.value, false)));
                }
                out += fmt::format(" \\\n            {}", quoted(argument, "'\\''"));
            }
        }
        for (const PositionalWords& positional : command.positionals)
            out += fmt::format(" \\\n            {}",
                               quoted(fmt::format("{}:{}:{}", positional.repeated ? "*" : "",
                                                  zsh_text(positional.description),
                                                  zsh_values(value_kind(positional.name, true))),
                                      "'\\''"));
        return out + "\n";
    };

    std::string out =
        "#compdef lpsglass\n# zsh completion of lpsglass, made from the program's own command line\n\n"
        "_lpsglass() {\n    local -a commands\n    commands=(\n";
    for (const CommandWords& command : words.commands)
        out += fmt::format("        {}\n", quoted(command.name + ":" + command.description, "'\\''"));
    out += "    )\n    if (( CURRENT == 2 )); then\n        _describe -t commands command commands\n"
           "        _arguments" +
           arguments(words.program) +
           "        return\n    fi\n    local command=$words[2]\n    shift words\n    (( CURRENT-- ))\n"
           "    case $command in\n";
    for (const CommandWords& command : words.commands)
        out += fmt::format("    {})\n        _arguments{}        ;;\n", command.name, arguments(command));
    out += "    esac\n}\n\n_lpsglass \"$@\"\n";
    return out;
}

std::string fish_completion(const ProgramWords& words) {
    std::string out = "# fish completion of lpsglass, made from the program's own command line\n\n"
                      "complete -c lpsglass -f\n";
    const auto add = [&](const std::string& condition, const CommandWords& command) {
        for (const OptionWords& option : command.options) {
            out += fmt::format("complete -c lpsglass -n '{}'", condition);
            for (const std::string& name : option.names)
                out += name.starts_with("--") ? fmt::format(" -l {}", name.substr(2))
                                              : fmt::format(" -s {}", name.substr(1));
            const ValueKind kind = value_kind(option.value, false);
            if (!option.choices.empty()) {
                out += fmt::format(" -a '{}'", fmt::join(option.choices, " "));
            } else if (!is_flag(option)) {
                out += kind == ValueKind::other ? " -x" : " -r -F";
            }
            out += fmt::format(" -d {}\n", quoted(option.description, "\\'"));
        }
        if (command.positionals.empty()) return;
        const ValueKind kind = value_kind(command.positionals.front().name, true);
        const char* ending = kind == ValueKind::deck ? ".toml" : kind == ValueKind::results ? ".h5" : "";
        out += fmt::format("complete -c lpsglass -n '{}' -k -a '(__fish_complete_suffix {})'\n", condition,
                           ending);
    };
    add("__fish_use_subcommand", words.program);
    for (const CommandWords& command : words.commands)
        out += fmt::format("complete -c lpsglass -n __fish_use_subcommand -a {} -d {}\n", command.name,
                           quoted(command.description, "\\'"));
    for (const CommandWords& command : words.commands)
        add("__fish_seen_subcommand_from " + command.name, command);
    return out;
}

} // namespace lpsglass::app::pages
