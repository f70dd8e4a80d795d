#pragma once

#include "lpsglass/report/contents.hpp"
#include "lpsglass/report/run_data.hpp"

/// The parts of the report. Each leaves out what the file does not hold, with a remark that says so.
namespace lpsglass::report {

/// Figures and tables of one parameter set.
Contents figures_of_run(const RunData& data);

/// Figures and tables of a scan; nothing for a single set.
Contents figures_of_scan(const RunData& data);

/// The locally preferred structure and the network, drawn to scale.
Contents drawings(const RunData& data);

} // namespace lpsglass::report
