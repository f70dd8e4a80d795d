#include "lpsglass/model/line_rule.hpp"

#include <algorithm>
#include <numeric>

#include "lpsglass/core/error.hpp"
#include "lpsglass/model/nqr_frequency.hpp"
#include "lpsglass/model/nqr_line.hpp"
#include "support/catch.hpp"
#include "unit/model/glass_cases.hpp"

using namespace glass_cases;
using model::choose_conditional_rule;
using model::ChosenRule;
using model::direct_rule;
using model::doubled;
using model::EnsembleLaw;
using model::estimate_line_error;
using model::IntegrationMethod;
using model::LineRule;
using model::NqrLine;

namespace {

constexpr EnsembleLaw every_law[] = {EnsembleLaw::normal, EnsembleLaw::uniform, EnsembleLaw::arcsine};
const double no_temperature = std::nan("");

std::vector<double> bins() {
    std::vector<double> out;
    for (int i = 0; i <= 64; ++i)
        out.push_back(44.0 + 0.5 * i);
    return out;
}

std::vector<double> line(const LineRule& rule, const ParameterSet<double>& p) {
    return NqrLine(rule, bins()).evaluate(p, no_temperature).intensity;
}

double deviation(const std::vector<double>& a, const std::vector<double>& b) {
    double largest = 0.0;
    for (std::size_t j = 0; j < a.size(); ++j)
        largest = std::max(largest, std::abs(a[j] - b[j]));
    return largest / *std::max_element(b.begin(), b.end());
}

double dot(const Sextuple<double>& a, const Sextuple<double>& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

/// dnu/d fluctuation at the mean structure, by differences, MHz/rad.
Sextuple<double> frequency_gradient(const ParameterSet<double>& p) {
    Sextuple<double> out;
    for (int k = 0; k < 6; ++k) {
        const auto nu = [&](double x) {
            Sextuple<double> fluctuation{};
            fluctuation[k] = x;
            return model::nqr_frequency(
                p, model::fluctuating_structure(p, model::mean_polar_angle(p), fluctuation));
        };
        out[k] = slope(nu, 0.0, 3e-4);
    }
    return out;
}

} // namespace

TEST_CASE("the directions of a conditional rule are orthonormal", "[model][line_rule]") {
    for (EnsembleLaw law : every_law) {
        const LineRule rule = choose_conditional_rule(unequal(), no_temperature, law, bins(), 2e-3).rule;
        CHECK(rule.method == IntegrationMethod::conditional);
        CHECK(rule.law == law);
        for (int i = 0; i < 6; ++i) {
            for (int j = 0; j <= i; ++j)
                CHECK(dot(rule.basis[i], rule.basis[j]) == Approx(i == j ? 1.0 : 0.0).margin(1e-13));
        }
    }
}

TEST_CASE("the normal law is conditioned on the gradient of the frequency in zeta", "[model][line_rule]") {
    const ParameterSet<double> p = unequal();
    const LineRule rule = choose_conditional_rule(p, no_temperature, EnsembleLaw::normal, bins(), 5e-4).rule;
    const Sextuple<double> g = frequency_gradient(p);
    Sextuple<double> u;
    for (int k = 0; k < 6; ++k) {
        CHECK(rule.frequency_gradient[k] == Approx(g[k]).epsilon(1e-6));
        u[k] = g[k] * p[par::amplitude + k];
    }
    const double norm = std::sqrt(dot(u, u));
    CHECK(std::abs(dot(u, rule.basis[0])) / norm == Approx(1.0).epsilon(1e-10));
}

TEST_CASE("the other laws are conditioned on the coordinate with the widest effect", "[model][line_rule]") {
    const ParameterSet<double> p = unequal();
    const Sextuple<double> g = frequency_gradient(p);
    Sextuple<double> effect;
    for (int k = 0; k < 6; ++k)
        effect[k] = std::abs(g[k] * p[par::amplitude + k]);
    const auto widest = std::max_element(effect.begin(), effect.end()) - effect.begin();
    for (EnsembleLaw law : {EnsembleLaw::uniform, EnsembleLaw::arcsine}) {
        const LineRule rule = choose_conditional_rule(p, no_temperature, law, bins(), 2e-3).rule;
        CHECK(rule.basis[0][widest] == 1.0);
        for (const Sextuple<double>& direction : rule.basis) { // coordinates stay coordinates
            CHECK(std::count(direction.begin(), direction.end(), 0.0) == 5);
            CHECK(std::count(direction.begin(), direction.end(), 1.0) == 1);
        }
    }
}

TEST_CASE("a chosen rule keeps the tolerance it was asked for", "[model][line_rule]") {
    for (EnsembleLaw law : every_law) {
        for (double tolerance : {2e-3, 5e-4}) {
            CAPTURE(static_cast<int>(law), tolerance);
            const ChosenRule chosen =
                choose_conditional_rule(unequal(), no_temperature, law, bins(), tolerance);
            CHECK(chosen.meets_goal);
            CHECK(chosen.estimated_error <= tolerance);
            CHECK(chosen.estimated_error > 0.0);
            CHECK(estimate_line_error(chosen.rule, unequal(), no_temperature, bins()) ==
                  chosen.estimated_error);
            // Against a much finer rule of the same kind.
            LineRule fine = chosen.rule;
            for (int& order : fine.orders)
                order += 3;
            fine.orders[0] += 6;
            fine.fine_points *= 2;
            CHECK(deviation(line(chosen.rule, unequal()), line(fine, unequal())) < tolerance);
        }
    }
}

TEST_CASE("the directions of a rule turn with the amplitudes and stay orthonormal", "[model][line_rule]") {
    // With enough nodes in every direction any orthonormal basis gives the line; a skewed one gives another.
    ParameterSet<double> q = paper();
    for (int k = 0; k < 6; ++k)
        q[par::amplitude + k] *= k % 2 == 0 ? 0.3 : 1.4;
    LineRule moved = choose_conditional_rule(paper(), no_temperature, EnsembleLaw::normal, bins(), 5e-4).rule;
    const LineRule own = choose_conditional_rule(q, no_temperature, EnsembleLaw::normal, bins(), 5e-4).rule;
    const auto truth = NqrLine(own, bins()).evaluate(q, no_temperature);
    moved.orders = {7, 5, 5, 5, 5, 5};
    const auto turned = NqrLine(moved, bins()).evaluate(q, no_temperature);
    CHECK(deviation(turned.intensity, truth.intensity) < 1e-3); // twice the tolerance
    CHECK(turned.standard_deviation_MHz == Approx(truth.standard_deviation_MHz).epsilon(1e-3));
    CHECK(turned.mean_MHz == Approx(truth.mean_MHz).margin(2e-3));
}

TEST_CASE("doubling the nodes reduces the error", "[model][line_rule]") {
    for (EnsembleLaw law : every_law) {
        CAPTURE(static_cast<int>(law));
        const ParameterSet<double> p = paper();
        const LineRule coarse = choose_conditional_rule(p, no_temperature, law, bins(), 5e-3).rule;
        const LineRule best =
            choose_conditional_rule(p, no_temperature, law, bins(), kEffort > 1 ? 2e-5 : 1e-4).rule;
        const std::vector<double> truth = line(best, p);
        const double before = deviation(line(coarse, p), truth),
                     after = deviation(line(doubled(coarse), p), truth);
        CHECK(before > 1e-4); // there is something to gain
        CHECK(after < 0.3 * before);
    }
}

TEST_CASE("doubled rules have twice the nodes in every direction", "[model][line_rule]") {
    const LineRule rule =
        choose_conditional_rule(paper(), no_temperature, EnsembleLaw::normal, bins(), 5e-4).rule;
    const LineRule twice = doubled(rule);
    for (int i = 0; i < 6; ++i)
        CHECK(twice.orders[i] == 2 * rule.orders[i]);
    CHECK(twice.fine_points == 2 * rule.fine_points);
    CHECK(twice.basis == rule.basis);
    CHECK(doubled(direct_rule(EnsembleLaw::normal, 4096)).points == 8192);
}

TEST_CASE("the error of a direct rule is told against half its members", "[model][line_rule]") {
    const ParameterSet<double> p = paper();
    const LineRule rule = direct_rule(EnsembleLaw::normal, 1024);
    const std::vector<double> whole = line(rule, p), half = line(direct_rule(EnsembleLaw::normal, 512), p);
    CHECK(estimate_line_error(rule, p, no_temperature, bins()) ==
          Approx(deviation(half, whole)).epsilon(1e-12));
}

TEST_CASE("a direction that does nothing gets one node", "[model][line_rule]") {
    // Only beta_1 and theta_13 fluctuate: the rule integrates over two directions at most.
    ParameterSet<double> p = paper();
    for (int k = 1; k < 5; ++k)
        p[par::amplitude + k] = 0.0;
    for (EnsembleLaw law : every_law) {
        const LineRule rule = choose_conditional_rule(p, no_temperature, law, bins(), 5e-4).rule;
        CHECK(std::count(rule.orders.begin() + 1, rule.orders.end(), 1) >= 4);
        CHECK(*std::max_element(rule.orders.begin() + 1, rule.orders.end()) > 1);
    }
}

TEST_CASE("wider amplitudes need more nodes", "[model][line_rule]") {
    const auto nodes = [](const LineRule& rule) {
        return std::accumulate(rule.orders.begin(), rule.orders.end(), 1.0, std::multiplies<>());
    };
    ParameterSet<double> wide = paper();
    for (int k = 0; k < 6; ++k)
        wide[par::amplitude + k] *= 2.0;
    const ChosenRule narrow =
        choose_conditional_rule(paper(), no_temperature, EnsembleLaw::normal, bins(), 5e-4);
    const ChosenRule wider = choose_conditional_rule(wide, no_temperature, EnsembleLaw::normal, bins(), 5e-4);
    CHECK(nodes(wider.rule) > nodes(narrow.rule));
    CHECK(wider.meets_goal);
}

TEST_CASE("where the budget of nodes ends first, the rule says so", "[model][line_rule]") {
    ParameterSet<double> p = paper();
    for (int k = 0; k < 6; ++k)
        p[par::amplitude + k] *= 3.0;
    const ChosenRule chosen = choose_conditional_rule(p, no_temperature, EnsembleLaw::normal, bins(), 1e-9);
    CHECK_FALSE(chosen.meets_goal);
    CHECK(chosen.estimated_error > 1e-9);
}

TEST_CASE("a mean structure that is no pyramid has no rule", "[model][line_rule]") {
    ParameterSet<double> p = paper();
    for (int k = 0; k < 3; ++k)
        p[par::bond_angle + k] = 121.0 * degree;
    for (EnsembleLaw law : every_law)
        CHECK_THROWS_AS(choose_conditional_rule(p, no_temperature, law, bins(), 5e-4), NumericalError);
}

TEST_CASE("a rule is not judged on frequencies where there is no line", "[model][line_rule]") {
    const std::vector<double> elsewhere{10.0, 11.0, 150.0};
    const ChosenRule chosen =
        choose_conditional_rule(paper(), no_temperature, EnsembleLaw::normal, elsewhere, 5e-4);
    CHECK(chosen.estimated_error > 0.0);
    const LineRule own =
        choose_conditional_rule(paper(), no_temperature, EnsembleLaw::normal, bins(), 5e-4).rule;
    CHECK(deviation(line(chosen.rule, paper()), line(own, paper())) < 1e-3); // each within 5e-4
    CHECK(estimate_line_error(direct_rule(EnsembleLaw::normal, 256), paper(), no_temperature, elsewhere) >
          1e-3);
}
