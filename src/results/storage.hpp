#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "hdf5_handle.hpp"

/// How datasets lie in the file.
namespace lpsglass::results {

/// Rows (first dimension) of a chunk of a dataset of these lengths; all of them where it has no chunks.
std::size_t rows_of_chunk(const std::vector<std::size_t>& lengths, std::size_t element_bytes);

/// Creation properties: chunks of whole rows, shuffled and compressed, where the dataset is large; texts and
/// small ones lie in one piece.
Handle storage(const std::vector<std::size_t>& lengths, hid_t type, bool is_text);

/// Of a dataset of one dimension that grows: no length yet, no limit, chunks of `rows`.
Handle growing_space();
Handle growing_storage(std::size_t rows);

/// Access properties without a cache of chunks, for whoever writes whole chunks.
Handle uncached();

/// Creation properties of a group, `of` H5P_GROUP_CREATE, or of a file, H5P_FILE_CREATE. Groups list their
/// members in the order of creation and have no time stamps, which would make two equal runs differ.
Handle group_properties(hid_t of);

/// Makes the coordinates of the dataset's dimensions its dimension scales; those of /coordinates are linked
/// into the dataset's group.
void attach_coordinates(hid_t file, hid_t dataset, const std::string& path,
                        const std::vector<std::string>& dimensions);

} // namespace lpsglass::results
