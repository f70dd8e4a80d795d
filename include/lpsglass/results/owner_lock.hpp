#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace lpsglass::results {

/// The process that owns a directory.
struct Owner {
    std::string host;
    long pid = 0;
    std::string since; ///< UTC, ISO 8601
    std::string start; ///< of the process, unique on its host: boot and clock ticks since
};

/// Ownership of a directory by one process, until the object or the process ends: a lock of the kernel on the
/// file `owner` in it, which falls with the process however that ends, on local file systems and those of the
/// network that have locks. Where there are none (ENOLCK) the text in the file decides: an owner on this host
/// that is gone counts no more; one on another host does, until its file is removed by hand; two that start
/// within the same fifth of a second are told apart by who wrote last.
class OwnerLock {
  public:
    /// Creates the directory where it is missing. Throws InputError that names the owner if the directory is
    /// not free within `wait`, which the rank 0 of a killed mpirun may outlive by seconds; IoError.
    explicit OwnerLock(const std::string& directory,
                       std::chrono::milliseconds wait = std::chrono::seconds(5));
    ~OwnerLock();
    OwnerLock(const OwnerLock&) = delete;
    OwnerLock& operator=(const OwnerLock&) = delete;

    /// Removes the file, and the directory where nothing else is in it, and gives it free.
    void release() noexcept;

  private:
    std::string path_;
    int descriptor_ = -1;
};

/// Who owns the directory now; nothing: nobody, or there is none. Does not disturb the owner. Throws IoError.
std::optional<Owner> owner_of(const std::string& directory);

} // namespace lpsglass::results
