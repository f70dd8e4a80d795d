#include "lpsglass/results/add_datasets.hpp"

#include <cmath>
#include <cstdint>
#include <fstream>
#include <hdf5_hl.h>
#include <limits>
#include <span>
#include <stdexcept>

#include "attribute_hash.hpp"
#include "attributes.hpp"
#include "dataset_table.hpp"
#include "lpsglass/core/sha256.hpp"
#include "lpsglass/results/reader.hpp"
#include "output_file.hpp"
#include "storage.hpp"
#include "stored_values.hpp"

namespace lpsglass::results {

namespace {

constexpr std::size_t kCopyBytes = 1 << 20;

void copy_into(OutputFile& output, const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::vector<char> bytes(kCopyBytes);
    for (;;) {
        in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        const auto count = static_cast<std::size_t>(in.gcount());
        output.write(output.length(), std::as_bytes(std::span(bytes)).first(count));
        output.check();
        if (!in) break;
    }
    if (!in.eof()) throw IoError("cannot read " + path);
}

bool is_coordinate(const NewDataset& dataset) {
    return dataset.dimensions == std::vector{dataset.name};
}

/// Takes the group's datasets from their coordinates, which keep lists of them.
void detach(hid_t file, const std::string& path) {
    for (const std::string& name : members_of(open_group(file, path), path)) {
        const std::string member = path + "/" + name;
        const Handle object(H5Oopen(file, member.c_str(), H5P_DEFAULT), H5Oclose, member);
        if (H5Iget_type(object) == H5I_GROUP) {
            detach(file, member);
            continue;
        }
        const std::vector<std::string> coordinates = coordinates_of(object, member);
        for (std::size_t d = 0; d < coordinates.size(); ++d)
            check(H5DSdetach_scale(object, open_dataset(file, path + "/" + coordinates[d]),
                                   static_cast<unsigned>(d)),
                  path);
    }
}

void remove_group(hid_t file, const std::string& path) {
    if (check(H5Lexists(file, path.c_str(), H5P_DEFAULT), path) == 0) return;
    detach(file, path);
    check(H5Ldelete(file, path.c_str(), H5P_DEFAULT), path);
}

void check_shape(const NewDataset& dataset) {
    const std::size_t wanted = product(dataset.lengths);
    const std::size_t found = dataset.kind == Kind::text ? dataset.texts.size() : dataset.values.size();
    if (dataset.dimensions.size() != dataset.lengths.size() || wanted == 0 || found != wanted)
        throw std::logic_error(dataset.name + ": " + std::to_string(found) + " values for " +
                               std::to_string(wanted) + " places");
}

/// The values as they are stored.
struct Stored {
    Handle own_type; ///< of texts
    hid_t type = 0;
    std::vector<double> reals{};
    std::vector<std::int32_t> integers{};
    std::vector<const char*> texts{};
    const void* memory = nullptr;
    std::string hash{};
};

Stored stored(const NewDataset& dataset) {
    Stored out;
    Sha256 hash;
    if (dataset.kind == Kind::text) {
        out.own_type = text_type();
        out.type = out.own_type;
        for (const std::string& text : dataset.texts) {
            if (!out.texts.empty()) hash.add(std::string_view("\0", 1));
            hash.add(text);
            out.texts.push_back(text.c_str());
        }
        out.memory = out.texts.data();
    } else if (dataset.kind == Kind::integer) {
        out.type = H5T_STD_I32LE;
        for (const double value : dataset.values)
            out.integers.push_back(static_cast<std::int32_t>(value));
        hash.add(std::as_bytes(std::span(out.integers)));
        out.memory = out.integers.data();
    } else {
        out.type = H5T_IEEE_F64LE;
        for (const double value : dataset.values) // one NaN for all
            out.reals.push_back(std::isnan(value) ? std::numeric_limits<double>::quiet_NaN() : value);
        hash.add(std::as_bytes(std::span(out.reals)));
        out.memory = out.reals.data();
    }
    out.hash = hash.hex();
    return out;
}

void write(hid_t file, const std::string& path, const NewDataset& dataset) {
    check_shape(dataset);
    const Stored values = stored(dataset);
    const Handle space = simple_space({dataset.lengths.begin(), dataset.lengths.end()});
    const Handle properties = storage(dataset.lengths, values.type, dataset.kind == Kind::text);
    const Handle out(H5Dcreate2(file, path.c_str(), values.type, space, H5P_DEFAULT, properties, H5P_DEFAULT),
                     H5Dclose, path);
    check(H5Dwrite(out, values.type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.memory), path);
    set_attribute(out, "units", dataset.units);
    set_attribute(out, "long_name", dataset.long_name);
    set_attribute(out, "sha256", values.hash);
    for (const auto& [name, value] : dataset.attributes)
        set_attribute(out, name, value);
    if (!dataset.flags.empty()) set_flags(out, dataset.flags);
    if (is_coordinate(dataset)) check(H5DSset_scale(out, dataset.name.c_str()), path);
}

/// Every dimension's coordinate must be as long as the dimension.
void attach(hid_t file, const std::string& path, const NewDataset& dataset) {
    if (is_coordinate(dataset)) return;
    const std::string group = path.substr(0, path.rfind('/') + 1);
    for (std::size_t d = 0; d < dataset.dimensions.size(); ++d) {
        const std::string& name = dataset.dimensions[d];
        std::string coordinate = group + name;
        if (check(H5Lexists(file, coordinate.c_str(), H5P_DEFAULT), coordinate) == 0)
            coordinate = std::string(kCoordinates) + "/" + name;
        if (check(H5Lexists(file, coordinate.c_str(), H5P_DEFAULT), coordinate) == 0 ||
            lengths_of(open_dataset(file, coordinate), coordinate) != std::vector{dataset.lengths[d]})
            throw std::logic_error(path + ": dimension " + name + " has no coordinate of its length");
    }
    attach_coordinates(file, open_dataset(file, path), path, dataset.dimensions);
}

void make_group(hid_t file, const std::string& path, const NewGroup& group, const OutputFile& output) {
    {
        const Handle properties = group_properties(H5P_GROUP_CREATE);
        const Handle made(H5Gcreate2(file, path.c_str(), H5P_DEFAULT, properties, H5P_DEFAULT), H5Gclose,
                          path);
        for (const auto& [name, any] : group.attributes)
            std::visit([&, &key = name](const auto& value) { set_attribute(made, key, value); }, any);
    }
    for (const NewDataset& dataset : group.datasets) {
        write(file, path + "/" + dataset.name, dataset);
        output.check();
    }
    for (const NewDataset& dataset : group.datasets)
        attach(file, path + "/" + dataset.name, dataset);
    for (const NewGroup& inner : group.groups)
        make_group(file, path + "/" + inner.name, inner, output);
}

void change(OutputFile& output, const NewGroup& group) {
    const Handle access = output.access();
    Handle file(H5Fopen("results", H5F_ACC_RDWR, access), H5Fclose, "file");
    const std::string path = "/" + group.name;
    remove_group(file, path);
    make_group(file, path, group, output);
    write_attribute_hash(file);
    file.close("file");
}

} // namespace

void add_group(const std::string& path, const NewGroup& group) {
    { const ResultsFile is_one(path); }
    const QuietHdf5 quiet;
    OutputFile output(path);
    copy_into(output, path);
    try {
        change(output, group);
    } catch (const Hdf5Failure& failure) {
        throw IoError("cannot write " + path + ": " + failure.what());
    }
    output.take_its_name();
}

} // namespace lpsglass::results
