#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "plot_text.hpp"
#include "scan_parts.hpp"
#include "scan_statistics.hpp"

namespace lpsglass::report {

namespace {

constexpr std::size_t kMostPanels = 16;
constexpr double kHead = 0.06;        ///< above the panels, of the figure's width
constexpr double kPanelHeight = 0.34; ///< of the figure's width

struct Output {
    std::string name, title, axis;
    bool share = false; ///< values are 1 or 0, and their mean counts
    std::vector<double> values;
};

/// One parameter's part of a figure.
struct Panel {
    const ScanParameter* parameter;
    std::vector<double> centre;
    std::vector<MedianPoint> points;
    double effect = 0.0; ///< largest minus smallest median of the classes
};

/// Rows that show the parameter: of one_at_a_time those that moved it and the own values.
std::vector<double> masked_parameter(const RunData& data, const ScanSample& sample,
                                     const ScanParameter& parameter, const std::vector<double>& moved) {
    std::vector<double> values = parameter_values(data, sample, parameter);
    if (sample.design != deck::Design::one_at_a_time) return values;
    for (std::size_t row = 0; row < values.size(); ++row) {
        const double place = moved[sample.set[row]];
        if (place >= 0.0 && place != static_cast<double>(parameter.place))
            values[row] = std::numeric_limits<double>::quiet_NaN();
    }
    return values;
}

Panel panel_of(const ScanParameter& parameter, const std::vector<double>& values, const Output& output) {
    Panel panel{&parameter, {}, {}};
    for (const Class& one : classes(values, !parameter.texts.empty())) {
        std::vector<double> inside;
        for (const std::size_t row : one.rows)
            inside.push_back(output.values[row]);
        const MedianPoint point = output.share ? share_point(inside) : median_point(inside);
        if (point.count == 0) continue;
        panel.centre.push_back(one.centre);
        panel.points.push_back(point);
    }
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (const MedianPoint& point : panel.points) {
        low = std::min(low, point.median);
        high = std::max(high, point.median);
    }
    if (!panel.points.empty()) panel.effect = high - low;
    return panel;
}

Table table_of(const Panel& panel, std::size_t number, const Output& output) {
    Table table{fmt::format("parameter_{}", number), {}};
    std::vector<std::pair<std::string, std::string>> names{{panel.parameter->name, panel.parameter->unit},
                                                           {"sets", "1"},
                                                           {output.share ? "share" : "median", "1"},
                                                           {"lower", "1"},
                                                           {"upper", "1"},
                                                           {"p16", "1"},
                                                           {"p84", "1"}};
    for (const auto& [name, unit] : names)
        table.columns.push_back({name, unit, {}});
    for (std::size_t i = 0; i < panel.points.size(); ++i) {
        const MedianPoint& p = panel.points[i];
        const std::array row{panel.centre[i], static_cast<double>(p.count), p.median, p.lower, p.upper, p.low,
                             p.high};
        for (std::size_t c = 0; c < row.size(); ++c)
            table.columns[c].values.push_back(row[c]);
    }
    return table;
}

/// Holds all medians with their intervals, and of the spread what is no outlier.
Range axis_of(const std::vector<Panel>& panels, const Output& output) {
    if (output.share) {
        double highest = 0.02;
        for (const Panel& panel : panels)
            for (const MedianPoint& p : panel.points)
                highest = std::max(highest, p.upper);
        return {-0.04 * highest, 1.04 * highest};
    }
    std::vector<double> sure, spread;
    for (const Panel& panel : panels) {
        for (const MedianPoint& p : panel.points) {
            sure.insert(sure.end(), {p.median, p.lower, p.upper});
            spread.insert(spread.end(), {p.low, p.high});
        }
    }
    const std::vector<double> medians = sorted_values(sure);
    Range axis = main_range(spread);
    if (!(axis.lower <= axis.upper)) axis = {medians.front(), medians.back()};
    axis = {std::min(axis.lower, quantile(medians, 0.02)), std::max(axis.upper, quantile(medians, 0.98))};
    const double room = std::max({0.06 * (axis.upper - axis.lower), 0.01 * std::abs(axis.upper), 1e-3});
    return {axis.lower - room, axis.upper + room};
}

std::string x_axis(const Panel& panel) {
    const double first = panel.centre.front(), last = panel.centre.back();
    if (!panel.parameter->texts.empty()) {
        std::string tics;
        const std::size_t every = 1 + (panel.centre.size() - 1) / most_values_by_themselves;
        for (std::size_t i = 0; i < panel.centre.size(); i += every)
            tics += (tics.empty() ? "" : ", ") + gnuplot_text(panel.parameter->text_of(panel.centre[i])) +
                    ' ' + gnuplot_number(panel.centre[i]);
        return fmt::format("set xrange [{}:{}]\nset xtics ({}){}\n", first - 0.5, last + 0.5, tics,
                           tics.size() > 40 ? " rotate by -25" : " norotate");
    }
    const double room = last > first ? 0.08 * (last - first) : std::max(0.1 * std::abs(first), 1e-3);
    return fmt::format("set xrange [{}:{}]\nset xtics norotate {}\n", gnuplot_number(first - room),
                       gnuplot_number(last + room),
                       gnuplot_number(round_step(std::max(last - first, room) / 3.2)));
}

/// Where panel i of so many columns stands, with its axes.
std::string frame(std::size_t i, std::size_t columns, double aspect, const Panel& panel) {
    const double top = (kHead + kPanelHeight * static_cast<double>(i / columns)) / aspect;
    const double left = 0.11 + 0.45 * static_cast<double>(i % columns);
    return fmt::format(
               "set lmargin at screen {:.4f}\nset rmargin at screen {:.4f}\nset tmargin at screen {:.4f}\n"
               "set bmargin at screen {:.4f}\nset format y '{}'\n",
               left, left + (columns == 1 ? 0.85 : 0.42), 1.0 - top - 0.055 / aspect,
               1.0 - top - 0.265 / aspect, i % columns == 0 ? "%g" : "") +
           x_axis(panel) + "set title " + gnuplot_text(axis_label(*panel.parameter)) +
           " font ',12' offset 0,-0.6\n";
}

std::string plot_of(const std::string& table, const Panel& panel, bool share, double median_of_all) {
    const std::string block = ", \\\n  data index '[" + table + "]' using ";
    std::string plot = "plot " + gnuplot_number(median_of_all) + " with lines dt 3 lw 1.2 lc rgb '#666666'";
    if (!share) plot += block + "1:6:7 with filledcurves fc rgb '#999999'";
    if (panel.parameter->texts.empty()) // texts have no order
        plot += block + "1:3 with lines lw 1.2 lc rgb '#0072b2'";
    return plot + block + "1:3:4:5 with yerrorbars pt 7 ps 0.55 lw 1.6 lc rgb '#0072b2'\n";
}

std::string caption_of(const Output& output, std::size_t left_out, const ScanSample& sample) {
    std::string caption =
        "The sets are put into classes of each scanned parameter (of its values where there are few, "
        "otherwise of equal number), whatever the other parameters are. ";
    caption +=
        output.share
            ? "Points: the share of sets in each class, with 68 percent intervals; dotted: of all sets. "
            : "Points: the median in each class, with its 68 percent interval where the class has four sets "
              "or "
              "more; grey: the middle 68 percent of the sets, which the other parameters spread; dotted: the "
              "median of all. ";
    caption += "The parameter with the largest effect comes first. ";
    if (left_out > 0)
        caption += fmt::format("The data file also has the {} parameters that are not shown. ", left_out);
    return caption + sample_note(sample);
}

Figure figure_of(const Output& output, std::vector<Panel> panels, const ScanSample& sample) {
    std::ranges::stable_sort(panels, std::greater<>(), &Panel::effect);
    const std::size_t shown = std::min(panels.size(), kMostPanels);
    const std::size_t columns = shown == 1 ? 1 : 2;
    const std::size_t rows = (shown + columns - 1) / columns;
    Figure figure;
    figure.name = "scan_effects_" + output.name;
    figure.section = section::scan;
    figure.title = output.title;
    figure.aspect = kHead + kPanelHeight * static_cast<double>(rows) + 0.02;
    const MedianPoint all = output.share ? share_point(output.values) : median_point(output.values);
    const Range axis = axis_of(panels, output);
    figure.script = fmt::format("set multiplot\nunset key\nset tics font ',11'\nset yrange [{}:{}]\n{}"
                                "set label 1 {} at screen 0.02,screen {} font ',13'\n",
                                gnuplot_number(axis.lower), gnuplot_number(axis.upper),
                                few_tics("y", {axis.lower, axis.upper}, 4), gnuplot_enhanced(output.axis),
                                1.0 - 0.5 * kHead / figure.aspect);
    for (std::size_t i = 0; i < panels.size(); ++i) {
        figure.tables.push_back(table_of(panels[i], i + 1, output));
        if (i >= shown) continue;
        figure.script += frame(i, columns, figure.aspect, panels[i]) +
                         plot_of(figure.tables.back().name, panels[i], output.share, all.median);
        if (i == 0) figure.script += "unset label 1\n";
    }
    figure.script += "unset multiplot\n";
    figure.caption = caption_of(output, panels.size() - shown, sample);
    return figure;
}

std::vector<Output> outputs_of(const RunData& data, const ScanSample& sample) {
    std::vector<Output> out;
    const std::string scale = scale_of_lambda(data);
    for (const auto& [name, symbol] : {std::pair{"alpha", "α"}, std::pair{"beta", "β"}}) {
        out.push_back({name, std::string(symbol) + " at T_{g} against each scanned parameter",
                       std::string(symbol) + "(T_{g}); 1/λ is " + symbol + "/" + scale, false,
                       values_of(data, sample, fmt::format("/summary/{}_at_tg", name))});
    }
    Output near{"crossing", "Sets whose exponents cross near T_{g}, against each scanned parameter",
                "share of sets in which α and β cross within 50 K of T_{g}", true,
                values_of(data, sample, "/summary/crosses_near_tg")};
    for (std::size_t row = 0; row < sample.size(); ++row) // where one does not exist nothing crosses
        if (sample.went_through[row] && !(near.values[row] > 0.0)) near.values[row] = 0.0;
    out.push_back(std::move(near));
    return out;
}

} // namespace

Contents scan_effects(const RunData& data, const ScanSample& sample) {
    Contents out;
    const std::vector<ScanParameter> parameters = scan_parameters(data);
    const std::vector<double> moved = data.values("/scan/parameter");
    std::vector<Output> outputs = outputs_of(data, sample);
    std::vector<std::vector<Panel>> panels(outputs.size());
    for (std::size_t k = 0; k < parameters.size(); ++k) {
        const std::vector<double> values = masked_parameter(data, sample, parameters[k], moved);
        for (std::size_t q = 0; q < outputs.size(); ++q) {
            Panel panel = panel_of(parameters[k], values, outputs[q]);
            if (!panel.points.empty()) panels[q].push_back(std::move(panel));
        }
    }
    for (std::size_t q = 0; q < outputs.size(); ++q)
        if (!panels[q].empty()) out.figures.push_back(figure_of(outputs[q], panels[q], sample));
    return out;
}

} // namespace lpsglass::report
