#pragma once

#include <string>

namespace lpsglass::results {

/// Whether two results files hold the same results to the last bit: groups, datasets, their dimensions,
/// values and attributes. Left out is what describes the run alone: /tasks/seconds, /tasks/rank (their
/// values) and the root attributes created, ranks, hostname, command_line, elapsed_s, instruction_level, and
/// attributes_sha256, which covers them. `difference` tells the first difference found, e.g.
/// `/exponents/alpha: element 3: 0.5 and 0.6`. Throws IoError for a file that cannot be read as HDF5.
bool same_results(const std::string& path_a, const std::string& path_b, std::string& difference);

} // namespace lpsglass::results
