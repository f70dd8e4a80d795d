#pragma once

#include <functional>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

/// The definition of the command line: parsed by main, and read by those who write the man page and the
/// completions (pages.cpp).
namespace lpsglass::app {

/// The parser, and what it has chosen once it has parsed.
struct CommandLine {
    CLI::App program;
    std::function<int()> chosen; ///< runs the subcommand that was parsed and returns the exit status

    CommandLine() = default;
    CommandLine(const CommandLine&) = delete; // the parser's callbacks refer to `chosen`
    CommandLine& operator=(const CommandLine&) = delete;
};

/// All subcommands and options. `words` is the command line as typed, for the record that results files keep.
std::unique_ptr<CommandLine> make_command_line(const std::string& words);

} // namespace lpsglass::app
