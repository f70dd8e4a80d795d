#include "lpsglass/results/owner_lock.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>

#include "key_values.hpp"
#include "lock_call.hpp"
#include "lpsglass/core/error.hpp"
#include "utc_time.hpp"
#include "write_step.hpp"

namespace lpsglass::results {

namespace {

constexpr std::chrono::milliseconds kPoll{100};
constexpr std::chrono::milliseconds kSettle{200}; ///< until another that writes at the same time has written

int system_lock(int descriptor, int command, struct flock* lock) {
    return fcntl(descriptor, command, lock);
}

LockCall lock_call = system_lock;

/// A lock of the open file, not of the process: another descriptor of the same file, opened and closed
/// anywhere in the program, does not end it.
struct flock whole_file() {
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

bool has_no_locks(int error) {
    return error == ENOLCK || error == ENOSYS || error == EOPNOTSUPP || error == EINVAL;
}

std::string host_name() {
    std::array<char, 256> name{};
    return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

/// Boot of the machine and clock ticks from then to the start of the process; empty: there is none.
std::string start_of(long pid) {
    std::string boot, stat;
    std::getline(std::ifstream("/proc/sys/kernel/random/boot_id"), boot);
    std::ifstream in(fmt::format("/proc/{}/stat", pid));
    stat.assign(std::istreambuf_iterator<char>(in), {});
    // The second field is the program's name in parentheses and may hold anything.
    const std::size_t name_end = stat.rfind(')');
    if (name_end == std::string::npos) return "";
    constexpr int start_after_name = 20; // the 22nd field (proc(5))
    std::size_t at = name_end + 1;
    for (int field = 1; field < start_after_name && at != std::string::npos; ++field)
        at = stat.find(' ', at + 1);
    if (at == std::string::npos) return "";
    return boot + ":" + stat.substr(at + 1, stat.find(' ', at + 1) - at - 1);
}

Owner this_process() {
    return {host_name(), getpid(), utc_text(std::time(nullptr)), start_of(getpid())};
}

std::string text_of(const Owner& owner) {
    return to_lines({{"host", owner.host},
                     {"pid", std::to_string(owner.pid)},
                     {"since", owner.since},
                     {"start", owner.start}});
}

Owner read_owner(int descriptor) {
    std::string text(4096, '\0');
    const ssize_t got = pread(descriptor, text.data(), text.size(), 0);
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    const KeyValues values = from_lines(text);
    return {value_of(values, "host"), static_cast<long>(number_of(values, "pid")), value_of(values, "since"),
            value_of(values, "start")};
}

void write_owner(int descriptor, const std::string& path) {
    before("write");
    const std::string text = text_of(this_process());
    if (pwrite(descriptor, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()) ||
        ftruncate(descriptor, static_cast<off_t>(text.size())) != 0)
        throw write_failure(path, "write");
}

/// Whether the owner may still be at work, as far as this host can tell.
bool may_be_alive(const Owner& owner) {
    if (owner.pid <= 0) return false; // it died before it had written its name
    if (owner.host != host_name()) return true;
    return start_of(owner.pid) == owner.start && !owner.start.empty();
}

bool is_this_process(const Owner& owner) {
    return owner.host == host_name() && owner.pid == getpid() && owner.start == start_of(getpid());
}

/// Whether the path still leads to the open file: its last owner may have removed it.
bool is_still_there(int descriptor, const std::string& path) {
    struct stat open_file {
    }, named{};
    return fstat(descriptor, &open_file) == 0 && stat(path.c_str(), &named) == 0 &&
           open_file.st_ino == named.st_ino && open_file.st_dev == named.st_dev;
}

bool take_without_locks(int descriptor, const std::string& path) {
    if (may_be_alive(read_owner(descriptor))) return false;
    write_owner(descriptor, path);
    std::this_thread::sleep_for(kSettle);
    return is_this_process(read_owner(descriptor)) && is_still_there(descriptor, path);
}

/// Makes this process the owner; false: another is.
bool take(int descriptor, const std::string& path) {
    struct flock lock = whole_file();
    if (lock_call(descriptor, F_OFD_SETLK, &lock) == 0) {
        if (!is_still_there(descriptor, path)) return false;
        write_owner(descriptor, path);
        return true;
    }
    if (has_no_locks(errno)) return take_without_locks(descriptor, path);
    if (errno == EAGAIN || errno == EACCES) return false;
    throw write_failure(path, "lock");
}

/// -1: the directory went away meanwhile, with its last owner.
int open_owner_file(const std::string& directory, const std::string& path) {
    if (mkdir(directory.c_str(), 0777) == 0)
        sync_directory_of(directory);
    else if (errno != EEXIST)
        throw write_failure(directory, "directory");
    const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0 && errno != ENOENT) throw write_failure(path, "open");
    return descriptor;
}

[[noreturn]] void refuse(const std::string& directory, const Owner& owner) {
    if (owner.pid <= 0)
        throw InputError(directory + " is in use by another process (wait for it, or end it)");
    throw InputError(
        fmt::format("{} is in use by process {} on {} since {} (wait for it, or end it; if it is no "
                    "more, remove {}/owner)",
                    directory, owner.pid, owner.host, owner.since, directory));
}

} // namespace

void set_lock_call(LockCall call) {
    lock_call = call != nullptr ? call : system_lock;
}

OwnerLock::OwnerLock(const std::string& directory, std::chrono::milliseconds wait)
    : path_(directory + "/owner") {
    const auto deadline = std::chrono::steady_clock::now() + wait;
    Owner owner;
    do {
        descriptor_ = open_owner_file(directory, path_);
        if (descriptor_ >= 0) {
            try {
                if (take(descriptor_, path_)) return;
            } catch (...) {
                close(descriptor_);
                throw;
            }
            owner = read_owner(descriptor_);
            close(descriptor_);
        }
        if (std::chrono::steady_clock::now() >= deadline) break;
        std::this_thread::sleep_for(kPoll);
    } while (true);
    refuse(directory, owner);
}

OwnerLock::~OwnerLock() {
    release();
}

void OwnerLock::release() noexcept {
    if (descriptor_ < 0) return;
    unlink(path_.c_str()); // while it is locked: whoever has it open finds that it is not there any more
    rmdir(std::filesystem::path(path_).parent_path().c_str()); // only where nothing else is in it
    close(descriptor_);
    descriptor_ = -1;
}

std::optional<Owner> owner_of(const std::string& directory) {
    const std::string path = directory + "/owner";
    const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0 && (errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
    if (descriptor < 0) throw IoError("cannot read " + path + ": " + std::strerror(errno));
    const Owner owner = read_owner(descriptor);
    struct flock lock = whole_file();
    const bool asked = lock_call(descriptor, F_OFD_GETLK, &lock) == 0;
    const bool owned = asked ? lock.l_type != F_UNLCK : may_be_alive(owner);
    close(descriptor);
    return owned ? std::optional(owner) : std::nullopt;
}

} // namespace lpsglass::results
