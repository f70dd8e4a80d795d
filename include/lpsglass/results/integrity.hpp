#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "lpsglass/campaign/run_record.hpp"
#include "lpsglass/results/reader.hpp"

/// Whether a results file is what its writer wrote, as far as that shows without computing anything again
/// (docs/sharing.md).
namespace lpsglass::results {

/// What is wrong, one sentence for each object, beginning with its path; empty where nothing is.
using Problems = std::vector<std::string>;

/// Of every dataset the SHA-256 of its values; of texts also that the stored lengths are theirs; and the
/// SHA-256 of all attributes.
/// @param begin called with the path of each object before it is read: the HDF5 library may end the process
///              on a damaged file
Problems check_hashes(const ResultsFile& file, const std::function<void(const std::string&)>& begin);

/// Whether the deck's identity is the file's deck_sha256, the resolved deck is as this program writes it, and
/// the deck as given says the same as far as it goes (an included deck and data files are not in the file).
Problems check_deck(const ResultsFile& file);

/// Whether the file holds the datasets of its deck, no others but /sensitivity, each with lengths, type,
/// units, long_name and flags of the layout.
/// @param frame stored_frame() of the file
Problems check_layout(const ResultsFile& file, const campaign::RunRecord& frame);

} // namespace lpsglass::results
