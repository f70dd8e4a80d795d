#include "part_reader.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

#include "lpsglass/core/error.hpp"

namespace lpsglass::results {

namespace {

constexpr std::size_t kOpenFiles = 64;

IoError read_failure(const std::string& path, const std::string& reason) {
    return IoError("cannot read " + path + ": " + reason);
}

} // namespace

PartReader::~PartReader() {
    for (const std::uint32_t file : open_)
        close(files_[file - 1].descriptor);
}

std::uint32_t PartReader::add(const std::string& path) {
    const std::scoped_lock lock(mutex_);
    files_.push_back({path, -1});
    return static_cast<std::uint32_t>(files_.size());
}

std::size_t PartReader::files() const {
    const std::scoped_lock lock(mutex_);
    return files_.size();
}

int PartReader::descriptor_of(std::uint32_t file) {
    File& wanted = files_.at(file - 1);
    if (wanted.descriptor >= 0) return wanted.descriptor;
    if (open_.size() == kOpenFiles) {
        File& oldest = files_[open_.front() - 1];
        close(oldest.descriptor);
        oldest.descriptor = -1;
        open_.pop_front();
    }
    wanted.descriptor = open(wanted.path.c_str(), O_RDONLY | O_CLOEXEC);
    if (wanted.descriptor < 0) throw read_failure(wanted.path, std::strerror(errno));
    open_.push_back(file);
    return wanted.descriptor;
}

Bytes PartReader::read(std::uint32_t file, std::uint64_t offset, std::uint32_t length) {
    const std::scoped_lock lock(mutex_);
    const int descriptor = descriptor_of(file);
    Bytes bytes(length);
    std::size_t done = 0;
    while (done < length) {
        const ssize_t got =
            pread(descriptor, bytes.data() + done, length - done, static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw read_failure(files_[file - 1].path, std::strerror(errno));
        if (got == 0) throw read_failure(files_[file - 1].path, "the file has become shorter");
        done += static_cast<std::size_t>(got);
    }
    return bytes;
}

} // namespace lpsglass::results
