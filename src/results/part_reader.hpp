#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "lpsglass/core/work.hpp"

namespace lpsglass::results {

/// Reads pieces of part files and keeps some of the files open, as neighbouring items lie in few parts.
class PartReader {
  public:
    PartReader() = default;
    ~PartReader();
    PartReader(const PartReader&) = delete;
    PartReader& operator=(const PartReader&) = delete;

    /// Gives the file's number, from 1.
    std::uint32_t add(const std::string& path);

    [[nodiscard]] std::size_t files() const;

    /// Throws IoError.
    Bytes read(std::uint32_t file, std::uint64_t offset, std::uint32_t length);

  private:
    struct File {
        std::string path;
        int descriptor = -1;
    };
    int descriptor_of(std::uint32_t file);

    mutable std::mutex mutex_;
    std::vector<File> files_;
    std::deque<std::uint32_t> open_; ///< in the order of opening
};

} // namespace lpsglass::results
