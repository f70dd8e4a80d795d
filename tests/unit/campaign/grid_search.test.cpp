// The search for crossings and peaks against the plain one, which visits every node.

#include "campaign/grid_search.hpp"

#include <cmath>

#include <boost/math/tools/toms748_solve.hpp>

#include "lpsglass/core/constants.hpp"
#include "lpsglass/core/random.hpp"
#include "lpsglass/model/thermodynamics.hpp"
#include "support/catch.hpp"
#include "unit/campaign/decks.hpp"

using namespace lpsglass;
using namespace lpsglass::campaign;

namespace {

constexpr int kEffort = decks::kThorough ? 10 : 1;

/// Nodes of the 1 K grid of a segment, as docs/results.md says it.
std::vector<double> nodes(double begin, double end, double lowest) {
    std::vector<double> out{begin};
    for (double n = 0.0; lowest + n < end; ++n) {
        if (lowest + n > begin) out.push_back(lowest + n);
    }
    out.push_back(end);
    return out;
}

double difference(const SpectrumState& s, double t) {
    return model::exponent_at(s.state.family[0], t).xi - model::exponent_at(s.state.family[1], t).xi;
}
double slope(const SpectrumState& s, int family, double t) {
    return model::thermodynamics(s.state.family[family], t).specific_heat_slope;
}

template <class F> double root_between(const F& f, double a, double b) {
    std::uintmax_t iterations = 200;
    const auto [low, high] = boost::math::tools::toms748_solve(
        f, a, b, f(a), f(b), boost::math::tools::eps_tolerance<double>(52), iterations);
    return std::abs(f(low)) <= std::abs(f(high)) ? low : high;
}

std::vector<double> crossings_by_all_nodes(const std::vector<SpectrumState>& states,
                                           const std::vector<Segment>& ranges) {
    std::vector<double> out;
    for (const Segment& r : ranges) {
        const auto f = [&](double t) { return difference(states[r.spectrum], t); };
        const std::vector<double> node = nodes(r.begin, r.end, r.lowest);
        double before = 0.0;
        for (std::size_t i = 0; i < node.size(); ++i) {
            const double here = f(node[i]);
            const bool through = (before < 0.0 && here > 0.0) || (before > 0.0 && here < 0.0);
            if (here == 0.0 || (i > 0 && through)) {
                const double t = here == 0.0 ? node[i] : root_between(f, node[i - 1], node[i]);
                if (out.empty() || out.back() != t)
                    out.push_back(t); // two nodes may share a root at rounding
            }
            before = here;
        }
    }
    return out;
}

/// Of the highest peak; NaN for none.
double peak_by_all_nodes(const std::vector<SpectrumState>& states, const std::vector<Segment>& ranges,
                         int family) {
    double best = std::nan(""), highest = 0.0;
    for (const Segment& r : ranges) {
        const auto f = [&](double t) { return slope(states[r.spectrum], family, t); };
        const std::vector<double> node = nodes(r.begin, r.end, r.lowest);
        for (std::size_t i = 1; i < node.size(); ++i) {
            if (!(f(node[i - 1]) > 0.0 && f(node[i]) <= 0.0)) continue;
            const double t = f(node[i]) == 0.0 ? node[i] : root_between(f, node[i - 1], node[i]);
            const double c = model::thermodynamics(states[r.spectrum].state.family[family], t).specific_heat;
            if (c > highest) highest = c, best = t;
        }
    }
    return best;
}

/// Levels and extinctions of all sizes: flat ones, degenerate ones, gaps far below and far above k_B T.
SpectrumState random_state(std::mt19937_64& random) {
    SpectrumState out;
    const auto between = [&random](double a, double b) { return a + (b - a) * uniform01(random); };
    for (int f = 0; f < 2; ++f) {
        Triple<double> energy, log_eta;
        const double size = std::exp(between(-4.0, 2.0));
        for (int k = 0; k < 3; ++k) {
            energy[k] = -size * std::exp(between(-1.5, 1.5));
            log_eta[k] = std::exp(between(-3.0, 2.0));
        }
        if (uniform01(random) < 0.1) energy[2] = energy[0];
        if (uniform01(random) < 0.05) energy[1] = energy[0] * (1.0 + 1e-14);
        out.state.family[f] =
            model::make_family(energy, log_eta, std::exp(between(0.0, 4.0)),
                               uniform01(random) < 0.5 ? model::Weight::well : model::Weight::barrier,
                               model::FreezingOrder::listed);
        out.state.family[f].order = model::all_orders[random() % 6];
    }
    if (uniform01(random) < 0.1) { // nearly or just the same: the difference is rounding or 0
        out.state.family[1] = out.state.family[0];
        if (uniform01(random) < 0.5) out.state.family[1].log_eta[0] *= 1.0 + 1e-14 * between(0.0, 1.0);
    }
    return out;
}

std::vector<SpectrumData> at(const std::vector<double>& temperature) {
    std::vector<SpectrumData> out(temperature.size());
    for (std::size_t i = 0; i < temperature.size(); ++i)
        out[i].temperature_K = temperature[i];
    return out;
}

void compare(const std::vector<SpectrumState>& states, const std::vector<Segment>& ranges, int& crossings,
             int& peaks) {
    std::vector<double> found;
    for (const Found& crossing : find_crossings(states, ranges))
        found.push_back(crossing.temperature);
    CHECK(found == crossings_by_all_nodes(states, ranges));
    crossings += static_cast<int>(found.size());
    for (int f = 0; f < 2; ++f) {
        const std::optional<Found> peak = specific_heat_peak(states, ranges, f);
        const double expected = peak_by_all_nodes(states, ranges, f);
        CHECK(peak.has_value() == !std::isnan(expected));
        if (!peak) continue;
        CHECK(peak->temperature == expected);
        ++peaks;
    }
}

} // namespace

TEST_CASE("the search finds what a visit to every node finds", "[campaign][search]") {
    std::mt19937_64 random = random_stream(1, "grid search", 0);
    int crossings = 0, peaks = 0;
    for (int n = 0; n < 100 * kEffort; ++n) {
        CAPTURE(n);
        const std::vector<SpectrumState> states{random_state(random)};
        const double lowest = n % 3 == 0 ? 1.0 : n % 3 == 1 ? 10.0 : 77.25;
        compare(states, segments(at({77.0}), lowest, n % 2 == 0 ? 700.0 : 950.5), crossings, peaks);
    }
    CHECK(crossings > 20 * kEffort); // or there would be nothing to compare
    CHECK(peaks > 50 * kEffort);
}

TEST_CASE("the search goes through the ranges of several spectra", "[campaign][search]") {
    std::mt19937_64 random = random_stream(2, "grid search", 0);
    int crossings = 0, peaks = 0;
    for (int n = 0; n < 50 * kEffort; ++n) {
        CAPTURE(n);
        const std::vector<SpectrumState> states{random_state(random), random_state(random),
                                                random_state(random)};
        compare(states, segments(at({77.0, 200.3, 451.0}), 10.0, 700.0), crossings, peaks);
    }
    CHECK(crossings > 10 * kEffort);
    CHECK(peaks > 10 * kEffort);
}

TEST_CASE("nodes of the grid", "[campaign][search]") {
    for (const auto& [low, high] : std::vector<std::array<double, 2>>{
             {10.0, 700.0}, {10.0, 10.5}, {10.0, 11.0}, {0.1, 3.4}, {77.75, 500.25}, {0.3, 0.3 + 7.0}}) {
        for (const Segment& s : segments(at({77.0, 200.25, 201.25, 451.0}), low, high)) {
            CAPTURE(low, high, s.begin, s.end);
            const std::vector<double> expected = nodes(s.begin, s.end, low);
            REQUIRE(s.last + 1 == expected.size());
            for (std::size_t i = 0; i < expected.size(); ++i) {
                CHECK(s.node(i) == expected[i]);
                CHECK(s.last_up_to(expected[i]) == i);
                if (i > 0) CHECK(s.last_up_to(0.5 * (expected[i - 1] + expected[i])) == i - 1);
            }
            CHECK(s.last_up_to(1e9) == s.last);
        }
    }
}
