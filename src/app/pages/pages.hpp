#pragma once

#include <string>

#include "app/pages/command_words.hpp"

/// What is installed beside the program: its man page and the completions of three shells.
namespace lpsglass::app::pages {

std::string man_page(const ProgramWords& words, const std::string& version);
std::string bash_completion(const ProgramWords& words);
std::string zsh_completion(const ProgramWords& words);
std::string fish_completion(const ProgramWords& words);

/// What a positional argument or the value of an option is, by the name it bears in the help.
enum class ValueKind { deck, results, file, folder, other };
ValueKind value_kind(const std::string& name, bool positional);

} // namespace lpsglass::app::pages
