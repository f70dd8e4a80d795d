#include "scan_statistics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace lpsglass::report {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kEnough = 4; ///< values for an interval

} // namespace

std::vector<double> sorted_values(std::span<const double> values) {
    std::vector<double> out;
    std::ranges::copy_if(values, std::back_inserter(out), [](double x) { return std::isfinite(x); });
    std::ranges::sort(out);
    return out;
}

double quantile(std::span<const double> ascending, double share) {
    if (ascending.empty()) return kNone;
    const double place = std::clamp(share, 0.0, 1.0) * static_cast<double>(ascending.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, ascending.size() - 1);
    return ascending[below] + (place - static_cast<double>(below)) * (ascending[above] - ascending[below]);
}

FanPoint fan_point(std::span<const double> values) {
    const std::vector<double> ascending = sorted_values(values);
    FanPoint out;
    out.with_value = ascending.size();
    std::ranges::transform(fan_shares, out.quantile.begin(),
                           [&](double share) { return quantile(ascending, share); });
    return out;
}

MedianPoint median_point(std::span<const double> values) {
    const std::vector<double> ascending = sorted_values(values);
    MedianPoint out{ascending.size(), quantile(ascending, 0.5), kNone, kNone, kNone, kNone};
    if (out.count < kEnough) return out;
    const double half = 0.5 / std::sqrt(static_cast<double>(out.count));
    out.lower = quantile(ascending, 0.5 - half);
    out.upper = quantile(ascending, 0.5 + half);
    out.low = quantile(ascending, 0.16);
    out.high = quantile(ascending, 0.84);
    return out;
}

MedianPoint share_point(std::span<const double> values) {
    MedianPoint out{0, kNone, kNone, kNone, kNone, kNone};
    double ones = 0.0;
    for (const double x : values) {
        if (!std::isfinite(x)) continue;
        ++out.count;
        ones += x;
    }
    if (out.count == 0) return out;
    const auto n = static_cast<double>(out.count);
    out.median = ones / n;
    const double centre = (out.median + 0.5 / n) / (1.0 + 1.0 / n);
    const double half = std::sqrt(out.median * (1.0 - out.median) / n + 0.25 / (n * n)) / (1.0 + 1.0 / n);
    out.lower = centre - half;
    out.upper = centre + half;
    return out;
}

std::vector<Class> classes(std::span<const double> parameter, bool each_value) {
    std::vector<std::size_t> order;
    for (std::size_t row = 0; row < parameter.size(); ++row)
        if (std::isfinite(parameter[row])) order.push_back(row);
    std::ranges::stable_sort(order, std::less<>(), [&](std::size_t row) { return parameter[row]; });

    std::vector<std::size_t> starts; // of the runs of equal values
    for (std::size_t i = 0; i < order.size(); ++i)
        if (i == 0 || parameter[order[i]] != parameter[order[i - 1]]) starts.push_back(i);
    const bool by_value = each_value || starts.size() <= most_values_by_themselves;
    const std::size_t wanted = std::clamp<std::size_t>(order.size() / 10, 3, 10);

    std::vector<Class> out;
    std::size_t last = 0; // place among the wanted of the class before
    for (std::size_t run = 0; run < starts.size(); ++run) {
        const std::size_t place = by_value ? run : starts[run] * wanted / order.size();
        if (out.empty() || place != last) out.emplace_back();
        last = place;
        const std::size_t end = run + 1 < starts.size() ? starts[run + 1] : order.size();
        for (std::size_t i = starts[run]; i < end; ++i)
            out.back().rows.push_back(order[i]);
    }
    for (Class& one : out) {
        std::vector<double> values;
        for (const std::size_t row : one.rows)
            values.push_back(parameter[row]);
        one.centre = quantile(values, 0.5);
    }
    return out;
}

std::size_t Histogram::inside() const {
    return std::accumulate(count.begin(), count.end(), std::size_t{0});
}

double round_step(double x) {
    const double power = std::pow(10.0, std::floor(std::log10(x)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (x <= factor * power * (1.0 + 1e-12)) return factor * power;
    return 10.0 * power;
}

Histogram histogram(std::span<const double> values, double lower, double upper, std::size_t cells) {
    Histogram out;
    const double span = upper > lower ? upper - lower : std::max(std::abs(lower), 1.0) * 1e-3;
    out.width = round_step(span / static_cast<double>(cells));
    const double first = std::floor(lower / out.width), last = std::floor(upper / out.width) + 1.0;
    out.first = first * out.width;
    out.count.assign(static_cast<std::size_t>(last - first), 0);
    for (const double x : values) {
        if (!std::isfinite(x)) {
            ++out.missing;
            continue;
        }
        const double cell = std::floor(x / out.width) - first;
        if (cell < 0.0) {
            ++out.below;
        } else if (cell >= static_cast<double>(out.count.size())) {
            ++out.above;
        } else {
            ++out.count[static_cast<std::size_t>(cell)];
        }
    }
    return out;
}

Range main_range(std::span<const double> values) {
    const std::vector<double> ascending = sorted_values(values);
    if (ascending.empty()) return {kNone, kNone};
    const double low = quantile(ascending, 0.02), high = quantile(ascending, 0.98);
    const double room = 0.5 * (high - low);
    return {std::max(ascending.front(), low - room), std::min(ascending.back(), high + room)};
}

} // namespace lpsglass::report
