#include "dataset_writer.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <functional>
#include <hdf5_hl.h>
#include <limits>
#include <numeric>
#include <span>
#include <stdexcept>

#include "attributes.hpp"
#include "hdf5_handle.hpp"
#include "lpsglass/core/sha256.hpp"

namespace lpsglass::results {

namespace {

static_assert(std::endian::native == std::endian::little, "files and hashes hold little-endian bytes");

constexpr std::size_t kContiguousBytes = 16384; ///< a smaller dataset would grow by chunking
constexpr std::size_t kChunkBytes = 262144;     ///< about; whole sets
constexpr unsigned kDeflateLevel = 4;

using Lengths = std::vector<std::size_t>;

std::size_t product(const Lengths& lengths) {
    return std::accumulate(lengths.begin(), lengths.end(), std::size_t{1}, std::multiplies<>());
}

/// All values in C order; every NaN is the same NaN, whatever operation made it.
std::vector<double> values_of(const Dataset& dataset, const RunRecord& run, std::size_t spectrum,
                              const Lengths& lengths) {
    std::vector<double> values;
    values.reserve(product(lengths));
    const bool by_set =
        !dataset.dimensions.empty() && dataset.dimensions[0] == "set" && !is_coordinate(dataset);
    const std::size_t rows = by_set ? run.sets.size() : 1;
    for (std::size_t set = 0; set < rows; ++set)
        dataset.fetch(run, {set, spectrum}, values);
    if (values.size() != product(lengths))
        throw std::logic_error(dataset.path + ": " + std::to_string(values.size()) + " values for " +
                               std::to_string(product(lengths)) + " places");
    for (double& value : values)
        if (std::isnan(value)) value = std::numeric_limits<double>::quiet_NaN();
    return values;
}

/// Storage: chunks of whole sets, shuffled and compressed, where the dataset is large.
Handle storage(const Dataset& dataset, const Lengths& lengths, std::size_t element_bytes) {
    Handle properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, "storage");
    // A time stamp would make two equal runs differ.
    check(H5Pset_obj_track_times(properties, false), "storage");
    const std::size_t bytes = product(lengths) * element_bytes;
    if (dataset.kind == Kind::text || bytes <= kContiguousBytes) return properties;

    std::vector<hsize_t> chunk(lengths.begin(), lengths.end());
    const std::size_t row_bytes = bytes / lengths[0];
    chunk[0] = std::clamp<std::size_t>(kChunkBytes / row_bytes, 1, lengths[0]);
    check(H5Pset_chunk(properties, static_cast<int>(chunk.size()), chunk.data()), "chunks");
    check(H5Pset_shuffle(properties), "shuffle filter");
    check(H5Pset_deflate(properties, kDeflateLevel), "deflate filter");
    return properties;
}

Handle create(hid_t file, const Dataset& dataset, const std::string& path, const Lengths& lengths,
              hid_t type) {
    const Handle space = simple_space({lengths.begin(), lengths.end()});
    const Handle properties = storage(dataset, lengths, H5Tget_size(type));
    return {H5Dcreate2(file, path.c_str(), type, space, H5P_DEFAULT, properties, H5P_DEFAULT), H5Dclose,
            path};
}

void write_values(hid_t dataset, const std::string& path, hid_t type, const void* values) {
    check(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values), path);
}

template <class T> std::string hash_of(const std::vector<T>& values) {
    return sha256_hex(std::as_bytes(std::span(values)));
}

/// Of the UTF-8 bytes, the entries of an array joined by zero bytes.
std::string hash_of(const std::vector<std::string>& texts) {
    std::string bytes = texts.front();
    for (std::size_t i = 1; i < texts.size(); ++i)
        bytes += '\0' + texts[i];
    return sha256_hex(bytes);
}

void write_flags(hid_t dataset, const std::vector<Flag>& flags) {
    std::vector<int> values;
    std::string meanings;
    for (const Flag& flag : flags) {
        values.push_back(flag.value);
        meanings += (meanings.empty() ? "" : " ") + flag.meaning;
    }
    set_attribute(dataset, "flag_values", values);
    set_attribute(dataset, "flag_meanings", meanings);
}

/// Creates the dataset and fills it; gives the hash of its bytes.
Handle write_typed(hid_t file, const Dataset& dataset, const RunRecord& run, std::size_t spectrum,
                   std::string& hash) {
    const std::string path = path_of(dataset, spectrum);
    const Lengths lengths = lengths_of(dataset, run, spectrum);
    if (dataset.kind == Kind::text) {
        const std::vector<std::string> texts = dataset.fetch_text(run);
        if (texts.size() != product(lengths)) throw std::logic_error(path + ": wrong number of texts");
        std::vector<const char*> pointers;
        for (const std::string& text : texts)
            pointers.push_back(text.c_str());
        const Handle type = text_type();
        Handle out = create(file, dataset, path, lengths, type);
        write_values(out, path, type, pointers.data());
        hash = hash_of(texts);
        return out;
    }
    const std::vector<double> values = values_of(dataset, run, spectrum, lengths);
    if (dataset.kind == Kind::real) {
        Handle out = create(file, dataset, path, lengths, H5T_IEEE_F64LE);
        write_values(out, path, H5T_NATIVE_DOUBLE, values.data());
        hash = hash_of(values);
        return out;
    }
    std::vector<std::int32_t> integers(values.size());
    std::transform(values.begin(), values.end(), integers.begin(),
                   [](double value) { return static_cast<std::int32_t>(value); });
    Handle out = create(file, dataset, path, lengths, H5T_STD_I32LE);
    write_values(out, path, H5T_NATIVE_INT32, integers.data());
    hash = hash_of(integers);
    return out;
}

} // namespace

void write_dataset(hid_t file, const Dataset& dataset, const RunRecord& run, std::size_t spectrum) {
    std::string hash;
    const Handle out = write_typed(file, dataset, run, spectrum, hash);
    set_attribute(out, "units", dataset.units_of ? dataset.units_of(run) : dataset.units);
    set_attribute(out, "long_name", dataset.long_name);
    set_attribute(out, "sha256", hash);
    for (const auto& [name, value] : dataset.attributes)
        set_attribute(out, name, value);
    if (!dataset.flags.empty()) write_flags(out, dataset.flags);
    if (is_coordinate(dataset)) check(H5DSset_scale(out, dataset.dimensions[0].c_str()), dataset.path);
}

void attach_coordinates(hid_t file, const Dataset& dataset, std::size_t spectrum) {
    if (is_coordinate(dataset)) return;
    const std::string path = path_of(dataset, spectrum);
    const Handle out = open_dataset(file, path);
    for (std::size_t d = 0; d < dataset.dimensions.size(); ++d) {
        const std::string& name = dataset.dimensions[d];
        const std::string in_group = path.substr(0, path.rfind('/') + 1) + name;
        if (check(H5Lexists(file, in_group.c_str(), H5P_DEFAULT), in_group) == 0)
            check(H5Lcreate_hard(file, (std::string(kCoordinates) + "/" + name).c_str(), file,
                                 in_group.c_str(), H5P_DEFAULT, H5P_DEFAULT),
                  in_group);
        const Handle coordinate = open_dataset(file, in_group);
        check(H5DSattach_scale(out, coordinate, static_cast<unsigned>(d)), path);
    }
}

} // namespace lpsglass::results
