#pragma once

#include "lps_geometry.hpp"
#include "lpsglass/report/figure.hpp"

namespace lpsglass::report {

/// The paper's figure 1: the LPS to scale, from the side and along its axis.
Figure lps_drawing(const LpsGeometry& lps);

/// The paper's figure 8: four LPS that share Se atoms, and what rates and times meet in one of them and in
/// the network. A schematic.
Figure network_drawing();

} // namespace lpsglass::report
