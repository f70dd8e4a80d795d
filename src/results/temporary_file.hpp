#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "lpsglass/core/error.hpp"

namespace lpsglass::results {

/// What follows the file's own name in those of its temporary files.
inline constexpr const char* kTemporaryMark = ".tmp-";

/// A new file beside `path` that exists under a temporary name until it takes the name `path`; it goes with
/// the object if it never does. The functions that give an int give 0, or the system's error number.
class TemporaryFile {
  public:
    /// Throws IoError.
    explicit TemporaryFile(const std::string& path);
    ~TemporaryFile();
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    [[nodiscard]] int write_at(std::uint64_t place, std::span<const std::byte> bytes) noexcept;
    /// What lies beyond the end of the file reads as zeros.
    [[nodiscard]] int read_at(std::uint64_t place, std::span<std::byte> bytes) const noexcept;
    [[nodiscard]] int set_length(std::uint64_t length) noexcept;

    /// Onto the disk, then in place of any file `path`, which survives a crash of the machine. Throws
    /// IoError.
    void take_its_name();

    /// "cannot write PATH: STEP: REASON".
    [[nodiscard]] IoError failure(const std::string& step, int reason) const;

  private:
    void sync_and_close();

    std::string path_, name_;
    int descriptor_ = -1;
};

} // namespace lpsglass::results
