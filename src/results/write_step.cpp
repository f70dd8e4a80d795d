#include "write_step.hpp"

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

#include "lpsglass/results/fault_injection.hpp"

namespace lpsglass::results {

namespace {

std::atomic<WriteStepHook> hook_in_use{nullptr};

} // namespace

void set_write_step_hook(WriteStepHook hook) {
    hook_in_use = hook;
}

void before(std::string_view step) {
    if (const WriteStepHook hook = hook_in_use; hook != nullptr) hook(step);
}

IoError write_failure(const std::string& path, const std::string& step) {
    return IoError("cannot write " + path + ": " + step + ": " + std::strerror(errno));
}

void sync_directory_of(const std::string& path) {
    before("sync directory");
    std::filesystem::path directory = std::filesystem::path(path).parent_path();
    if (directory.empty()) directory = ".";
    const int descriptor = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0 && errno == EACCES) return;
    if (descriptor < 0) throw write_failure(path, "directory");
    const bool failed = fsync(descriptor) != 0 && errno != EINVAL && errno != ENOTSUP;
    const int reason = errno;
    close(descriptor);
    errno = reason;
    if (failed) throw write_failure(path, "fsync of the directory");
}

} // namespace lpsglass::results
