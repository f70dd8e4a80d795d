#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "plot_text.hpp"
#include "run_parts.hpp"

namespace lpsglass::report {

namespace {

/// A quantity of the three fluctuations of a family against temperature.
struct Quantity {
    std::string dataset;
    std::string name;   ///< file stem without the family
    std::string title;  ///< with {} for the family
    std::string column; ///< of the data file
    std::string unit;
    std::string axis;
    std::string caption;
    std::array<const char*, 2> paper; ///< its figure in the paper
    double mark;                      ///< height of the mark of T_g, off the curves
};

/// Logarithms below this, or times above its negative, are left out of the picture: at low temperature they
/// reach -600.
constexpr double kSmallestLog = -20.0;

Contents of_family(const RunData& data, const Quantity& quantity, std::size_t family) {
    Contents out;
    const std::vector<double> all = data.of_set(quantity.dataset);
    const std::vector<double> temperature = data.temperatures();
    const std::string here(section::relaxation);
    Table table{quantity.name, {{"temperature", "K", temperature}}};
    std::vector<double> within;
    std::string curves, missing;
    for (std::size_t k = 0; k < 3; ++k) {
        const std::string letter(kFluctuation[3 * family + k]);
        std::vector<double> own = RunData::column(all, 3 * family + k, 6);
        if (!any_finite(own)) {
            missing += (missing.empty() ? "" : ", ") + letter;
        } else {
            curves += fmt::format("{}data index '[{}]' using 1:{} with {} ls {} title {}",
                                  curves.empty() ? "plot " : ", ", quantity.name, k + 2,
                                  curve_of(temperature), k + 1, gnuplot_enhanced(letter));
            std::ranges::copy_if(own, std::back_inserter(within),
                                 [](double value) { return std::abs(value) <= -kSmallestLog; });
        }
        table.columns.push_back(
            {fmt::format("{}_{}", quantity.column, k + 1), quantity.unit, std::move(own)});
    }
    const FamilyName& name = kFamily[family];
    if (!missing.empty())
        out.remarks.push_back(
            {here,
             fmt::format("{}: {} missing.", fmt::format(fmt::runtime(quantity.title), name.letter),
                         missing + (missing.find(',') == std::string::npos ? " is" : " are")),
             false});
    if (curves.empty() || within.empty()) return out;

    Figure figure;
    figure.name = quantity.name + "_" + std::string(name.word);
    figure.section = here;
    figure.title = fmt::format(fmt::runtime(quantity.title), name.letter);
    figure.caption = quantity.caption + fmt::format(" (Figure {} of the paper.)", quantity.paper[family]);
    figure.tables = {std::move(table)};
    const Extent cold{extent_of(temperature)};
    figure.script = "set xlabel 'temperature (K)'\nset ylabel " + gnuplot_enhanced(quantity.axis) + "\n" +
                    range("x", cold.widened(cold.high > cold.low ? 0.0 : 0.1)) +
                    range("y", extent_of(within).widened(0.06)) +
                    mark_temperature(1, data.glass_temperature(), "T_{g}", cold, quantity.mark) + curves +
                    '\n';
    out.figures.push_back(std::move(figure));
    return out;
}

} // namespace

Contents relaxation_figures(const RunData& data) {
    Contents out;
    if (!data.has("/thermal/log10_rate")) {
        out.remarks.push_back(
            {std::string(section::relaxation),
             "Rates and extinction times are not shown: with this output.detail the file does not have them.",
             false});
        return out;
    }
    const Quantity rate{
        "/thermal/log10_rate",
        "rates",
        "Relaxation rates of the {} fluctuations",
        "log10_rate",
        "log10 of 1/s",
        "log_{10} γ (1/s)",
        "With the paper's amplitudes and the default weights all three vanish as T goes to 0; at T_{g} "
        "they are finite. Values below 10^{-20} 1/s are left out.",
        {"4", "5"},
        0.06};
    const Quantity time{"/thermal/log10_extinction_time",
                        "extinction",
                        "Extinction times of the {} fluctuations",
                        "log10_extinction_time",
                        "log10 of s",
                        "log_{10} Δt (s)",
                        "Δt = ln η / 2γ falls as T rises to T_{g}. Values above 10^{20} s are left out.",
                        {"6", "7"},
                        0.94};
    for (const Quantity& quantity : {rate, time}) {
        for (std::size_t family = 0; family < 2; ++family)
            out.add(of_family(data, quantity, family));
    }
    return out;
}

} // namespace lpsglass::report
