#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lpsglass/campaign/run_record.hpp"

namespace lpsglass::campaign {

/// Shares independent work items out and returns the result of each, in the order of the items, on every
/// rank. A work item is a pure function of its number; it may throw only what ends the run everywhere.
using WorkItem = std::function<std::vector<double>(std::size_t)>;
using ShareItems = std::function<std::vector<std::vector<double>>(std::size_t count, const WorkItem& work)>;

/// The items one after the other, here: the serial twin of what ranks do.
std::vector<std::vector<double>> in_order(std::size_t count, const WorkItem& work);

/// Runs a deck that make_plan() accepted: fits (items: spectrum x start), then spectra, then blocks of
/// temperatures. Results do not depend on how the items are shared out. A set that fails has a state and a
/// message. All ranks get the same record; `info`, `seconds` and `rank` are left to the caller.
RunRecord run_campaign(const deck::LoadedDeck& deck, const ShareItems& share);

/// Things about a finished run that its user should know: fits that missed their goal, quadrature errors
/// above a third of the smallest sigma, dropped members.
std::vector<std::string> warnings(const RunRecord& record);

} // namespace lpsglass::campaign
