#include <array>
#include <cmath>

#include <fmt/format.h>

#include "plot_text.hpp"
#include "run_parts.hpp"

namespace lpsglass::report {

namespace {

struct Quantity {
    const char* name; ///< in /summary
    const char* text;
    const char* unit;
};

constexpr std::array kQuantities{
    Quantity{"alpha_at_tg", "α = ξ_{β} at T_{g}", ""},
    Quantity{"beta_at_tg", "β = ξ_{θ} at T_{g}", ""},
    Quantity{"alpha_minus_beta_at_tg", "α - β at T_{g}", ""},
    Quantity{"lambda_alpha_at_tg", "λ from α at T_{g}", ""},
    Quantity{"lambda_beta_at_tg", "λ from β at T_{g}", ""},
    Quantity{"inverse_lambda_alpha_at_tg", "1/λ from α at T_{g}", ""},
    Quantity{"inverse_lambda_beta_at_tg", "1/λ from β at T_{g}", ""},
    Quantity{"fractal_dimension_at_tg", "fractal dimension D = 1 - 1/λ at T_{g}, λ from β", ""},
    Quantity{"crossing_temperature", "crossing α = β nearest to T_{g}", "K"},
    Quantity{"lambda_at_crossing", "λ at that crossing", ""},
    Quantity{"specific_heat_peak_beta", "peak of C_{β}", "K"},
    Quantity{"specific_heat_peak_theta", "peak of C_{θ}", "K"},
    Quantity{"extinction_ratio_at_tg", "mean Δt_{β} / mean Δt_{θ} at T_{g}", ""},
};

std::string with_unit(const std::string& text, const char* unit) {
    return *unit != '\0' && text != "missing" && !text.empty() ? text + " " + unit : text;
}

/// What is to be said of a value: whether its errors can be trusted, whether lambda is a stretching exponent.
std::string said_of(const RunData& data, const Quantity& quantity, double value) {
    const std::string path = std::string("/summary/") + quantity.name;
    std::string out;
    const auto add = [&](const std::string& text) { out += (out.empty() ? "" : "; ") + text; };
    if (std::string_view(quantity.name).starts_with("lambda") && std::isfinite(value) &&
        !(value > 0.0 && value <= 1.0))
        add("no stretching exponent");
    if (std::string_view(quantity.name) == "crossing_temperature" &&
        data.number("/summary/crossing_count") == 0.0)
        add("no crossing in the deck's range, which is an answer");
    const bool interval = !std::isnan(data.number(path + "_lower"));
    if (std::isnan(value)) {
        if (interval) add("the interval is that of the draws that have a value");
    } else if (data.number(path + "_linear_disagrees") == 1.0) {
        add("the linear error misleads");
    }
    return out;
}

PageTable values(const RunData& data) {
    const bool intervals = has_intervals(data, "/summary");
    PageTable table{std::string(section::summary),
                    fmt::format("What the run gives, T_{{g}} = {:g} K", data.glass_temperature()),
                    {"quantity", intervals ? "value ± linear error" : "value"},
                    {},
                    ""};
    if (intervals) table.header.emplace_back("68 % interval");
    table.header.emplace_back("remark");
    for (const Quantity& quantity : kQuantities) {
        const std::string path = std::string("/summary/") + quantity.name;
        if (!data.has(path)) continue;
        const double value = data.number(path);
        std::vector<std::string> row{
            quantity.text, with_unit(with_error(value, data.number(path + "_errors")), quantity.unit)};
        if (intervals)
            row.push_back(with_unit(between(data.number(path + "_lower"), data.number(path + "_upper")),
                                    quantity.unit));
        row.push_back(said_of(data, quantity, value));
        table.rows.push_back(std::move(row));
    }
    table.note = intervals ? "Intervals: " + interval_of(data, "/summary") +
                                 ". Where the linear error misleads, use them."
                           : "Nothing was fitted, so there are neither errors nor intervals.";
    return table;
}

/// Values that have no errors of this kind.
PageTable spreads(const RunData& data) {
    PageTable table{std::string(section::summary),
                    "What the labels of the bonds leave open",
                    {"quantity at T_{g}", "largest minus smallest over the freezing orders"},
                    {},
                    ""};
    for (const auto& [name, text] :
         {std::pair{"order_spread_alpha", "α"}, std::pair{"order_spread_beta", "β"},
          std::pair{"order_spread_lambda_alpha", "λ from α"},
          std::pair{"order_spread_lambda_beta", "λ from β"}})
        table.rows.push_back({text, number_text(data.number(std::string("/summary/") + name))});
    return table;
}

} // namespace

Contents summary_of_run(const RunData& data) {
    Contents out;
    if (data.set_count() > 1)
        out.remarks.push_back({std::string(section::summary),
                               fmt::format("The file has {} parameter sets. Figures and tables of a single "
                                           "run show set 0, the first; those under "
                                           "“Scan” and “Sensitivity” show all.",
                                           data.set_count()),
                               false});
    out.tables.push_back(values(data));
    out.tables.push_back(spreads(data));
    return out;
}

} // namespace lpsglass::report
