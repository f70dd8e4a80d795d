#pragma once

#include <string>
#include <vector>

#include "lpsglass/campaign/run_record.hpp"

namespace lpsglass::campaign {

/// What the line of a spectrum leaves open, in plain sentences: parameters that the data do not separate, the
/// combination that they determine least, and what the labels of the bonds would change in alpha and beta at
/// the glass temperature (docs/theory.md sections 6 and 8; the labels only where this spectrum gives the
/// amplitudes there). Empty without fitted parameters.
std::vector<std::string> identifiability_in_words(const RunRecord& record, std::size_t set,
                                                  std::size_t spectrum);

} // namespace lpsglass::campaign
