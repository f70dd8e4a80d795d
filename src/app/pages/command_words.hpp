#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

/// The command line in plain values, as those need it who write about it.
namespace lpsglass::app::pages {

struct OptionWords {
    std::vector<std::string> names;   ///< `-o`, `--output`
    std::string value;                ///< what follows it, FILE; empty for a flag
    std::vector<std::string> choices; ///< allowed words, given as --option=WORD
    std::string range;                ///< allowed numbers in words; empty: any
    std::string description;
};

struct PositionalWords {
    std::string name;
    std::string description;
    bool required = false;
    bool repeated = false;
};

struct CommandWords {
    std::string name;
    std::string description;
    std::vector<OptionWords> options;
    std::vector<PositionalWords> positionals;
};

/// The program itself, with its own options, and the subcommands in their order. Hidden ones are left out.
struct ProgramWords {
    CommandWords program;
    std::vector<CommandWords> commands;
};

ProgramWords words_of(const CLI::App& program);

} // namespace lpsglass::app::pages
