#include "lpsglass/results/atomic_file.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

#include "write_step.hpp"

namespace lpsglass::results {

namespace {

constexpr int kTemporaryNames = 100; ///< tries; a name is taken where a killed run left its file

constexpr std::size_t kPiece = 1 << 20; ///< bytes of one write

/// What follows the file's own name in those of its temporary files.
constexpr const char* kTemporaryMark = ".tmp-";

/// A new file that exists under its temporary name until it gets its own.
class TemporaryFile {
  public:
    explicit TemporaryFile(const std::string& path) : path_(path) {
        before("create");
        for (int i = 0; i < kTemporaryNames && descriptor_ < 0; ++i) {
            name_ = path + kTemporaryMark + std::to_string(getpid()) + "-" + std::to_string(i);
            descriptor_ = open(name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
            if (descriptor_ < 0 && errno != EEXIST) break;
        }
        if (descriptor_ < 0) throw write_failure(path_, "temporary file");
    }
    ~TemporaryFile() {
        if (descriptor_ >= 0) close(descriptor_);
        if (!name_.empty()) unlink(name_.c_str());
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    void write(std::span<const std::byte> bytes) {
        while (!bytes.empty()) {
            before("write");
            const ssize_t written = ::write(descriptor_, bytes.data(), std::min(bytes.size(), kPiece));
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) throw write_failure(path_, "write");
            bytes = bytes.subspan(static_cast<std::size_t>(written));
        }
    }

    /// Onto the disk. A network file system may tell only here, or on closing, that it is full.
    void finish() {
        before("fsync");
        if (fsync(descriptor_) != 0) throw write_failure(path_, "fsync");
        before("close");
        const int descriptor = descriptor_;
        descriptor_ = -1;
        if (close(descriptor) != 0) throw write_failure(path_, "close");
    }

    void take_its_name() {
        before("rename");
        if (rename(name_.c_str(), path_.c_str()) != 0) throw write_failure(path_, "rename");
        name_.clear();
    }

  private:
    std::string path_, name_;
    int descriptor_ = -1;
};

} // namespace

void write_file_atomically(const std::string& path, std::span<const std::byte> bytes) {
    TemporaryFile file(path);
    file.write(bytes);
    file.finish();
    file.take_its_name();
    sync_directory_of(path);
    before("written");
}

bool is_temporary_name(const std::string& name) {
    return name.find(kTemporaryMark) != std::string::npos;
}

void remove_temporaries_of(const std::string& path) {
    const std::filesystem::path file(path);
    const std::filesystem::path directory = file.has_parent_path() ? file.parent_path() : ".";
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(directory, none)) {
        if (!entry.path().filename().string().starts_with(file.filename().string() + kTemporaryMark))
            continue;
        before("remove");
        std::filesystem::remove(entry.path(), none);
    }
}

} // namespace lpsglass::results
