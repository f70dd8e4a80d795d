#include <algorithm>

#include <fmt/format.h>

#include "plot_text.hpp"
#include "run_parts.hpp"
#include "wells.hpp"

namespace lpsglass::report {

namespace {

constexpr std::size_t kCurvePoints = 141;

double value_or(const std::vector<double>& values, std::size_t i, double otherwise) {
    return i < values.size() && std::isfinite(values[i]) ? values[i] : otherwise;
}

/// Ground states of a family with the ends of their intervals; the values themselves where there is none.
Table ground_states(const RunData& data, std::size_t family) {
    Table table{"ground_state", {{"number", "1", {}}}};
    const std::size_t first = 6 * data.spectrum_at_tg() + 3 * family;
    for (std::size_t k = 0; k < 3; ++k)
        table.columns[0].values.push_back(static_cast<double>(k + 1));
    for (const auto& [name, unit, dataset] : {std::array{"amplitude", "degree", "/fit/amplitude"},
                                              std::array{"energy", "eV", "/energy/ground_state"}}) {
        const std::vector<double> value = data.of_set(dataset);
        for (const char* end : {"", "_lower", "_upper"}) {
            const std::vector<double> ends = data.of_set(std::string(dataset) + end);
            Column column{std::string(name) + end, unit, {}};
            for (std::size_t i = first; i < first + 3; ++i)
                column.values.push_back(value_or(ends, i, value[i]));
            table.columns.push_back(std::move(column));
        }
    }
    return table;
}

Contents of_family(const RunData& data, const std::array<Well, 6>& wells, std::size_t family) {
    Contents out;
    const std::string here(section::energies);
    Extent amplitudes{0.0, 0.0};
    std::string missing;
    for (std::size_t k = 3 * family; k < 3 * family + 3; ++k) {
        if (wells[k].exists()) {
            amplitudes.low = std::min(amplitudes.low, wells[k].amplitude * kDegree);
            amplitudes.high = std::max(amplitudes.high, wells[k].amplitude * kDegree);
        } else {
            missing += (missing.empty() ? "" : ", ") + std::string(kFluctuation[k]);
        }
    }
    if (!missing.empty())
        out.remarks.push_back(
            {here,
             "Without a free energy curve: " + missing + " (no amplitude, or the gauge phase is undefined).",
             true});
    if (amplitudes.low == amplitudes.high) return out;
    const Extent x{amplitudes.low * 2.15, amplitudes.high * 2.15};
    const Extent shown = x.widened(0.06);

    Table curves{"free_energy", {{"fluctuation", "degree", {}}}};
    for (std::size_t i = 0; i < kCurvePoints; ++i)
        curves.columns[0].values.push_back(shown.low + (shown.high - shown.low) * static_cast<double>(i) /
                                                           (kCurvePoints - 1));
    std::vector<double> lowest;
    std::string plots;
    for (std::size_t k = 3 * family; k < 3 * family + 3; ++k) {
        Column column{fmt::format("F_{}", k - 3 * family + 1), "eV", {}};
        for (const double degree : curves.columns[0].values)
            column.values.push_back(wells[k].energy(degree / kDegree));
        curves.columns.push_back(std::move(column));
        if (!wells[k].exists()) continue;
        lowest.push_back(wells[k].ground_state);
        const std::size_t number = k - 3 * family + 1;
        plots += fmt::format("{}data index '[free_energy]' using 1:{} with lines ls {} title {}",
                             plots.empty() ? "plot " : ", ", number + 1, number,
                             gnuplot_enhanced(kFluctuation[k]));
        plots += fmt::format(
            ", '' index '[ground_state]' every ::{0}::{0} using 2:5:3:4:6:7 with xyerrorbars lw 1.3 lc rgb "
            "'#444444' pt 7 ps 0.01 notitle, '' index '[ground_state]' every ::{0}::{0} using 2:5 with "
            "points ls {1} ps 1.1 notitle",
            number - 1, number);
    }
    Figure figure;
    const FamilyName& name = kFamily[family];
    figure.name = "free_energy_" + std::string(name.word);
    figure.section = here;
    figure.title = fmt::format("Free energies of the {} fluctuations", name.letter);
    figure.tables = {std::move(curves), ground_states(data, family)};
    figure.caption =
        std::string(
            "F(x) = A x + ½ κd^{2} x^{2} of each fluctuation; marked are the ground states (x_{0}, E_{0})") +
        (has_intervals(data, "/energy") || has_intervals(data, "/fit") ? " with their 68 % intervals" : "") +
        (family == 0 ? ". A is complex; the curve is the real part, so its minimum lies at x_{0} cos S, "
                       "beside and above the ground state."
                     : ".") +
        fmt::format(" (Figure {} of the paper, equations 1-3.)", family == 0 ? 2 : 3);
    const double depth = extent_of(lowest).low;
    figure.script = fmt::format("set xlabel 'fluctuation {} (degree)'\nset ylabel 'F (eV)'\nset xzeroaxis lt "
                                "1 lw 0.8 lc rgb '#999999'\n",
                                name.letter) +
                    range("x", shown) + few_tics("x", shown, 6) +
                    range("y", Extent{1.15 * depth, -0.45 * depth}) + plots + '\n';
    out.figures.push_back(std::move(figure));
    return out;
}

} // namespace

Contents energy_figures(const RunData& data) {
    Contents out;
    if (!data.has("/energy/ground_state")) {
        out.remarks.push_back(
            {std::string(section::energies),
             "Free energies are not shown: with this output.detail the file does not have them.", false});
        return out;
    }
    const std::array<Well, 6> wells = wells_of(data);
    for (std::size_t family = 0; family < 2; ++family)
        out.add(of_family(data, wells, family));
    return out;
}

} // namespace lpsglass::report
