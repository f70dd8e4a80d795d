#include "storage.hpp"

#include <algorithm>
#include <functional>
#include <hdf5_hl.h>
#include <numeric>

#include "dataset_table.hpp"

namespace lpsglass::results {

namespace {

constexpr std::size_t kContiguousBytes = 16384; ///< a smaller dataset would grow by chunking
constexpr std::size_t kChunkBytes = 262144;     ///< at most, but for a single row that is larger
constexpr unsigned kDeflateLevel = 4;

std::size_t bytes_of(const std::vector<std::size_t>& lengths, std::size_t element_bytes) {
    return std::accumulate(lengths.begin(), lengths.end(), element_bytes, std::multiplies<>());
}

/// A time stamp would make two equal runs differ.
Handle without_times() {
    Handle properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, "storage");
    check(H5Pset_obj_track_times(properties, false), "storage");
    return properties;
}

} // namespace

std::size_t rows_of_chunk(const std::vector<std::size_t>& lengths, std::size_t element_bytes) {
    if (lengths.empty()) return 1;
    const std::size_t bytes = bytes_of(lengths, element_bytes);
    if (bytes <= kContiguousBytes) return lengths[0];
    return std::clamp<std::size_t>(kChunkBytes / (bytes / lengths[0]), 1, lengths[0]);
}

Handle storage(const std::vector<std::size_t>& lengths, hid_t type, bool is_text) {
    Handle properties = without_times();
    if (is_text || bytes_of(lengths, H5Tget_size(type)) <= kContiguousBytes) return properties;
    std::vector<hsize_t> chunk(lengths.begin(), lengths.end());
    chunk[0] = rows_of_chunk(lengths, H5Tget_size(type));
    check(H5Pset_chunk(properties, static_cast<int>(chunk.size()), chunk.data()), "chunks");
    check(H5Pset_shuffle(properties), "shuffle filter");
    check(H5Pset_deflate(properties, kDeflateLevel), "deflate filter");
    return properties;
}

Handle growing_space() {
    const hsize_t none = 0, unlimited = H5S_UNLIMITED;
    return {H5Screate_simple(1, &none, &unlimited), H5Sclose, "dataspace"};
}

Handle growing_storage(std::size_t rows) {
    Handle properties = without_times();
    const hsize_t chunk = rows;
    check(H5Pset_chunk(properties, 1, &chunk), "chunks");
    return properties;
}

Handle group_properties(hid_t of) {
    Handle properties(H5Pcreate(of), H5Pclose, "group properties");
    check(H5Pset_obj_track_times(properties, false), "group properties");
    check(H5Pset_link_creation_order(properties, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED),
          "group properties");
    return properties;
}

Handle uncached() {
    Handle properties(H5Pcreate(H5P_DATASET_ACCESS), H5Pclose, "dataset access");
    check(H5Pset_chunk_cache(properties, 0, 0, H5D_CHUNK_CACHE_W0_DEFAULT), "chunk cache");
    return properties;
}

void attach_coordinates(hid_t file, hid_t dataset, const std::string& path,
                        const std::vector<std::string>& dimensions) {
    for (std::size_t d = 0; d < dimensions.size(); ++d) {
        const std::string in_group = path.substr(0, path.rfind('/') + 1) + dimensions[d];
        if (check(H5Lexists(file, in_group.c_str(), H5P_DEFAULT), in_group) == 0)
            check(H5Lcreate_hard(file, (std::string(kCoordinates) + "/" + dimensions[d]).c_str(), file,
                                 in_group.c_str(), H5P_DEFAULT, H5P_DEFAULT),
                  in_group);
        const Handle coordinate = open_dataset(file, in_group);
        check(H5DSattach_scale(dataset, coordinate, static_cast<unsigned>(d)), path);
    }
}

} // namespace lpsglass::results
