#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lpsglass/deck/deck.hpp"
#include "lpsglass/deck/findings.hpp"
#include "lpsglass/deck/tree.hpp"

namespace lpsglass::deck {

inline constexpr std::size_t fewest_points = 3;
inline constexpr std::size_t most_points = 100000;

/// A number of a measured line, with where it stands and what messages call it.
struct PlacedNumber {
    double value = 0.0;
    Place place;
};

struct PlacedPoint {
    PlacedNumber frequency; ///< MHz
    PlacedNumber amplitude; ///< data units
    std::optional<PlacedNumber> sigma;
    std::string address; ///< of the row in a deck, e.g. `nqr.spectrum[1].data[3]`; empty in a data file
};

/// Checks the points of a line and sorts them by frequency, so that the order of the source does not matter.
/// Finite numbers are taken for granted. Noted: frequencies and sigmas that are not positive, frequencies
/// that occur twice. Points without a sigma get `sigma`.
std::vector<LinePoint> finish_points(std::vector<PlacedPoint> points, std::optional<double> sigma,
                                     Findings& findings);

} // namespace lpsglass::deck
