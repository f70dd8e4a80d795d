#pragma once

#include <optional>
#include <vector>

#include "lpsglass/campaign/derivation.hpp"

/// What a search on the grid of 1 K finds, evaluating only where it could find something.
namespace lpsglass::campaign {

/// A range of temperature in which one spectrum gives the amplitudes, with the points of the 1 K grid in it.
struct Segment {
    int spectrum = 0;
    double begin = 0.0, end = 0.0; ///< K
    double lowest = 0.0;           ///< K, of all segments: the grid counts from there
    double first = 0.0;            ///< number of the first point after `begin`
    std::size_t last = 0;          ///< number of the last node

    /// Nodes 0..last: both ends, and the grid's points between them; rising.
    [[nodiscard]] double node(std::size_t i) const;
    /// The last node that is not above a temperature (which is not below `begin`).
    [[nodiscard]] std::size_t last_up_to(double temperature_K) const;
};

/// Between the lowest and the highest temperature, cut where the spectrum changes.
std::vector<Segment> segments(const std::vector<SpectrumData>& spectra, double lowest_K, double highest_K);

/// A temperature found, and the spectrum in whose range it lies.
struct Found {
    double temperature = 0.0; ///< K
    int spectrum = 0;
};

/// Where alpha - beta changes its sign from one node to the next, refined to the last bits, and nodes where
/// it is 0 (once each): the same as if every node were evaluated. Between two temperatures xi changes by no
/// more than its largest slope allows, which proves long stretches free.
std::vector<Found> find_crossings(const std::vector<SpectrumState>& states,
                                  const std::vector<Segment>& ranges);

/// Temperature of the highest maximum of C of a family inside the ranges, where the slope of C turns from
/// positive to negative between nodes; none where C only rises or falls. As if every node were evaluated.
std::optional<Found> specific_heat_peak(const std::vector<SpectrumState>& states,
                                        const std::vector<Segment>& ranges, int family);

} // namespace lpsglass::campaign
