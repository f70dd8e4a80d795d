#pragma once

#include <span>
#include <vector>

#include "lpsglass/core/work.hpp"

namespace lpsglass {

/// Numbers as a compressed block and back, to the last bit: their bytes shuffled (all first bytes, all second
/// ones, ...), then deflate.
Bytes compressed(std::span<const double> numbers);

/// Throws IoError if the block is none, or is damaged.
std::vector<double> decompressed(std::span<const std::byte> block);

} // namespace lpsglass
