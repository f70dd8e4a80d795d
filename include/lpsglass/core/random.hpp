#pragma once

#include <cstdint>
#include <random>
#include <string_view>

namespace lpsglass {

/// A stream of random bits that belongs to (seed, purpose, index) and to nothing else: no rank, no clock, no
/// order of work. Different triples give unrelated streams. Engine and seeding are fixed by the C++ standard.
std::mt19937_64 random_stream(std::uint64_t seed, std::string_view purpose, std::uint64_t index);

/// Uniform in [0, 1), a multiple of 2^-53. Takes one number of the stream. Use this instead of
/// std::uniform_real_distribution, whose results differ between standard libraries.
double uniform01(std::mt19937_64& stream);

/// Normal with mean 0 and standard deviation 1, by the inverse distribution function; |z| < 8.3. Takes one
/// number of the stream.
double standard_normal(std::mt19937_64& stream);

} // namespace lpsglass
