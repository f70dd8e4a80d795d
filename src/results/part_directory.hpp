#pragma once

#include <string>
#include <vector>

namespace lpsglass::results {

inline constexpr const char* kIdentityName = "identity";
inline constexpr const char* kStatusName = "status";

/// A part file of a directory.
struct PartName {
    std::string name;
    unsigned long long number = 0;
};

/// The parts in the order of their numbers. Throws IoError.
std::vector<PartName> part_names(const std::string& directory);

/// Renames a damaged file, so that nobody takes it for a part. Throws IoError.
void set_aside(const std::string& directory, const std::string& name);

/// Removes temporary files of killed writers. Throws IoError.
void remove_temporaries(const std::string& directory);

/// Removes the files of a run: first its identity, so that what a crash leaves is no run any more. The
/// directory and its owner's file stay, as does what is none of ours. Throws IoError.
void remove_run(const std::string& directory);

/// Text of a small file; throws IoError.
std::string text_of_file(const std::string& path);

} // namespace lpsglass::results
