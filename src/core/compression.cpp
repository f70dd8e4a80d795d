#include "lpsglass/core/compression.hpp"

#include <cstring>
#include <new>

#include <zlib.h>

#include "lpsglass/core/error.hpp"

namespace lpsglass {

namespace {

constexpr std::size_t kWord = sizeof(double);
constexpr std::size_t kHead = sizeof(std::uint64_t); // count of numbers
constexpr int kLevel = 1;                            // quick: blocks are written once and read once

Bytef* bytes_of(std::byte* p) {
    return reinterpret_cast<Bytef*>(p);
}
const Bytef* bytes_of(const std::byte* p) {
    return reinterpret_cast<const Bytef*>(p);
}

} // namespace

Bytes compressed(std::span<const double> numbers) {
    const std::span<const std::byte> plain = std::as_bytes(numbers);
    Bytes shuffled(plain.size());
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        for (std::size_t b = 0; b < kWord; ++b)
            shuffled[b * numbers.size() + i] = plain[i * kWord + b];
    }
    uLongf length = compressBound(shuffled.size());
    Bytes out(kHead + length);
    const std::uint64_t count = numbers.size();
    std::memcpy(out.data(), &count, kHead);
    // With enough room only memory can be lacking.
    if (compress2(bytes_of(out.data() + kHead), &length, bytes_of(shuffled.data()), shuffled.size(),
                  kLevel) != Z_OK)
        throw std::bad_alloc();
    out.resize(kHead + length);
    return out;
}

std::vector<double> decompressed(std::span<const std::byte> block) {
    constexpr std::size_t kLargestRatio = 1032; // of deflate
    std::uint64_t count = 0;
    if (block.size() < kHead) throw IoError("a compressed block ends early");
    std::memcpy(&count, block.data(), kHead);
    if (count > (block.size() - kHead) * kLargestRatio) throw IoError("a compressed block is damaged");
    Bytes shuffled(count * kWord);
    uLongf length = shuffled.size();
    std::byte none{}; // an empty vector has no address, which the library refuses
    const int status = uncompress(bytes_of(shuffled.empty() ? &none : shuffled.data()), &length,
                                  bytes_of(block.data() + kHead), block.size() - kHead);
    if (status == Z_MEM_ERROR) throw std::bad_alloc();
    if (status != Z_OK || length != shuffled.size()) throw IoError("a compressed block is damaged");
    std::vector<double> out(count);
    const std::span<std::byte> plain = std::as_writable_bytes(std::span(out));
    for (std::size_t i = 0; i < out.size(); ++i) {
        for (std::size_t b = 0; b < kWord; ++b)
            plain[i * kWord + b] = shuffled[b * out.size() + i];
    }
    return out;
}

} // namespace lpsglass
