#include "plot_text.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "lpsglass/deck/key_table.hpp"
#include "lpsglass/report/figure.hpp"

namespace lpsglass::report {

const std::array<std::string_view, 6> kFluctuation{"β_{1}", "β_{2}", "β_{3}", "θ_{12}", "θ_{23}", "θ_{13}"};
const std::array<FamilyName, 2> kFamily{{{"beta", "β", "α", "ξ_{β}"}, {"theta", "θ", "β", "ξ_{θ}"}}};

std::string display_name(const std::string& parameter) {
    const auto names = deck::fluctuation_names();
    const auto at = std::ranges::find(names, parameter);
    return at == names.end() ? parameter
                             : std::string(kFluctuation[static_cast<std::size_t>(at - names.begin())]);
}

std::string number_text(double value) {
    if (std::isnan(value)) return "missing";
    if (std::isinf(value)) return value > 0 ? "∞" : "-∞";
    const std::string text = fmt::format("{:.4g}", value);
    const std::size_t e = text.find('e');
    return e == std::string::npos
               ? text
               : fmt::format("{} × 10^{{{}}}", text.substr(0, e), std::stoi(text.substr(e + 1)));
}

std::string with_error(double value, double error) {
    if (std::isnan(value) || !std::isfinite(error) || error <= 0.0) return number_text(value);
    const int place = static_cast<int>(std::floor(std::log10(error))) - 1; // of the error's second digit
    if (place < -8) return number_text(value) + " ± " + number_text(error);
    const double unit = std::pow(10.0, std::max(place, 0));
    const int digits = std::max(-place, 0);
    return fmt::format("{:.{}f} ± {:.{}f}", place > 0 ? std::round(value / unit) * unit : value, digits,
                       place > 0 ? std::round(error / unit) * unit : error, digits);
}

std::string between(double lower, double upper) {
    if (std::isnan(lower) && std::isnan(upper)) return "";
    return number_text(lower) + " to " + number_text(upper);
}

Extent Extent::widened(double share) const {
    const double by = (high > low ? high - low : std::max(1.0, std::abs(high))) * share;
    return {low - by, high + by};
}

Extent extent_of(const std::vector<double>& values) {
    Extent out{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
    for (const double value : values) {
        if (!std::isfinite(value)) continue;
        out.low = std::min(out.low, value);
        out.high = std::max(out.high, value);
    }
    return out.low <= out.high ? out : Extent{};
}

bool any_finite(const std::vector<double>& values) {
    return std::ranges::any_of(values, [](double value) { return std::isfinite(value); });
}

std::string range(std::string_view axis, const Extent& extent) {
    return fmt::format("set {}range [{:.6g}:{:.6g}]\n", axis, extent.low, extent.high);
}

std::string_view curve_of(const std::vector<double>& temperature) {
    return temperature.size() > 12 ? "lines" : "linespoints";
}

std::string few_tics(std::string_view axis, const Extent& extent, int at_most) {
    const double least = (extent.high - extent.low) / at_most;
    const double decade = std::pow(10.0, std::floor(std::log10(least)));
    double step = 10.0 * decade;
    for (const double factor : {5.0, 2.0, 1.0}) {
        if (factor * decade >= least) step = factor * decade;
    }
    return fmt::format("set {}tics {:.6g}\n", axis, step);
}

std::string vertical_line(int number, double x, std::string_view style) {
    return fmt::format("set arrow {0} from {1:.6g}, graph 0 to {1:.6g}, graph 1 nohead {2}\n", number, x,
                       style);
}

std::string mark_temperature(int number, double temperature, std::string_view label, const Extent& range,
                             double height) {
    if (!(temperature > range.low && temperature < range.high)) return "";
    const bool left = temperature > range.low + 0.8 * (range.high - range.low);
    return vertical_line(number, temperature, "lw 1.2 dt (5,4) lc rgb '#777777' back") +
           fmt::format("set label {} {} at {:.6g}, graph {} {} offset {},0 tc rgb '#555555' front\n", number,
                       gnuplot_enhanced(label), temperature, height, left ? "right" : "left",
                       left ? -0.4 : 0.4);
}

double interpolated(const std::vector<double>& x, const std::vector<double>& y, double at) {
    const auto above = std::ranges::lower_bound(x, at);
    if (above == x.end() || std::isnan(at)) return std::numeric_limits<double>::quiet_NaN();
    const auto i = static_cast<std::size_t>(above - x.begin());
    if (*above == at) return y[i];
    if (i == 0) return std::numeric_limits<double>::quiet_NaN();
    return y[i - 1] + (y[i] - y[i - 1]) * (at - x[i - 1]) / (x[i] - x[i - 1]);
}

std::string interval_of(const RunData& data, const std::string& group) {
    if (!data.has(group)) return "";
    const std::string found = data.file().attribute_text(group, "interval").value_or("none");
    return found == "none" ? "" : found;
}

bool has_intervals(const RunData& data, const std::string& group) {
    return !interval_of(data, group).empty();
}

std::string band_sentence(const RunData& data, const std::string& group) {
    const std::string kind = interval_of(data, group);
    if (kind.empty()) return " Nothing was fitted, so there are no errors.";
    const std::string method = kind.substr(0, kind.find(','));
    if (method == "posterior") return " Bands: 68 % of the posterior.";
    if (method == "bootstrap") return " Bands: 68 % of the bootstrap replicas.";
    if (method == "profile") return " Bands: 68 % by the profile likelihood.";
    return " Bands: one standard error of the linear covariance to both sides.";
}

} // namespace lpsglass::report
