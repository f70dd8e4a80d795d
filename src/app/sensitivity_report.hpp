#pragma once

#include <string>
#include <vector>

#include "lpsglass/results/sensitivity_outputs.hpp"
#include "lpsglass/scan/sensitivity.hpp"

/// What `lpsglass sensitivity` prints.
namespace lpsglass::app {

/// Which outputs are printed. What is written does not depend on it.
struct ShownOutputs {
    bool all = false;
    std::vector<std::string> named; ///< outputs or groups; empty: those of most interest
};

/// Throws InputError, with what there is, for a name that stands for nothing. `groups` may lack values.
void check_names(const ShownOutputs& shown, const std::vector<results::OutputGroup>& groups);

/// The tables of a group's shown outputs; empty where none is shown.
std::string tables_of(const ShownOutputs& shown, const results::OutputGroup& outputs,
                      const scan::Sensitivity& result, const results::ScanRows& scan, bool heading);

/// One line for every output, or range of outputs, that has no measures and why.
std::string lines_of_missing(const results::OutputGroup& outputs, const scan::Sensitivity& result);

/// Of each indicator of the summary the share of the sets in which it is 1: where that is near 0 or 1, few
/// sets decide its indices.
std::string shares_of_indicators(const results::OutputGroup& outputs);

/// How to read the tables of this design.
std::string how_to_read(deck::Design design);

} // namespace lpsglass::app
