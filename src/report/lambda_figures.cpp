#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "plot_text.hpp"
#include "run_parts.hpp"

namespace lpsglass::report {

namespace {

constexpr double kHighest = 1.6;
constexpr double kPaper = 0.6; ///< the paper's lambda at the crossing

/// The ends of the interval of 1/lambda = exponent/scale, inverted: an interval of lambda itself would reach
/// through its pole. Infinite where the exponent's reaches zero, missing where it is not positive.
std::array<std::vector<double>, 2> band(const RunData& data, const std::string& exponent) {
    const std::vector<double> lower = data.of_set("/exponents/" + exponent + "_lower");
    const std::vector<double> upper = data.of_set("/exponents/" + exponent + "_upper");
    const double scale = data.deck().exponents.scale;
    std::array<std::vector<double>, 2> out;
    for (std::size_t t = 0; t < upper.size(); ++t) {
        const bool exists = upper[t] > 0.0 && !std::isnan(lower[t]);
        out[0].push_back(exists ? scale / upper[t] : std::nan(""));
        out[1].push_back(!exists          ? std::nan("")
                         : lower[t] > 0.0 ? scale / lower[t]
                                          : std::numeric_limits<double>::infinity());
    }
    return out;
}

std::string said(const RunData& data) {
    const double tg = data.glass_temperature();
    std::string out;
    const auto value = [&](const std::string& name) { return data.number("/summary/" + name); };
    for (std::size_t family = 0; family < 2; ++family) {
        const double lambda = value(family == 0 ? "lambda_alpha_at_tg" : "lambda_beta_at_tg");
        out += fmt::format("{}{} {}",
                           family == 0 ? " At T_{g} = " + fmt::format("{:g} K: from ", tg) : ", from ",
                           kFamily[family].exponent, number_text(lambda));
    }
    out += ".";
    const double crossing = value("lambda_at_crossing");
    if (std::isfinite(crossing)) out += fmt::format(" At the crossing {}.", number_text(crossing));
    return out;
}

} // namespace

Contents lambda_figures(const RunData& data) {
    Contents out;
    const std::vector<double> temperature = data.temperatures();
    Table table{"lambda", {{"temperature", "K", temperature}}};
    std::string bands, lines;
    bool physical = false;
    for (std::size_t family = 0; family < 2; ++family) {
        const std::string exponent = family == 0 ? "alpha" : "beta";
        const std::vector<double> lambda = data.of_set("/exponents/lambda_" + exponent);
        if (!any_finite(lambda)) continue;
        table.columns.push_back({"lambda_" + exponent, "1", lambda});
        // Beyond a pole, and far above 1, the curve would only cross the picture.
        lines += (lines.empty() ? "" : ", ") +
                 fmt::format("data index '[lambda]' using 1:(${0} > 0 && ${0} < {1} ? ${0} : NaN) with {4} "
                             "ls {2} title {3}",
                             table.columns.size(), kHighest * 1.5, family + 1,
                             gnuplot_enhanced(fmt::format("from {}", kFamily[family].exponent)),
                             curve_of(temperature));
        physical = physical || std::ranges::any_of(lambda, [](double v) { return v > 0.0 && v < kHighest; });
        if (!has_intervals(data, "/exponents")) continue;
        const auto [lower, upper] = band(data, exponent);
        if (!any_finite(lower)) continue;
        table.columns.push_back({"band_" + exponent + "_lower", "1", lower});
        table.columns.push_back({"band_" + exponent + "_upper", "1", upper});
        bands += fmt::format("data index '[lambda]' using 1:(clip(${},0,{})):(clip(${},0,{})) with "
                             "filledcurves fc rgb '{}' notitle, ",
                             table.columns.size() - 1, kHighest, table.columns.size(), kHighest,
                             family == 0 ? "#0072b2" : "#d55e00");
    }
    if (lines.empty()) return out; // exponent_figures says why
    const std::string here(section::exponents);
    if (!physical) {
        out.remarks.push_back(
            {here, fmt::format("λ is not drawn: nowhere does it lie between 0 and {}.", kHighest), false});
        return out;
    }
    const Extent grid = extent_of(temperature);
    const Extent across = grid.high > grid.low ? grid : grid.widened(0.1);
    Figure figure;
    figure.name = "lambda";
    figure.section = here;
    figure.title = "Stretching exponent λ from both families";
    figure.caption =
        fmt::format("λ = {:g}/exponent. Only in the grey region, 0 < λ ≤ 1, can it be a stretching exponent. "
                    "Dashed: the paper's 0.6; dark grey: the measured 0.67 to 0.71 of As_{{2}}Se_{{3}}.",
                    data.deck().exponents.scale) +
        said(data) + band_sentence(data, "/exponents") +
        (bands.empty()
             ? ""
             : " They are those of 1/λ, inverted, and open upwards where the exponent may be zero.") +
        " (Figure 10 of the paper.)";
    figure.tables = {std::move(table)};
    figure.script = "set xlabel 'temperature (K)'\nset ylabel 'λ'\n" + range("x", across) +
                    range("y", {0.0, kHighest}) +
                    "set object 1 rectangle from graph 0, first 0 to graph 1, first 1 fc rgb '#efefef' fs "
                    "solid noborder behind\n"
                    "set object 2 rectangle from graph 0, first 0.67 to graph 1, first 0.71 fc rgb '#c9c9c9' "
                    "fs solid noborder behind\n" +
                    fmt::format("set arrow 2 from graph 0, first {0} to graph 1, first {0} nohead lw 1.2 dt "
                                "(8,4) lc rgb '#333333' back\n",
                                kPaper) +
                    "set label 3 'measured' at graph 0.02, first 0.755 font ',11' tc rgb '#555555'\n"
                    "set label 4 'paper: 0.6' at graph 0.02, first 0.545 font ',11' tc rgb '#333333'\n" +
                    mark_temperature(1, data.glass_temperature(), "T_{g}", across);
    const double crossing = data.number("/summary/crossing_temperature"),
                 lambda = data.number("/summary/lambda_at_crossing");
    if (std::isfinite(crossing) && lambda > 0.0 && lambda < kHighest) {
        figure.tables.push_back({"crossing", {{"temperature", "K", {crossing}}, {"lambda", "1", {lambda}}}});
        lines += ", data index '[crossing]' using 1:2 with points pt 6 ps 1.6 lw 2 lc rgb '#000000' title "
                 "'crossing'";
    }
    figure.script += "plot " + bands + lines + '\n';
    out.figures.push_back(std::move(figure));
    return out;
}

} // namespace lpsglass::report
