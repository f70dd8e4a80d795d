#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "hdf5_handle.hpp"

namespace lpsglass::results {

/// Values of a dataset or an attribute as they are stored.
struct StoredValues {
    std::vector<hsize_t> lengths;
    Handle type;
    std::vector<std::byte> bytes;   ///< of numbers
    std::vector<std::string> texts; ///< of texts of any length

    /// Element i in words, for messages.
    [[nodiscard]] std::string element(std::size_t i) const;
};

/// `what` names the object in failures. Both throw Hdf5Failure.
StoredValues read_dataset(hid_t dataset, const std::string& what);
StoredValues read_attribute(hid_t attribute, const std::string& what);

/// Whether an attribute refers to other objects by their place in the file, as those of dimension scales do.
bool holds_references(hid_t attribute);

/// Empty where both are the same to the last bit, otherwise the first difference.
std::string difference_of(const StoredValues& a, const StoredValues& b);

} // namespace lpsglass::results
