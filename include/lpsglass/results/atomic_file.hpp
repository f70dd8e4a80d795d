#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace lpsglass::results {

/// Puts the bytes into the file `path`, which other processes see complete or not at all, also after a crash
/// of the machine: temporary file in the same directory, fsync, rename, fsync of the directory. Throws
/// IoError with the path and the system's reason; then the temporary file is gone and a file that had the
/// name before is as it was (only where the last step fails the new file already stands).
void write_file_atomically(const std::string& path, std::span<const std::byte> bytes);

} // namespace lpsglass::results
