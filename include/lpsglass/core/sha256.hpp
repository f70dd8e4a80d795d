#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace lpsglass {

/// SHA-256 (FIPS 180-4) of the bytes, 64 lower-case hexadecimal digits.
/// Throws IoError if the cryptographic library refuses to work.
std::string sha256_hex(std::span<const std::byte> bytes);

/// The same of a text's bytes.
std::string sha256_hex(std::string_view text);

/// The same of bytes that come piece by piece. Every function throws IoError as above.
class Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    void add(std::span<const std::byte> bytes);
    void add(std::string_view text);

    /// Of all bytes added, 64 digits. Ends the hash: nothing can be added after it, nor is it called twice.
    std::string hex();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace lpsglass
