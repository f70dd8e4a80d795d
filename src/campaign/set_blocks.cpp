#include "set_blocks.hpp"

#include "lpsglass/campaign/pack.hpp"
#include "lpsglass/core/compression.hpp"
#include "lpsglass/core/error.hpp"

namespace lpsglass::campaign {

Bytes set_block(SetResult result, const ScanPlace& place, std::size_t set, double seconds, int rank) {
    result.place = place;
    result.seconds = seconds;
    result.rank = rank;
    if (set != 0) {
        for (SpectrumResult& r : result.spectrum)
            r.line = {};
    }
    const auto state = static_cast<std::byte>(result.state);
    std::vector<double> numbers;
    pack_results(std::vector{std::move(result)}, numbers);
    Bytes block = compressed(numbers);
    block.insert(block.begin(), state);
    return block;
}

SetResult set_of_block(std::span<const std::byte> block) {
    if (block.empty()) throw IoError("the block of a set is empty");
    std::size_t place = 0;
    return unpack_results<SetResult>(decompressed(block.subspan(1)), place).at(0);
}

TaskState state_of_block(std::span<const std::byte> block) {
    if (block.empty()) throw IoError("the block of a set is empty");
    return static_cast<TaskState>(block.front());
}

std::vector<double> pack(const std::vector<std::vector<double>>& vectors) {
    std::vector<double> out;
    detail::Packer{out}(vectors);
    return out;
}

std::vector<std::vector<double>> unpack_vectors(std::span<const double> packed) {
    std::vector<std::vector<double>> out;
    detail::Unpacker{packed}(out);
    return out;
}

} // namespace lpsglass::campaign
