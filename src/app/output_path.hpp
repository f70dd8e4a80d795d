#pragma once

#include <string>

/// Where results go, and whether they may.
namespace lpsglass::app {

/// The file itself; behind a symbolic link, the one that it names.
std::string behind_link(const std::string& path);

/// Throws InputError where the path is no place for a results file, or has one already and `force` is not
/// given, or has a file of another kind; IoError where its folder cannot be written.
void check_output(const std::string& path, bool force);

/// The same of a place for a deck: only a deck is overwritten.
void check_deck_output(const std::string& output, bool force);

/// The results file of part I of N: `FILE.part-I-of-N`.
std::string part_path(const std::string& file, int part, int parts);

} // namespace lpsglass::app
