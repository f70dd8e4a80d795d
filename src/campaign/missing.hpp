#pragma once

#include <limits>

#include "lpsglass/campaign/run_record.hpp"
#include "lpsglass/model/parameters.hpp"

/// What could not be computed is missing (NaN, with a status beside it), never absent and never 0.
namespace lpsglass::campaign {

inline constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

void forget_structure(SetResult& set);

void forget_summary(SetResult& set);

/// What a fit or a given amplitude would have told of a spectrum.
void forget_line(SpectrumResult& r, const SpectrumData& data, std::size_t n_parameters, std::size_t n_grid);

/// What would have followed from its amplitudes.
void forget_energies(SpectrumResult& r);

TemperatureResult nothing_known_at_temperature();

} // namespace lpsglass::campaign
