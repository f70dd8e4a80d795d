#include "lpsglass/model/nqr_line.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

#include "lpsglass/core/error.hpp"
#include "lpsglass/model/nqr_frequency.hpp"
#include "support/catch.hpp"
#include "unit/model/glass_cases.hpp"

using namespace glass_cases;
using model::choose_conditional_rule;
using model::direct_rule;
using model::EnsembleLaw;
using model::Line;
using model::LineRule;
using model::NqrLine;

namespace {

constexpr EnsembleLaw every_law[] = {EnsembleLaw::normal, EnsembleLaw::uniform, EnsembleLaw::arcsine};
constexpr double kFwhmPerSigma = 2.3548200450309493; // sqrt(8 ln 2)
const double no_temperature = std::nan("");

std::vector<double> bins(double start, double stop, double step) {
    std::vector<double> out;
    for (int i = 0; start + i * step <= stop + 1e-9; ++i)
        out.push_back(start + i * step);
    return out;
}

double packet(double x, double fwhm) {
    const double sigma = fwhm / kFwhmPerSigma;
    return std::exp(-0.5 * x * x / (sigma * sigma)) / (sigma * std::sqrt(2.0 * constants::pi));
}

double peak(const std::vector<double>& line) {
    return *std::max_element(line.begin(), line.end());
}

/// Largest deviation relative to the peak of the second.
double deviation(const std::vector<double>& a, const std::vector<double>& b) {
    REQUIRE(a.size() == b.size());
    double largest = 0.0;
    for (std::size_t j = 0; j < a.size(); ++j)
        largest = std::max(largest, std::abs(a[j] - b[j]));
    return largest / peak(b);
}

LineRule conditional(const ParameterSet<double>& p, EnsembleLaw law, double tolerance = 5e-4) {
    return choose_conditional_rule(p, no_temperature, law, bins(44.0, 76.0, 0.5), tolerance).rule;
}

Line evaluate(const LineRule& rule, const ParameterSet<double>& p, const std::vector<double>& at) {
    return NqrLine(rule, at).evaluate(p, no_temperature);
}

ParameterSet<double> scaled(ParameterSet<double> p, double factor) {
    for (int k = 0; k < 6; ++k)
        p[par::amplitude + k] *= factor;
    return p;
}

/// The line of method direct, written out member by member.
struct Plain {
    std::vector<double> intensity;
    double mean = 0.0, standard_deviation = 0.0, dropped = 0.0;

    Plain(const ParameterSet<double>& p, EnsembleLaw law, int n, const std::vector<double>& at)
        : intensity(at.size(), 0.0) {
        std::vector<double> nu;
        for (const Sextuple<double>& zeta : model::sobol_members(law, n)) {
            Sextuple<double> x;
            for (int k = 0; k < 6; ++k)
                x[k] = p[par::amplitude + k] * zeta[k];
            const auto s = model::fluctuating_structure(p, model::mean_polar_angle(p), x);
            if (s.is_pyramid) nu.push_back(model::nqr_frequency(p, s));
        }
        const double kept = static_cast<double>(nu.size());
        for (double f : nu) {
            mean += f / kept;
            for (std::size_t j = 0; j < at.size(); ++j)
                intensity[j] += packet(at[j] - f, p[par::packet_fwhm]) / kept;
        }
        for (double f : nu)
            standard_deviation += (f - mean) * (f - mean) / kept;
        standard_deviation = std::sqrt(standard_deviation);
        dropped = 1.0 - kept / n;
    }
};

} // namespace

TEST_CASE("method direct is the mean of packets at the members' frequencies", "[model][nqr_line]") {
    const std::vector<double> at = bins(44.0, 76.0, 1.0);
    for (EnsembleLaw law : every_law) {
        for (const ParameterSet<double>& p : {paper(), unequal()}) {
            const Plain plain(p, law, 512, at);
            const Line line = evaluate(direct_rule(law, 512), p, at);
            CHECK(deviation(line.intensity, plain.intensity) < 1e-13);
            CHECK(line.mean_MHz == Approx(plain.mean).epsilon(1e-13));
            CHECK(line.standard_deviation_MHz == Approx(plain.standard_deviation).epsilon(1e-11));
            CHECK(line.dropped_share == 0.0);
        }
    }
}

TEST_CASE("the direct line of the paper's deck is the published reference", "[model][nqr_line]") {
    // tests/regression/reference/as2se3_paper.json: 4096 points, packets of 1 MHz.
    const Line line =
        evaluate(direct_rule(EnsembleLaw::normal, 4096), paper(), {50.0, 55.0, 58.0, 62.0, 66.0});
    const double reference[] = {1.4148454940568877e-13, 0.04047791190780011, 0.2529057266517891,
                                0.009176138230806036, 3.6843876246741944e-19};
    for (int j = 0; j < 5; ++j)
        CHECK(line.intensity[j] == Approx(reference[j]).margin(1e-10 * reference[2]));
    CHECK(line.mean_MHz == Approx(58.00004323591163).epsilon(1e-10));
    CHECK(line.standard_deviation_MHz == Approx(1.5014901769379512).epsilon(1e-9));
}

TEST_CASE("both methods give the same expectation", "[model][nqr_line]") {
    // The direct line's own error was measured as 1e-3 of the peak with 65536 points and 1.4e-2 with 4096, at
    // the paper's amplitudes (docs/theory.md section 4); here they are larger.
    const std::vector<double> at = bins(44.0, 76.0, 1.0);
    const int points = kEffort > 1 ? 65536 : 4096;
    const double goal = kEffort > 1 ? 3e-3 : 3e-2;
    for (EnsembleLaw law : every_law) {
        CAPTURE(static_cast<int>(law));
        const Line direct = evaluate(direct_rule(law, points), unequal(), at);
        const Line line = evaluate(conditional(unequal(), law), unequal(), at);
        CHECK(deviation(line.intensity, direct.intensity) < goal);
        CHECK(line.mean_MHz == Approx(direct.mean_MHz).margin(goal));
        CHECK(line.standard_deviation_MHz == Approx(direct.standard_deviation_MHz).epsilon(goal));
    }
}

TEST_CASE("the line has unit area", "[model][nqr_line]") {
    // A sum with step 0.1 integrates packets of sigma 0.42 to exp(-2 pi^2 sigma^2/step^2).
    const std::vector<double> at = bins(35.0, 85.0, 0.1);
    for (EnsembleLaw law : every_law) {
        for (const LineRule& rule : {direct_rule(law, 256), conditional(paper(), law)}) {
            double area = 0.0;
            for (double i : evaluate(rule, paper(), at).intensity)
                area += 0.1 * i;
            CHECK(area == Approx(1.0).epsilon(1e-12));
        }
    }
}

TEST_CASE("without amplitudes the line is one packet at the mean structure's frequency",
          "[model][nqr_line]") {
    const ParameterSet<double> p = scaled(unequal(), 0.0);
    const double nu = model::nqr_frequency(p, model::mean_structure(p));
    const std::vector<double> at = bins(nu - 1.5, nu + 1.5, 0.25);
    for (EnsembleLaw law : every_law) {
        for (const LineRule& rule :
             {direct_rule(law, 16), conditional(p, law), conditional(unequal(), law)}) {
            const Line line = evaluate(rule, p, at);
            for (std::size_t j = 0; j < at.size(); ++j)
                CHECK(line.intensity[j] == Approx(packet(at[j] - nu, 1.0)).epsilon(1e-11));
            CHECK(line.mean_MHz == Approx(nu).epsilon(1e-14));
            CHECK(line.standard_deviation_MHz == Approx(0.0).margin(1e-9)); // root of a rounding
        }
    }
}

TEST_CASE("a single narrow fluctuation of one hybrid widens the line by its slope", "[model][nqr_line]") {
    // To first order the members' standard deviation is |dnu/dbeta_1| x.
    ParameterSet<double> p = scaled(unequal(), 0.0);
    const double x = 0.002 * degree;
    p[par::amplitude] = -x;
    const auto nu = [&](double d) {
        return model::nqr_frequency(
            p, model::fluctuating_structure(p, model::mean_polar_angle(p),
                                            Sextuple<double>{d, 0.0, 0.0, 0.0, 0.0, 0.0}));
    };
    for (EnsembleLaw law : every_law) {
        const Line line = evaluate(conditional(p, law), p, {57.0, 58.0, 59.0});
        // Curvature adds some (x/1 rad)^2.
        CHECK(line.standard_deviation_MHz == Approx(std::abs(slope(nu, 0.0, 1e-4)) * x).epsilon(1e-6));
    }
}

TEST_CASE("the line does not depend on the sign of any amplitude", "[model][nqr_line]") {
    const std::vector<double> at = bins(44.0, 76.0, 0.5);
    const double tolerance = kEffort > 1 ? 5e-5 : 5e-4;
    const ParameterSet<double> p = unequal();
    for (EnsembleLaw law : every_law) {
        const Line line = evaluate(conditional(p, law, tolerance), p, at);
        const int flips = law == EnsembleLaw::normal ? 6 : 2; // the other laws' rules are costlier
        for (int k = 0; k < flips; ++k) {
            CAPTURE(static_cast<int>(law), k);
            ParameterSet<double> flipped = p;
            flipped[par::amplitude + k] *= -1.0;
            if (k > 2) flipped[par::amplitude + 1] *= -1.0; // two at once as well
            const Line other = evaluate(conditional(flipped, law, tolerance), flipped, at);
            // Two rules, each within its tolerance as it estimates it.
            CHECK(deviation(other.intensity, line.intensity) < 2.0 * tolerance);
            CHECK(other.mean_MHz == Approx(line.mean_MHz).margin(1e-3));
        }
    }
}

TEST_CASE("all signs turned give the very same line with the same rule", "[model][nqr_line]") {
    // zeta and -zeta are both in a symmetric rule.
    const std::vector<double> at = bins(50.0, 66.0, 1.0);
    for (EnsembleLaw law : every_law) {
        const LineRule rule = conditional(unequal(), law);
        const ParameterSet<double> turned = scaled(unequal(), -1.0);
        CHECK(deviation(evaluate(rule, turned, at).intensity, evaluate(rule, unequal(), at).intensity) <
              1e-12);
    }
}

TEST_CASE("the line's derivatives are exact for every parameter", "[model][nqr_line]") {
    ParameterSet<double> p = unequal();
    p[par::libration_rms] = 4.0 * degree; // so that its temperature counts
    const double temperature = 77.0;
    const std::vector<double> at = bins(52.0, 64.0, 1.5);
    std::vector<int> active;
    for (int i = 0; i < par::count; ++i) {
        if (model::parameter_table()[i].enters_line) active.push_back(i);
    }
    REQUIRE(active.size() == 27); // 3 passes of lanes and a bit
    for (EnsembleLaw law : every_law) {
        const LineRule chosen =
            choose_conditional_rule(p, temperature, law, bins(44.0, 76.0, 0.5), 2e-3).rule;
        for (const LineRule& rule : {direct_rule(law, 64), chosen}) {
            // Away from the amplitudes the rule was chosen at, so that its directions have turned.
            ParameterSet<double> q = p;
            q[par::amplitude + 0] *= 1.3;
            q[par::amplitude + 4] *= 0.6;
            const NqrLine line(rule, at);
            const Line exact = line.evaluate(q, temperature, active);
            REQUIRE(exact.derivative.size() == active.size() * at.size());
            for (std::size_t a = 0; a < active.size(); ++a) {
                const int index = active[a];
                CAPTURE(static_cast<int>(law), static_cast<int>(rule.method), index);
                const auto at_value = [&](double x) {
                    ParameterSet<double> r = q;
                    r[index] = x;
                    return line.evaluate(r, temperature).intensity;
                };
                // Angles move the line by hundreds of its size when they double, so that 1e-4 of the value
                // would leave 1e-6 of the slope; 2e-5 leaves rounding.
                const double h = 2e-5 * std::abs(q[index]);
                const auto plus = at_value(q[index] + h), minus = at_value(q[index] - h);
                const auto half_plus = at_value(q[index] + 0.5 * h),
                           half_minus = at_value(q[index] - 0.5 * h);
                double size = 0.0, worst = 0.0;
                for (std::size_t j = 0; j < at.size(); ++j) {
                    const double d =
                        (4.0 * (half_plus[j] - half_minus[j]) / h - (plus[j] - minus[j]) / (2.0 * h)) / 3.0;
                    const double e = exact.derivative[a * at.size() + j];
                    size = std::max(size, std::abs(e));
                    worst = std::max(worst, std::abs(d - e));
                }
                CHECK(size > 0.0);
                CHECK(worst < 1e-7 * size + 1e-13 / h);

                const auto mean_at = [&](double x) {
                    ParameterSet<double> r = q;
                    r[index] = x;
                    return line.evaluate(r, temperature).mean_MHz;
                };
                const double d = (4.0 * (mean_at(q[index] + 0.5 * h) - mean_at(q[index] - 0.5 * h)) / h -
                                  (mean_at(q[index] + h) - mean_at(q[index] - h)) / (2.0 * h)) /
                                 3.0;
                const double e = exact.mean_derivative[a];
                CHECK(std::abs(d - e) < 1e-7 * std::abs(e) + 1e-12 / h); // 58 MHz is known to some 1e-13
            }
        }
    }
}

TEST_CASE("parameters that do not enter the line have no derivative", "[model][nqr_line]") {
    std::vector<int> inert;
    for (int i = 0; i < par::count; ++i) {
        if (!model::parameter_table()[i].enters_line) inert.push_back(i);
    }
    CHECK(inert.size() == 16);
    const Line line =
        NqrLine(direct_rule(EnsembleLaw::normal, 16), {57.0, 58.0}).evaluate(paper(), 77.0, inert);
    for (double d : line.derivative)
        CHECK(d == 0.0);
    for (double d : line.mean_derivative)
        CHECK(d == 0.0);
}

TEST_CASE("values do not depend on which derivatives are asked for", "[model][nqr_line]") {
    const std::vector<double> at = bins(52.0, 64.0, 1.0);
    const NqrLine line(conditional(paper(), EnsembleLaw::normal), at);
    const Line plain = line.evaluate(paper(), 77.0);
    const std::vector<int> many{21, 22, 23, 24, 25, 26, 3, 4, 5, 18};
    const Line with = line.evaluate(paper(), 77.0, many);
    CHECK(plain.derivative.empty());
    CHECK(deviation(with.intensity, plain.intensity) < 1e-14);
    // A derivative is the same, to the last bit, in whatever company it is computed.
    for (std::size_t a = 0; a < many.size(); ++a) {
        const Line alone = line.evaluate(paper(), 77.0, std::vector<int>{many[a]});
        CHECK(std::equal(alone.derivative.begin(), alone.derivative.end(),
                         with.derivative.begin() + a * at.size()));
    }
}

TEST_CASE("the thermal factor scales all frequencies", "[model][nqr_line]") {
    ParameterSet<double> p = unequal();
    p[par::libration_rms] = 5.0 * degree;
    const double factor = model::thermal_factor(p, 300.0);
    REQUIRE(factor < 0.99);
    const LineRule rule = direct_rule(EnsembleLaw::normal, 256);
    const Line cold = NqrLine(rule, bins(50.0, 66.0, 1.0)).evaluate(p, no_temperature);
    std::vector<double> moved = bins(50.0, 66.0, 1.0);
    for (double& nu : moved)
        nu *= factor;
    ParameterSet<double> narrower = p; // packets are not scaled by it: take them narrower by hand
    narrower[par::packet_fwhm] *= factor;
    const Line warm = NqrLine(rule, moved).evaluate(narrower, 300.0);
    CHECK(warm.mean_MHz == Approx(factor * cold.mean_MHz).epsilon(1e-13));
    CHECK(warm.standard_deviation_MHz == Approx(factor * cold.standard_deviation_MHz).epsilon(1e-11));
    for (std::size_t j = 0; j < moved.size(); ++j)
        CHECK(factor * warm.intensity[j] == Approx(cold.intensity[j]).epsilon(1e-11).margin(1e-15));
}

TEST_CASE("members that are no pyramid are left out of numerator and denominator", "[model][nqr_line]") {
    // At 12 times the amplitudes hybrids are off by several degrees, and right angles are 6 degrees away.
    const ParameterSet<double> p = scaled(paper(), 12.0);
    const std::vector<double> at = bins(20.0, 120.0, 2.0);
    const int points = 2048 * kEffort;
    const Plain plain(p, EnsembleLaw::normal, 2048, at);
    REQUIRE(plain.dropped > 0.05);
    SECTION("direct: as written out") {
        const Line line = evaluate(direct_rule(EnsembleLaw::normal, 2048), p, at);
        CHECK(line.dropped_share == Approx(plain.dropped).epsilon(1e-12));
        CHECK(line.mean_MHz == Approx(plain.mean).epsilon(1e-12));
        CHECK(deviation(line.intensity, plain.intensity) < 1e-12);
    }
    SECTION("the area stays 1, whatever is left out") {
        double area = 0.0;
        for (double i :
             evaluate(direct_rule(EnsembleLaw::normal, 2048), p, bins(-10.0, 260.0, 0.2)).intensity)
            area += 0.2 * i;
        CHECK(area == Approx(1.0).epsilon(1e-9));
    }
    SECTION("conditional: the same within the error of members cut off at an edge") {
        const Line direct = evaluate(direct_rule(EnsembleLaw::normal, points), p, at);
        LineRule rule = conditional(paper(), EnsembleLaw::normal);
        rule.orders = {7, 25, 25, 1, 1, 1};
        rule.fine_points = 201;
        const Line line = evaluate(rule, p, at);
        CHECK(line.dropped_share == Approx(direct.dropped_share).epsilon(0.05));
        CHECK(deviation(line.intensity, direct.intensity) < 0.2);
        CHECK(line.mean_MHz == Approx(direct.mean_MHz).margin(1.0));
    }
}

TEST_CASE("where there is no line an error says why", "[model][nqr_line]") {
    ParameterSet<double> p = paper();
    SECTION("the mean structure is no pyramid") {
        const LineRule rule = conditional(p, EnsembleLaw::normal);
        for (int k = 0; k < 3; ++k)
            p[par::bond_angle + k] = 121.0 * degree;
        CHECK_THROWS_AS(evaluate(rule, p, {58.0}), NumericalError);
        CHECK_THROWS_AS(evaluate(direct_rule(EnsembleLaw::normal, 4), p, {58.0}), NumericalError);
    }
    SECTION("no member is a pyramid") {
        LineRule rule = conditional(p, EnsembleLaw::normal);
        rule.orders = {2, 1, 1, 1, 1, 1};
        rule.fine_points = 2; // at t = -6 and 6
        CHECK_NOTHROW(evaluate(rule, p, {58.0}));
        CHECK_THROWS_AS(evaluate(rule, scaled(p, 100.0), {58.0}), NumericalError);
    }
}

TEST_CASE("bins far from every packet are empty, not missing", "[model][nqr_line]") {
    const Line line = evaluate(direct_rule(EnsembleLaw::uniform, 64), paper(), {1.0, 58.0, 500.0});
    CHECK(line.intensity[0] == 0.0);
    CHECK(line.intensity[1] > 0.1);
    CHECK(line.intensity[2] == 0.0);
}
