#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "lpsglass/results/reader.hpp"

namespace lpsglass::app {

/// Groups of the file that can be shown as tables.
std::vector<std::string> groups_of(const results::ResultsFile& file);

/// All that a group holds of a set as tables, in the order of the file: values with their errors and
/// intervals, coded ones in words; what is not by set (lines of set 0, names) as it is. Throws InputError
/// where there is no such group.
std::string group_text(const results::ResultsFile& file, const std::string& group, std::size_t set);

} // namespace lpsglass::app
