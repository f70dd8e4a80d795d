#pragma once

#include <string>
#include <vector>

#include "lpsglass/report/contents.hpp"
#include "lpsglass/report/run_data.hpp"
#include "scan_sample.hpp"

/// The parts of figures_of_scan(). Each leaves out what the file does not hold.
namespace lpsglass::report {

/// alpha and beta against temperature: quantiles over the sets, or the curves of a few sets.
Contents scan_curves(const RunData& data, const ScanSample& sample);

/// Distributions of 1/lambda at the glass temperature and of the crossing temperature; of few sets a table.
Contents scan_distributions(const RunData& data, const ScanSample& sample);

/// Median of the exponents at the glass temperature, and the share of sets whose exponents cross, in classes
/// of each scanned parameter.
Contents scan_effects(const RunData& data, const ScanSample& sample);

/// How the sets of the scan ended, and why exponents are missing; of all sets.
Contents scan_outcomes(const RunData& data);

/// What `lpsglass sensitivity` has added to the file, or a remark that it has not.
Contents scan_indices(const RunData& data);

/// Sets of which curves and values are shown one by one instead of their distribution.
inline constexpr std::size_t few_sets = 12;

/// `12.5 %`; a share that is neither 0 nor 1 is never shown as 0 or 100.
std::string percent(std::size_t part, std::size_t whole);

} // namespace lpsglass::report
