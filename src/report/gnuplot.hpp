#pragma once

#include <string>
#include <vector>

namespace lpsglass::report {

/// Runs `gnuplot` (found on the PATH, without a shell, without the user's own settings) on the scripts, in
/// their folder, one process for all. Returns what it wrote to stderr. Throws IoError if there is no gnuplot
/// or if it fails, with its words.
std::string run_gnuplot(const std::vector<std::string>& scripts, const std::string& folder);

} // namespace lpsglass::report
