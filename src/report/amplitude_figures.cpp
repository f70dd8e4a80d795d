#include <cmath>

#include <fmt/format.h>

#include "plot_text.hpp"
#include "run_parts.hpp"

namespace lpsglass::report {

namespace {

constexpr std::size_t kMostParameters = 12;

/// `set xtics ('β_{1}' 0, ...)`
std::string tics(std::string_view axis, const std::vector<std::string>& names, std::string_view options) {
    std::string out = fmt::format("set {}tics {} (", axis, options);
    for (std::size_t i = 0; i < names.size(); ++i)
        out += fmt::format("{}{} {}", i > 0 ? ", " : "", gnuplot_enhanced(display_name(names[i])), i);
    return out + ")\n";
}

/// Row, column and correlation of every pair.
Table correlations(const std::vector<double>& covariance, std::size_t n) {
    Table table{"correlation", {{"row", "1", {}}, {"column", "1", {}}, {"correlation", "1", {}}}};
    for (std::size_t a = 0; a < n; ++a) {
        for (std::size_t b = 0; b < n; ++b) {
            table.columns[0].values.push_back(static_cast<double>(a));
            table.columns[1].values.push_back(static_cast<double>(b));
            table.columns[2].values.push_back(
                a == b ? 1.0
                       : covariance[a * n + b] / std::sqrt(covariance[a * n + a] * covariance[b * n + b]));
        }
    }
    return table;
}

Figure correlation(const std::vector<std::string>& names, const std::vector<double>& covariance) {
    const std::size_t n = names.size();
    Figure figure;
    figure.name = "correlation";
    figure.section = section::amplitudes;
    figure.title = "Correlation of the fitted parameters";
    figure.caption =
        "From the linear covariance (J^{T}J + prior)^{-1}. Values near ±1 are pairs of which the "
        "line determines only a combination: what one loses the other gains. Filled circles "
        "grow with the size of the correlation; blue is positive, orange negative.";
    figure.tables = {correlations(covariance, n)};
    const Extent cells{-0.5, static_cast<double>(n) - 0.5};
    figure.script =
        tics("x", names, "scale 0") + tics("y", names, "scale 0") + range("x", cells) +
        fmt::format("set yrange [{}:-0.5]\n", cells.high) +
        "set size ratio -1\nunset grid\nunset key\nset tics textcolor rgb '#222222'\nset border 15 lw 1 lc "
        "rgb '#999999'\n"
        "set style fill solid 1 noborder\n"
        "shade(r) = r >= 0 ? 65536*int(255 - 169*r) + 256*int(255 - 75*r) + int(255 - 22*r) : "
        "65536*int(255 + 25*r) + 256*int(255 + 96*r) + int(255 + 255*r)\n"
        "plot data index '[correlation]' using 2:1:(0.48*sqrt(abs($3))):(shade($3)) with circles fc "
        "rgb variable, '' index '[correlation]' using 2:1:(sprintf('%.2f', abs($3) < 0.005 ? 0 : $3)) with "
        "labels font ',11' "
        "tc rgb '#000000'\n";
    figure.aspect = 0.92;
    return figure;
}

Figure shares(const RunData& data, const std::vector<std::string>& names, const std::vector<double>& share,
              std::size_t spectrum) {
    Figure figure;
    figure.name = "data_share";
    figure.section = section::amplitudes;
    figure.title = "Share of each parameter that the data determine";
    const std::vector<double> effective = data.of_set("/fit/effective_parameters");
    figure.caption = "1 - C_{kk}/τ_{k}^{2}: 0 where the prior says it all, 1 where the data do (or where "
                     "there is no prior).";
    if (spectrum < effective.size() && std::isfinite(effective[spectrum]))
        figure.caption += fmt::format(" In all the data determine {:.1f} of {} parameters.",
                                      effective[spectrum], names.size());
    std::vector<double> place;
    for (std::size_t i = 0; i < names.size(); ++i)
        place.push_back(static_cast<double>(i));
    figure.tables = {{"data_share", {{"parameter", "1", place}, {"data_share", "1", share}}}};
    figure.script = tics("y", names, "scale 0") +
                    "set xrange [0:1.12]\nset xtics 0.2\nset xlabel 'share of the data'\n" +
                    fmt::format("set yrange [{}:-0.6]\n", static_cast<double>(names.size()) - 0.4) +
                    "unset key\nset style fill solid 0.85 noborder\n"
                    "plot data index '[data_share]' using (0.5*$2):1:(0.5*$2):(0.33) with boxxyerror lc rgb "
                    "'#0072b2', '' index '[data_share]' using ($2 + 0.02):1:(sprintf('%.2f', $2)) "
                    "with labels left font ',12' tc rgb '#222222'\n";
    figure.aspect = 0.25 + 0.07 * static_cast<double>(names.size());
    return figure;
}

/// What the fit gave, parameter by parameter.
PageTable parameters(const RunData& data, const std::vector<std::string>& names, std::size_t spectrum) {
    const std::size_t n = names.size();
    const auto of = [&](const std::string& what) {
        const std::vector<double> all = data.of_set("/fit/" + what);
        std::vector<double> out(n, std::nan(""));
        for (std::size_t i = 0; i < n && spectrum * n + i < all.size(); ++i)
            out[i] = all[spectrum * n + i];
        return out;
    };
    const std::vector<double> value = of("parameter"), error = of("parameter_errors"),
                              share = of("data_share"), lower = of("parameter_lower"),
                              upper = of("parameter_upper");
    const std::vector<std::string> units = data.texts("/fit/parameter_unit");
    const std::vector<double> prior = data.values("/fit/parameter_has_prior");
    PageTable table{std::string(section::amplitudes),
                    "Fitted parameters",
                    {"parameter", "unit", "value ± linear error", "68 % interval", "data share"},
                    {},
                    ""};
    for (std::size_t i = 0; i < n; ++i)
        table.rows.push_back(
            {display_name(names[i]), i < units.size() ? units[i] : "", with_error(value[i], error[i]),
             between(lower[i], upper[i]),
             i < prior.size() && prior[i] == 0.0 ? "no prior" : fmt::format("{:.2f}", share[i])});
    return table;
}

} // namespace

Contents amplitude_figures(const RunData& data) {
    Contents out;
    const std::string here(section::amplitudes);
    const std::vector<std::string> names = data.fit_parameters();
    if (names.empty()) {
        out.remarks.push_back(
            {here,
             data.deck().free_energy.bath
                 ? "The amplitudes follow from the bath; nothing is fitted."
                 : "The amplitudes are those of the deck; nothing is fitted, so there are no "
                   "errors, correlations or data shares.",
             false});
        return out;
    }
    const std::size_t n = names.size(), at = data.spectrum_at_tg();
    if (data.values("/fit/spectrum_temperature").size() > 1)
        out.remarks.push_back({here,
                               fmt::format("Of several spectra, number {} is shown here: the one nearest to "
                                           "T_{{g}}, whose amplitudes hold there.",
                                           at + 1),
                               false});
    out.tables.push_back(parameters(data, names, at));
    if (n > kMostParameters) {
        out.remarks.push_back(
            {here, fmt::format("With {} parameters correlations and shares are not drawn.", n), false});
        return out;
    }
    const std::vector<double> covariance = data.of_set("/fit/covariance");
    const auto begin = static_cast<std::ptrdiff_t>(at * n * n);
    if (covariance.empty()) {
        out.remarks.push_back(
            {here, "The correlations are not shown: with this output.detail the file has no covariance.",
             false});
    } else {
        const std::vector<double> own(covariance.begin() + begin,
                                      covariance.begin() + begin + static_cast<std::ptrdiff_t>(n * n));
        if (any_finite(own)) out.figures.push_back(correlation(names, own));
    }
    const std::vector<double> share = data.of_set("/fit/data_share");
    if (share.size() >= (at + 1) * n) {
        const auto first = share.begin() + static_cast<std::ptrdiff_t>(at * n);
        const std::vector<double> own(first, first + static_cast<std::ptrdiff_t>(n));
        if (any_finite(own)) out.figures.push_back(shares(data, names, own, at));
    }
    return out;
}

} // namespace lpsglass::report
