#include "text_lengths.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>

#include "hdf5_handle.hpp"
#include "stored_values.hpp"

namespace lpsglass::results {

namespace {

constexpr std::size_t kPlaceBytes = 16; ///< length (4), address of the heap (8), number in it (4)

/// Appends the lengths of `count` texts whose places begin there.
void append_lengths(std::ifstream& in, haddr_t address, std::size_t count, std::vector<std::uint32_t>& out) {
    in.seekg(static_cast<std::streamoff>(address));
    for (std::size_t i = 0; i < count; ++i) {
        std::array<char, kPlaceBytes> place{};
        if (!in.read(place.data(), place.size())) throw Hdf5Failure("places of texts");
        std::uint32_t length = 0;
        std::memcpy(&length, place.data(), sizeof length);
        out.push_back(length);
    }
}

} // namespace

std::vector<std::uint32_t> stored_text_lengths(hid_t dataset, const std::string& path) {
    const std::size_t count = product(lengths_of(dataset, path));
    const Handle properties(H5Dget_create_plist(dataset), H5Pclose, path);
    std::ifstream in(path, std::ios::binary);
    std::vector<std::uint32_t> out;
    if (H5Pget_layout(properties) == H5D_CONTIGUOUS) {
        append_lengths(in, H5Dget_offset(dataset), count, out);
        return out;
    }
    const Handle space(H5Dget_space(dataset), H5Sclose, path); // chunks of one dimension, not compressed
    hsize_t chunks = 0, rows = 0;
    check(H5Pget_chunk(properties, 1, &rows), path);
    check(H5Dget_num_chunks(dataset, space, &chunks), path);
    for (hsize_t i = 0; i < chunks; ++i) {
        hsize_t first = 0, bytes = 0;
        unsigned filters = 0;
        haddr_t address = 0;
        check(H5Dget_chunk_info(dataset, space, i, &first, &filters, &address, &bytes), path);
        append_lengths(in, address, std::min<std::size_t>(rows, count - first), out);
    }
    return out;
}

} // namespace lpsglass::results
