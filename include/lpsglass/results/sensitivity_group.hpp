#pragma once

#include <vector>

#include "lpsglass/results/add_datasets.hpp"
#include "lpsglass/results/sensitivity_outputs.hpp"
#include "lpsglass/scan/sensitivity.hpp"

namespace lpsglass::results {

/// The sensitivities of a group of outputs as a group of /sensitivity (docs/results.md). Of every measure
///
///     NAME                 outputs' dimensions, scan_parameter (of pairs also scan_parameter_2; of an output
///                          as a whole neither), with NAME_lower and NAME_upper where it has intervals
///     NAME_convergence     base_samples, then as NAME: from the first base samples only; not of pairs
///
/// and of every output status, dropped_share and base_samples_used. /sensitivity/summary also has the
/// outputs' unit and meaning.
NewGroup group_of_outputs(const OutputGroup& outputs, const scan::Sensitivity& result, const ScanRows& scan);

/// /sensitivity, with how the indices were estimated as attributes.
NewGroup sensitivity_group(const ScanRows& scan, const scan::Sensitivity& any,
                           const scan::SensitivityOptions& options, std::vector<NewGroup> groups);

} // namespace lpsglass::results
