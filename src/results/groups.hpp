#pragma once

#include <hdf5.h>

#include "lpsglass/campaign/run_record.hpp"
#include "lpsglass/results/writer.hpp"

namespace lpsglass::results {

/// Attributes of the root: what the file is, and the run it comes from (docs/results.md).
void describe_root(hid_t file, const campaign::RunRecord& run, const WriterOptions& options);

/// Attributes of the groups that exist: NXdata (signal, axes) on those that one plots, origin and temperature
/// of the spectra, and how the intervals were found.
void describe_groups(hid_t file, const campaign::RunRecord& run);

} // namespace lpsglass::results
