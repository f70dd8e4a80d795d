#include "temporary_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

#include "write_step.hpp"

namespace lpsglass::results {

namespace {

constexpr int kTemporaryNames = 100; ///< tries; a name is taken where a killed run left its file

} // namespace

TemporaryFile::TemporaryFile(const std::string& path) : path_(path) {
    before("create");
    for (int i = 0; i < kTemporaryNames && descriptor_ < 0; ++i) {
        name_ = path + kTemporaryMark + std::to_string(getpid()) + "-" + std::to_string(i);
        descriptor_ = open(name_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor_ < 0 && errno != EEXIST) break;
    }
    if (descriptor_ < 0) throw failure("temporary file", errno);
}

TemporaryFile::~TemporaryFile() {
    if (descriptor_ >= 0) close(descriptor_);
    if (!name_.empty()) unlink(name_.c_str());
}

int TemporaryFile::write_at(std::uint64_t place, std::span<const std::byte> bytes) noexcept {
    while (!bytes.empty()) {
        const ssize_t written = pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(place));
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return errno;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
        place += static_cast<std::uint64_t>(written);
    }
    return 0;
}

int TemporaryFile::read_at(std::uint64_t place, std::span<std::byte> bytes) const noexcept {
    while (!bytes.empty()) {
        const ssize_t read = pread(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(place));
        if (read < 0 && errno == EINTR) continue;
        if (read < 0) return errno;
        if (read == 0) break;
        bytes = bytes.subspan(static_cast<std::size_t>(read));
        place += static_cast<std::uint64_t>(read);
    }
    std::ranges::fill(bytes, std::byte{0});
    return 0;
}

int TemporaryFile::set_length(std::uint64_t length) noexcept {
    return ftruncate(descriptor_, static_cast<off_t>(length)) == 0 ? 0 : errno;
}

void TemporaryFile::take_its_name() {
    sync_and_close();
    before("rename");
    if (rename(name_.c_str(), path_.c_str()) != 0) throw failure("rename", errno);
    name_.clear();
    sync_directory_of(path_);
    before("written");
}

IoError TemporaryFile::failure(const std::string& step, int reason) const {
    return IoError("cannot write " + path_ + ": " + step + ": " + std::strerror(reason));
}

/// A network file system may tell only here, or on closing, that it is full.
void TemporaryFile::sync_and_close() {
    before("fsync");
    if (fsync(descriptor_) != 0) throw failure("fsync", errno);
    before("close");
    const int descriptor = descriptor_;
    descriptor_ = -1;
    if (close(descriptor) != 0) throw failure("close", errno);
}

} // namespace lpsglass::results
