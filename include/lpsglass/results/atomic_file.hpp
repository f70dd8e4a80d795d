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

/// Whether a file's name is that of a temporary file of write_file_atomically.
bool is_temporary_name(const std::string& name);

/// Removes the temporary files that killed processes left of the file `path`. For whoever alone may write it:
/// those of a process at work go too.
void remove_temporaries_of(const std::string& path);

} // namespace lpsglass::results
