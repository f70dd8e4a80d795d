#pragma once

#include <cstdint>
#include <hdf5.h>
#include <string>
#include <vector>

namespace lpsglass::results {

/// Lengths of a dataset's texts as they lie in the file beside the places of the texts. The HDF5 library does
/// not heed those that are too large, so that a changed one does not show in the texts. `path` is the file's.
/// Throws Hdf5Failure.
std::vector<std::uint32_t> stored_text_lengths(hid_t dataset, const std::string& path);

} // namespace lpsglass::results
