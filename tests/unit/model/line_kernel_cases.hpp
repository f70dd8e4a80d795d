#pragma once

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "lpsglass/model/line_kernel.hpp"
#include "support/catch.hpp"
#include "unit/model/glass_cases.hpp"

/// LineKernel beside its definition, NqrLine.
namespace line_kernel_cases {

using namespace glass_cases;
using model::choose_conditional_rule;
using model::direct_rule;
using model::EnsembleLaw;
using model::Line;
using model::LineKernel;
using model::LineRule;
using model::NqrLine;

inline constexpr EnsembleLaw every_law[] = {EnsembleLaw::normal, EnsembleLaw::uniform, EnsembleLaw::arcsine};
inline const double no_temperature = std::nan("");
inline const std::vector<int> amplitudes{21, 22, 23, 24, 25, 26};

inline std::vector<int> every_parameter() {
    std::vector<int> out(par::count);
    std::iota(out.begin(), out.end(), 0);
    return out;
}

inline std::vector<double> bins(double start, double stop, double step) {
    std::vector<double> out;
    for (int i = 0; start + i * step <= stop + 1e-9; ++i)
        out.push_back(start + i * step);
    return out;
}

/// A conditional rule of given orders, so that no test waits for one to be chosen.
inline LineRule conditional(const ParameterSet<double>& p, EnsembleLaw law, std::array<int, 6> orders,
                            int fine_points) {
    LineRule rule = choose_conditional_rule(p, no_temperature, law, bins(50.0, 66.0, 2.0), 0.5).rule;
    rule.orders = orders;
    rule.fine_points = fine_points;
    return rule;
}

inline ParameterSet<double> scaled(ParameterSet<double> p, double factor) {
    for (int k = 0; k < 6; ++k)
        p[par::amplitude + k] *= factor;
    return p;
}

/// Away from the amplitudes a rule was made at, so that its directions turn.
inline ParameterSet<double> moved(ParameterSet<double> p) {
    p[par::amplitude + 0] *= 1.3;
    p[par::amplitude + 4] *= -0.6;
    return p;
}

/// Largest deviation of n numbers, relative to the largest of the second.
inline double deviation(const double* a, const double* b, std::size_t n) {
    double largest = 0.0, size = 0.0;
    for (std::size_t j = 0; j < n; ++j) {
        if (!(std::isfinite(a[j]) && std::isfinite(b[j]))) return HUGE_VAL;
        largest = std::max(largest, std::abs(a[j] - b[j]));
        size = std::max(size, std::abs(b[j]));
    }
    return size > 0.0 ? largest / size : largest;
}

/// The agreement asked for: rounding of frequencies, some 1e-14 MHz, over the width of a packet of 1 MHz,
/// times the length of sums and, for slopes, how steeply frequencies near the edge of the pyramids change.
inline constexpr double kAgreement = 1e-11;

inline void check_same(const LineRule& rule, const std::vector<double>& at, const ParameterSet<double>& p,
                       double temperature_K, const std::vector<int>& active, double agreement = kAgreement,
                       double slope_agreement = kAgreement) {
    const Line exact = NqrLine(rule, at).evaluate(p, temperature_K, active);
    const LineKernel kernel(rule, at);
    const Line line = kernel.evaluate(p, temperature_K, active);
    REQUIRE(line.intensity.size() == at.size());
    REQUIRE(line.derivative.size() == active.size() * at.size());
    CHECK(deviation(line.intensity.data(), exact.intensity.data(), at.size()) < agreement);
    for (std::size_t a = 0; a < active.size(); ++a) {
        CAPTURE(active[a]);
        const double slope = deviation(line.derivative.data() + a * at.size(),
                                       exact.derivative.data() + a * at.size(), at.size());
        CAPTURE(slope / slope_agreement);
        CHECK(slope < std::max(agreement, slope_agreement));
    }
    CHECK(line.mean_MHz == Approx(exact.mean_MHz).epsilon(1e-12));
    CHECK(line.standard_deviation_MHz == Approx(exact.standard_deviation_MHz).epsilon(1e-9).margin(1e-12));
    CHECK(line.dropped_share == Approx(exact.dropped_share).epsilon(1e-12));
    // Values alone take another way through the code.
    const Line value = kernel.evaluate(p, temperature_K);
    CHECK(value.derivative.empty());
    CHECK(deviation(value.intensity.data(), exact.intensity.data(), at.size()) < agreement);
}

} // namespace line_kernel_cases
