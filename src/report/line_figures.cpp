#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "plot_text.hpp"
#include "run_parts.hpp"

namespace lpsglass::report {

namespace {

constexpr std::size_t kMostSpectra = 8;

/// What kind of data a spectrum holds.
struct DataKind {
    std::string on_figure;  ///< its name in the key
    std::string in_caption; ///< begins with a blank; may be empty
};

DataKind kind_of(const RunData& data, std::size_t spectrum) {
    const auto& spectra = data.deck().nqr.spectra;
    if (data.reconstructed(spectrum))
        return {"RECONSTRUCTED data",
                " The data were reconstructed from published numbers; they are not a measurement."};
    if (spectrum < spectra.size() && spectra[spectrum].synthetic)
        return {"synthetic data", " The data were made by the program (deck: synthetic)."};
    return {"measured", ""};
}

std::string temperature_of(const RunData& data, std::size_t spectrum) {
    const std::vector<double> at = data.values("/fit/spectrum_temperature");
    return spectrum < at.size() && std::isfinite(at[spectrum]) ? fmt::format(" at {:g} K", at[spectrum]) : "";
}

std::string numbered(const std::string& name, std::size_t i, std::size_t n) {
    return n > 1 ? fmt::format("{}_{}", name, i + 1) : name;
}

bool fitted(const RunData& data) {
    return !data.fit_parameters().empty();
}

std::string goodness(const RunData& data, std::size_t spectrum) {
    const std::vector<double> chi2 = data.of_set("/fit/chi2");
    const std::vector<double> freedom = data.of_set("/fit/degrees_of_freedom");
    if (spectrum >= chi2.size() || spectrum >= freedom.size() || std::isnan(chi2[spectrum])) return "";
    return fmt::format(" χ^{{2}} = {:.4g} with {:g} degrees of freedom.", chi2[spectrum], freedom[spectrum]);
}

Figure measured_line(const RunData& data, std::size_t i, std::size_t n) {
    const std::string group = fmt::format("/spectrum/{}", i + 1);
    const DataKind kind = kind_of(data, i);
    const std::vector<double> sigma = data.values(group + "/observed_errors");
    const std::vector<double> residual = data.values(group + "/residual");
    std::vector<double> pull = residual;
    for (std::size_t j = 0; j < pull.size(); ++j)
        pull[j] /= sigma[j];

    Figure figure;
    figure.name = numbered("line", i, n);
    figure.section = section::line;
    figure.title = "^{75}As NQR line" + temperature_of(data, i);
    figure.caption = fmt::format(
        "Points: {} with one σ. Curve: the model's line {}, scale{} adjusted. Below: residuals in units of "
        "their σ, of which two thirds should lie within ±1 (shaded) and show no pattern.{}{}",
        kind.on_figure,
        fitted(data) ? "at the fitted amplitudes" : "of the deck's amplitudes, which were not fitted",
        data.deck().nqr.spectra.size() > i && data.deck().nqr.spectra[i].baseline ? " and baseline" : "",
        goodness(data, i), kind.in_caption);
    figure.tables = {{"line",
                      {{"frequency", "MHz", data.values(group + "/frequency")},
                       {"observed", "data units", data.values(group + "/observed")},
                       {"sigma", "data units", sigma},
                       {"model", "data units", data.values(group + "/model")},
                       {"residual", "data units", residual},
                       {"residual_over_sigma", "1", pull}}}};
    const double widest = std::max({3.0, std::abs(extent_of(pull).low), std::abs(extent_of(pull).high)});
    figure.script =
        "set multiplot\nset key at screen 0.17,0.985 left top vertical maxrows 2\nset lmargin at screen "
        "0.17\nset rmargin at screen 0.97\n"
        "set tmargin at screen 0.86\nset bmargin at screen 0.44\n"
        "set ylabel 'amplitude (data units)'\nset format x ''\n"
        "plot data index '[line]' using 1:2:3 with yerrorbars pt 7 ps 0.5 lw 1.2 lc rgb '#444444' title " +
        gnuplot_text(kind.on_figure) + ", '' index '[line]' using 1:4 with lines ls 1 title " +
        std::string(fitted(data) ? "'fitted line'" : "'line of the given amplitudes'") +
        "\nset tmargin at screen 0.39\nset bmargin at screen 0.18\nunset key\nset format x '%g'\n"
        "set xlabel 'frequency (MHz)'\nset ylabel 'residual / σ'\n" +
        range("y", Extent{-widest, widest}.widened(0.05)) + few_tics("y", {-widest, widest}, 4) +
        "set object 1 rectangle from graph 0, first -1 to graph 1, first 1 fc rgb '#e8e8e8' fs solid "
        "noborder behind\n"
        "plot 0 with lines lw 1 lc rgb '#777777', data index '[line]' using 1:6 with impulses lw 1.2 lc rgb "
        "'#444444', '' index '[line]' using 1:6 with points pt 7 ps 0.45 lc rgb '#444444'\nunset multiplot\n";
    figure.aspect = 1.0;
    return figure;
}

/// The unit-area lines of all spectra with the moments of the ensembles behind them.
Figure distribution(const RunData& data, std::size_t n) {
    const std::vector<double> frequency = data.values("/line/frequency");
    const std::vector<double> intensity = data.values("/line/intensity");
    const std::vector<double> mean = data.values("/line/mean");
    const std::vector<double> deviation = data.values("/line/standard_deviation");
    Figure figure;
    figure.name = "frequencies";
    figure.section = section::line;
    figure.title = "Distribution of the NQR frequencies";
    figure.caption = fmt::format(
        "The model's line of unit area: the distribution of the ensemble's frequencies, each "
        "broadened by a packet of {:g} MHz full width. Dashed: its mean, {} MHz; shaded: one "
        "standard deviation of the frequencies themselves, {} MHz.",
        data.deck().nqr.packet_fwhm_MHz, number_text(mean.front()), number_text(deviation.front()));
    if (n > 1) figure.caption += " Mean and standard deviation are those of spectrum 1.";
    Table lines{"line", {{"frequency", "MHz", frequency}}};
    std::string curves;
    for (std::size_t i = 0; i < n; ++i) {
        const auto begin = intensity.begin() + static_cast<std::ptrdiff_t>(i * frequency.size());
        lines.columns.push_back({fmt::format("intensity_{}", i + 1),
                                 "1/MHz",
                                 {begin, begin + static_cast<std::ptrdiff_t>(frequency.size())}});
        curves += fmt::format("{}data index '[line]' using 1:{} with lines ls {} title {}",
                              i > 0 ? ", " : "plot ", i + 2, i % 7 + 1,
                              gnuplot_text(n > 1 ? fmt::format("spectrum {}", i + 1) : "model line"));
    }
    figure.tables = {std::move(lines),
                     {"moments", {{"mean", "MHz", mean}, {"standard_deviation", "MHz", deviation}}}};
    figure.script = "set xlabel 'frequency (MHz)'\nset ylabel 'intensity (1/MHz)'\nset yrange [0:*]\n" +
                    range("x", extent_of(frequency));
    if (std::isfinite(mean.front()) && std::isfinite(deviation.front())) {
        figure.script += fmt::format("set object 1 rectangle from {:.6g}, graph 0 to {:.6g}, graph 1 fc rgb "
                                     "'#e8e8e8' fs solid noborder behind\n",
                                     mean.front() - deviation.front(), mean.front() + deviation.front());
        figure.script += vertical_line(1, mean.front(), "lw 1.2 dt (5,4) lc rgb '#777777'");
    }
    figure.script += curves + '\n';
    return figure;
}

} // namespace

Contents line_figures(const RunData& data) {
    Contents out;
    std::size_t n = 0;
    while (data.has(fmt::format("/spectrum/{}", n + 1)))
        ++n;
    if (n == 0) out.remarks.push_back({std::string(section::line), "The deck has no measured line.", false});
    for (std::size_t i = 0; i < std::min(n, kMostSpectra); ++i) {
        if (any_finite(data.values(fmt::format("/spectrum/{}/model", i + 1)))) {
            out.figures.push_back(measured_line(data, i, n));
        } else {
            out.remarks.push_back({std::string(section::line),
                                   fmt::format("Spectrum {} is not shown: its model line is missing.", i + 1),
                                   true});
        }
    }
    if (n > kMostSpectra)
        out.remarks.push_back(
            {std::string(section::line),
             fmt::format("The deck has {} spectra; the first {} are drawn.", n, kMostSpectra), false});
    const std::size_t lines = std::min(data.values("/line/mean").size(), kMostSpectra);
    const std::vector<double> intensity = data.values("/line/intensity");
    if (!any_finite(intensity)) {
        out.remarks.push_back({std::string(section::line), "The file has no model line.", true});
    } else if (extent_of(intensity).high <= 0.0) {
        out.remarks.push_back(
            {std::string(section::line), "The model line lies outside the deck's nqr.grid.", true});
    } else {
        out.figures.push_back(distribution(data, lines));
    }
    return out;
}

} // namespace lpsglass::report
