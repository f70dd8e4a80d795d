#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lpsglass/deck/deck.hpp"

namespace lpsglass::report {

/// Where a number of the deck comes from (docs/theory.md section 9).
enum class Origin { published, chosen, calibrated };

/// A number (or several, or a word) of the deck as the table of origins shows it.
struct OriginRow {
    std::string quantity;
    std::vector<std::string> keys; ///< of the deck, without elements; `*` stands for any part
    std::string unit;
    Origin origin;
    std::string reason;
    std::function<std::string(const deck::Deck&)> value;
    bool of_fit_only = false;            ///< matters where something is fitted
    std::vector<std::string> rests_on{}; ///< keys of the calibrated numbers that enter its own calibration
};

/// All rows; `value` of the default deck is what is published, chosen or calibrated.
const std::vector<OriginRow>& origin_rows();

/// What became of a row in a deck.
enum class Change { none, other_value, fitted, scanned, from_bath };
Change change_of(const OriginRow& row, const deck::Deck& deck);

/// Whether a number that enters the calibration of this one is not its calibrated value.
bool rests_on_change(const OriginRow& row, const deck::Deck& deck);

/// The words for it: `calibrated`, `set by the deck, no longer the calibrated 69.78` ... `others` tells
/// whether anything that was not calibrated differs from the default deck, for which the calibration holds.
std::string words_of(const OriginRow& row, Change change, bool others);

} // namespace lpsglass::report
