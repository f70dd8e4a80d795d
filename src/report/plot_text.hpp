#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "lpsglass/report/run_data.hpp"

/// Pieces that several figures share: names, numbers as text, marks in gnuplot scripts.
namespace lpsglass::report {

/// Names of the six fluctuations as figures and tables show them: β_{1} ... θ_{13}.
extern const std::array<std::string_view, 6> kFluctuation;

/// The two families, beta and theta.
struct FamilyName {
    std::string_view word;     ///< in names of files and datasets
    std::string_view letter;   ///< β, θ
    std::string_view exponent; ///< the name of its exponent: α, β
    std::string_view symbol;   ///< the paper's: ξ_{β}, ξ_{θ}
};
extern const std::array<FamilyName, 2> kFamily;

/// A parameter's name as figures show it; one that is no fluctuation stays as it is.
std::string display_name(const std::string& parameter);

/// A number in four significant digits, `missing` for NaN, `∞`.
std::string number_text(double value);
/// `value ± error`, the error in two digits; without an error the number alone.
std::string with_error(double value, double error);
/// `lower to upper`; empty where both are missing.
std::string between(double lower, double upper);

/// Lowest and highest of the finite values; {0, 1} if there are none.
struct Extent {
    double low = 0.0, high = 1.0;
    [[nodiscard]] Extent widened(double share) const; ///< by a share of its width at both ends
};
Extent extent_of(const std::vector<double>& values);

bool any_finite(const std::vector<double>& values);

/// `set xrange [a:b]` and the like; `axis` is x, y, ...
std::string range(std::string_view axis, const Extent& extent);

/// `lines`, or `linespoints` where a few temperatures would make lines that are hard to see, or none.
std::string_view curve_of(const std::vector<double>& temperature);

/// `set ytics STEP` with a round step that makes at most so many of them over the extent.
std::string few_tics(std::string_view axis, const Extent& extent, int at_most);

/// A labelled dashed line at a temperature on the x axis, if it lies in the range. `height` places its label
/// (graph coordinates), `number` tells the marks of a figure apart.
std::string mark_temperature(int number, double temperature, std::string_view label, const Extent& range,
                             double height = 0.94);

/// A vertical line from the axis to the top.
std::string vertical_line(int number, double x, std::string_view style);

/// Linear interpolation, for marks on a curve; NaN outside it.
double interpolated(const std::vector<double>& x, const std::vector<double>& y, double at);

/// The kind of interval in a group, e.g. `posterior, 68 percent`; empty where it has none.
std::string interval_of(const RunData& data, const std::string& group);

/// Whether intervals of this kind are those of a band: not `none`.
bool has_intervals(const RunData& data, const std::string& group);

/// A caption's last sentence about the band: how it came about.
std::string band_sentence(const RunData& data, const std::string& group);

} // namespace lpsglass::report
