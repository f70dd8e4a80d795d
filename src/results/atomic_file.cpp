#include "lpsglass/results/atomic_file.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

#include "lpsglass/core/error.hpp"

namespace lpsglass::results {

namespace {

constexpr int kTemporaryNames = 100; ///< tries; a name is taken where a killed run left its file

/// "cannot write PATH: STEP: REASON" of the last failed system call.
IoError failure(const std::string& path, const std::string& step) {
    return IoError("cannot write " + path + ": " + step + ": " + std::strerror(errno));
}

/// A new file that exists under its temporary name until it gets its own.
class TemporaryFile {
  public:
    explicit TemporaryFile(const std::string& path) : path_(path) {
        for (int i = 0; i < kTemporaryNames && descriptor_ < 0; ++i) {
            name_ = path + ".tmp-" + std::to_string(getpid()) + "-" + std::to_string(i);
            descriptor_ = open(name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
            if (descriptor_ < 0 && errno != EEXIST) break;
        }
        if (descriptor_ < 0) throw failure(path_, "temporary file");
    }
    ~TemporaryFile() {
        if (descriptor_ >= 0) close(descriptor_);
        if (!name_.empty()) unlink(name_.c_str());
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    void write(std::span<const std::byte> bytes) {
        while (!bytes.empty()) {
            const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) throw failure(path_, "write");
            bytes = bytes.subspan(static_cast<std::size_t>(written));
        }
    }

    /// Onto the disk. A network file system may tell only here, or on closing, that it is full.
    void finish() {
        if (fsync(descriptor_) != 0) throw failure(path_, "fsync");
        const int descriptor = descriptor_;
        descriptor_ = -1;
        if (close(descriptor) != 0) throw failure(path_, "close");
    }

    void take_its_name() {
        if (rename(name_.c_str(), path_.c_str()) != 0) throw failure(path_, "rename");
        name_.clear();
    }

  private:
    std::string path_, name_;
    int descriptor_ = -1;
};

/// Makes the rename itself survive a crash. Some file systems have no fsync of a directory and need none; a
/// directory that may be written but not read cannot be synced.
void sync_directory_of(const std::string& path) {
    std::filesystem::path directory = std::filesystem::path(path).parent_path();
    if (directory.empty()) directory = ".";
    const int descriptor = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0 && errno == EACCES) return;
    if (descriptor < 0) throw failure(path, "directory");
    const bool failed = fsync(descriptor) != 0 && errno != EINVAL && errno != ENOTSUP;
    const int reason = errno;
    close(descriptor);
    errno = reason;
    if (failed) throw failure(path, "fsync of the directory");
}

} // namespace

void write_file_atomically(const std::string& path, std::span<const std::byte> bytes) {
    TemporaryFile file(path);
    file.write(bytes);
    file.finish();
    file.take_its_name();
    sync_directory_of(path);
}

} // namespace lpsglass::results
