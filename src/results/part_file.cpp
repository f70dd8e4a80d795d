#include "part_file.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <functional>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "attributes.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/core/sha256.hpp"
#include "memory_file.hpp"
#include "stored_values.hpp"

namespace lpsglass::results {

namespace {

constexpr const char* kFileType = "lpsglass part";
constexpr std::string_view kBegin = "part-", kEnd = ".h5";
constexpr std::size_t kHashDigits = 16; ///< of the file's hash, in its name

/// Gives the place of the values in the file; 0 without any.
template <class T>
std::uint64_t write_values(hid_t file, const std::string& name, hid_t type, std::span<const T> values,
                           const std::string& long_name) {
    const Handle properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, "storage");
    check(H5Pset_obj_track_times(properties, false), "storage");
    const Handle space = simple_space({values.size()});
    const Handle out(H5Dcreate2(file, name.c_str(), type, space, H5P_DEFAULT, properties, H5P_DEFAULT),
                     H5Dclose, name);
    if (!values.empty()) check(H5Dwrite(out, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), name);
    set_attribute(out, "units", "1");
    set_attribute(out, "long_name", long_name);
    set_attribute(out, "sha256", sha256_hex(std::as_bytes(values)));
    return values.empty() ? 0 : H5Dget_offset(out);
}

void describe(hid_t file, const RunIdentity& identity, std::uint64_t number, std::size_t items) {
    set_attribute(file, "file_type", kFileType);
    set_attribute(file, "schema_version", std::vector{1, 0});
    set_attribute(file, "part", std::to_string(number));
    set_attribute(file, "items", std::to_string(items));
    set_attribute(file, "total_items", std::to_string(identity.total_items));
    set_attribute(file, "deck_sha256", identity.deck_sha256);
    set_attribute(file, "program_version", identity.program_version);
    set_attribute(file, "git_revision", identity.git_revision);
    set_attribute(file, "arithmetic", identity.machine.arithmetic);
    set_attribute(file, "instruction_level", identity.machine.instruction_level);
}

PartImage build(const RunIdentity& identity, std::uint64_t number, const std::vector<PartEntry>& entries) {
    const Handle file = create_in_memory();
    describe(file, identity, number, entries.size());
    std::vector<std::uint64_t> items, offsets{0};
    for (const auto& [item, bytes] : entries) {
        items.push_back(item);
        offsets.push_back(offsets.back() + bytes->size());
    }
    using Numbers = std::span<const std::uint64_t>;
    write_values(file, "item", H5T_STD_U64LE, Numbers(items), "number of the work item");
    write_values(file, "offset", H5T_STD_U64LE, Numbers(offsets),
                 "begin of each item's bytes in the payload, and the payload's length");
    PartImage image;
    {
        Bytes payload;
        payload.reserve(offsets.back());
        for (const auto& [item, bytes] : entries)
            payload.insert(payload.end(), bytes->begin(), bytes->end());
        image.payload_at = write_values(file, "payload", H5T_STD_U8LE, std::span<const std::byte>(payload),
                                        "results of the items, packed and compressed");
    } // before the image: the payload is in memory no more than three times
    image.bytes = image_of(file);
    image.name =
        fmt::format("{}{:06}-{}{}", kBegin, number, sha256_hex(image.bytes).substr(0, kHashDigits), kEnd);
    return image;
}

std::vector<std::byte> bytes_of_file(const std::string& path) {
    const auto failure = [&] { return IoError("cannot read " + path + ": " + std::strerror(errno)); };
    const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) throw failure();
    const std::unique_ptr<const int, void (*)(const int*)> closing(&descriptor,
                                                                   [](const int* d) { close(*d); });
    struct stat status {};
    if (fstat(descriptor, &status) != 0) throw failure();
    std::vector<std::byte> bytes(static_cast<std::size_t>(status.st_size));
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t got = read(descriptor, bytes.data() + done, bytes.size() - done);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 && errno == EIO) throw BadPart("input/output error");
        if (got < 0) throw failure();
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    bytes.resize(done);
    return bytes;
}

std::string text_attribute(hid_t file, const std::string& name) {
    const Handle attribute(H5Aopen(file, name.c_str(), H5P_DEFAULT), H5Aclose, "attribute " + name);
    const StoredValues values = read_attribute(attribute, name);
    if (values.texts.size() != 1) throw BadPart("attribute " + name + " is no text");
    return values.texts[0];
}

std::vector<std::uint64_t> read_numbers(hid_t file, const std::string& name) {
    const StoredValues values = read_dataset(open_dataset(file, name), name);
    if (H5Tequal(values.type, H5T_STD_U64LE) <= 0) throw BadPart(name + " has another type");
    std::vector<std::uint64_t> numbers(values.bytes.size() / sizeof(std::uint64_t));
    std::memcpy(numbers.data(), values.bytes.data(), numbers.size() * sizeof(std::uint64_t));
    return numbers;
}

PartContent content_of(hid_t file, const RunIdentity& identity) {
    if (text_attribute(file, "file_type") != kFileType) throw BadPart("it is no part file");
    if (text_attribute(file, "deck_sha256") != identity.deck_sha256) throw BadPart("it is of another deck");
    PartContent content;
    RunIdentity writer;
    writer.program_version = text_attribute(file, "program_version");
    writer.git_revision = text_attribute(file, "git_revision");
    writer.machine.arithmetic = text_attribute(file, "arithmetic");
    content.build = build_of(writer);
    content.items = read_numbers(file, "item");
    content.offsets = read_numbers(file, "offset");

    const Handle payload = open_dataset(file, "payload");
    const Handle space(H5Dget_space(payload), H5Sclose, "payload");
    const auto length = static_cast<std::uint64_t>(check(H5Sget_simple_extent_npoints(space), "payload"));
    const bool fits = content.offsets.size() == content.items.size() + 1 && content.offsets.front() == 0 &&
                      content.offsets.back() == length && std::ranges::is_sorted(content.offsets) &&
                      std::ranges::is_sorted(content.items, std::less_equal<>()) &&
                      std::ranges::all_of(content.items, [&](Item item) {
                          return item < identity.total_items || item >= kInnerItem;
                      });
    if (!fits) throw BadPart("its items and offsets contradict each other or the run");
    const std::uint64_t begin = length > 0 ? H5Dget_offset(payload) : 0;
    for (std::uint64_t& offset : content.offsets)
        offset += begin;
    return content;
}

} // namespace

PartImage make_part(const RunIdentity& identity, std::uint64_t number,
                    const std::vector<PartEntry>& entries) {
    const QuietHdf5 quiet;
    try {
        return build(identity, number, entries);
    } catch (const Hdf5Failure& failure) {
        throw IoError(std::string("cannot build a part file: ") + failure.what());
    }
}

bool is_part_name(const std::string& name, std::uint64_t& number) {
    if (!name.starts_with(kBegin) || !name.ends_with(kEnd)) return false;
    const char* const begin = name.data() + kBegin.size();
    const char* const end = name.data() + name.size() - kEnd.size();
    const auto [after, error] = std::from_chars(begin, end, number);
    return error == std::errc() && after != end && *after == '-' &&
           static_cast<std::size_t>(end - after) == kHashDigits + 1;
}

PartContent read_part(const std::string& path, const RunIdentity& identity) {
    std::vector<std::byte> bytes = bytes_of_file(path);
    const std::string hash = sha256_hex(bytes).substr(0, kHashDigits);
    if (!std::filesystem::path(path).filename().string().ends_with("-" + hash + std::string(kEnd)))
        throw BadPart("it was changed or cut off (its SHA-256 is another)");
    const QuietHdf5 quiet;
    try {
        return content_of(open_image(std::move(bytes)), identity);
    } catch (const Hdf5Failure& failure) {
        throw BadPart(failure.what());
    }
}

} // namespace lpsglass::results
