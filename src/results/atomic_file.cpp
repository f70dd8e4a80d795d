#include "lpsglass/results/atomic_file.hpp"

#include "temporary_file.hpp"

namespace lpsglass::results {

void write_file_atomically(const std::string& path, std::span<const std::byte> bytes) {
    TemporaryFile file(path);
    if (const int reason = file.write_at(0, bytes)) throw file.failure("write", reason);
    file.take_its_name();
}

} // namespace lpsglass::results
