#pragma once

#include <cstddef>

#include "lpsglass/campaign/run_record.hpp"
#include "lpsglass/results/reader.hpp"

/// The way back from a results file to what it was written from.
namespace lpsglass::results {

/// Everything of the run but its sets, from the file's resolved deck: campaign::Campaign::frame(), with the
/// deck's text and the run's info of the file. Throws InputError where the deck is none.
campaign::RunRecord stored_frame(const ResultsFile& file);

/// A set as far as the file holds it: what the file's output.detail leaves out keeps its default values or is
/// empty, lines are those of set 0 unless output.spectra keeps all.
/// Throws InputError where there is no such set.
/// @param frame of the file
campaign::SetResult stored_set(const ResultsFile& file, const campaign::RunRecord& frame, std::size_t set);

/// A run whose only set is this one: deck, spectra and fitted parameters are those of the set.
campaign::RunRecord stored_run(const ResultsFile& file, std::size_t set);

} // namespace lpsglass::results
