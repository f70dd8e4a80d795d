#pragma once

#include <hdf5.h>
#include <string>

namespace lpsglass::results {

/// Root attribute that holds attribute_hash() of the file.
inline constexpr const char* kAttributeHash = "attributes_sha256";

/// SHA-256 over all objects of a file in the order of their names: path, lengths, coordinates, and attributes
/// with types and values. Left out is the root attribute of that hash itself. With it and the datasets' own
/// `sha256` every value in the file is told for. Throws Hdf5Failure.
std::string attribute_hash(hid_t file);

/// Puts it into the file, in place of an older one.
void write_attribute_hash(hid_t file);

} // namespace lpsglass::results
