#include "lpsglass/results/reader.hpp"

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <span>
#include <string_view>
#include <utility>

#include "attribute_hash.hpp"
#include "hdf5_handle.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/core/sha256.hpp"
#include "lpsglass/results/layout.hpp"
#include "lpsglass/results/writer.hpp"
#include "stored_values.hpp"
#include "text_lengths.hpp"

namespace lpsglass::results {

namespace {

/// Calls `act` with the HDF5 library quiet; its failures become an IoError of the file.
template <class Act> auto reading(const std::string& path, const Act& act) {
    const QuietHdf5 quiet;
    try {
        return act();
    } catch (const Hdf5Failure& failure) {
        throw IoError("cannot read " + path + ": " + failure.what());
    }
}

Handle open_to_read(const std::string& path) {
    std::error_code error;
    if (!std::filesystem::exists(path, error))
        throw InputError(path + ": " + (error ? error.message() : "no such file"));
    if (std::filesystem::is_directory(path, error)) throw InputError(path + ": a folder, no results file");
    if (!std::ifstream(path)) throw IoError("cannot read " + path + ": " + std::strerror(errno));
    if (!is_hdf5(path)) throw InputError(path + ": no HDF5 file, so no results file");
    return {H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose, "the file is damaged"};
}

bool exists(hid_t file, const std::string& path) {
    if (path == "/") return true;
    for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
        const std::string part = path.substr(0, end);
        if (check(H5Lexists(file, part.c_str(), H5P_DEFAULT), part) == 0) return false;
        if (end == std::string::npos) return true;
    }
}

std::optional<StoredValues> attribute(hid_t file, const std::string& object, const std::string& name) {
    const Handle of(H5Oopen(file, object.c_str(), H5P_DEFAULT), H5Oclose, object);
    if (check(H5Aexists(of, name.c_str()), object) == 0) return std::nullopt;
    const std::string what = object + ": attribute " + name;
    const Handle opened(H5Aopen(of, name.c_str(), H5P_DEFAULT), H5Aclose, what);
    return read_attribute(opened, what);
}

/// Appends the paths of all datasets under a group.
void list(hid_t file, const std::string& path, std::vector<std::string>& out) {
    const Handle group = open_group(file, path);
    const H5_index_t index = by_creation(group) ? H5_INDEX_CRT_ORDER : H5_INDEX_NAME;
    for (const std::string& name : members_of(group, path, index)) {
        const std::string member = (path == "/" ? path : path + "/") + name;
        const Handle object(H5Oopen(file, member.c_str(), H5P_DEFAULT), H5Oclose, member);
        if (H5Iget_type(object) == H5I_DATASET) out.push_back(member);
        if (H5Iget_type(object) == H5I_GROUP) list(file, member, out);
    }
}

bool is_of_texts(hid_t dataset, const std::string& path) {
    const Handle type(H5Dget_type(dataset), H5Tclose, path);
    return check(H5Tget_class(type), path) == H5T_STRING;
}

} // namespace

struct ResultsFile::State {
    explicit State(const std::string& file_path) : path(file_path), file(open_to_read(file_path)) {
        const std::string none = path + ": an HDF5 file, but no results file of lpsglass";
        const auto kind = results::attribute(file, "/", "file_type");
        if (!kind || kind->texts != std::vector<std::string>{"lpsglass results"}) throw InputError(none);
        const auto version = results::attribute(file, "/", "schema_version");
        if (!version || numbers_of(*version).size() != 2) throw InputError(none);
        const auto number = numbers_of(*version);
        if (number[0] != kSchemaMajor)
            throw InputError(path + ": its layout has version " +
                             std::to_string(static_cast<int>(number[0])) + "." +
                             std::to_string(static_cast<int>(number[1])) + ", this program reads version " +
                             std::to_string(kSchemaMajor) + ".x");
    }

    Handle dataset(const std::string& name) const {
        if (!name.starts_with('/') || !exists(file, name)) throw InputError(path + " has no " + name);
        const Handle object(H5Oopen(file, name.c_str(), H5P_DEFAULT), H5Oclose, name);
        if (H5Iget_type(object) != H5I_DATASET) throw InputError(path + ": " + name + " is no dataset");
        return open_dataset(file, name);
    }
    Handle numeric(const std::string& name) const {
        Handle opened = dataset(name);
        if (is_of_texts(opened, name)) throw InputError(path + ": " + name + " holds texts, no numbers");
        return opened;
    }
    std::optional<StoredValues> attribute(const std::string& object, const std::string& name) const {
        if (!exists(file, object)) throw InputError(path + " has no " + object);
        return results::attribute(file, object, name);
    }

    std::string path;
    Handle file;
};

ResultsFile::ResultsFile(const std::string& path)
    : state_(reading(path, [&] { return std::make_unique<State>(path); })), path_(path) {}

ResultsFile::~ResultsFile() {
    const QuietHdf5 quiet;
    state_.reset();
}
ResultsFile::ResultsFile(ResultsFile&&) noexcept = default;
ResultsFile& ResultsFile::operator=(ResultsFile&&) noexcept = default;

bool ResultsFile::has(const std::string& object) const {
    return reading(path_, [&] { return object.starts_with('/') && exists(state_->file, object); });
}

std::vector<std::string> ResultsFile::datasets() const {
    return reading(path_, [&] {
        std::vector<std::string> out;
        list(state_->file, "/", out);
        return out;
    });
}

std::vector<std::size_t> ResultsFile::lengths(const std::string& dataset) const {
    return reading(path_, [&] { return lengths_of(state_->dataset(dataset), dataset); });
}

std::vector<double> ResultsFile::numbers(const std::string& dataset) const {
    return reading(path_, [&] {
        const Handle opened = state_->numeric(dataset);
        std::vector<double> values(product(lengths_of(opened, dataset)));
        check(H5Dread(opened, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), dataset);
        return values;
    });
}

std::vector<double> ResultsFile::rows(const std::string& dataset, std::size_t first,
                                      std::size_t count) const {
    return reading(path_, [&] {
        const Handle opened = state_->numeric(dataset);
        const std::vector<std::size_t> lengths = lengths_of(opened, dataset);
        if (lengths.empty() || first > lengths[0] || count > lengths[0] - first)
            throw InputError(path_ + ": " + dataset + " has no rows " + std::to_string(first) + " to " +
                             std::to_string(first + count));
        std::vector<double> values(count * product(std::span(lengths).subspan(1)));
        if (!values.empty()) read_rows(opened, {first, count}, H5T_NATIVE_DOUBLE, values.data(), dataset);
        return values;
    });
}

std::vector<std::string> ResultsFile::texts(const std::string& dataset) const {
    return reading(path_, [&] {
        const Handle opened = state_->dataset(dataset);
        if (!is_of_texts(opened, dataset))
            throw InputError(path_ + ": " + dataset + " holds numbers, no texts");
        return read_dataset(opened, dataset).texts;
    });
}

std::optional<std::string> ResultsFile::attribute_text(const std::string& object,
                                                       const std::string& name) const {
    return reading(path_, [&]() -> std::optional<std::string> {
        const auto values = state_->attribute(object, name);
        if (!values) return std::nullopt;
        if (values->texts.size() != 1)
            throw InputError(path_ + ": " + object + ": attribute " + name + " is no text");
        return values->texts.front();
    });
}

std::optional<std::vector<double>> ResultsFile::attribute_numbers(const std::string& object,
                                                                  const std::string& name) const {
    return reading(path_, [&]() -> std::optional<std::vector<double>> {
        const auto values = state_->attribute(object, name);
        if (!values) return std::nullopt;
        const std::vector<double> numbers = numbers_of(*values);
        if (numbers.empty())
            throw InputError(path_ + ": " + object + ": attribute " + name + " is no number");
        return numbers;
    });
}

std::string ResultsFile::hash(const std::string& dataset) const {
    return reading(path_, [&] {
        const Handle opened = state_->dataset(dataset);
        Sha256 hash;
        bool first = true;
        for (const Rows& rows : blocks_of(opened, dataset)) {
            const StoredValues block = read_rows(opened, rows, dataset);
            hash.add(block.bytes);
            for (const std::string& text : block.texts) {
                if (!std::exchange(first, false)) hash.add(std::string_view("\0", 1));
                hash.add(text);
            }
        }
        return hash.hex();
    });
}

std::vector<std::size_t> ResultsFile::stored_text_lengths(const std::string& dataset) const {
    return reading(path_, [&] {
        const std::vector<std::uint32_t> lengths =
            results::stored_text_lengths(state_->dataset(dataset), path_);
        return std::vector<std::size_t>(lengths.begin(), lengths.end());
    });
}

std::string ResultsFile::attribute_hash() const {
    return reading(path_, [&] { return results::attribute_hash(state_->file); });
}

bool ResultsFile::holds_texts(const std::string& dataset) const {
    return reading(path_, [&] { return is_of_texts(state_->dataset(dataset), dataset); });
}

std::string ResultsFile::resolved_deck() const {
    return texts("/deck/resolved").front();
}

std::size_t ResultsFile::set_count() const {
    return lengths("/coordinates/set").front();
}

} // namespace lpsglass::results
