#pragma once

#include <cstddef>
#include <string>

#include "lpsglass/core/work.hpp"
#include "lpsglass/results/run_identity.hpp"

/// Work items that can be known again: length and bytes follow from the item's number.
namespace made_up {

inline lpsglass::Bytes result_of(lpsglass::Item item, std::size_t longest = 100) {
    lpsglass::Bytes bytes((item * 99991) % (longest + 1));
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<std::byte>((item * 131 + i * 7) & 0xFF);
    return bytes;
}

inline lpsglass::results::RunIdentity identity(lpsglass::Item items = 100) {
    lpsglass::results::RunIdentity identity;
    identity.deck_sha256 = std::string(64, 'a');
    identity.resolved_deck = "schema = 1\n\n[structure]\nselenium_tilt = 2.5\n";
    identity.program_version = "1.2.3";
    identity.git_revision = "abc1234";
    identity.machine = {"x86-64, libm 01234567", "x86-64-v3"};
    identity.total_items = items;
    identity.notes = {{"created", "2024-05-01T12:00:00Z"}, {"title", "two\nlines, a \\ and a = sign"}};
    return identity;
}

} // namespace made_up
