#include <cmath>

#include <fmt/format.h>

#include "plot_text.hpp"
#include "run_parts.hpp"

namespace lpsglass::report {

Contents specific_heat_figures(const RunData& data) {
    Contents out;
    const std::string here(section::thermodynamics);
    const std::vector<double> all = data.of_set("/thermal/specific_heat");
    if (!any_finite(all)) {
        out.remarks.push_back(
            {here,
             data.has("/thermal/specific_heat")
                 ? "The specific heat is missing."
                 : "The specific heat is not shown: with this output.detail the file does not have it.",
             data.has("/thermal/specific_heat")});
        return out;
    }
    const std::vector<double> temperature = data.temperatures();
    Table table{"specific_heat", {{"temperature", "K", temperature}}};
    Table peaks{"peaks",
                {{"family", "1", {}},
                 {"temperature", "K", {}},
                 {"lower", "K", {}},
                 {"upper", "K", {}},
                 {"specific_heat", "k_B", {}}}};
    std::string plots, marks, said;
    for (std::size_t family = 0; family < 2; ++family) {
        const FamilyName& name = kFamily[family];
        const std::vector<double> heat = RunData::column(all, family, 2);
        table.columns.push_back({"C_" + std::string(name.word), "k_B", heat});
        if (!any_finite(heat)) continue;
        plots += fmt::format("{}data index '[specific_heat]' using 1:{} with {} ls {} title {}",
                             plots.empty() ? "plot " : ", ", family + 2, curve_of(temperature), family + 1,
                             gnuplot_enhanced(fmt::format("C_{{{}}}", name.letter)));
        const std::string peak = "/summary/specific_heat_peak_" + std::string(name.word);
        const double at = data.number(peak), lower = data.number(peak + "_lower"),
                     upper = data.number(peak + "_upper");
        said += fmt::format("{} C_{{{}}} {}", family == 0 ? " Peaks:" : ";", name.letter,
                            std::isfinite(at) ? "at " + with_error(at, data.number(peak + "_errors")) + " K"
                                              : "none within the temperatures of the deck");
        if (std::isfinite(lower) && std::isfinite(upper))
            said += fmt::format(" (68 %: {})", between(lower, upper));
        const double height = interpolated(temperature, heat, at);
        if (!std::isfinite(height)) continue;
        const bool banded = std::isfinite(lower) && std::isfinite(upper);
        const std::size_t row = peaks.columns[0].values.size();
        const std::array values{static_cast<double>(family + 1), at, banded ? lower : at, banded ? upper : at,
                                height};
        for (std::size_t c = 0; c < values.size(); ++c)
            peaks.columns[c].values.push_back(values[c]);
        marks += fmt::format(", data index '[peaks]' every ::{0}::{0} using 2:5:3:4 with xerrorbars ls {1} "
                             "ps 1.1 lw 1.4 dt 1 notitle",
                             row, family + 1);
    }
    Figure figure;
    figure.name = "specific_heat";
    figure.section = here;
    figure.title = "Specific heat of the fluctuations";
    figure.caption =
        "C(T) of each family's three levels, per cooperative unit (not the specific heat of the glass)." +
        said +
        fmt::format(". Dashed: T_{{g}} = {:g} K, at which the default deck's cooperativity of θ puts the "
                    "peak of C_{{θ}}: there it is a calibration, not a "
                    "prediction.",
                    data.glass_temperature());
    figure.tables = {std::move(table)};
    if (!peaks.columns[0].values.empty()) figure.tables.push_back(std::move(peaks));
    const Extent grid = extent_of(temperature);
    const Extent across = grid.high > grid.low ? grid : grid.widened(0.1);
    figure.script =
        "set xlabel 'temperature (K)'\nset ylabel 'C / k_{B}'\nset yrange [0:*]\n" + range("x", across) +
        mark_temperature(1, data.glass_temperature(), "T_{g}", across, 0.15) + plots + marks + '\n';
    out.figures.push_back(std::move(figure));
    return out;
}

} // namespace lpsglass::report
