#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lpsglass/deck/findings.hpp"
#include "lpsglass/deck/spectrum_points.hpp"

namespace lpsglass::deck {

/// Reads the text of a data file: `#` comments, blank lines, an optional first line with the names of the
/// columns (frequency_MHz, amplitude and perhaps sigma, in any order; without it in this order), then one
/// point a line, separated by commas or by blanks. Decimals have a point, whatever the locale. Every line
/// that cannot be read is noted by itself and left out. `file` is the name the places carry. At most 100,000
/// points.
std::vector<PlacedPoint> parse_spectrum(std::string_view text, const std::shared_ptr<const std::string>& file,
                                        Findings& findings);

} // namespace lpsglass::deck
