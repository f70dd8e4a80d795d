#include "stored_values.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <functional>
#include <hdf5_hl.h>
#include <numeric>

namespace lpsglass::results {

namespace {

constexpr std::size_t kBlockBytes = 1 << 23;

/// Reads into memory of the given type.
using Read = std::function<herr_t(hid_t type, void* memory)>;

std::vector<std::string> read_texts(hid_t space, std::size_t count, const Read& read,
                                    const std::string& what) {
    const Handle type = text_type();
    std::vector<char*> pointers(count, nullptr);
    check(read(type, pointers.data()), what);
    std::vector<std::string> texts;
    for (const char* pointer : pointers)
        texts.emplace_back(pointer != nullptr ? pointer : "");
    check(H5Dvlen_reclaim(type, space, H5P_DEFAULT, pointers.data()), what);
    return texts;
}

herr_t take_scale(hid_t, unsigned, hid_t scale, void* names) {
    const ssize_t length = H5DSget_scale_name(scale, nullptr, 0);
    if (length < 0) return -1;
    std::string name(static_cast<std::size_t>(length) + 1, '\0');
    H5DSget_scale_name(scale, name.data(), name.size());
    name.pop_back();
    static_cast<std::vector<std::string>*>(names)->push_back(name);
    return 0;
}

std::vector<std::size_t> lengths_of_space(hid_t space, const std::string& what) {
    std::vector<hsize_t> lengths(static_cast<std::size_t>(check(H5Sget_simple_extent_ndims(space), what)));
    check(H5Sget_simple_extent_dims(space, lengths.data(), nullptr), what);
    return {lengths.begin(), lengths.end()};
}

/// @param space of the values, in memory
StoredValues read_values(Handle type, hid_t space, const Read& read, const std::string& what) {
    StoredValues values;
    values.lengths = lengths_of_space(space, what);
    const auto count = static_cast<std::size_t>(check(H5Sget_simple_extent_npoints(space), what));

    if (check(H5Tis_variable_str(type), what) > 0) {
        values.texts = read_texts(space, count, read, what);
    } else {
        values.bytes.resize(count * H5Tget_size(type));
        check(read(type, values.bytes.data()), what);
    }
    values.type = std::move(type);
    return values;
}

template <class T> T number_at(const std::vector<std::byte>& bytes, std::size_t i) {
    T value;
    std::memcpy(&value, bytes.data() + i * sizeof value, sizeof value);
    return value;
}

/// The rows selected in the dataset's space, and the space of as many in memory.
struct Selection {
    Handle in_file, in_memory;
};

Selection select(hid_t dataset, Rows rows, const std::string& what) {
    Handle space(H5Dget_space(dataset), H5Sclose, what);
    const std::vector<std::size_t> lengths = lengths_of(dataset, what);
    std::vector<hsize_t> start(lengths.size(), 0), count(lengths.begin(), lengths.end());
    if (!lengths.empty()) {
        start[0] = rows.first;
        count[0] = rows.count;
        check(H5Sselect_hyperslab(space, H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr), what);
    }
    return {std::move(space), simple_space(count)};
}

herr_t take_link(hid_t, const char* name, const H5L_info_t*, void* names) {
    static_cast<std::vector<std::string>*>(names)->emplace_back(name);
    return 0;
}

herr_t take_attribute(hid_t, const char* name, const H5A_info_t*, void* names) {
    static_cast<std::vector<std::string>*>(names)->emplace_back(name);
    return 0;
}

std::string lengths_in_words(const std::vector<std::size_t>& lengths) {
    std::string text;
    for (const std::size_t length : lengths)
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
    const std::vector<std::size_t> lengths = lengths_of(dataset, what);
    return read_rows(dataset, {0, lengths.empty() ? 1 : lengths[0]}, what);
}

StoredValues read_rows(hid_t dataset, Rows rows, const std::string& what) {
    const Selection selected = select(dataset, rows, what);
    return read_values(
        Handle(H5Dget_type(dataset), H5Tclose, what), selected.in_memory,
        [&](hid_t type, void* memory) {
            return H5Dread(dataset, type, selected.in_memory, selected.in_file, H5P_DEFAULT, memory);
        },
        what);
}

void read_rows(hid_t dataset, Rows rows, hid_t type, void* memory, const std::string& what) {
    const Selection selected = select(dataset, rows, what);
    check(H5Dread(dataset, type, selected.in_memory, selected.in_file, H5P_DEFAULT, memory), what);
}

std::vector<Rows> blocks_of(hid_t dataset, const std::string& what) {
    const std::vector<std::size_t> lengths = lengths_of(dataset, what);
    if (lengths.empty()) return {{0, 1}};
    const Handle type(H5Dget_type(dataset), H5Tclose, what);
    const std::size_t row_bytes = product(std::span(lengths).subspan(1)) * H5Tget_size(type);
    const std::size_t most = std::max<std::size_t>(kBlockBytes / std::max<std::size_t>(row_bytes, 1), 1);
    std::vector<Rows> blocks;
    for (std::size_t first = 0; first < lengths[0]; first += most)
        blocks.push_back({first, std::min(most, lengths[0] - first)});
    return blocks;
}

std::vector<std::size_t> lengths_of(hid_t dataset, const std::string& what) {
    return lengths_of_space(Handle(H5Dget_space(dataset), H5Sclose, what), what);
}

std::size_t product(std::span<const std::size_t> lengths) {
    return std::accumulate(lengths.begin(), lengths.end(), std::size_t{1}, std::multiplies<>());
}

StoredValues read_attribute(hid_t attribute, const std::string& what) {
    const Handle space(H5Aget_space(attribute), H5Sclose, what);
    return read_values(
        Handle(H5Aget_type(attribute), H5Tclose, what), space,
        [&](hid_t type, void* memory) { return H5Aread(attribute, type, memory); }, what);
}

std::vector<double> numbers_of(const StoredValues& values) {
    std::vector<double> numbers;
    const auto append = [&]<class T>(T) {
        for (std::size_t i = 0; i < values.bytes.size() / sizeof(T); ++i)
            numbers.push_back(static_cast<double>(number_at<T>(values.bytes, i)));
    };
    if (H5Tequal(values.type, H5T_IEEE_F64LE) > 0) append(double{});
    if (H5Tequal(values.type, H5T_STD_I32LE) > 0) append(std::int32_t{});
    if (H5Tequal(values.type, H5T_STD_U64LE) > 0) append(std::uint64_t{});
    return numbers;
}

std::vector<std::string> members_of(hid_t group, const std::string& path, H5_index_t index) {
    std::vector<std::string> names;
    check(H5Literate(group, index, H5_ITER_INC, nullptr, take_link, &names), path);
    return names;
}

std::vector<std::string> attributes_of(hid_t object, const std::string& path) {
    std::vector<std::string> names;
    check(H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_INC, nullptr, take_attribute, &names), path);
    return names;
}

std::vector<std::string> coordinates_of(hid_t dataset, const std::string& path) {
    std::vector<std::string> names;
    for (unsigned d = 0; d < lengths_of(dataset, path).size(); ++d)
        check(H5DSiterate_scales(dataset, d, nullptr, take_scale, &names), path);
    return names;
}

bool by_creation(hid_t group) {
    const Handle properties(H5Gget_create_plist(group), H5Pclose, "group");
    unsigned flags = 0;
    check(H5Pget_link_creation_order(properties, &flags), "group");
    return (flags & H5P_CRT_ORDER_INDEXED) != 0;
}

bool holds_references(hid_t attribute) {
    const Handle type(H5Aget_type(attribute), H5Tclose, "attribute type");
    return check(H5Tdetect_class(type, H5T_REFERENCE), "attribute type") > 0;
}

std::string length_difference(const std::vector<std::size_t>& a, const std::vector<std::size_t>& b) {
    return a == b ? "" : lengths_in_words(a) + " and " + lengths_in_words(b);
}

std::string difference_of(const StoredValues& a, const StoredValues& b, std::size_t first) {
    if (check(H5Tequal(a.type, b.type), "type") == 0) return "stored in different types";
    if (const std::string text = length_difference(a.lengths, b.lengths); !text.empty()) return text;

    const auto at = [&](std::size_t i) {
        return "element " + std::to_string(first + i) + ": " + a.element(i) + " and " + b.element(i);
    };
    const auto text = std::ranges::mismatch(a.texts, b.texts);
    if (text.in1 != a.texts.end()) return at(static_cast<std::size_t>(text.in1 - a.texts.begin()));
    const auto byte = std::ranges::mismatch(a.bytes, b.bytes);
    if (byte.in1 == a.bytes.end()) return "";
    return at(static_cast<std::size_t>(byte.in1 - a.bytes.begin()) / H5Tget_size(a.type));
}

} // namespace lpsglass::results
