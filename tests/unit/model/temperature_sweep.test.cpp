#include "lpsglass/model/temperature_sweep.hpp"

#include <vector>

#include "support/catch.hpp"
#include "unit/model/glass_cases.hpp"

using namespace glass_cases;
using model::all_orders;
using model::exponent_at;
using model::Family;
using model::FamilyAt;
using model::FamilySweep;
using model::FreezingOrder;
using model::make_family;
using model::Relaxation;
using model::Weight;

namespace {

const std::vector<double> temperatures{0.01, 1.0, 3.0, 10.0, 77.0, 300.0, 453.0, 700.0, 1e5};

/// A family with energies and extinctions over many decades, of either weight and any order.
Family<double> random_family(std::mt19937_64& random) {
    Triple<double> energy, log_eta;
    for (int k = 0; k < 3; ++k) {
        energy[k] = -std::exp(between(random, -9.0, 3.0));
        log_eta[k] = std::exp(between(random, -20.0, 4.0)); // S on both sides of 1
    }
    if (uniform01(random) < 0.1) energy[1] = energy[0];
    Family<double> f =
        make_family(energy, log_eta, std::exp(between(random, 0.0, 5.0)),
                    uniform01(random) < 0.5 ? Weight::well : Weight::barrier, FreezingOrder::listed);
    f.order = all_orders[random() % 6];
    return f;
}

bool same(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

} // namespace

TEST_CASE("a sweep gives what the definition gives", "[model][sweep]") {
    std::mt19937_64 random = random_stream(3, "temperature sweep", 0);
    for (int n = 0; n < 1000 * kEffort; ++n) {
        const Family<double> f = random_family(random);
        const FamilySweep sweep(f);
        const double top = std::abs(*std::min_element(
            f.level.begin(), f.level.end(), [](double a, double b) { return std::abs(a) > std::abs(b); }));
        for (double t : temperatures) {
            CAPTURE(n, t);
            const Relaxation<double> r = relaxation(f, t);
            const model::Exponent<double> x = exponent(f, r);
            const FamilyAt at = sweep.at(t);
            // Both round u/k_B T, and logarithms below 1e3, to a few units of 2e-16.
            const double margin = 1e-13 * (1.0 + top / (constants::boltzmann_eV_per_K * t));
            for (int k = 0; k < 3; ++k) {
                CHECK(std::abs(at.log_probability[k] - r.log_probability[k]) <= margin);
                CHECK(std::abs(at.log_rate[k] - r.log_rate[k]) <= margin);
                CHECK(std::abs(at.log_extinction_time[k] - r.log_extinction_time[k]) <= margin);
            }
            CHECK(std::abs(at.log_network_length - x.log_network_length) <= margin);
            CHECK(std::abs(at.xi - x.xi) <= margin / std::abs(x.log_single_length));
            CHECK(sweep.rounding(t) == Approx(margin / std::abs(x.log_single_length)).epsilon(1e-9));
            CHECK(sweep.xi(t) == at.xi);
        }
    }
}

TEST_CASE("xi changes no faster with 1/T than its bound", "[model][sweep]") {
    std::mt19937_64 random = random_stream(4, "temperature sweep", 0);
    double closest = 0.0;
    for (int n = 0; n < 1000 * kEffort; ++n) {
        const FamilySweep sweep(random_family(random));
        for (std::size_t i = 1; i < temperatures.size(); ++i) {
            const double a = temperatures[i], b = a * 1.01;
            CAPTURE(n, a);
            const double most = sweep.largest_slope() * (1.0 / a - 1.0 / b);
            const double change = std::abs(sweep.xi(a) - sweep.xi(b));
            CHECK(change <= most + 2.0 * sweep.rounding(a));
            if (most > 1e-6) closest = std::max(closest, change / most);
        }
    }
    CHECK(closest > 0.99); // the bound is reached: at low temperature one ratio carries all
}

TEST_CASE("what is missing or degenerate stays so in a sweep", "[model][sweep]") {
    const Triple<double> energy{-3.0, -2.5, -2.0};
    const double nan = std::nan("");
    std::vector<Family<double>> families;
    for (const Triple<double>& log_eta :
         {Triple<double>{nan, 1.0, 1.0}, {0.5, 0.5, 1.0}, {0.0, 1.0, 2.0}, {1e-300, 1e300, 1.0}}) {
        families.push_back(make_family(energy, log_eta, 4.0, Weight::barrier, FreezingOrder::listed));
    }
    families.push_back(make_family(Triple<double>{-3.0, 0.0, -2.0}, Triple<double>{1.0, 1.0, 1.0}, 4.0,
                                   Weight::barrier, FreezingOrder::listed));
    for (std::size_t i = 0; i < families.size(); ++i) {
        const FamilySweep sweep(families[i]);
        CHECK(std::isinf(sweep.largest_slope()));
        for (double t : temperatures) {
            CAPTURE(i, t);
            const Relaxation<double> r = relaxation(families[i], t);
            CHECK(same(sweep.xi(t), exponent_at(families[i], t).xi));
            CHECK(same(sweep.at(t).xi, exponent_at(families[i], t).xi));
            for (int k = 0; k < 3; ++k) {
                CHECK(same(sweep.at(t).log_rate[k], r.log_rate[k]));
                CHECK(same(sweep.at(t).log_extinction_time[k], r.log_extinction_time[k]));
            }
        }
    }
    CHECK(std::isnan(FamilySweep(families[1]).xi(300.0))); // S = 1
}

TEST_CASE("a sweep goes through both families", "[model][sweep]") {
    const model::GlassState<double> state = glass_state(paper(), model::ModelOptions{});
    std::vector<std::array<FamilyAt, 2>> out(temperatures.size());
    model::sweep_temperatures(state, temperatures, out);
    for (std::size_t t = 0; t < temperatures.size(); ++t) {
        for (int f = 0; f < 2; ++f)
            CHECK(out[t][f].xi == FamilySweep(state.family[f]).xi(temperatures[t]));
    }
    // docs/theory.md section 9: alpha and beta meet near 500 K.
    CHECK(FamilySweep(state.family[0]).xi(500.0) ==
          Approx(FamilySweep(state.family[1]).xi(500.0)).epsilon(1e-3));
}
