#include "lpsglass/results/sensitivity_outputs.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <span>

#include <fmt/format.h>

#include "lpsglass/campaign/set_result.hpp"
#include "stored_values.hpp"

namespace lpsglass::results {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kBlockBytes = 8 << 20;

/// Summary values with poles, at which an index means nothing: the outputs have 1/lambda instead.
bool has_poles(const std::string& name) {
    return name.find("lambda") != std::string::npos && !name.starts_with("inverse_");
}

/// One column for each place of the dataset's rows. Sets that did not go through are missing: a value at
/// which a fit merely stopped is no answer.
std::vector<scan::OutputValues> columns(const ResultsFile& file, const ScanRows& scan,
                                        const std::string& dataset) {
    const std::vector<std::size_t> lengths = file.lengths(dataset);
    const std::size_t width = product(std::span(lengths).subspan(1));
    const std::size_t block = std::max<std::size_t>(1, kBlockBytes / (8 * width));
    std::vector<scan::OutputValues> out(width, scan::OutputValues(scan.set.size(), kNone));
    std::size_t row = 0;
    for (std::size_t first = 0; first < lengths.front() && row < scan.set.size(); first += block) {
        const std::size_t count = std::min(block, lengths.front() - first);
        const std::vector<double> values = file.rows(dataset, first, count);
        for (; row < scan.set.size() && scan.set[row] < first + count; ++row) {
            if (!scan.derived[row]) continue;
            for (std::size_t i = 0; i < width; ++i)
                out[i][row] = values[(scan.set[row] - first) * width + i];
        }
    }
    return out;
}

scan::OutputValues column(const ResultsFile& file, const ScanRows& scan, const std::string& name) {
    return columns(file, scan, "/summary/" + name).front();
}

/// 1 where `holds` of the value, else 0, missing values included; missing only where the set did not go
/// through.
template <class Holds>
scan::OutputValues indicator(const ScanRows& scan, scan::OutputValues values, const Holds& holds) {
    for (std::size_t row = 0; row < values.size(); ++row)
        values[row] = !scan.derived[row] ? kNone : holds(values[row]) ? 1.0 : 0.0;
    return values;
}

/// Share of the values that are smaller, equal ones counted half; missing where the value is.
scan::OutputValues ranks_of(const scan::OutputValues& values) {
    std::vector<double> ascending = values;
    std::erase_if(ascending, [](double x) { return !std::isfinite(x); });
    std::ranges::sort(ascending);
    const auto count = static_cast<double>(ascending.size());
    scan::OutputValues out(values.size(), kNone);
    for (std::size_t row = 0; row < values.size(); ++row) {
        if (!std::isfinite(values[row])) continue;
        const auto equal = std::ranges::equal_range(ascending, values[row]);
        const auto below = static_cast<double>(equal.begin() - ascending.begin());
        out[row] = (below + 0.5 * static_cast<double>(equal.size())) / count;
    }
    return out;
}

OutputGroup summary_outputs(const ResultsFile& file, const ScanRows& scan) {
    OutputGroup out{"summary", "values that sum a parameter set up", {"output"}, {}, {}, {}, {}, {}, {}};
    const auto add = [&out](const std::string& name, const std::string& unit, const std::string& meaning,
                            scan::OutputValues values) {
        out.outputs.push_back(name);
        out.units.push_back(unit);
        out.meanings.push_back(meaning);
        out.values.push_back(std::move(values));
        out.indicator.push_back(false);
    };
    for (const campaign::SummaryInfo& info : campaign::summary_table()) {
        const std::string name = info.name;
        if (!has_poles(name) && name != "crosses_near_tg")
            add(name, info.unit, info.long_name, column(file, scan, name));
    }
    // Where S nears 1 the exponents have poles too: a few sets then carry all of the variance.
    for (const char* name : {"alpha_at_tg", "beta_at_tg", "alpha_minus_beta_at_tg"}) {
        add(std::string("rank_of_") + name, "1",
            std::string("share of the sets with a smaller ") + name + ", which outliers do not disturb",
            ranks_of(column(file, scan, name)));
    }
    scan::OutputValues inverse = column(file, scan, "lambda_at_crossing");
    std::ranges::transform(inverse, inverse.begin(), [](double lambda) { return 1.0 / lambda; });
    add("inverse_lambda_at_crossing", "1", "1/lambda at that crossing", std::move(inverse));

    const auto is_there = [](double x) { return std::isfinite(x); };
    const auto is_positive = [](double x) { return x > 0.0; };
    const auto indicate = [&](const std::string& name, const std::string& of, const std::string& meaning,
                              const auto& holds) {
        add(name, "1", meaning, indicator(scan, column(file, scan, of), holds));
        out.indicator.back() = true;
    };
    indicate("alpha_exists_at_tg", "alpha_at_tg", "1 where alpha exists at the glass temperature, else 0",
             is_there);
    indicate("beta_exists_at_tg", "beta_at_tg", "1 where beta exists at the glass temperature, else 0",
             is_there);
    indicate("crossing_exists", "crossing_count",
             "1 where alpha and beta cross in the temperature range; 0 where not, or one does not exist",
             is_positive);
    indicate("crossing_near_tg", "crosses_near_tg",
             "1 where they cross within 50 K of the glass temperature; 0 where not, or one does not exist",
             is_positive);
    out.lengths = {out.outputs.size()};
    return out;
}

OutputGroup curve(const ResultsFile& file, const ScanRows& scan, const std::string& name) {
    static const std::map<std::string, std::string> meanings{{"alpha", "exponent alpha(T)"},
                                                             {"beta", "exponent beta(T)"},
                                                             {"alpha_minus_beta", "alpha(T) - beta(T)"}};
    OutputGroup out{name, meanings.at(name), {"temperature"}, {}, {}, {}, {}, {}, {}};
    for (const double temperature : file.numbers("/coordinates/temperature")) {
        out.outputs.push_back(fmt::format("{} at {:.6g} K", name, temperature));
        out.units.emplace_back("1");
    }
    out.lengths = {out.outputs.size()};
    out.values = columns(file, scan, name == "beta" ? "/exponents/beta" : "/exponents/alpha");
    if (name != "alpha_minus_beta") return out;
    const std::vector<scan::OutputValues> beta = columns(file, scan, "/exponents/beta");
    for (std::size_t t = 0; t < beta.size(); ++t)
        std::ranges::transform(out.values[t], beta[t], out.values[t].begin(), std::minus<>());
    return out;
}

/// Of every spectrum what was fitted to it.
OutputGroup fitted(const ResultsFile& file, const ScanRows& scan, const std::string& name) {
    const bool amplitudes = name == "amplitude";
    const std::string dimension = amplitudes ? "fluctuation" : name;
    OutputGroup out{name,
                    amplitudes ? "amplitudes of the fluctuations" : "fitted parameters",
                    {"spectrum", dimension},
                    {},
                    {},
                    {},
                    {},
                    {},
                    {}};
    const std::vector<std::string> names = file.texts("/coordinates/" + dimension);
    const std::vector<std::string> units =
        amplitudes ? std::vector<std::string>(names.size(), "degree") : file.texts("/fit/parameter_unit");
    const std::vector<double> spectra = file.numbers("/coordinates/spectrum");
    for (const double spectrum : spectra) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            out.outputs.push_back(fmt::format("{} of spectrum {:.0f}", names[i], spectrum));
            out.units.push_back(units[i]);
        }
    }
    out.lengths = {spectra.size(), names.size()};
    out.values = columns(file, scan, amplitudes ? "/fit/amplitude" : "/fit/parameter");
    return out;
}

/// Amplitudes that the deck gives are no outputs.
bool amplitudes_are_outputs(const ResultsFile& file) {
    return std::ranges::any_of(file.numbers("/fit/status"), [](double state) {
        return state > static_cast<double>(campaign::FitState::given);
    });
}

bool fits_more_than_amplitudes(const ResultsFile& file) {
    if (!file.has("/fit/parameter")) return false;
    const std::vector<std::string> amplitudes = file.texts("/coordinates/fluctuation");
    return std::ranges::any_of(file.texts("/coordinates/fit_parameter"), [&](const std::string& name) {
        return std::ranges::find(amplitudes, name) == amplitudes.end();
    });
}

} // namespace

std::vector<std::string> output_groups(const ResultsFile& file) {
    std::vector<std::string> out{"summary"};
    if (file.has("/exponents/alpha")) out.insert(out.end(), {"alpha", "beta", "alpha_minus_beta"});
    if (amplitudes_are_outputs(file)) out.emplace_back("amplitude");
    if (fits_more_than_amplitudes(file)) out.emplace_back("fit_parameter");
    return out;
}

OutputGroup read_outputs(const ResultsFile& file, const ScanRows& scan, const std::string& group) {
    if (group == "summary") return summary_outputs(file, scan);
    if (group == "amplitude" || group == "fit_parameter") return fitted(file, scan, group);
    return curve(file, scan, group);
}

} // namespace lpsglass::results
