#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

/// What figures of scans show of many values: quantiles, classes of a parameter, histograms. Values that are
/// not finite are missing, and left out everywhere.
namespace lpsglass::report {

/// The finite ones, ascending.
std::vector<double> sorted_values(std::span<const double> values);

/// Linear between order statistics; NaN without any.
/// @param share from 0, the smallest value, to 1, the largest.
double quantile(std::span<const double> ascending, double share);

/// 5, 25, 50, 75 and 95 percent points.
inline constexpr std::array<double, 5> fan_shares{0.05, 0.25, 0.5, 0.75, 0.95};

/// Quantiles of one quantity over sets.
struct FanPoint {
    std::array<double, 5> quantile{}; ///< at fan_shares; NaN without a value
    std::size_t with_value = 0;       ///< sets
};
FanPoint fan_point(std::span<const double> values);

/// Median with its own uncertainty and the spread around it.
struct MedianPoint {
    std::size_t count = 0;
    double median = 0.0;             ///< NaN without a value
    double lower = 0.0, upper = 0.0; ///< the median's 68 percent interval; NaN below four values
    double low = 0.0, high = 0.0;    ///< 16 and 84 percent points of the values; NaN below four
};

/// The number of n values below the true median has mean n/2 and standard deviation sqrt(n)/2, so the
/// interval is from quantile 1/2 - 1/(2 sqrt n) to 1/2 + 1/(2 sqrt n), whatever the values' law.
MedianPoint median_point(std::span<const double> values);

/// Share of ones among values of 0 and 1, as `median`, with the interval of Wilson (1927) for one standard
/// deviation; it has a width even where all values are equal. low and high are NaN.
MedianPoint share_point(std::span<const double> values);

/// Rows whose value of a parameter is alike.
struct Class {
    double centre = 0.0;           ///< the value, or the median of the values
    std::vector<std::size_t> rows; ///< ascending by value
};

/// Few different values make a class each. More are cut into classes of equal number, about one for ten rows
/// but between three and ten; equal values are never parted.
/// @param each_value of values that have no order: a class each, however many
std::vector<Class> classes(std::span<const double> parameter, bool each_value = false);
inline constexpr std::size_t most_values_by_themselves = 12;

/// Counts in cells of equal width.
struct Histogram {
    double first = 0.0, width = 0.0; ///< lower end of the first cell
    std::vector<std::size_t> count;
    std::size_t below = 0, above = 0; ///< outside of the cells
    std::size_t missing = 0;          ///< not finite

    [[nodiscard]] double end() const { return first + width * static_cast<double>(count.size()); }
    [[nodiscard]] std::size_t inside() const;
};

/// Cells on round numbers that cover [lower, upper]. A cell has its lower end, not its upper one.
/// @param cells as many or fewer, but for one or two at the ends.
Histogram histogram(std::span<const double> values, double lower, double upper, std::size_t cells);

/// The range of most values: the 2 to 98 percent points, and as much of the tails as lies within half that
/// width of them. NaN without a value.
struct Range {
    double lower = 0.0, upper = 0.0;
};
Range main_range(std::span<const double> values);

/// 1, 2 or 5 times a power of ten, the next above x > 0.
double round_step(double x);

} // namespace lpsglass::report
