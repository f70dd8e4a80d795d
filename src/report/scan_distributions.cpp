#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "scan_parts.hpp"
#include "scan_statistics.hpp"

namespace lpsglass::report {

namespace {

constexpr std::size_t kCells = 24;

Table table_of(const Histogram& cells, const std::string& unit, std::size_t sets) {
    Table table{"cells", {{"centre", unit, {}}, {"sets", "1", {}}, {"share", "percent", {}}}};
    for (std::size_t i = 0; i < cells.count.size(); ++i) {
        const auto count = static_cast<double>(cells.count[i]);
        table.columns[0].values.push_back(cells.first + cells.width * (static_cast<double>(i) + 0.5));
        table.columns[1].values.push_back(count);
        table.columns[2].values.push_back(100.0 * count / static_cast<double>(sets));
    }
    return table;
}

std::string written(const std::vector<std::string>& lines) {
    std::string out;
    for (std::size_t i = 0; i < lines.size(); ++i)
        out += fmt::format("set label {} {} at graph 0.02,graph {:.3f} left font ',12'\n", 10 + i,
                           gnuplot_enhanced(lines[i]), 1.0 - 0.055 - 0.075 * static_cast<double>(i));
    return out;
}

std::string outside(const Histogram& cells) {
    if (cells.below + cells.above == 0) return "";
    return fmt::format("off the axis: {} below, {} above", cells.below, cells.above);
}

/// Height, of the axes, that the written lines leave.
double free_height(std::size_t lines) {
    return 0.95 - 0.075 * static_cast<double>(lines);
}

/// A dashed line; nothing where it would be off the axis.
std::string mark(double x, const Histogram& cells, std::size_t lines) {
    if (x < cells.first || x > cells.end()) return "";
    return fmt::format(
        "set arrow 1 from {0},graph 0 to {0},graph {1} nohead dt 2 lw 1.4 lc rgb '#000000' front\n",
        gnuplot_number(x), free_height(lines));
}

std::string shaded(double from, double to, std::size_t lines, const std::string& colour) {
    return fmt::format(
        "set object 1 rectangle from {},graph 0 to {},graph {} fc rgb '{}' fs transparent solid 0.25 "
        "noborder behind\n",
        gnuplot_number(from), gnuplot_number(to), free_height(lines), colour);
}

/// The bars, low enough that the lines written above them stay free.
std::string bars(const Histogram& cells, const std::string& colour, std::size_t lines, std::size_t sets) {
    const double tallest =
        100.0 * static_cast<double>(*std::ranges::max_element(cells.count)) / static_cast<double>(sets);
    return fmt::format(
        "set xrange [{0}:{1}]\nset yrange [0:{2:.6g}]\nset ylabel 'sets, %' offset 0.5\nunset key\n"
        "set boxwidth {3} absolute\nset style fill solid 0.55 border rgb '{4}'\n"
        "plot data index '[cells]' using 1:3 with boxes lw 0.8 lc rgb '{4}'\n",
        gnuplot_number(cells.first), gnuplot_number(cells.end()),
        std::max(tallest, 1e-9) / (free_height(lines) - 0.02), gnuplot_number(cells.width), colour);
}

/// Where lambda itself has round values, on the upper edge.
std::string lambda_axis(const Histogram& cells) {
    std::string tics;
    double last = -1e300; // a tic every twelfth of the axis at most
    for (const double lambda : {1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.35, 0.3, 0.25, 0.2, 0.15, 0.1}) {
        const double place = 1.0 / lambda;
        if (place <= cells.first || place >= cells.end() || 12.0 * (place - last) < cells.end() - cells.first)
            continue;
        last = place;
        tics += fmt::format("{}'{}' {}", tics.empty() ? "" : ", ", lambda, gnuplot_number(place));
    }
    if (tics.empty()) return "";
    return "set border 7\nset x2range [" + gnuplot_number(cells.first) + ":" + gnuplot_number(cells.end()) +
           "]\nset x2tics (" + tics + ") font ',12'\nset x2label 'λ' offset 0,-0.4\n";
}

Figure lambda_figure(const RunData& data, const ScanSample& sample, const std::string& name,
                     const std::string& symbol, const std::string& colour) {
    const std::vector<double> values = values_of(data, sample, "/summary/inverse_lambda_" + name + "_at_tg");
    const Range axis = main_range(values);
    Figure figure;
    figure.name = "scan_inverse_lambda_" + name;
    figure.section = section::scan;
    figure.title = "Distribution of 1/λ from " + symbol + " at T_{g}";
    figure.aspect = 0.72;
    if (std::isnan(axis.lower)) return figure;
    const Histogram cells = histogram(values, axis.lower, axis.upper, kCells);
    const std::vector<double> ascending = sorted_values(values);
    const auto physical = static_cast<std::size_t>(
        std::ranges::count_if(ascending, [](double inverse) { return inverse >= 1.0; }));
    std::vector<std::string> lines{
        fmt::format("without a value: {} ({} of {})", percent(cells.missing, sample.size()), cells.missing,
                    sample.size()),
        fmt::format("0 < λ ≤ 1: {} of all", percent(physical, sample.size())),
        fmt::format("median {:.4g}, middle 68 %: {:.4g} to {:.4g}", quantile(ascending, 0.5),
                    quantile(ascending, 0.16), quantile(ascending, 0.84))};
    if (const std::string text = outside(cells); !text.empty()) lines.push_back(text);

    figure.script =
        written(lines) + lambda_axis(cells) + fmt::format("set xlabel '1/λ_{{{}}} at T_{{g}}'\n", symbol) +
        mark(1.0 / 0.6, cells, lines.size()) + shaded(1.0 / 0.71, 1.0 / 0.67, lines.size(), "#009e73") +
        bars(cells, colour, lines.size(), sample.size());
    figure.tables.push_back(table_of(cells, "1", sample.size()));
    figure.caption =
        "1/λ = " + symbol + "/" + scale_of_lambda(data) + " at the glass temperature, over the sets; " +
        "the upper edge gives λ. Shares are of all sets, also of those without a value. 1/λ has no pole "
        "where λ has one, but "
        "the exponents have: the axis holds the 2 to 98 percent points and the nearer tails, and what lies "
        "beyond is "
        "counted on the figure. Dashed: λ = 0.6, of the paper and Phillips' 3/5; green: measured stretching "
        "exponents of "
        "As_{2}Se_{3}, 0.67 to 0.71. " +
        sample_note(sample);
    return figure;
}

Figure crossing_figure(const RunData& data, const ScanSample& sample) {
    const std::vector<double> values = values_of(data, sample, "/summary/crossing_temperature");
    const std::vector<double> count = values_of(data, sample, "/summary/crossing_count");
    const auto none = static_cast<std::size_t>(std::ranges::count(count, 0.0));
    Figure figure;
    figure.name = "scan_crossing_temperature";
    figure.section = section::scan;
    figure.title = "Distribution of the crossing temperature";
    figure.aspect = 0.72;
    const std::vector<double> ascending = sorted_values(values);
    if (ascending.empty()) return figure;
    const double tg = data.glass_temperature();
    const Histogram cells = histogram(values, std::min(ascending.front(), tg - 60.0),
                                      std::max(ascending.back(), tg + 60.0), kCells);
    const std::size_t unknown = cells.missing - none;
    const auto near = static_cast<std::size_t>(
        std::ranges::count_if(ascending, [tg](double t) { return std::abs(t - tg) <= 50.0; }));
    const std::size_t n = sample.size();
    const std::vector<std::string> lines{
        fmt::format("cross: {} ({} of {})", percent(ascending.size(), n), ascending.size(), n),
        fmt::format("within 50 K of T_{{g}}: {}", percent(near, n)),
        fmt::format("no crossing: {} ({})", percent(none, n), none),
        fmt::format("α or β missing: {} ({})", percent(unknown, n), unknown)};
    figure.script = written(lines) + "set xlabel 'crossing temperature T_{x} (K)'\n" +
                    mark(tg, cells, lines.size()) + shaded(tg - 50.0, tg + 50.0, lines.size(), "#999999") +
                    bars(cells, "#cc79a7", lines.size(), n);
    figure.tables.push_back(table_of(cells, "K", n));
    figure.caption =
        "Temperature at which α = β (of several the one nearest to T_{g}), over the sets. That they do not "
        "cross within the deck's temperatures is an answer too, and its share is written on the figure with "
        "the share of sets in which one of the two does not exist. Dashed: T_{g}, with 50 K on both sides in "
        "grey. " +
        sample_note(sample);
    return figure;
}

std::string cell(double value, int digits) {
    return std::isfinite(value) ? fmt::format("{:.{}f}", value, digits) : "none";
}

PageTable table_of_sets(const RunData& data, const ScanSample& sample) {
    const std::vector<ScanParameter> parameters = scan_parameters(data);
    PageTable table{std::string(section::scan), "The sets one by one", {"set"}, {}, ""};
    for (const std::size_t set : sample.set)
        table.rows.push_back({fmt::format("{}", set)});
    for (std::size_t k = 0; k < parameters.size(); ++k) {
        table.header.push_back(axis_label(parameters[k]));
        const std::vector<double> values = parameter_values(data, sample, parameters[k]);
        for (std::size_t row = 0; row < sample.size(); ++row)
            table.rows[row].push_back(parameters[k].text_of(values[row]));
    }
    struct Output {
        const char *dataset, *header;
        int digits;
    };
    for (const Output& output : {Output{"alpha_at_tg", "α(T_{g})", 3}, Output{"beta_at_tg", "β(T_{g})", 3},
                                 Output{"inverse_lambda_alpha_at_tg", "1/λ_{α}", 3},
                                 Output{"inverse_lambda_beta_at_tg", "1/λ_{β}", 3},
                                 Output{"crossing_temperature", "T_{x} (K)", 1}}) {
        table.header.emplace_back(output.header);
        const std::vector<double> values = values_of(data, sample, std::string("/summary/") + output.dataset);
        for (std::size_t row = 0; row < sample.size(); ++row)
            table.rows[row].push_back(cell(values[row], output.digits));
    }
    return table;
}

} // namespace

Contents scan_distributions(const RunData& data, const ScanSample& sample) {
    Contents out;
    if (sample.size() <= few_sets) {
        out.tables.push_back(table_of_sets(data, sample));
        return out;
    }
    if (sample.design == deck::Design::one_at_a_time) return out; // no distribution of anything
    for (Figure& figure :
         std::vector{lambda_figure(data, sample, "alpha", "α", "#d55e00"),
                     lambda_figure(data, sample, "beta", "β", "#0072b2"), crossing_figure(data, sample)}) {
        if (figure.script.empty()) {
            out.remarks.push_back(
                {std::string(section::scan),
                 figure.title + ": no set of the " + fmt::format("{}", sample.size()) + " has a value."});
        } else {
            out.figures.push_back(std::move(figure));
        }
    }
    return out;
}

} // namespace lpsglass::report
