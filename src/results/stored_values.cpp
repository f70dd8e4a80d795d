#include "stored_values.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>

namespace lpsglass::results {

namespace {

/// Reads into memory of the given type.
using Read = herr_t (*)(hid_t object, hid_t type, void* memory);

herr_t read_from_dataset(hid_t dataset, hid_t type, void* memory) {
    return H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, memory);
}

std::vector<std::string> read_texts(hid_t object, hid_t space, std::size_t count, Read read,
                                    const std::string& what) {
    const Handle type = text_type();
    std::vector<char*> pointers(count, nullptr);
    check(read(object, type, pointers.data()), what);
    std::vector<std::string> texts;
    for (const char* pointer : pointers)
        texts.emplace_back(pointer != nullptr ? pointer : "");
    check(H5Dvlen_reclaim(type, space, H5P_DEFAULT, pointers.data()), what);
    return texts;
}

StoredValues read_values(hid_t object, Handle type, Handle space, Read read, const std::string& what) {
    StoredValues values;
    const int rank = check(H5Sget_simple_extent_ndims(space), what);
    values.lengths.resize(static_cast<std::size_t>(rank));
    check(H5Sget_simple_extent_dims(space, values.lengths.data(), nullptr), what);
    const auto count = static_cast<std::size_t>(check(H5Sget_simple_extent_npoints(space), what));

    if (check(H5Tis_variable_str(type), what) > 0) {
        values.texts = read_texts(object, space, count, read, what);
    } else {
        values.bytes.resize(count * H5Tget_size(type));
        check(read(object, type, values.bytes.data()), what);
    }
    values.type = std::move(type);
    return values;
}

template <class T> T number_at(const std::vector<std::byte>& bytes, std::size_t i) {
    T value;
    std::memcpy(&value, bytes.data() + i * sizeof value, sizeof value);
    return value;
}

std::string lengths_in_words(const std::vector<hsize_t>& lengths) {
    std::string text;
    for (const hsize_t length : lengths)
        text += (text.empty() ? "" : " x ") + std::to_string(length);
    return text.empty() ? "a single value" : text;
}

} // namespace

std::string StoredValues::element(std::size_t i) const {
    if (i < texts.size()) return "'" + texts[i] + "'";
    if (H5Tequal(type, H5T_IEEE_F64LE) > 0) {
        char text[32];
        std::snprintf(text, sizeof text, "%.17g", number_at<double>(bytes, i));
        return text;
    }
    if (H5Tequal(type, H5T_STD_I32LE) > 0) return std::to_string(number_at<std::int32_t>(bytes, i));
    return "?";
}

StoredValues read_dataset(hid_t dataset, const std::string& what) {
    return read_values(dataset, Handle(H5Dget_type(dataset), H5Tclose, what),
                       Handle(H5Dget_space(dataset), H5Sclose, what), read_from_dataset, what);
}

StoredValues read_attribute(hid_t attribute, const std::string& what) {
    return read_values(attribute, Handle(H5Aget_type(attribute), H5Tclose, what),
                       Handle(H5Aget_space(attribute), H5Sclose, what), H5Aread, what);
}

bool holds_references(hid_t attribute) {
    const Handle type(H5Aget_type(attribute), H5Tclose, "attribute type");
    return check(H5Tdetect_class(type, H5T_REFERENCE), "attribute type") > 0;
}

std::string difference_of(const StoredValues& a, const StoredValues& b) {
    if (check(H5Tequal(a.type, b.type), "type") == 0) return "stored in different types";
    if (a.lengths != b.lengths) return lengths_in_words(a.lengths) + " and " + lengths_in_words(b.lengths);

    const auto at = [&](std::size_t i) {
        return "element " + std::to_string(i) + ": " + a.element(i) + " and " + b.element(i);
    };
    const auto text = std::ranges::mismatch(a.texts, b.texts);
    if (text.in1 != a.texts.end()) return at(static_cast<std::size_t>(text.in1 - a.texts.begin()));
    const auto byte = std::ranges::mismatch(a.bytes, b.bytes);
    if (byte.in1 == a.bytes.end()) return "";
    return at(static_cast<std::size_t>(byte.in1 - a.bytes.begin()) / H5Tget_size(a.type));
}

} // namespace lpsglass::results
