#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace lpsglass {

/// SHA-256 (FIPS 180-4) of the bytes, 64 lower-case hexadecimal digits.
/// Throws IoError if the cryptographic library refuses to work.
std::string sha256_hex(std::span<const std::byte> bytes);

/// The same of a text's bytes.
std::string sha256_hex(std::string_view text);

} // namespace lpsglass
