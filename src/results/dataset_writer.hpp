#pragma once

#include <hdf5.h>
#include <string>

#include "dataset_table.hpp"

namespace lpsglass::results {

/// Creates the dataset with its values and attributes, without coordinates (see attach_coordinates).
/// Throws Hdf5Failure; std::logic_error if the run's arrays have not the lengths of the layout.
void write_dataset(hid_t file, const Dataset& dataset, const RunRecord& run, std::size_t spectrum);

/// Makes the coordinates of the dataset's dimensions its dimension scales; those of kCoordinates are linked
/// into the dataset's group. All coordinates must have been written.
void attach_coordinates(hid_t file, const Dataset& dataset, std::size_t spectrum);

} // namespace lpsglass::results
