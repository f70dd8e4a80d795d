#include "set_blocks.hpp"

#include <cstring>

#include "lpsglass/campaign/pack.hpp"
#include "lpsglass/core/compression.hpp"
#include "lpsglass/core/error.hpp"

namespace lpsglass::campaign {

namespace {

constexpr std::byte kTakenOver{0x80}; // beside the state

} // namespace

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

Bytes taken_over_block(TaskState state, std::size_t row, const std::string& message) {
    const std::uint64_t number = row;
    Bytes block(1 + sizeof number + message.size());
    block[0] = static_cast<std::byte>(state) | kTakenOver;
    std::memcpy(&block[1], &number, sizeof number);
    if (!message.empty()) std::memcpy(&block[1 + sizeof number], message.data(), message.size());
    return block;
}

SetResult set_of_block(std::span<const std::byte> block) {
    if (block.empty()) throw IoError("the block of a set is empty");
    if ((block[0] & kTakenOver) != std::byte{0}) {
        std::uint64_t row = 0;
        if (block.size() < 1 + sizeof row) throw IoError("the block of a set ends early");
        std::memcpy(&row, &block[1], sizeof row);
        SetResult set;
        set.state = state_of_block(block);
        set.taken_from = static_cast<std::int64_t>(row);
        const auto* const text = reinterpret_cast<const char*>(block.data() + 1 + sizeof row);
        set.message.assign(text, block.size() - 1 - sizeof row);
        return set;
    }
    std::size_t place = 0;
    return unpack_results<SetResult>(decompressed(block.subspan(1)), place).at(0);
}

TaskState state_of_block(std::span<const std::byte> block) {
    if (block.empty()) throw IoError("the block of a set is empty");
    return static_cast<TaskState>(block.front() & ~kTakenOver);
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
