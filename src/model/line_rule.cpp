#include "lpsglass/model/line_rule.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "line_expansion.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/model/line_kernel.hpp"
#include "lpsglass/model/nqr_frequency.hpp"

namespace lpsglass::model {

namespace {

constexpr int kMostNodes = 20000; // frequencies per line; beyond it the estimate is only reported
constexpr int kMostFinePoints = 8000;
constexpr double kNearlyTheSame = 0.3;

/// The next order of a direction. Along the first by two; across by one while low, then by about a quarter.
int next_order(int direction, int order) {
    if (direction == 0) return order + 2;
    return order < 6 ? order + 1 : order + (order + 2) / 4;
}

double peak(const std::vector<double>& line) {
    return *std::max_element(line.begin(), line.end());
}

/// Largest deviation of two lines relative to the peak of the first; NaN where there is no line to judge.
double deviation(const std::vector<double>& a, const std::vector<double>& b) {
    double largest = 0.0;
    for (std::size_t j = 0; j < a.size(); ++j)
        largest = std::max(largest, std::abs(a[j] - b[j]));
    const double top = peak(a);
    return top > 0.0 ? largest / top : std::nan("");
}

/// The bins, and, where they miss the line, points over its own range, so that a rule is never judged on
/// nothing.
std::vector<double> judged_bins(const ParameterSet<double>& p, double temperature_K,
                                const Sextuple<double>& slope, std::span<const double> bins) {
    double variance = std::pow(p[parameter::packet_fwhm], 2) / (8.0 * std::log(2.0));
    for (int k = 0; k < kFluctuations; ++k)
        variance += std::pow(p[parameter::amplitude + k] * slope[k], 2);
    const double width = std::sqrt(variance);
    const Structure<double> mean = mean_structure(p);
    if (!mean.is_pyramid) throw NumericalError("the mean structure is no pyramid");
    const double centre = thermal_factor(p, temperature_K) * nqr_frequency(p, mean);
    std::vector<double> out(bins.begin(), bins.end());
    if (std::any_of(bins.begin(), bins.end(), [&](double nu) { return std::abs(nu - centre) < width; }))
        return out;
    for (int i = -12; i <= 12; ++i)
        out.push_back(centre + 0.25 * i * width);
    std::sort(out.begin(), out.end());
    return out;
}

double node_count(const LineRule& rule) {
    return std::accumulate(rule.orders.begin(), rule.orders.end(), 1.0, std::multiplies<>());
}

/// A rule, its lines at the sites, and how much the next order of each direction would change any of them.
class Refinement {
  public:
    /// @param sites at least one; the bins are judged at the first
    Refinement(LineRule rule, std::span<const ParameterSet<double>> sites, double temperature_K,
               std::span<const double> frequency_MHz, double tolerance)
        : rule_(rule), sites_(sites.begin(), sites.end()), temperature_K_(temperature_K),
          tolerance_(tolerance),
          frequency_(judged_bins(sites.front(), temperature_K, rule.frequency_gradient, frequency_MHz)) {
        lines_ = lines(rule_);
        compare();
    }

    [[nodiscard]] double error() const {
        return std::accumulate(change_.begin(), change_.end(), fine_change_);
    }
    [[nodiscard]] const LineRule& rule() const { return rule_; }

    /// Raises the orders that gain most for their cost; false where the budget does not allow it.
    bool refine() {
        LineRule finer = rule_;
        if (fine_change_ > *std::max_element(change_.begin(), change_.end())) {
            finer.fine_points *= 2;
        } else if (change_[0] > 0.1 * tolerance_) {
            // Interpolation along the strands comes first: its errors look like noise to the other
            // directions.
            raise(finer, 0);
        } else {
            // All directions of nearly the same gain together: far nodes of a coarse direction would make
            // another one look coarse for ever.
            std::array<double, kFluctuations> gain{};
            for (int i = 0; i < kFluctuations; ++i) {
                LineRule candidate = rule_;
                raise(candidate, i);
                gain[i] = change_[i] / std::log(node_count(candidate) / node_count(rule_));
            }
            const double most = *std::max_element(gain.begin(), gain.end());
            for (int i = 0; i < kFluctuations; ++i) {
                if (gain[i] >= kNearlyTheSame * most) raise(finer, i);
            }
        }
        if (node_count(finer) > kMostNodes || finer.fine_points > kMostFinePoints) return false;
        rule_ = finer;
        lines_ = lines(rule_);
        compare();
        return true;
    }

  private:
    [[nodiscard]] std::vector<std::vector<double>> lines(const LineRule& rule) const {
        const LineKernel kernel(rule, frequency_);
        std::vector<std::vector<double>> out;
        for (const ParameterSet<double>& p : sites_)
            out.push_back(kernel.evaluate(p, temperature_K_).intensity);
        return out;
    }
    /// Largest change of any site's line. A site whose line misses the bins is not judged, but for the first.
    [[nodiscard]] double change(const LineRule& candidate) const {
        const std::vector<std::vector<double>> other = lines(candidate);
        double largest = deviation(lines_[0], other[0]);
        for (std::size_t i = 1; i < other.size(); ++i) {
            const double here = deviation(lines_[i], other[i]);
            if (here > largest) largest = here;
        }
        return largest;
    }
    static void raise(LineRule& rule, int direction) {
        rule.orders[direction] = next_order(direction, rule.orders[direction]);
    }
    void compare() {
        for (int i = 0; i < kFluctuations; ++i) {
            LineRule candidate = rule_;
            raise(candidate, i);
            change_[i] = change(candidate);
        }
        LineRule finer = rule_;
        finer.fine_points *= 2;
        fine_change_ = change(finer);
    }

    LineRule rule_;
    std::vector<ParameterSet<double>> sites_;
    double temperature_K_;
    double tolerance_;
    std::vector<double> frequency_;
    std::vector<std::vector<double>> lines_; // of the sites
    std::array<double, kFluctuations> change_{};
    double fine_change_ = 0.0;
};

} // namespace

LineRule direct_rule(EnsembleLaw law, int points) {
    LineRule rule;
    rule.method = IntegrationMethod::direct;
    rule.law = law;
    rule.points = points;
    return rule;
}

ChosenRule choose_conditional_rule(std::span<const ParameterSet<double>> sites, double temperature_K,
                                   EnsembleLaw law, std::span<const double> frequency_MHz, double tolerance) {
    const FrequencyExpansion nu = expand_frequency(sites.front());
    LineRule rule = one_node_rule(sites.front(), nu, law, kUsualSpacing);
    Refinement refinement(rule, sites, temperature_K, frequency_MHz, tolerance);
    while (refinement.error() > tolerance && refinement.refine()) {
    }
    return {refinement.rule(), refinement.error(), refinement.error() <= tolerance};
}

double estimate_line_error(const LineRule& rule, const ParameterSet<double>& p, double temperature_K,
                           std::span<const double> frequency_MHz) {
    if (rule.method == IntegrationMethod::conditional) {
        return Refinement(rule, {&p, 1}, temperature_K, frequency_MHz, 0.0).error();
    }
    const Vector6 gradient = expand_frequency(p).gradient;
    Sextuple<double> slope;
    std::copy(gradient.begin(), gradient.end(), slope.begin());
    const std::vector<double> bins = judged_bins(p, temperature_K, slope, frequency_MHz);
    return deviation(
        LineKernel(rule, bins).evaluate(p, temperature_K).intensity,
        LineKernel(direct_rule(rule.law, rule.points / 2), bins).evaluate(p, temperature_K).intensity);
}

LineRule doubled(const LineRule& rule) {
    LineRule out = rule;
    out.points *= 2;
    out.fine_points *= 2;
    for (int& order : out.orders)
        order *= 2;
    return out;
}

} // namespace lpsglass::model
