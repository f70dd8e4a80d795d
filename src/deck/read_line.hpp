#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lpsglass/deck/spectrum_points.hpp"

/// Reading of measured lines, wherever a deck names or holds one.
namespace lpsglass::deck {

/// A value of the deck that names a data file or holds the rows of a line.
struct LineSource {
    const Node& node;
    bool is_file;
    std::string address; ///< as messages name it
    Findings& findings;  ///< of the deck

    void error(const std::string& message) const { findings.add(node.place, address, message); }
};

/// The points of the source as they are given. What is wrong with single
/// points goes to `inner`, what is wrong as a whole to the source's findings.
std::vector<PlacedPoint> read_points(const LineSource& source, Findings& inner);

/// Checks number and values of the points, sorts them, and hands `inner` over to the source's findings.
/// `whole`: nothing was found wrong with the source as a whole. Points without a sigma get `sigma`.
std::vector<LinePoint> finish_line(const LineSource& source, std::vector<PlacedPoint> points,
                                   std::optional<double> sigma, bool whole, Findings& inner);

/// The line of a scanned data file. With `key_sigma` the key `sigma` of its spectrum holds, and the line must
/// have no sigmas of its own; its points then get 0.
std::vector<LinePoint> read_scanned_line(const LineSource& source, bool key_sigma);

} // namespace lpsglass::deck
