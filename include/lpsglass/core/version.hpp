#pragma once

#include <string_view>

/// What this build of the program is, as `--version` and the results file tell it.
namespace lpsglass {

/// Version of the program, e.g. `0.1.0`.
std::string_view program_version();

/// Revision the program was built from: a short hash, with `-dirty` when the tree had uncommitted changes;
/// `unknown` when it was not built from a git repository.
std::string_view git_revision();

/// Compiler with its version, build type, flags that may touch numbers.
std::string_view build_description();

} // namespace lpsglass
