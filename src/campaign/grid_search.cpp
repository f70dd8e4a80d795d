#include "grid_search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/math/tools/toms748_solve.hpp>

#include "lpsglass/core/constants.hpp"
#include "lpsglass/model/temperature_sweep.hpp"
#include "lpsglass/model/thermodynamics.hpp"
#include "state_functions.hpp"

namespace lpsglass::campaign {

namespace {

constexpr double kGridStep = 1.0; // K

/// Root of f between a and b, where it has opposite signs, to the last bits.
template <class F> double root_between(const F& f, double a, double b, double fa, double fb) {
    std::uintmax_t iterations = 200;
    const auto bracket = boost::math::tools::toms748_solve(
        f, a, b, fa, fb, boost::math::tools::eps_tolerance<double>(52), iterations);
    return std::abs(f(bracket.first)) <= std::abs(f(bracket.second)) ? bracket.first : bracket.second;
}

bool opposite(double a, double b) {
    return (a < 0.0 && b > 0.0) || (a > 0.0 && b < 0.0);
}

/// A function at a temperature.
struct Value {
    double value = 0.0; ///< with the sign that its definition gives; its value where the sign is in doubt
    double free_up_to = 0.0; ///< K: the definition gives the same sign from here to there
};

/// alpha - beta of a state, with what is known of it between temperatures.
class Difference {
  public:
    explicit Difference(const model::GlassState<double>& state)
        : state_(state), alpha_(state.family[0]), beta_(state.family[1]),
          slope_(alpha_.largest_slope() + beta_.largest_slope()) {}

    /// By the definition.
    double operator()(double temperature_K) const { return alpha_minus_beta(state_, temperature_K); }

    [[nodiscard]] Value at(double temperature_K) const {
        const double quick = alpha_.xi(temperature_K) - beta_.xi(temperature_K);
        const double doubt = 4.0 * (alpha_.rounding(temperature_K) + beta_.rounding(temperature_K));
        if (!(std::abs(quick) > doubt)) return {(*this)(temperature_K), temperature_K};
        const double inverse = 1.0 / temperature_K - (std::abs(quick) - doubt) / slope_;
        return {quick, inverse > 0.0 ? 1.0 / inverse : std::numeric_limits<double>::infinity()};
    }

  private:
    const model::GlassState<double>& state_;
    model::FamilySweep alpha_, beta_;
    double slope_;
};

/// T dC/dT of a family of three levels, which is c3 - 2 c2 with the cumulants c of u/k_B T, quickly.
class PeakSlope {
  public:
    explicit PeakSlope(const model::Family<double>& family) : family_(family) {
        const double lowest = *std::min_element(family.level.begin(), family.level.end());
        for (int k = 0; k < 3; ++k) {
            above_[k] = (family.level[k] - lowest) / constants::boltzmann_eV_per_K;
            if (above_[k] > 0.0) smallest_gap_ = std::min(smallest_gap_, above_[k]);
            largest_gap_ = std::max(largest_gap_, above_[k]);
            largest_level_ =
                std::max(largest_level_, std::abs(family.level[k]) / constants::boltzmann_eV_per_K);
        }
    }

    /// By the definition.
    double operator()(double temperature_K) const {
        return model::thermodynamics(family_, temperature_K).specific_heat_slope;
    }

    /// C rises up to here: with y = gap/k_B T of 5 or more, <y> < 0.07 and every excited level, (y - <y>)^2
    /// (y - <y> - 2) of it, outweighs the ground state's <y>^2 (<y> + 2).
    [[nodiscard]] double rises_up_to() const { return smallest_gap_ / 5.0; }
    /// From here on C falls: |c3| <= c2 times the largest y, which is below 2.
    [[nodiscard]] double falls_from() const { return largest_gap_ / 2.0; }

    [[nodiscard]] Value at(double temperature_K) const {
        model::Triple<double> y, p;
        double sum = 0.0, mean = 0.0;
        for (int k = 0; k < 3; ++k) {
            y[k] = above_[k] / temperature_K;
            p[k] = y[k] == 0.0 ? 1.0 : std::exp(-y[k]);
            sum += p[k];
            mean += p[k] * y[k];
        }
        mean /= sum;
        double second = 0.0, third = 0.0, size = 0.0;
        for (int k = 0; k < 3; ++k) {
            const double d = y[k] - mean, square = p[k] * d * d;
            second += square;
            third += square * d;
            size += square * (2.0 + std::abs(d));
        }
        const double slope = (third - 2.0 * second) / sum;
        const double doubt = 1e-12 * (1.0 + largest_level_ / temperature_K) * size / sum;
        if (!(std::abs(slope) > doubt)) return {(*this)(temperature_K), temperature_K};
        return {slope, temperature_K * std::exp((std::abs(slope) - doubt) / kSteepest)};
    }

  private:
    /// Of |d(c3 - 2 c2) / d ln T| = |c4 - 5 c3 + 4 c2|, whose largest value over all distances of three
    /// levels is 2.797.
    static constexpr double kSteepest = 2.9;

    const model::Family<double>& family_;
    model::Triple<double> above_{}; ///< (u - u_min)/k_B, K
    double smallest_gap_ = std::numeric_limits<double>::infinity(), largest_gap_ = 0.0;
    double largest_level_ = 0.0;
};

} // namespace

double Segment::node(std::size_t i) const {
    if (i == 0) return begin;
    return i == last ? end : lowest + (first + static_cast<double>(i - 1)) * kGridStep;
}

std::size_t Segment::last_up_to(double temperature_K) const {
    if (temperature_K >= end) return last;
    const double place = std::floor((temperature_K - lowest) / kGridStep) - first + 1.0;
    std::size_t i = place > 0.0 ? std::min(static_cast<std::size_t>(place), last - 1) : 0;
    while (i > 0 && node(i) > temperature_K) // rounding, here and below
        --i;
    while (i < last && node(i + 1) <= temperature_K)
        ++i;
    return i;
}

std::vector<Segment> segments(const std::vector<SpectrumData>& spectra, double lowest, double highest) {
    std::vector<double> ends{lowest, highest}; // and the midpoints between neighbouring spectra
    for (const SpectrumData& a : spectra) {
        for (const SpectrumData& b : spectra) {
            const double middle = 0.5 * (a.temperature_K + b.temperature_K);
            if (a.temperature_K < b.temperature_K && middle > lowest && middle < highest)
                ends.push_back(middle);
        }
    }
    std::sort(ends.begin(), ends.end());
    std::vector<Segment> out;
    for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
        if (!(ends[i] < ends[i + 1])) continue;
        Segment s{spectrum_at(spectra, 0.5 * (ends[i] + ends[i + 1])), ends[i], ends[i + 1], lowest, 0.0, 1};
        s.first = std::floor((s.begin - lowest) / kGridStep) + 1.0;
        const auto inside = [&s](std::size_t points) { // the last of so many lies before the end
            return s.lowest + (s.first + static_cast<double>(points) - 1.0) * kGridStep < s.end;
        };
        const double estimate = std::ceil((s.end - lowest) / kGridStep) - s.first;
        std::size_t points = estimate > 0.0 ? static_cast<std::size_t>(estimate) : 0;
        while (points > 0 && !inside(points)) // rounding
            --points;
        while (inside(points + 1))
            ++points;
        s.last = points + 1;
        out.push_back(s);
    }
    return out;
}

std::vector<Found> find_crossings(const std::vector<SpectrumState>& states,
                                  const std::vector<Segment>& ranges) {
    std::vector<Found> out;
    const auto add = [&out](double t, int spectrum) { // a zero on a grid point counts once
        if (out.empty() || out.back().temperature != t) out.push_back({t, spectrum});
    };
    for (const Segment& range : ranges) {
        const Difference f(states[range.spectrum].state);
        std::size_t i = 0;
        Value before = f.at(range.node(0));
        if (before.value == 0.0) add(range.node(0), range.spectrum);
        while (i < range.last) {
            i = std::max(i, range.last_up_to(before.free_up_to));
            if (i == range.last) break;
            const double a = range.node(i), b = range.node(++i);
            const Value here = f.at(b);
            if (here.value == 0.0) {
                add(b, range.spectrum);
            } else if (opposite(before.value, here.value)) {
                add(root_between(f, a, b, f(a), f(b)), range.spectrum);
            }
            before = here;
        }
    }
    return out;
}

std::optional<Found> specific_heat_peak(const std::vector<SpectrumState>& states,
                                        const std::vector<Segment>& ranges, int family) {
    std::optional<Found> best;
    double highest = 0.0;
    for (const Segment& range : ranges) {
        const model::Family<double>& levels = states[range.spectrum].state.family[family];
        const PeakSlope slope(levels);
        std::size_t i = 0;
        Value before{1.0, slope.rises_up_to()};
        if (!(range.node(0) <= before.free_up_to)) before = slope.at(range.node(0));
        while (i < range.last) {
            i = std::max(i, range.last_up_to(before.free_up_to));
            if (i == range.last) break;
            const double a = range.node(i), b = range.node(++i);
            const Value here = slope.at(b);
            if (before.value > 0.0 && here.value <= 0.0) {
                const double from = slope(a), to = slope(b);
                const double t = to == 0.0 ? b : from > 0.0 ? root_between(slope, a, b, from, to) : a;
                const double c = model::thermodynamics(levels, t).specific_heat;
                if (from > 0.0 && c > highest) highest = c, best = Found{t, range.spectrum};
            }
            if (b >= slope.falls_from()) break;
            before = here;
        }
    }
    return best;
}

} // namespace lpsglass::campaign
