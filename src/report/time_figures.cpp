#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "plot_text.hpp"
#include "run_parts.hpp"
#include "wells.hpp"

namespace lpsglass::report {

namespace {

constexpr std::size_t kCurvePoints = 161;

/// Place of the temperature of the grid nearest to T_g.
std::size_t nearest_to(const std::vector<double>& temperature, double wanted) {
    const auto by_distance = [wanted](double a, double b) {
        return std::abs(a - wanted) < std::abs(b - wanted);
    };
    return static_cast<std::size_t>(std::ranges::min_element(temperature, by_distance) - temperature.begin());
}

/// One fluctuation of the figure.
struct Decay {
    std::size_t fluctuation;
    Well well;
    double rate;       ///< gamma, 1/s
    double extinction; ///< dt, s
};

Column evenly(const std::string& name, const std::string& unit, double from, double to, bool logarithmic) {
    Column out{name, unit, {}};
    for (std::size_t i = 0; i < kCurvePoints; ++i) {
        const double share = static_cast<double>(i) / (kCurvePoints - 1);
        out.values.push_back(logarithmic ? from * std::pow(to / from, share) : from + (to - from) * share);
    }
    return out;
}

/// Tics of a logarithmic axis, at most six.
std::string decades(const std::vector<double>& times) {
    const double all = std::log10(times.back() / times.front());
    return fmt::format("set xtics 1e-60,1e{:.0f}\n", std::max(1.0, std::ceil(all / 6.0)));
}

/// Free energy against time, and close to the extinction what makes it one.
Figure figure_of(const std::vector<Decay>& decays, std::size_t family, double temperature, double tg) {
    const FamilyName& name = kFamily[family];
    std::vector<double> times;
    double last = 0.0;
    for (const Decay& decay : decays) {
        times.push_back(decay.extinction);
        last = std::max(last, 2.0 / decay.rate);
    }
    Table energy{"free_energy", {evenly("time", "s", 0.1 * extent_of(times).low, last, true)}};
    Table close{"close", {evenly("time_over_extinction_time", "1", 0.0, 3.0, false)}};
    Table marks{"extinction", {{"time", "s", {}}, {"energy", "eV", {}}}};
    std::string above, below;
    for (std::size_t i = 0; i < decays.size(); ++i) {
        const auto& [fluctuation, well, rate, extinction] = decays[i];
        const std::size_t number = fluctuation - 3 * family + 1;
        Column f{fmt::format("F_{}", number), "eV", {}};
        for (const double time : energy.columns[0].values)
            f.values.push_back(well.energy_after(2.0 * rate * time));
        Column detail = family == 0 ? Column{fmt::format("F_{}_above_extinction", number), "meV", {}}
                                    : Column{fmt::format("parts_ratio_{}_minus_1", number), "1e-3", {}};
        for (const double share : close.columns[0].values) {
            const double tau = share * well.log_eta;
            detail.values.push_back(
                family == 0
                    ? 1e3 * (well.energy_after(tau) - well.energy_after(well.log_eta))
                    : 1e3 * (std::abs(well.decay_slope / (well.stiffness * well.amplitude)) * std::exp(tau) -
                             1.0));
        }
        energy.columns.push_back(std::move(f));
        close.columns.push_back(std::move(detail));
        marks.columns[0].values.push_back(extinction);
        marks.columns[1].values.push_back(well.energy_after(well.log_eta));
        above += fmt::format("{}data index '[free_energy]' using 1:{} with lines ls {} title {}, '' index "
                             "'[extinction]' every "
                             "::{}::{} using 1:2 with points ls {} ps 1.1 notitle",
                             i > 0 ? ", " : "plot ", i + 2, number,
                             gnuplot_enhanced(kFluctuation[fluctuation]), i, i, number);
        below += fmt::format("{}data index '[close]' using 1:{} with lines ls {}", i > 0 ? ", " : "plot ",
                             i + 2, number);
    }
    const std::string tics = decades(energy.columns[0].values);
    std::vector<double> near;
    for (std::size_t i = 1; i < close.columns.size(); ++i)
        near.insert(near.end(), close.columns[i].values.begin(), close.columns[i].values.end());
    Figure figure;
    figure.name = "time_" + std::string(name.word);
    figure.section = section::energies;
    figure.title = fmt::format("Free energies of the {} fluctuations against time", name.letter);
    figure.caption = fmt::format("The fluctuation decays as e^{{-2γt}}, at {:g} K, the temperature of the "
                                 "run nearest to T_{{g}} = {:g} K. "
                                 "Marked is the extinction at Δt.",
                                 temperature, tg);
    figure.caption +=
        family == 0
            ? " Below, close to it: F has a true minimum there, which may be shallow. (Equations 10, 11.)"
            : " Below, close to it: the ratio of the two parts of dF/dt, less 1, which passes zero at Δt. "
              "With the "
              "paper's signs both parts have the same sign, so F has no stationary point there; equation 15 "
              "is "
              "taken by magnitude. (Equations 13, 15.)";
    figure.tables = {std::move(energy), std::move(close), std::move(marks)};
    figure.script = "set multiplot\nset lmargin at screen 0.19\nset rmargin at screen 0.94\n"
                    "set tmargin at screen 0.91\nset bmargin at screen 0.58\nset logscale x\nset format x "
                    "'10^{%T}'\n" +
                    tics + "set xlabel 't (s)' offset 0,0.3\nset ylabel 'F (eV)'\n" + above +
                    "\nset tmargin at screen 0.42\nset bmargin at screen 0.16\nunset key\nunset logscale "
                    "x\nset xtics autofreq\nset format x "
                    "'%g'\n"
                    "set xlabel 't / Δt'\nset xrange [0:3]\n"
                    "set arrow 1 from 1, graph 0 to 1, graph 1 nohead lw 1.2 dt (5,4) lc rgb '#777777' back\n"
                    "set xzeroaxis lt 1 lw 0.8 lc rgb '#999999'\n" +
                    range("y", extent_of(near).widened(0.05)) + few_tics("y", extent_of(near), 4) +
                    "set ylabel " + std::string(family == 0 ? "'F - F(Δt) (meV)'" : "'ratio - 1 (10^{-3})'") +
                    '\n' + below + "\nunset multiplot\n";
    figure.aspect = 1.0;
    return figure;
}

} // namespace

Contents time_figures(const RunData& data) {
    Contents out;
    const std::vector<double> temperature = data.temperatures();
    const std::vector<double> log_rate = data.of_set("/thermal/log10_rate");
    const std::vector<double> log_time = data.of_set("/thermal/log10_extinction_time");
    if (log_rate.empty() || !data.has("/energy/ground_state")) return out;
    const std::size_t at = nearest_to(temperature, data.glass_temperature());
    const std::array<Well, 6> wells = wells_of(data);
    for (std::size_t family = 0; family < 2; ++family) {
        std::vector<Decay> decays;
        std::string without;
        for (std::size_t k = 3 * family; k < 3 * family + 3; ++k) {
            const double rate = std::pow(10.0, log_rate[6 * at + k]),
                         time = std::pow(10.0, log_time[6 * at + k]);
            // Nothing to draw where a rate or time leaves the range of doubles.
            if (wells[k].exists() && std::isnormal(rate) && std::isnormal(time))
                decays.push_back({k, wells[k], rate, time});
            else
                without += (without.empty() ? "" : ", ") + std::string(kFluctuation[k]);
        }
        if (!without.empty())
            out.remarks.push_back(
                {std::string(section::energies),
                 "Without an extinction near T_{g}, and so not drawn against time: " + without + ".", false});
        if (!decays.empty())
            out.figures.push_back(figure_of(decays, family, temperature[at], data.glass_temperature()));
    }
    return out;
}

} // namespace lpsglass::report
