#pragma once

#include "lpsglass/report/contents.hpp"
#include "lpsglass/report/run_data.hpp"

/// The parts of figures_of_run, one source file each.
namespace lpsglass::report {

Contents summary_of_run(const RunData& data);
Contents warnings_of_run(const RunData& data);
Contents line_figures(const RunData& data);
Contents amplitude_figures(const RunData& data);
Contents posterior_figures(const RunData& data);
Contents energy_figures(const RunData& data);
Contents time_figures(const RunData& data);
Contents relaxation_figures(const RunData& data);
Contents exponent_figures(const RunData& data);
Contents lambda_figures(const RunData& data);
Contents order_figures(const RunData& data);
Contents relaxation_function_figures(const RunData& data);
Contents specific_heat_figures(const RunData& data);
Contents origin_of_numbers(const RunData& data);
Contents provenance(const RunData& data);

} // namespace lpsglass::report
