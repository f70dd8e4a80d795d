#include "lpsglass/results/atomic_file.hpp"

#include <algorithm>
#include <filesystem>

#include "temporary_file.hpp"
#include "write_step.hpp"

namespace lpsglass::results {

namespace {

constexpr std::size_t kPiece = 1 << 20; ///< bytes of one write

} // namespace

void write_file_atomically(const std::string& path, std::span<const std::byte> bytes) {
    TemporaryFile file(path);
    for (std::size_t place = 0; place < bytes.size(); place += kPiece) {
        before("write");
        const auto piece = bytes.subspan(place, std::min(kPiece, bytes.size() - place));
        if (const int reason = file.write_at(place, piece)) throw file.failure("write", reason);
    }
    file.take_its_name();
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
