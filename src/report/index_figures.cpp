#include "index_figures.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <fmt/format.h>

#include "lpsglass/report/contents.hpp"
#include "plot_text.hpp"
#include "scan_sample.hpp"
#include "scan_statistics.hpp"

namespace lpsglass::report {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMostBars = 16;
constexpr std::size_t kMostCurves = 4;

/// A measure of one output for all parameters; NaN where the file has no interval.
struct Measure {
    std::vector<double> value, lower, upper;
};

Measure measure_of(const RunData& data, const std::string& dataset, std::size_t row, std::size_t parameters) {
    const auto read = [&](const std::string& name) {
        return data.has(name) ? data.file().rows(name, row, 1) : std::vector<double>(parameters, kNone);
    };
    return {read(dataset), read(dataset + "_lower"), read(dataset + "_upper")};
}

double strength(double index) {
    return std::isfinite(index) ? std::abs(index) : -1.0;
}

std::vector<std::size_t> strongest_first(const std::vector<double>& strengths) {
    std::vector<std::size_t> order(strengths.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::greater<>(), [&](std::size_t k) { return strengths[k]; });
    return order;
}

/// 0 and all values with what an interval needs, but no more than the values' own width beyond them.
Range axis_of(const std::vector<double>& values, const std::vector<double>& ends) {
    const auto widened = [](Range range, const std::vector<double>& by) {
        for (const double x : by) {
            if (!std::isfinite(x)) continue;
            range.lower = std::min(range.lower, x);
            range.upper = std::max(range.upper, x);
        }
        return range;
    };
    const Range inner = widened({0.0, 0.0}, values), outer = widened(inner, ends);
    const double width = std::max(inner.upper - inner.lower, 1e-12);
    return {std::max(outer.lower, inner.lower - 0.35 * width) - 0.03 * width,
            std::min(outer.upper, inner.upper + 0.6 * width) + 0.05 * width};
}

void append(std::vector<double>& to, const std::vector<double>& more) {
    to.insert(to.end(), more.begin(), more.end());
}

} // namespace

Figure index_bars(const RunData& data, const IndexKind& kind, std::size_t place, const std::string& output,
                  const std::string& title, const std::string& unit) {
    const std::vector<ScanParameter> parameters = scan_parameters(data);
    const std::string group = "/sensitivity/summary/";
    const Measure first = measure_of(data, group + kind.first, place, parameters.size());
    const Measure second = measure_of(data, group + kind.second, place, parameters.size());
    const Measure noise =
        kind.noise.empty() ? Measure{} : measure_of(data, group + kind.noise, place, parameters.size());
    std::vector<double> strengths;
    for (const double index : first.value)
        strengths.push_back(strength(index));
    const std::vector<std::size_t> order = strongest_first(strengths);
    const std::size_t shown = std::min(order.size(), kMostBars);

    Table table{"indices", {{"place", "1", {}}}};
    const std::string of = kind.without_unit ? "1" : unit;
    for (const std::string& name : {kind.first, kind.second})
        for (const char* end : {"", "_lower", "_upper"})
            table.columns.push_back({name + end, of, {}});
    table.columns.push_back({"noise", of, {}});
    std::string tics;
    for (std::size_t i = 0; i < shown; ++i) {
        const std::size_t k = order[i];
        const std::array row{-static_cast<double>(i), first.value[k],
                             first.lower[k],          first.upper[k],
                             second.value[k],         second.lower[k],
                             second.upper[k],         noise.upper.empty() ? kNone : noise.upper[k]};
        for (std::size_t c = 0; c < row.size(); ++c)
            table.columns[c].values.push_back(row[c]);
        tics += fmt::format("{}{} {}", i == 0 ? "" : ", ", gnuplot_text(parameters[k].label),
                            -static_cast<double>(i));
    }
    std::vector<double> values, ends;
    for (std::size_t c = 1; c < 8; ++c)
        append(c == 1 || c == 4 || c == 7 ? values : ends, table.columns[c].values);
    const Range axis = axis_of(values, ends);
    const bool whiskers = std::ranges::any_of(ends, [](double x) { return std::isfinite(x); });

    Figure figure;
    figure.name = "scan_index_" + output;
    figure.section = section::sensitivity;
    figure.title = "What decides " + title;
    figure.aspect = 0.27 + 0.068 * static_cast<double>(shown);
    figure.script =
        fmt::format("set yrange [{}:0.6]\nset xrange [{}:{}]\nset ytics ({}) font ',13'\nset grid "
                    "noytics\nset xlabel {}\n"
                    "set key at screen 0.56,screen 0.99 center top horizontal maxrows 1 samplen 1.2 "
                    "font ',12'\nset xtics {}\nset style fill solid 0.75 noborder\nset arrow 1 from 0,graph "
                    "0 to 0,graph 1 nohead lw 0.8 lc rgb '#333333'\n",
                    0.4 - static_cast<double>(shown), gnuplot_number(axis.lower), gnuplot_number(axis.upper),
                    tics, gnuplot_enhanced(kind.axis + (of == "1" ? "" : " (" + of + ")")),
                    gnuplot_number(round_step((axis.upper - axis.lower) / 6.0)));
    const auto bar = [](int column, double from, const char* colour, const std::string& label) {
        return fmt::format("data index '[indices]' using (${0}/2):1:(${0} < 0 ? ${0} : 0):(${0} < 0 ? 0 : "
                           "${0}):($1+{1}):($1+{2}) with "
                           "boxxyerror fc rgb '{3}' title {4}",
                           column, from, from + 0.36, colour, gnuplot_enhanced(label));
    };
    figure.script += "plot " + bar(2, 0.02, "#0072b2", kind.first_label) + ", \\\n  " +
                     bar(5, -0.38, "#e69f00", kind.second_label);
    if (whiskers)
        for (const auto& [column, from] : {std::pair{2, 0.20}, std::pair{5, -0.20}})
            figure.script += fmt::format(
                ", \\\n  data index '[indices]' using {0}:($1+{3}):{1}:{2} with xerrorbars pt 7 ps 0.2 lw "
                "1.2 lc rgb '#222222' notitle",
                column, column + 1, column + 2, from);
    if (!kind.noise.empty())
        figure.script +=
            ", \\\n  data index '[indices]' using 8:($1+0.02):(0):(0.36) with vectors nohead lw 2 lc rgb "
            "'#000000' title 'noise'";
    figure.script += '\n';
    figure.tables.push_back(std::move(table));
    figure.caption = kind.meaning + " ";
    if (shown < order.size())
        figure.caption += fmt::format("The {} strongest of {} parameters. ", shown, order.size());
    const double dropped = data.values(group + "dropped_share")[place];
    if (dropped > 0.0)
        figure.caption +=
            fmt::format("{:.3g} percent of the base samples were dropped, since the output is missing in "
                        "them. ",
                        100.0 * dropped);
    return figure;
}

Figure index_curves(const RunData& data, const IndexKind& kind, const std::string& group,
                    const std::string& symbol) {
    const std::vector<ScanParameter> parameters = scan_parameters(data);
    const std::vector<double> temperature = data.temperatures();
    const std::string dataset = "/sensitivity/" + group + "/" + kind.first;
    std::vector<Measure> at;
    for (std::size_t t = 0; t < temperature.size(); ++t)
        at.push_back(measure_of(data, dataset, t, parameters.size()));

    std::vector<double> strengths(parameters.size(), -1.0);
    for (std::size_t k = 0; k < parameters.size(); ++k) {
        std::vector<double> known;
        for (const Measure& m : at)
            if (std::isfinite(m.value[k])) known.push_back(std::abs(m.value[k]));
        std::ranges::sort(known);
        if (!known.empty()) strengths[k] = quantile(known, 0.5);
    }
    const std::vector<std::size_t> order = strongest_first(strengths);

    Figure figure;
    figure.name = "scan_indices_of_" + group;
    figure.section = section::sensitivity;
    figure.title = "What decides " + symbol + "(T)";
    figure.aspect = 0.85;
    std::string bands, lines;
    std::vector<double> values, ends;
    for (std::size_t i = 0; i < std::min(order.size(), kMostCurves) && strengths[order[i]] >= 0.0; ++i) {
        Table table{fmt::format("parameter_{}", i + 1), {{"temperature", "K", temperature}}};
        Column value{parameters[order[i]].name, "1", {}}, lower{"lower", "1", {}}, upper{"upper", "1", {}};
        for (const Measure& m : at) {
            value.values.push_back(m.value[order[i]]);
            lower.values.push_back(m.lower[order[i]]);
            upper.values.push_back(m.upper[order[i]]);
        }
        append(values, value.values);
        append(ends, lower.values);
        append(ends, upper.values);
        table.columns.insert(table.columns.end(), {value, lower, upper});
        bands += fmt::format(
            "  data index '[{0}]' using 1:(clip($3,low,high)):(clip($4,low,high)) with filledcurves ls {1} "
            "fs transparent solid 0.18 noborder notitle, \\\n",
            table.name, i + 1);
        lines +=
            fmt::format("{}  data index '[{}]' using 1:2 with {} ls {} title {}", i == 0 ? "" : ", \\\n",
                        table.name, curve_of(temperature), i + 1, gnuplot_text(parameters[order[i]].label));
        figure.tables.push_back(std::move(table));
    }
    if (figure.tables.empty()) return figure;
    const Range most = main_range(values);
    std::vector<double> inner{most.lower, most.upper};
    const Range axis = axis_of(inner, ends);
    figure.script =
        fmt::format(
            "set xlabel 'temperature (K)' offset 0,0.4\nset ylabel {} offset 0.5\nset autoscale xfix\n"
            "low = {}\nhigh = {}\nset yrange [low:high]\nset key outside below maxcols 2 reverse Left width "
            "1\n",
            gnuplot_enhanced(kind.first_label + " of " + symbol + "(T)"), gnuplot_number(axis.lower),
            gnuplot_number(axis.upper)) +
        mark_temperature(1, data.glass_temperature(), "T_{g}", extent_of(temperature)) + "plot \\\n";
    const bool banded = std::ranges::any_of(ends, [](double x) { return std::isfinite(x); });
    figure.script += (banded ? bands : "") + lines + "\n";
    figure.caption = kind.first_label + " against temperature, its meaning as above. ";
    if (figure.tables.size() < parameters.size())
        figure.caption +=
            fmt::format("The {} strongest of {} parameters, by the median over the temperatures. ",
                        figure.tables.size(), parameters.size());
    figure.caption +=
        "A line breaks off where the output is missing in more than a fifth of the base samples. "
        "Exponents have poles: near one a few sets decide, and the indices of the value never "
        "settle. Bands that leave the axis are cut. ";
    return figure;
}

} // namespace lpsglass::report
