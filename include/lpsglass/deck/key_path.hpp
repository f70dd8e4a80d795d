#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lpsglass::deck {

/// One step of a key: `spectrum[1]` is the name `spectrum` with the element `1`.
struct KeyPart {
    std::string name;
    std::string element; ///< empty: none
};

/// Takes a key apart, e.g. `structure.bond_angle[23]`, `nqr.spectrum[1].temperature` or
/// `fit.also."nqr.packet_fwhm".min`. Empty where the text cannot be a key.
std::vector<KeyPart> key_parts(std::string_view key);

} // namespace lpsglass::deck
