#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "lpsglass/deck/deck.hpp"
#include "lpsglass/deck/key_table.hpp"
#include "lpsglass/deck/tree.hpp"

/// Which keys of a deck a scan may vary, and where their values stand.
namespace lpsglass::deck {

/// What a scan puts into a key.
enum class ScanKind { number, integer, word, file };

/// One value that a scan may vary.
struct ScanKey {
    std::string name; ///< an element written out, e.g. `structure.hybrid_offset[2]`; `amplitude.beta_1`
    const KeyInfo* info = nullptr;
    ScanKind kind = ScanKind::number;
    std::vector<std::size_t> path; ///< places of entry or element on the way to the value; empty for a file
    std::size_t spectrum = 0;      ///< of a file: place among the spectra
};

/// The keys that a text names, or why a scan cannot vary it.
struct FoundKeys {
    std::vector<ScanKey> keys;
    std::string problem; ///< empty: `keys` has the elements of the text's key
};

/// The tree of a deck with every default filled in, but without what a scan leaves as it is: title, points of
/// measured lines, temperatures, [calibration], [scan]. Its places name `file` only.
Node filled_tree(const Deck& deck, const std::string& file);

/// `filled` is a deck's filled tree.
FoundKeys find_scan_keys(const Node& filled, std::string_view written);

/// The node at the end of a path.
const Node& node_at(const Node& root, const std::vector<std::size_t>& path);
Node& node_at(Node& root, const std::vector<std::size_t>& path);

/// The value of a number or an integer.
double number_in(const Node& node);

} // namespace lpsglass::deck
