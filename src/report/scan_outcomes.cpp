#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "lpsglass/campaign/set_result.hpp"
#include "scan_parts.hpp"

namespace lpsglass::report {

namespace {

using campaign::TaskState;

/// One bar: sets that share a fate.
struct Bar {
    std::string what;
    std::size_t count = 0;
    int group = 0; ///< 0 sets, 1 alpha, 2 beta
};

const std::map<std::string, std::string>& in_words() {
    static const std::map<std::string, std::string> words{{"no_pyramid", "no pyramid"},
                                                          {"gauge_phase_undefined", "no gauge phase"},
                                                          {"fit_failed", "fit failed"},
                                                          {"numerical_error", "numerical error"},
                                                          {"values_not_allowed", "values not allowed"},
                                                          {"not_computed", "not computed"},
                                                          {"no_extinction", "no extinction"},
                                                          {"degenerate", "S = 1"},
                                                          {"ok", "ok"}};
    return words;
}

std::string words_of(const std::string& flag) {
    const auto found = in_words().find(flag);
    return found == in_words().end() ? flag : found->second;
}

std::string meaning_of(const std::string& flag) {
    static const std::map<std::string, std::string> meanings{
        {"no_pyramid", "the mean structure is no pyramid: nothing of the set is there"},
        {"gauge_phase_undefined", "|Im Φ| ≥ |A|: α is missing, the rest stands"},
        {"fit_failed", "the fit of a spectrum found no minimum: its values are not used"},
        {"numerical_error", "see the message"},
        {"values_not_allowed", "the scanned values break a rule of the deck"},
        {"not_computed", "not done yet: the file is a snapshot of a run"},
        {"ok", "all that the model gives is there"}};
    const auto found = meanings.find(flag);
    return found == meanings.end() ? "" : found->second;
}

/// Counts of each value, ascending.
std::map<double, std::size_t> counts_of(std::span<const double> values) {
    std::map<double, std::size_t> out;
    for (const double x : values)
        ++out[x];
    return out;
}

ScanSample all_sets(const RunData& data) {
    ScanSample out;
    out.in_scan = data.set_count();
    out.set.resize(out.in_scan);
    std::iota(out.set.begin(), out.set.end(), std::size_t{0});
    out.went_through.assign(out.in_scan, true);
    return out;
}

/// Place of the deck's temperature nearest to T_g.
std::size_t nearest_to_tg(const RunData& data) {
    const std::vector<double> temperature = data.temperatures();
    const auto nearest = std::ranges::min_element(
        temperature, {}, [&](double t) { return std::abs(t - data.glass_temperature()); });
    return static_cast<std::size_t>(nearest - temperature.begin());
}

void add_exponent(const RunData& data, const ScanSample& sets, std::size_t family, std::vector<Bar>& bars) {
    static const std::array<const char*, 2> symbols{"α", "β"};
    const std::string symbol = symbols[family];
    const int group = static_cast<int>(family) + 1;
    if (data.has("/exponents/status")) {
        const std::size_t place = 2 * nearest_to_tg(data) + family;
        for (const auto& [value, count] : counts_of(values_of(data, sets, "/exponents/status", place))) {
            const std::string flag = data.word("/exponents/status", value);
            bars.push_back({flag == "ok" ? symbol + " exists"
                                         : symbol + ": " +
                                               (flag == "not_computed" ? "set ended before" : words_of(flag)),
                            count, group});
        }
        return;
    }
    const std::vector<double> values =
        data.values(family == 0 ? "/summary/alpha_at_tg" : "/summary/beta_at_tg");
    const auto missing =
        static_cast<std::size_t>(std::ranges::count_if(values, [](double x) { return std::isnan(x); }));
    bars.push_back({symbol + " exists", values.size() - missing, group});
    if (missing > 0) bars.push_back({symbol + " is missing", missing, group});
}

Figure figure_of(const std::vector<Bar>& bars, std::size_t sets) {
    Figure figure;
    figure.name = "scan_outcomes";
    figure.section = section::scan;
    figure.title = "How the sets ended";
    Table table{"outcomes",
                {{"place", "1", {}}, {"share", "percent", {}}, {"sets", "1", {}}, {"group", "1", {}}}};
    std::string tics, counts;
    double place = 0.0;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        place += i > 0 && bars[i].group != bars[i - 1].group ? 1.6 : 1.0;
        const double share = 100.0 * static_cast<double>(bars[i].count) / static_cast<double>(sets);
        const std::array row{-place, share, static_cast<double>(bars[i].count),
                             static_cast<double>(bars[i].group)};
        for (std::size_t c = 0; c < row.size(); ++c)
            table.columns[c].values.push_back(row[c]);
        tics += fmt::format("{}{} {}", tics.empty() ? "" : ", ", gnuplot_text(bars[i].what),
                            gnuplot_number(-place));
        counts += fmt::format("set label {} '{}' at {:.6g},{} offset 0.6,0 font ',12'\n", i + 1,
                              bars[i].count, share, gnuplot_number(-place));
    }
    figure.script =
        fmt::format(
            "set yrange [{}:-0.3]\nset xrange [0:118]\nset xtics 25\nset ytics ({})\nset grid noytics\n"
            "set xlabel 'sets, %'\nunset key\nset style fill solid 0.7 noborder\n",
            gnuplot_number(-place - 0.7), tics) +
        counts +
        "colour(g) = g == 0 ? 0x555555 : g == 1 ? 0xd55e00 : 0x0072b2\n"
        "plot data index '[outcomes]' using ($2/2):1:(0):2:($1-0.36):($1+0.36):(colour($4)) with "
        "boxxyerror lc rgb variable\n";
    figure.aspect = 0.2 + 0.062 * place;
    figure.tables.push_back(std::move(table));
    return figure;
}

/// The first message of each state that has one.
std::map<double, std::string> messages(const RunData& data, const std::vector<double>& state) {
    std::map<double, std::string> out;
    const std::vector<double> set = data.values("/tasks/failed_set");
    if (set.empty()) return out;
    const std::vector<std::string> text = data.texts("/tasks/message");
    for (std::size_t i = 0; i < set.size(); ++i)
        out.try_emplace(state[static_cast<std::size_t>(set[i])],
                        fmt::format("set {:.0f}: {}", set[i], text[i]));
    return out;
}

} // namespace

Contents scan_outcomes(const RunData& data) {
    Contents out;
    const ScanSample sets = all_sets(data);
    const std::vector<double> state = data.values("/tasks/status");
    std::vector<Bar> bars;
    PageTable table{std::string(section::scan),
                    "How the sets ended",
                    {"status", "sets", "share", "meaning", "for example"},
                    {},
                    ""};
    const std::map<double, std::string> example = messages(data, state);
    std::size_t failed = 0;
    for (const auto& [value, count] : counts_of(state)) {
        const std::string flag = data.word("/tasks/status", value);
        bars.push_back({"sets: " + words_of(flag), count, 0});
        table.rows.push_back({words_of(flag), fmt::format("{}", count), percent(count, state.size()),
                              meaning_of(flag), example.contains(value) ? example.at(value) : ""});
        if (flag != "ok" && flag != "not_computed") failed += count;
    }
    for (std::size_t family = 0; family < 2; ++family)
        add_exponent(data, sets, family, bars);
    Figure figure = figure_of(bars, state.size());
    figure.caption =
        fmt::format("All {} sets of the scan, with their numbers: how they ended (grey), and whether α and β "
                    "exist at the "
                    "temperature nearest to T_{{g}}, or why not. {} An exponent without extinction is a "
                    "result and no failure.",
                    state.size(),
                    failed == 0 ? "No set failed."
                                : fmt::format("{} failed ({}).", failed, percent(failed, state.size())));
    out.figures.push_back(std::move(figure));
    out.tables.push_back(std::move(table));
    return out;
}

} // namespace lpsglass::report
