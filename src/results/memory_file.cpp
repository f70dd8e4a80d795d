#include "memory_file.hpp"

#include "storage.hpp"

namespace lpsglass::results {

namespace {

constexpr std::size_t kMemoryStep = 1 << 20; ///< bytes by which the file in memory grows

/// Name of the file in memory. The library would read a file of that name: there can be none.
constexpr const char* kNoFile = "/dev/null/results";

} // namespace

Handle create_in_memory() {
    const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "file in memory");
    check(H5Pset_fapl_core(access, kMemoryStep, false), "file in memory");
    const Handle properties = group_properties(H5P_FILE_CREATE);
    return {H5Fcreate(kNoFile, H5F_ACC_TRUNC, properties, access), H5Fclose, "file in memory"};
}

std::vector<std::byte> image_of(hid_t file) {
    check(H5Fflush(file, H5F_SCOPE_GLOBAL), "file in memory");
    const ssize_t length = check(H5Fget_file_image(file, nullptr, 0), "file in memory");
    std::vector<std::byte> image(static_cast<std::size_t>(length));
    check(H5Fget_file_image(file, image.data(), image.size()), "file in memory");
    return image;
}

Handle open_image(std::vector<std::byte> image) {
    const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "file in memory");
    check(H5Pset_fapl_core(access, kMemoryStep, false), "file in memory");
    check(H5Pset_file_image(access, image.data(), image.size()), "file in memory"); // a copy
    image = std::vector<std::byte>();
    return {H5Fopen(kNoFile, H5F_ACC_RDONLY, access), H5Fclose, "file in memory"};
}

} // namespace lpsglass::results
