#pragma once

#include <cstddef>
#include <hdf5.h>
#include <vector>

#include "hdf5_handle.hpp"

/// HDF5 files in memory. On a full disk the library could neither write nor close a file of its own, and
/// would try again at the end of the program; so it never sees the disk. All throw Hdf5Failure.
namespace lpsglass::results {

/// A new, empty file.
Handle create_in_memory();

/// The bytes of the file as they would be on the disk.
std::vector<std::byte> image_of(hid_t file);

/// Opens such bytes to read; while it opens they are in memory three times.
Handle open_image(std::vector<std::byte> image);

} // namespace lpsglass::results
