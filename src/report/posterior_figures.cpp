#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "lpsglass/deck/key_table.hpp"
#include "plot_text.hpp"
#include "run_parts.hpp"

namespace lpsglass::report {

namespace {

constexpr std::size_t kMostParameters = 12;
constexpr std::size_t kMostBins = 30;
constexpr std::size_t kCurvePoints = 121;

struct Gauss {
    double mean = std::nan(""), sigma = std::nan("");
    [[nodiscard]] bool exists() const { return std::isfinite(mean) && std::isfinite(sigma) && sigma > 0.0; }
    [[nodiscard]] double at(double x) const {
        const double z = (x - mean) / sigma;
        return std::exp(-0.5 * z * z) / (sigma * std::sqrt(2.0 * 3.14159265358979324));
    }
};

/// The prior of a fitted parameter in the deck.
Gauss prior_of(const deck::Deck& deck, const std::string& name) {
    std::optional<deck::Prior> found;
    const auto names = deck::fluctuation_names();
    const auto at = std::ranges::find(names, name);
    if (at != names.end()) found = deck.amplitude[static_cast<std::size_t>(at - names.begin())].prior;
    if (deck.fit) {
        for (const deck::AlsoParameter& also : deck.fit->also) {
            if (also.name == name) found = also.prior;
        }
    }
    return found ? Gauss{found->mean, found->sigma} : Gauss{};
}

Table histogram(const std::string& name, const std::string& unit, const std::vector<double>& draws,
                const Extent& extent) {
    const auto root = static_cast<std::size_t>(std::sqrt(static_cast<double>(draws.size())));
    const std::size_t bins = std::clamp<std::size_t>(root, 8, kMostBins);
    const double width = (extent.high - extent.low) / static_cast<double>(bins);
    std::vector<double> center(bins), density(bins, 0.0);
    double count = 0.0;
    for (const double draw : draws) {
        if (!std::isfinite(draw)) continue;
        count += 1.0;
        const auto bin = static_cast<std::size_t>(std::max(0.0, (draw - extent.low) / width));
        density[std::min(bin, bins - 1)] += 1.0;
    }
    for (std::size_t i = 0; i < bins; ++i) {
        center[i] = extent.low + (static_cast<double>(i) + 0.5) * width;
        density[i] /= count * width;
    }
    return {name, {{"center", unit, center}, {"density", "1/" + unit, density}}};
}

Table curves(const std::string& name, const std::string& unit, const Extent& extent, const Gauss& prior,
             const Gauss& linear) {
    Table table{name, {{"value", unit, {}}, {"prior", "1/" + unit, {}}, {"linear", "1/" + unit, {}}}};
    for (std::size_t i = 0; i < kCurvePoints; ++i) {
        const double x =
            extent.low + (extent.high - extent.low) * static_cast<double>(i) / (kCurvePoints - 1);
        table.columns[0].values.push_back(x);
        table.columns[1].values.push_back(prior.exists() ? prior.at(x) : std::nan(""));
        table.columns[2].values.push_back(linear.exists() ? linear.at(x) : std::nan(""));
    }
    return table;
}

} // namespace

Contents posterior_figures(const RunData& data) {
    Contents out;
    const std::vector<std::string> names = data.fit_parameters();
    if (names.empty()) return out;
    const std::string here(section::amplitudes);
    if (!data.has("/posterior/parameter")) {
        out.remarks.push_back(
            {here, "The file has no draws (fit.uncertainty), so no marginal distributions are shown.",
             false});
        return out;
    }
    const std::size_t n = names.size(), shown = std::min(n, kMostParameters), at = data.spectrum_at_tg();
    const std::vector<std::size_t> lengths = data.file().lengths("/posterior/parameter");
    const std::vector<double> draws = data.values("/posterior/parameter");
    const std::vector<double> value = data.of_set("/fit/parameter"),
                              error = data.of_set("/fit/parameter_errors");
    const std::vector<std::string> units = data.texts("/fit/parameter_unit");

    Figure figure;
    figure.name = "posterior";
    figure.section = here;
    const bool replicas = data.deck().fit && data.deck().fit->uncertainty == deck::Uncertainty::bootstrap;
    figure.title =
        replicas ? "Bootstrap replicas of the parameters" : "Marginal posteriors of the parameters";
    figure.caption =
        fmt::format("Histograms: {} {}. Dotted: the prior. Dashed: the normal law of the linear error. Where "
                    "the histogram "
                    "follows the prior the line says little about the parameter; where it leaves the dashed "
                    "curve, or ends at "
                    "a bound, the linear error misleads.",
                    lengths[0], replicas ? "fits to replicas of the data" : "draws from the posterior");
    const std::size_t rows = (shown + 1) / 2;
    figure.script = fmt::format(
        "set multiplot layout {},2 margins screen 0.04,0.97,{:.3f},{:.3f} spacing screen 0.07,{:.3f}\n"
        "unset key\nset yrange [0:*]\nunset ytics\nset border 1\nunset grid\n"
        "set style fill solid 0.4 noborder\nset offsets 0, 0, graph 0.06, 0\nset xtics font ',12'\n"
        "set label 9 'bars: {}   dotted: prior   dashed: linear error' at screen 0.5,0.975 center font "
        "',12'\n",
        rows, 0.40 / static_cast<double>(rows + 1), 1.0 - 0.3 / static_cast<double>(rows + 1),
        0.42 / static_cast<double>(rows + 1), replicas ? "replicas" : "draws");
    for (std::size_t k = 0; k < shown; ++k) {
        const std::vector<double> own = RunData::column(draws, at * n + k, lengths[1] * n);
        if (!any_finite(own)) continue;
        const std::string unit = k < units.size() ? units[k] : "1";
        const Gauss prior = prior_of(data.deck(), names[k]);
        const std::size_t place = at * n + k;
        const Gauss linear{place < value.size() ? value[place] : std::nan(""),
                           place < error.size() ? error[place] : std::nan("")};
        const Extent extent = extent_of(own).widened(0.02);
        const std::string block = fmt::format("histogram_{}", k + 1), curve = fmt::format("curves_{}", k + 1);
        figure.tables.push_back(histogram(block, unit, own, extent));
        figure.tables.push_back(curves(curve, unit, extent, prior, linear));
        figure.script += range("x", extent) + few_tics("x", extent, 4) + "set label 1 " +
                         gnuplot_enhanced(display_name(names[k])) + " at graph 0.03, graph 0.9 font ',15'\n" +
                         (unit != "1" ? "set xlabel " + gnuplot_text(unit) + " offset 0,0.6 font ',12'\n"
                                      : "unset xlabel\n") +
                         "plot data index '[" + block + "]' using 1:2 with boxes fc rgb '#0072b2'";
        if (linear.exists())
            figure.script +=
                ", '' index '[" + curve + "]' using 1:3 with lines lw 1.8 dt (8,4) lc rgb '#d55e00'";
        if (prior.exists())
            figure.script +=
                ", '' index '[" + curve + "]' using 1:2 with lines lw 1.8 dt (2,3) lc rgb '#000000'";
        figure.script += "\nunset label 9\n"; // once is enough
    }
    figure.script += "unset multiplot\n";
    figure.aspect = 0.16 + 0.36 * static_cast<double>(rows);
    if (figure.tables.empty()) return out;
    out.figures.push_back(std::move(figure));
    if (n > shown)
        out.remarks.push_back(
            {here, fmt::format("Of {} parameters the first {} are drawn.", n, shown), false});
    return out;
}

} // namespace lpsglass::report
