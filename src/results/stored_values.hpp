#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "hdf5_handle.hpp"

namespace lpsglass::results {

/// Values of a dataset or an attribute as they are stored.
struct StoredValues {
    std::vector<std::size_t> lengths;
    Handle type;
    std::vector<std::byte> bytes;   ///< of numbers
    std::vector<std::string> texts; ///< of texts of any length

    /// Element i in words, for messages.
    [[nodiscard]] std::string element(std::size_t i) const;
};

/// Rows of the first dimension.
struct Rows {
    std::size_t first = 0;
    std::size_t count = 0;
};

/// `what` names the object in failures. All throw Hdf5Failure.
StoredValues read_dataset(hid_t dataset, const std::string& what);
/// The same of some rows; of a single value, which has none, it is all.
StoredValues read_rows(hid_t dataset, Rows rows, const std::string& what);
/// Numbers, as values of `type`.
void read_rows(hid_t dataset, Rows rows, hid_t type, void* memory, const std::string& what);
StoredValues read_attribute(hid_t attribute, const std::string& what);

/// All rows in blocks that hold about 8 MB, or one row where that is larger; one block of a single value.
std::vector<Rows> blocks_of(hid_t dataset, const std::string& what);

std::vector<std::size_t> lengths_of(hid_t dataset, const std::string& what);
std::size_t product(std::span<const std::size_t> lengths);

/// Numbers as doubles; none if they are texts or of a type that results files do not use.
std::vector<double> numbers_of(const StoredValues& values);

/// Names of a group's members, in the order of the index.
std::vector<std::string> members_of(hid_t group, const std::string& path, H5_index_t index = H5_INDEX_NAME);

/// Names of an object's attributes, in their order.
std::vector<std::string> attributes_of(hid_t object, const std::string& path);

/// Names of the coordinates of all dimensions, in their order.
std::vector<std::string> coordinates_of(hid_t dataset, const std::string& path);

/// Whether the group knows the order in which its members were made.
bool by_creation(hid_t group);

/// Whether an attribute refers to other objects by their place in the file, as those of dimension scales do.
bool holds_references(hid_t attribute);

/// Empty where both are the same.
std::string length_difference(const std::vector<std::size_t>& a, const std::vector<std::size_t>& b);

/// Empty where both are the same to the last bit, otherwise the first difference. `first` is the place of
/// their first element in what they are parts of.
std::string difference_of(const StoredValues& a, const StoredValues& b, std::size_t first = 0);

} // namespace lpsglass::results
