#pragma once

#include <optional>
#include <vector>

#include "hdf5_handle.hpp"
#include "temporary_file.hpp"

namespace lpsglass::results {

/// A temporary file that the HDF5 library writes through a driver of ours.
///
/// The library cannot live with a write that fails: neither the dataset nor the file can then be closed, and
/// it tries again at the end of the program. So it never learns of one: what the disk did not take, and
/// all that follows, is kept in memory for the library to read, and check() throws. The caller calls it
/// often, so that little is kept.
class OutputFile {
  public:
    /// Throws IoError.
    explicit OutputFile(const std::string& path) : file_(path) {}

    /// File access properties with which the library opens this file, under whatever name. The library's
    /// file must be closed before this object goes.
    [[nodiscard]] Handle access();

    /// Throws IoError with the path and the system's reason if a write has failed.
    void check() const;

    /// Once the library has closed the file: onto the disk and in place of `path`. Throws IoError.
    void take_its_name();

    // For the driver, and for who fills the file before the library opens it.
    void write(std::uint64_t place, std::span<const std::byte> bytes);
    [[nodiscard]] bool read(std::uint64_t place, std::span<std::byte> bytes) const;
    void set_length(std::uint64_t length);
    [[nodiscard]] std::uint64_t length() const { return length_; }

  private:
    struct Kept {
        std::uint64_t place;
        std::vector<std::byte> bytes;
    };

    TemporaryFile file_;
    std::uint64_t length_ = 0;
    int reason_ = 0;           ///< of the first write that failed
    std::vector<Kept> kept_{}; ///< from then on, in the order of writing
};

} // namespace lpsglass::results
