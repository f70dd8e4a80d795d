#include "lpsglass/core/random.hpp"

#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <vector>

namespace lpsglass {

namespace {

void append(std::vector<std::uint32_t>& words, std::uint64_t value) {
    words.push_back(static_cast<std::uint32_t>(value));
    words.push_back(static_cast<std::uint32_t>(value >> 32));
}

} // namespace

std::mt19937_64 random_stream(std::uint64_t seed, std::string_view purpose, std::uint64_t index) {
    std::vector<std::uint32_t> words;
    append(words, seed);
    append(words, index);
    append(words, purpose.size());
    for (const char c : purpose)
        words.push_back(static_cast<unsigned char>(c));
    std::seed_seq sequence(words.begin(), words.end());
    return std::mt19937_64(sequence);
}

double uniform01(std::mt19937_64& stream) {
    return static_cast<double>(stream() >> 11) * 0x1p-53;
}

double standard_normal(std::mt19937_64& stream) {
    using namespace boost::math::policies;
    // One bit is the sign, 52 bits the probability beyond |z|: symmetric, and never 0 or 1.
    const std::uint64_t bits = stream() >> 11;
    const double twice_tail = (static_cast<double>(bits >> 1) + 0.5) * 0x1p-52;
    const double magnitude =
        std::sqrt(2.0) * boost::math::erfc_inv(twice_tail, policy<promote_double<false>>());
    return (bits & 1U) != 0U ? magnitude : -magnitude;
}

} // namespace lpsglass
