#include "lpsglass/model/glass_state.hpp"

#include <algorithm>

#include "lpsglass/model/thermodynamics.hpp"
#include "support/catch.hpp"
#include "unit/model/glass_cases.hpp"

using namespace glass_cases;
using model::exponent_at;
using model::ExponentStatus;
using model::ExtinctionStatus;
using model::GlassState;
using model::ModelOptions;
using model::Order;
using model::Weight;

namespace {

/// The same glass with bonds 1 and 3 exchanged: pairs 12 and 23 change places, 13 stays.
ParameterSet<double> relabelled(const ParameterSet<double>& p) {
    ParameterSet<double> q = p;
    for (int bonds : {par::bond_length + 0, par::hybrid_offset + 0, par::kappa_beta + 0, par::bath_beta + 0,
                      par::amplitude + 0})
        std::swap(q[bonds], q[bonds + 2]);
    for (int pairs : {par::bond_angle + 0, par::kappa_theta + 0, par::bath_theta + 0, par::amplitude + 3})
        std::swap(q[pairs], q[pairs + 1]);
    return q;
}

double alpha(const GlassState<double>& s, double t) {
    return exponent_at(s.family[0], t).xi;
}
double beta(const GlassState<double>& s, double t) {
    return exponent_at(s.family[1], t).xi;
}

} // namespace

TEST_CASE("the families take their ground states, weights and cooperativities from the deck's choices",
          "[model][glass_state]") {
    const ParameterSet<double> p = unequal();
    const GlassState<double> s = model::glass_state(p, ModelOptions{});
    for (int k = 0; k < 3; ++k) {
        CHECK(s.family[0].ground_state[k] == s.energy.ground_state[k]);
        CHECK(s.family[1].ground_state[k] == s.energy.ground_state[3 + k]);
        CHECK(s.family[0].level[k] == Approx(-s.energy.ground_state[k] / 5.0).epsilon(1e-15));     // barrier
        CHECK(s.family[1].level[k] == Approx(s.energy.ground_state[3 + k] / 60.0).epsilon(1e-15)); // well
        CHECK(s.family[1].log_eta[k] == s.energy.log_eta[3 + k]);
    }
    ModelOptions other;
    other.weight = {Weight::well, Weight::barrier};
    const GlassState<double> t = model::glass_state(p, other);
    CHECK(t.family[0].level[1] == -s.family[0].level[1]);
    CHECK(t.family[1].level[1] == -s.family[1].level[1]);
}

TEST_CASE("the gauge coupling scales Im Phi and touches neither energies nor the theta family",
          "[model][glass_state]") {
    ParameterSet<double> p = paper();
    const GlassState<double> s = model::glass_state(p, ModelOptions{});
    p[par::gauge_coupling] *= 1.5;
    const GlassState<double> t = model::glass_state(p, ModelOptions{});
    for (int k = 0; k < 3; ++k) {
        CHECK(t.frustration.phi_imag[k] == Approx(1.5 * s.frustration.phi_imag[k]).epsilon(1e-13));
        CHECK(std::sin(t.energy.gauge_phase[k]) ==
              Approx(1.5 * std::sin(s.energy.gauge_phase[k])).epsilon(1e-12));
    }
    CHECK(t.energy.ground_state == s.energy.ground_state);
    CHECK(beta(t, 453.0) == beta(s, 453.0));
    CHECK(alpha(t, 453.0) != Approx(alpha(s, 453.0)).epsilon(1e-3));
}

TEST_CASE("exchanging the labels 1 and 3 of one structure permutes everything but the exponents",
          "[model][glass_state]") {
    const ParameterSet<double> p = unequal();
    const GlassState<double> s = model::glass_state(p, ModelOptions{}),
                             t = model::glass_state(relabelled(p), ModelOptions{});
    const int image[] = {2, 1, 0, 4, 3, 5};
    for (int k = 0; k < 6; ++k) {
        CAPTURE(k);
        // Rounding of the geometry, amplified where terms of A of 1e3 leave a bath.
        CHECK(t.forces.total[image[k]] == Approx(s.forces.total[k]).epsilon(1e-10));
        CHECK(t.energy.ground_state[image[k]] == Approx(s.energy.ground_state[k]).epsilon(1e-12));
        CHECK(t.energy.bath[image[k]] == Approx(s.energy.bath[k]).epsilon(1e-10));
        CHECK(t.energy.log_eta[image[k]] == Approx(s.energy.log_eta[k]).epsilon(1e-9));
    }
    for (int i = 0; i < 3; ++i) {
        CHECK(t.frustration.norm[2 - i] == Approx(s.frustration.norm[i]).epsilon(1e-10));
        CHECK(t.frustration.phi_real[2 - i] == Approx(s.frustration.phi_real[i]).epsilon(1e-10));
        CHECK(t.frustration.phi_imag[2 - i] == Approx(s.frustration.phi_imag[i]).epsilon(1e-10));
        CHECK(t.energy.gauge_phase[2 - i] == Approx(s.energy.gauge_phase[i]).epsilon(1e-9));
    }
}

TEST_CASE("exchanging the labels 1 and 3 moves alpha(500 K) from 0.84 to about 0.5", "[model][glass_state]") {
    // docs/theory.md section 6.
    const GlassState<double> s = model::glass_state(paper(), ModelOptions{});
    const GlassState<double> t = model::glass_state(relabelled(paper()), ModelOptions{});
    CHECK(alpha(s, 500.0) == Approx(0.84).margin(0.005));
    CHECK(alpha(t, 500.0) == Approx(0.5).margin(0.05));
    // The freezing order 3, 2, 1 says the same of the structure as it is.
    CHECK(exponent_at(model::reordered(s.family[0], Order{2, 1, 0}), 500.0).xi ==
          Approx(alpha(t, 500.0)).epsilon(1e-9));
    CHECK(exponent_at(model::reordered(s.family[1], Order{1, 0, 2}), 500.0).xi ==
          Approx(beta(t, 500.0)).epsilon(1e-9));
}

TEST_CASE("by_probability removes the ambiguity of labels and equals the listed order of the default deck",
          "[model][glass_state]") {
    ModelOptions options;
    options.freezing_order = model::FreezingOrder::by_probability;
    const GlassState<double> listed = model::glass_state(paper(), ModelOptions{});
    const GlassState<double> s = model::glass_state(paper(), options);
    const GlassState<double> t = model::glass_state(relabelled(paper()), options);
    for (double temperature : {77.0, 300.0, 453.0, 600.0}) {
        CHECK(alpha(s, temperature) == alpha(listed, temperature));
        CHECK(beta(s, temperature) == beta(listed, temperature));
        CHECK(alpha(t, temperature) == Approx(alpha(s, temperature)).epsilon(1e-9));
        CHECK(beta(t, temperature) == Approx(beta(s, temperature)).epsilon(1e-9));
    }
}

TEST_CASE("all_orders are the six permutations", "[model][glass_state]") {
    std::vector<Order> orders(model::all_orders.begin(), model::all_orders.end());
    CHECK(std::is_sorted(orders.begin(), orders.end())); // 123, 132, 213, 231, 312, 321
    CHECK(std::adjacent_find(orders.begin(), orders.end()) == orders.end());
    for (Order order : orders) {
        std::sort(order.begin(), order.end());
        CHECK(order == Order{0, 1, 2});
    }
}

TEST_CASE("the status of a family names the worst of its bonds", "[model][glass_state]") {
    ParameterSet<double> p = paper();
    SECTION("all is well") {
        const GlassState<double> s = model::glass_state(p, ModelOptions{});
        CHECK(model::family_status(s, 0) == ExponentStatus::ok);
        CHECK(model::family_status(s, 1) == ExponentStatus::ok);
    }
    SECTION("an amplitude of zero: no extinction of its family alone") {
        p[par::amplitude + 4] = 0.0;
        const GlassState<double> s = model::glass_state(p, ModelOptions{});
        CHECK(model::family_status(s, 0) == ExponentStatus::ok);
        CHECK(model::family_status(s, 1) == ExponentStatus::no_extinction);
        CHECK(std::isnan(beta(s, 453.0)));
        CHECK(std::isfinite(alpha(s, 453.0)));
    }
    SECTION("a huge gauge coupling: no gauge phase, even beside a missing extinction") {
        p[par::gauge_coupling] = 1e4;
        p[par::amplitude + 0] = 0.0;
        const GlassState<double> s = model::glass_state(p, ModelOptions{});
        CHECK(s.energy.status[0] == ExtinctionStatus::no_extinction);
        CHECK(model::family_status(s, 0) == ExponentStatus::gauge_phase_undefined);
        CHECK(model::family_status(s, 1) == ExponentStatus::ok);
        CHECK(std::isnan(alpha(s, 453.0)));
        CHECK(std::isfinite(beta(s, 453.0)));
    }
}

TEST_CASE("both directions of the bath give the same state", "[model][glass_state]") {
    ParameterSet<double> p = unequal();
    const GlassState<double> s = model::glass_state(p, ModelOptions{});
    for (int k = 0; k < 6; ++k) {
        p[par::bath_beta + k] = s.energy.bath[k];
        p[par::amplitude + k] = 123.0; // not looked at
    }
    ModelOptions options;
    options.amplitudes_from_bath = true;
    const GlassState<double> t = model::glass_state(p, options);
    for (int k = 0; k < 6; ++k)
        CHECK(t.energy.amplitude[k] == Approx(unequal()[par::amplitude + k]).epsilon(1e-12));
    CHECK(alpha(t, 453.0) == Approx(alpha(s, 453.0)).epsilon(1e-9));
    CHECK(beta(t, 453.0) == Approx(beta(s, 453.0)).epsilon(1e-9));
}

TEST_CASE("the state carries exact derivatives from the structure to the exponents", "[model][glass_state]") {
    using D = model::Dual<double, 1>;
    const ParameterSet<double> p = unequal();
    for (int index : {par::amplitude + 0, par::amplitude + 3, par::amplitude + 5, par::bond_angle + 2,
                      par::bond_length + 1, par::hybrid_offset + 0, par::gauge_coupling + 0,
                      par::kappa_theta + 1, par::cooperativity_beta + 0}) {
        ParameterSet<D> lanes;
        for (int i = 0; i < par::count; ++i)
            lanes[i] = i == index ? D::variable(p[i], 0) : D(p[i]);
        const GlassState<D> s = model::glass_state(lanes, ModelOptions{});
        for (int f = 0; f < 2; ++f) {
            CAPTURE(index, f);
            const auto xi = [&](double x) {
                ParameterSet<double> q = p;
                q[index] = x;
                return exponent_at(model::glass_state(q, ModelOptions{}).family[f], 453.0).xi;
            };
            // A step of 1e-4 of the value: xi is rounded to 1e-13, the extrapolation leaves next to nothing.
            const double h = 1e-4 * std::abs(p[index]);
            CHECK(exponent_at(s.family[f], D(453.0)).xi.derivative[0] ==
                  Approx(slope(xi, p[index], h)).epsilon(1e-7).margin(1e-11 / h));
        }
    }
}
