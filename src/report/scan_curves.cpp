#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "plot_text.hpp"
#include "scan_parts.hpp"
#include "scan_statistics.hpp"

namespace lpsglass::report {

namespace {

struct Exponent {
    std::string name, symbol, other_name; ///< dataset, as in gnuplot and captions
    int style;                            ///< line style
    std::string colour;
};
const std::array<Exponent, 2> exponents{Exponent{"alpha", "α", "ξ_{β}", 2, "#d55e00"},
                                        Exponent{"beta", "β", "ξ_{θ}", 1, "#0072b2"}};

/// Of the vertical axis: the middle half of the sets wherever T >= T_g/2, and half as much again on both
/// sides. Poles of single sets do not set it.
Range axis_of(const std::vector<double>& temperature, const std::vector<FanPoint>& fan, double from) {
    std::vector<double> ends;
    for (std::size_t t = 0; t < fan.size(); ++t) {
        if (temperature[t] < from || fan[t].with_value == 0) continue;
        ends.insert(ends.end(), {fan[t].quantile[1], fan[t].quantile[3]});
    }
    ends = sorted_values(ends);
    if (ends.empty()) return {0.0, 1.0};
    const double room = std::max(0.5 * (ends.back() - ends.front()), 0.1);
    return {ends.front() - room, ends.back() + room};
}

std::string mark_of_tg(const RunData& data) {
    return mark_temperature(1, data.glass_temperature(), "T_{g}", extent_of(data.temperatures()), 0.06);
}

std::string share_panel(const std::string& name) {
    return "set tmargin at screen 0.32\nset bmargin at screen 0.17\n"
           "set format x '%g'\nset xlabel 'temperature (K)' offset 0,0.4\nset ylabel 'sets, %'\n"
           "unset key\nset yrange [0:105]\nset ytics 50\nunset label\n"
           "plot data index '[" +
           name + "]' using 1:7 with lines lw 1.8 lc rgb '#333333'\nunset multiplot\n";
}

std::string main_panel(const Range& axis, const std::string& ylabel, const RunData& data) {
    return "set multiplot\nset lmargin at screen 0.18\nset rmargin at screen 0.955\n"
           "set tmargin at screen 0.90\nset bmargin at screen 0.36\n"
           "set format x ''\nset ylabel " +
           gnuplot_enhanced(ylabel) + "\nset autoscale xfix\n" +
           fmt::format("low = {}\nhigh = {}\nset yrange [low:high]\n", gnuplot_number(axis.lower),
                       gnuplot_number(axis.upper)) +
           mark_of_tg(data);
}

Figure fan_figure(const RunData& data, const ScanSample& sample, const Exponent& exponent) {
    const std::vector<double> temperature = data.temperatures();
    std::vector<FanPoint> fan;
    for_places(data, sample, "/exponents/" + exponent.name,
               [&](std::size_t, std::span<const double> values) { fan.push_back(fan_point(values)); });

    Table table{"fan", {{"temperature", "K", temperature}}};
    static const std::array<const char*, 5> names{"p05", "p25", "p50", "p75", "p95"};
    for (std::size_t q = 0; q < names.size(); ++q) {
        table.columns.push_back({names[q], "1", {}});
        for (const FanPoint& point : fan)
            table.columns.back().values.push_back(point.quantile[q]);
    }
    table.columns.push_back({"with_value", "percent", {}});
    for (const FanPoint& point : fan)
        table.columns.back().values.push_back(100.0 * static_cast<double>(point.with_value) /
                                              static_cast<double>(sample.size()));

    Figure figure;
    figure.name = "scan_" + exponent.name;
    figure.section = section::scan;
    figure.title = exponent.symbol + "(T) over the sets of the scan";
    const Range axis = axis_of(temperature, fan, 0.5 * data.glass_temperature());
    figure.script =
        main_panel(axis, exponent.symbol + " = " + exponent.other_name, data) +
        fmt::format(
            "set style fill transparent solid 0.20 noborder\n"
            "band(a, b) = (valid(a) && valid(b) && column(b) >= low && column(a) <= high)\n"
            "plot data index '[fan]' using (band(2,6) ? $1 : NaN):(clip($2,low,high)):(clip($6,low,high)) "
            "with filledcurves fc rgb '{0}' title '5-95 %', \\\n"
            "  '' index '[fan]' using (band(3,5) ? $1 : NaN):(clip($3,low,high)):(clip($5,low,high)) "
            "with filledcurves fc rgb '{0}' fs transparent solid 0.35 title '25-75 %', \\\n"
            "  '' index '[fan]' using 1:4 with lines lw 2.4 lc rgb '{0}' title 'median'\n",
            exponent.colour) +
        share_panel("fan");
    figure.aspect = 0.85;
    figure.tables.push_back(std::move(table));
    figure.caption =
        "Median of " + exponent.symbol +
        " over the sets at each temperature, with the bands that hold the "
        "middle half and 90 percent of them. Below: the share of the sets that have a value at all; only "
        "these count in the "
        "bands. Exponents have poles, so the axis does not hold every set: it spans the middle half of the "
        "sets from T_{g}/2 on, with half as much again on both sides, and bands that leave it are cut. " +
        sample_note(sample);
    return figure;
}

/// What tells a set from the others: the value of the only parameter, or of the one that was moved.
std::string set_label(const RunData& data, const ScanSample& sample,
                      const std::vector<ScanParameter>& parameters, std::size_t set) {
    double place = parameters.size() == 1 ? 0.0 : -1.0;
    if (sample.design == deck::Design::one_at_a_time) {
        place = data.of_set("/scan/parameter", set).front();
        if (place < 0.0) return "own values";
    }
    if (place < 0.0) return fmt::format("set {}", set);
    const ScanParameter& one = parameters[static_cast<std::size_t>(place)];
    const std::string value = one.text_of(data.of_set("/scan/parameters", set)[one.place]);
    return one.texts.empty() || parameters.size() > 1 ? one.label + " = " + value : value;
}

Figure line_figure(const RunData& data, const ScanSample& sample, const Exponent& exponent) {
    const std::vector<double> temperature = data.temperatures();
    const std::vector<ScanParameter> parameters = scan_parameters(data);
    std::vector<FanPoint> fan;
    std::vector<Column> columns;
    for (const std::size_t set : sample.set)
        columns.push_back({fmt::format("set_{}", set), "1", {}});
    for_places(data, sample, "/exponents/" + exponent.name, [&](std::size_t, std::span<const double> values) {
        fan.push_back(fan_point(values));
        for (std::size_t row = 0; row < values.size(); ++row)
            columns[row].values.push_back(values[row]);
    });
    Table table{"sets", {{"temperature", "K", temperature}}};
    table.columns.insert(table.columns.end(), columns.begin(), columns.end());

    Figure figure;
    figure.name = "scan_" + exponent.name;
    figure.section = section::scan;
    figure.title = exponent.symbol + "(T) of each set of the scan";
    std::vector<std::string> labels;
    std::size_t longest = 0;
    for (const std::size_t set : sample.set) {
        labels.push_back(set_label(data, sample, parameters, set));
        longest = std::max(longest, labels.back().size());
    }
    const std::size_t key_columns = longest <= 16 ? 2 : 1;
    const Range axis = axis_of(temperature, fan, 0.5 * data.glass_temperature());
    figure.script = fmt::format(
        "set ylabel {2} offset 0.5\nset xlabel 'temperature (K)' offset 0,0.4\nset autoscale xfix\n"
        "set yrange [{0}:{1}]\nset key outside below maxcols {3} reverse Left width 1\n",
        gnuplot_number(axis.lower), gnuplot_number(axis.upper),
        gnuplot_enhanced(exponent.symbol + " = " + exponent.other_name), key_columns);
    figure.script += mark_of_tg(data);
    for (std::size_t row = 0; row < sample.size(); ++row) {
        const bool twice = row >= 7; // line styles 1 to 7, then again, thin
        figure.script += fmt::format("{} index '[sets]' using 1:{} with {} ls {} lw {} title {}",
                                     row == 0 ? "plot data" : ", \\\n  ''", row + 2, curve_of(temperature),
                                     row % 7 + 1, twice ? "1.1" : "2.2", gnuplot_text(labels[row]));
    }
    figure.script += '\n';
    figure.aspect = 0.68 + 0.047 * static_cast<double>((sample.size() + key_columns - 1) / key_columns);
    figure.tables.push_back(std::move(table));
    figure.caption =
        exponent.symbol +
        " of every set. Where a line breaks off, the set has no value. Exponents have poles: the axis spans "
        "the middle half of the sets from T_{g}/2 on, with half as much again on both sides. " +
        sample_note(sample);
    return figure;
}

} // namespace

Contents scan_curves(const RunData& data, const ScanSample& sample) {
    Contents out;
    if (!data.has("/exponents/alpha")) {
        out.remarks.push_back({std::string(section::scan),
                               "The file has no curves: its deck says output.detail = \"summary\"."});
        return out;
    }
    if (data.temperatures().size() < 2) return out;
    for (const Exponent& exponent : exponents)
        out.figures.push_back(sample.size() <= few_sets ? line_figure(data, sample, exponent)
                                                        : fan_figure(data, sample, exponent));
    return out;
}

} // namespace lpsglass::report
