#include "lpsglass/campaign/intervals.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lpsglass::campaign {

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr double kDisagreement = 0.5; // standard errors

/// Value at the share p between the order statistics. `from`: all values before it are no larger than it and
/// those after it, and stay where they are.
double quantile(std::vector<double>& values, std::ptrdiff_t from, double p) {
    const double place = p * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::ptrdiff_t>(place);
    const auto at = values.begin() + below;
    std::nth_element(values.begin() + from, at, values.end());
    if (at + 1 == values.end()) return *at;
    const double above = *std::min_element(at + 1, values.end());
    // Equal neighbours first: infinities have no difference.
    if (*at == above) return *at;
    return *at + (place - static_cast<double>(below)) * (above - *at);
}

} // namespace

Interval interval_of(std::vector<double> values) {
    std::erase_if(values, [](double x) { return std::isnan(x); });
    if (values.empty()) return {missing, missing, missing};
    // From the smallest share on, so that each selection starts where the one before has ended.
    const auto place = [&](double p) {
        return static_cast<std::ptrdiff_t>(p * static_cast<double>(values.size() - 1));
    };
    const double lower = quantile(values, 0, 0.16);
    const double median = quantile(values, place(0.16), 0.5);
    return {lower, median, quantile(values, place(0.5), 0.84)};
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
