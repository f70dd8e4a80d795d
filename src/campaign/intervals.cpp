#include "lpsglass/campaign/intervals.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lpsglass::campaign {

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr double kDisagreement = 0.5; // standard errors

/// Value at the share p between the order statistics of rising values.
double quantile(const std::vector<double>& sorted, double p) {
    const double place = p * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    // Equal neighbours first: infinities have no difference.
    if (sorted[below] == sorted[above]) return sorted[below];
    return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

} // namespace

Interval interval_of(std::vector<double> values) {
    std::erase_if(values, [](double x) { return std::isnan(x); });
    if (values.empty()) return {missing, missing, missing};
    std::sort(values.begin(), values.end());
    return {quantile(values, 0.16), quantile(values, 0.5), quantile(values, 0.84)};
}

Interval linear_interval(double value, double error) {
    if (std::isnan(error)) return {missing, missing, missing};
    return {value - error, value, value + error};
}

Interval reciprocal_interval(double scale, const Interval& x) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (x.lower <= 0.0 && x.upper >= 0.0) return {-infinity, scale / x.median, infinity};
    return {scale / x.upper, scale / x.median, scale / x.lower};
}

bool linear_disagrees(double value, double error, const Interval& interval) {
    if (std::isnan(interval.lower) || std::isnan(error))
        return std::isnan(interval.lower) != std::isnan(error);
    const double limit = kDisagreement * error;
    // An infinite end disagrees with any error, a missing one with none.
    return std::abs(interval.lower - (value - error)) > limit ||
           std::abs(interval.upper - (value + error)) > limit;
}

void fill_linear_intervals(SetResult& set) {
    for (SpectrumResult& r : set.spectrum) {
        for (int k = 0; k < kFluctuations; ++k) {
            r.amplitude_interval[k] = linear_interval(r.amplitude[k], r.amplitude_errors[k]);
            r.ground_state_interval[k] = linear_interval(r.ground_state[k], r.ground_state_errors[k]);
            r.log_eta_interval[k] = linear_interval(r.log_eta[k], r.log_eta_errors[k]);
        }
        r.parameter_interval.clear();
        for (std::size_t a = 0; a < r.parameter.size(); ++a)
            r.parameter_interval.push_back(linear_interval(r.parameter[a], r.parameter_errors[a]));
    }
    for (TemperatureResult& t : set.temperature) {
        for (int f = 0; f < 2; ++f) {
            t.exponent_interval[f] = linear_interval(t.exponent[f], t.exponent_errors[f]);
            t.lambda_interval[f] = linear_interval(t.lambda[f], t.lambda_errors[f]);
        }
    }
    for (int i = 0; i < summary::count; ++i)
        set.summary_interval[i] = linear_interval(set.summary[i], set.summary_errors[i]);
}

} // namespace lpsglass::campaign
