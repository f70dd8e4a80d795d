#pragma once

#include <string>

#include "lpsglass/results/run_status.hpp"

namespace lpsglass::results {

/// Status of a run as its results file tells it. Throws IoError.
RunStatus status_of_results(const std::string& path);

} // namespace lpsglass::results
