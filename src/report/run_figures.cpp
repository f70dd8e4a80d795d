#include "lpsglass/report/figures.hpp"
#include "run_parts.hpp"

namespace lpsglass::report {

Contents figures_of_run(const RunData& data) {
    Contents out;
    for (const auto part :
         {warnings_of_run, summary_of_run, line_figures, amplitude_figures, posterior_figures, energy_figures,
          time_figures, relaxation_figures, exponent_figures, lambda_figures, order_figures,
          relaxation_function_figures, specific_heat_figures, origin_of_numbers, provenance})
        out.add(part(data));
    return out;
}

} // namespace lpsglass::report
