#include "output_file.hpp"

#include <algorithm>
#include <memory>

#include <H5FDpublic.h>
#if H5_VERSION_GE(1, 13, 0)
#include <H5FDdevelop.h> // where the drivers' interface went
#endif

namespace lpsglass::results {

namespace {

/// What the library holds of an open file; it sees the first member alone.
struct DriverFile {
    H5FD_t base;
    OutputFile* output;
    haddr_t allocated;
};

DriverFile& of(H5FD_t* file) {
    return *reinterpret_cast<DriverFile*>(file);
}
const DriverFile& of(const H5FD_t* file) {
    return *reinterpret_cast<const DriverFile*>(file);
}

// No exception may pass through the library: running out of memory is told as a failure of the call.
template <class Act> herr_t guarded(const Act& act) noexcept {
    try {
        return act() ? 0 : -1;
    } catch (const std::exception&) {
        return -1;
    }
}

H5FD_t* open_file(const char*, unsigned, hid_t access, haddr_t) {
    const auto* output = static_cast<OutputFile* const*>(H5Pget_driver_info(access));
    if (output == nullptr) return nullptr;
    auto* file = new (std::nothrow) DriverFile{};
    if (file == nullptr) return nullptr;
    file->output = *output;
    return &file->base;
}

herr_t close_file(H5FD_t* file) {
    delete &of(file);
    return 0;
}

/// As of the library's own driver of plain files: small pieces are gathered.
herr_t query(const H5FD_t*, unsigned long* flags) {
    *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE |
             H5FD_FEAT_AGGREGATE_SMALLDATA;
    return 0;
}

haddr_t get_allocated(const H5FD_t* file, H5FD_mem_t) {
    return of(file).allocated;
}

herr_t set_allocated(H5FD_t* file, H5FD_mem_t, haddr_t end) {
    of(file).allocated = end;
    return 0;
}

haddr_t get_length(const H5FD_t* file, H5FD_mem_t) {
    return of(file).output->length();
}

herr_t read_bytes(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t place, std::size_t count, void* bytes) {
    return guarded([&] { return of(file).output->read(place, {static_cast<std::byte*>(bytes), count}); });
}

herr_t write_bytes(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t place, std::size_t count, const void* bytes) {
    return guarded([&] {
        of(file).output->write(place, {static_cast<const std::byte*>(bytes), count});
        return true;
    });
}

herr_t truncate(H5FD_t* file, hid_t, hbool_t) {
    of(file).output->set_length(of(file).allocated);
    return 0;
}

H5FD_class_t driver_class() {
    H5FD_class_t driver{};
#if H5_VERSION_GE(1, 13, 0)
    driver.version = H5FD_CLASS_VERSION;
    driver.value = static_cast<H5FD_class_value_t>(511); // not registered: never written to a file
#endif
    driver.name = "lpsglass";
    driver.maxaddr = (haddr_t{1} << 62) - 1;
    driver.fc_degree = H5F_CLOSE_STRONG;
    driver.fapl_size = sizeof(OutputFile*);
    driver.open = open_file;
    driver.close = close_file;
    driver.query = query;
    driver.get_eoa = get_allocated;
    driver.set_eoa = set_allocated;
    driver.get_eof = get_length;
    driver.read = read_bytes;
    driver.write = write_bytes;
    driver.truncate = truncate;
    constexpr H5FD_mem_t kinds[] = H5FD_FLMAP_DICHOTOMY;
    std::ranges::copy(kinds, driver.fl_map);
    return driver;
}

hid_t driver() {
    static const H5FD_class_t described = driver_class();
    static const hid_t id = check(H5FDregister(&described), "file driver");
    return id;
}

} // namespace

Handle OutputFile::access() {
    Handle properties(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "file access");
    OutputFile* const self = this;
    lpsglass::results::check(H5Pset_driver(properties, driver(), &self), "file driver");
    lpsglass::results::check(H5Pset_fclose_degree(properties, H5F_CLOSE_STRONG), "file access");
    return properties;
}

void OutputFile::check() const {
    if (reason_ != 0) throw file_.failure("write", reason_);
}

void OutputFile::take_its_name() {
    check();
    file_.take_its_name();
}

void OutputFile::write(std::uint64_t place, std::span<const std::byte> bytes) {
    if (reason_ == 0) reason_ = file_.write_at(place, bytes);
    if (reason_ != 0) kept_.push_back({place, {bytes.begin(), bytes.end()}});
    length_ = std::max(length_, place + bytes.size());
}

bool OutputFile::read(std::uint64_t place, std::span<std::byte> bytes) const {
    if (file_.read_at(place, bytes) != 0) return false;
    for (const Kept& kept : kept_) {
        const std::uint64_t begin = std::max(place, kept.place);
        const std::uint64_t end = std::min(place + bytes.size(), kept.place + kept.bytes.size());
        if (begin < end)
            std::ranges::copy(std::span(kept.bytes).subspan(begin - kept.place, end - begin),
                              bytes.begin() + static_cast<std::ptrdiff_t>(begin - place));
    }
    return true;
}

void OutputFile::set_length(std::uint64_t length) {
    if (length == length_) return;
    if (reason_ == 0) reason_ = file_.set_length(length);
    length_ = length;
}

} // namespace lpsglass::results
