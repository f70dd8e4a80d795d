#include "lpsglass/results/compare.hpp"

#include <algorithm>
#include <set>
#include <span>
#include <vector>

#include "attribute_hash.hpp"
#include "hdf5_handle.hpp"
#include "lpsglass/core/error.hpp"
#include "stored_values.hpp"

namespace lpsglass::results {

namespace {

/// Values that describe the run, with the hash of those values.
const std::set<std::string> kRunDatasets{"/tasks/seconds", "/tasks/rank"};
const std::set<std::string> kRunAttributes{
    "created", "ranks", "hostname", "command_line", "elapsed_s", "instruction_level", kAttributeHash};

using Names = std::vector<std::string>;

/// The first name that only one of two sorted lists holds, in words; empty where they are equal.
std::string missing_name(const Names& a, const Names& b) {
    for (const std::string& name : a)
        if (!std::ranges::binary_search(b, name)) return name + " is only in the first file";
    for (const std::string& name : b)
        if (!std::ranges::binary_search(a, name)) return name + " is only in the second file";
    return "";
}

std::string attribute_difference(hid_t a, hid_t b, const std::string& path) {
    const Names names = attributes_of(a, path);
    if (std::string text = missing_name(names, attributes_of(b, path)); !text.empty())
        return path + ": attribute " + text;
    for (const std::string& name : names) {
        if (path == "/" && kRunAttributes.contains(name)) continue;
        if (kRunDatasets.contains(path) && name == "sha256") continue;
        const std::string what = path + ": attribute " + name;
        const Handle in_a(H5Aopen(a, name.c_str(), H5P_DEFAULT), H5Aclose, what);
        const Handle in_b(H5Aopen(b, name.c_str(), H5P_DEFAULT), H5Aclose, what);
        if (holds_references(in_a) || holds_references(in_b)) continue;
        const std::string text = difference_of(read_attribute(in_a, what), read_attribute(in_b, what));
        if (!text.empty()) return what + ": " + text;
    }
    return "";
}

std::string dataset_difference(hid_t a, hid_t b, const std::string& path) {
    const std::vector<std::size_t> lengths = lengths_of(a, path);
    if (const std::string text = length_difference(lengths, lengths_of(b, path)); !text.empty())
        return path + ": " + text;
    if (!kRunDatasets.contains(path)) {
        const std::size_t row_values = lengths.empty() ? 1 : product(std::span(lengths).subspan(1));
        for (const Rows& rows : blocks_of(a, path)) {
            const std::string text =
                difference_of(read_rows(a, rows, path), read_rows(b, rows, path), rows.first * row_values);
            if (!text.empty()) return path + ": " + text;
        }
    }
    if (coordinates_of(a, path) != coordinates_of(b, path)) return path + ": different coordinates";
    return attribute_difference(a, b, path);
}

std::string object_difference(hid_t file_a, hid_t file_b, const std::string& path);

std::string group_difference(hid_t a, hid_t b, hid_t file_a, hid_t file_b, const std::string& path) {
    const Names names = members_of(a, path);
    if (std::string text = missing_name(names, members_of(b, path)); !text.empty()) return path + ": " + text;
    for (const std::string& name : names) {
        const std::string text = object_difference(file_a, file_b, (path == "/" ? "/" : path + "/") + name);
        if (!text.empty()) return text;
    }
    return attribute_difference(a, b, path);
}

std::string object_difference(hid_t file_a, hid_t file_b, const std::string& path) {
    const Handle a(H5Oopen(file_a, path.c_str(), H5P_DEFAULT), H5Oclose, path);
    const Handle b(H5Oopen(file_b, path.c_str(), H5P_DEFAULT), H5Oclose, path);
    const H5I_type_t kind = H5Iget_type(a);
    if (kind != H5Iget_type(b)) return path + ": a group in one file, a dataset in the other";
    return kind == H5I_GROUP ? group_difference(a, b, file_a, file_b, path) : dataset_difference(a, b, path);
}

Handle open_to_read(const std::string& path) {
    try {
        return {H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose,
                "not an HDF5 file that can be read"};
    } catch (const Hdf5Failure& failure) {
        throw IoError("cannot read " + path + ": " + failure.what());
    }
}

} // namespace

bool same_results(const std::string& path_a, const std::string& path_b, std::string& difference) {
    const QuietHdf5 quiet;
    const Handle a = open_to_read(path_a), b = open_to_read(path_b);
    try {
        difference = object_difference(a, b, "/");
    } catch (const Hdf5Failure& failure) {
        throw IoError("cannot compare " + path_a + " and " + path_b + ": " + failure.what());
    }
    return difference.empty();
}

} // namespace lpsglass::results
