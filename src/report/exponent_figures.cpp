#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "plot_text.hpp"
#include "run_parts.hpp"

namespace lpsglass::report {

namespace {

/// The exponents are drawn within these values; at low temperature they go to -100.
constexpr Extent kWidest{-2.0, 2.0};

/// What is said of crossings.
std::string crossings(const RunData& data) {
    const double count = data.number("/summary/crossing_count"),
                 at = data.number("/summary/crossing_temperature");
    const double share = data.number("/summary/share_crossing");
    std::string out;
    if (std::isnan(count)) {
        out = " Whether they cross is not known, since an exponent is missing.";
    } else if (count == 0.0) {
        out = " They do not cross within the temperatures of the deck.";
    } else {
        out = fmt::format(" They cross {} within the temperatures of the deck; {} is marked, at {} K.",
                          count == 1.0 ? "once" : fmt::format("{:g} times", count),
                          count == 1.0 ? "the crossing" : "the crossing nearest to T_{g}", number_text(at));
    }
    if (std::isfinite(share)) out += fmt::format(" Of the draws {:.1f} % cross.", 100.0 * share);
    return out;
}

Contents without_curves(const RunData& data) {
    Contents out;
    const std::string here(section::exponents);
    if (!data.has("/exponents/alpha"))
        out.remarks.push_back(
            {here, "α(T) and β(T) are not shown: with this output.detail the file does not have them.",
             false});
    else
        out.remarks.push_back({here, "α(T) and β(T) are missing at all temperatures.", true});
    return out;
}

} // namespace

Contents exponent_figures(const RunData& data) {
    const std::vector<double> temperature = data.temperatures();
    const std::array<std::vector<double>, 2> value{data.of_set("/exponents/alpha"),
                                                   data.of_set("/exponents/beta")};
    if (!any_finite(value[0]) && !any_finite(value[1])) return without_curves(data);

    Contents out;
    Table table{"exponents", {{"temperature", "K", temperature}}};
    std::vector<double> all;
    const bool banded = has_intervals(data, "/exponents");
    std::string bands, lines;
    for (std::size_t family = 0; family < 2; ++family) {
        const std::string name = family == 0 ? "alpha" : "beta";
        const std::size_t first = table.columns.size() + 1;
        table.columns.push_back({name, "1", value[family]});
        all.insert(all.end(), value[family].begin(), value[family].end());
        if (!any_finite(value[family]))
            out.remarks.push_back(
                {std::string(section::exponents),
                 fmt::format("{}(T) is missing at all temperatures.", kFamily[family].exponent), true});
        if (banded) {
            for (const char* end : {"_lower", "_median", "_upper"}) {
                table.columns.push_back({name + end, "1", data.of_set("/exponents/" + name + end)});
                const std::vector<double>& ends = table.columns.back().values;
                all.insert(all.end(), ends.begin(), ends.end());
            }
            if (any_finite(data.of_set("/exponents/" + name + "_lower")))
                bands += fmt::format("data index '[exponents]' using "
                                     "1:(clip(${},low,high)):(clip(${},low,high)) with filledcurves fc "
                                     "rgb '{}' notitle, ",
                                     first + 1, first + 3, family == 0 ? "#0072b2" : "#d55e00");
        }
        if (any_finite(value[family]))
            lines += fmt::format(
                "{}data index '[exponents]' using 1:{} with {} ls {} title {}", lines.empty() ? "" : ", ",
                first, curve_of(temperature), family + 1,
                gnuplot_enhanced(fmt::format("{} = {}", kFamily[family].exponent, kFamily[family].symbol)));
    }
    const Extent found = extent_of(all);
    Extent shown{std::max(found.low, kWidest.low), std::min(found.high, kWidest.high)};
    if (!(shown.low < shown.high)) shown = found; // all of them lie outside
    shown = shown.widened(0.04);
    const Extent grid = extent_of(temperature);
    const Extent across = grid.high > grid.low ? grid : grid.widened(0.1);

    Figure figure;
    figure.name = "exponents";
    figure.section = section::exponents;
    figure.title = "Exponents α and β";
    figure.caption =
        "α(T) = ξ_{β} and β(T) = ξ_{θ}, ln R / ln S of the two families." + crossings(data) +
        band_sentence(data, "/exponents") +
        fmt::format(
            " What lies outside {:.2g} to {:.2g} is cut off. (Figure 9 of the paper, equations 17-24.)",
            shown.low, shown.high);
    figure.tables = {std::move(table)};
    figure.script =
        fmt::format("low = {:.6g}\nhigh = {:.6g}\n", shown.low, shown.high) +
        "set xlabel 'temperature (K)'\nset ylabel 'exponent'\nset xzeroaxis lt 1 lw 0.8 lc rgb '#999999'\n" +
        range("x", across) + "set yrange [low:high]\n" +
        mark_temperature(1, data.glass_temperature(), "T_{g}", across, 0.1);
    const double crossing = data.number("/summary/crossing_temperature"),
                 lambda = data.number("/summary/lambda_at_crossing");
    if (std::isfinite(crossing) && std::isfinite(lambda) && lambda != 0.0) {
        figure.tables.push_back(
            {"crossing",
             {{"temperature", "K", {crossing}}, {"exponent", "1", {data.deck().exponents.scale / lambda}}}});
        lines += ", data index '[crossing]' using 1:2 with points pt 6 ps 1.6 lw 2 lc rgb '#000000' title "
                 "'crossing'";
    }
    figure.script += "plot " + bands + lines + '\n';
    out.figures.push_back(std::move(figure));
    return out;
}

} // namespace lpsglass::report
