#include "scrambled_sobol.hpp"

#include <bit>

#include "lpsglass/core/random.hpp"
#include "lpsglass/core/sobol.hpp"
#include "split_mix.hpp"

namespace lpsglass::scan {

namespace {

constexpr int kBits = 32; // of an index, and of the plain coordinates of all points up to 2^32

} // namespace

ScrambledSobol::ScrambledSobol(int dimensions, std::uint64_t seed, std::string_view purpose) {
    SobolSequence sequence(dimensions);
    std::vector<double> point(static_cast<std::size_t>(dimensions));
    directions_.resize(point.size() * kBits);
    // The sequence runs in Gray code: in that of 2^(bit + 1) - 1 only this bit is set.
    for (std::size_t bit = 0; bit < kBits; ++bit) {
        sequence.skip_to((std::uint64_t{2} << bit) - 1);
        sequence.next(point);
        for (std::size_t d = 0; d < point.size(); ++d)
            directions_[d * kBits + bit] = static_cast<std::uint32_t>(point[d] * 0x1p32);
    }
    for (std::size_t d = 0; d < point.size(); ++d)
        keys_.push_back(random_stream(seed, purpose, d)());
}

std::uint32_t ScrambledSobol::word(std::uint32_t index, std::size_t dimension) const {
    const std::uint32_t* directions = directions_.data() + dimension * kBits;
    std::uint32_t word = 0;
    for (std::uint32_t gray = index ^ (index >> 1); gray != 0; gray &= gray - 1)
        word ^= directions[std::countr_zero(gray)];
    return word;
}

double ScrambledSobol::plain(std::uint32_t index, std::size_t dimension) const {
    return word(index, dimension) * 0x1p-32;
}

double ScrambledSobol::scrambled(std::uint32_t index, std::size_t dimension) const {
    const std::uint64_t plain = word(index, dimension);
    const std::uint64_t key = keys_[dimension];
    // The bits before a bit, with a 1 ahead of them, number the nodes of a binary tree; each has a number of
    // its own.
    std::uint64_t flips = 0;
    for (int bit = 0; bit < kBits; ++bit) {
        const std::uint64_t node = (std::uint64_t{1} << bit) | (plain >> (kBits - bit));
        flips = (flips << 1) | (split_mix(key, node) >> 63);
    }
    // No two points share all 32 bits, and all further ones are 0: what is left of the 53 is random at once.
    const std::uint64_t rest = split_mix(key, (std::uint64_t{1} << kBits) | plain) >> (64 - 53 + kBits);
    return static_cast<double>(((plain ^ flips) << (53 - kBits)) | rest) * 0x1p-53;
}

} // namespace lpsglass::scan
