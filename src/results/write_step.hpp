#pragma once

#include <string>
#include <string_view>

#include "lpsglass/core/error.hpp"

namespace lpsglass::results {

/// Tells the hook of fault_injection.hpp, if there is one, that the step comes next.
void before(std::string_view step);

/// "cannot write PATH: STEP: REASON" of the last failed system call.
IoError write_failure(const std::string& path, const std::string& step);

/// Puts the names in the directory of `path` onto the disk. Some file systems have no fsync of a directory
/// and need none; a directory that may be written but not read cannot be synced. Throws IoError.
void sync_directory_of(const std::string& path);

} // namespace lpsglass::results
