#include "lpsglass/model/relaxation.hpp"

#include "support/catch.hpp"
#include "unit/model/glass_cases.hpp"

using namespace glass_cases;
using model::Family;
using model::FreezingOrder;
using model::make_family;
using model::relaxation;
using model::Relaxation;
using model::Weight;

namespace {

constexpr double kB = constants::boltzmann_eV_per_K;
constexpr double h = constants::planck_eV_s;

const Triple<double> energy{-3.4, -3.0, -2.85};
const Triple<double> log_eta{0.038, 0.045, 0.017};

Family<double> family_of(Weight weight, FreezingOrder order = FreezingOrder::listed) {
    return make_family(energy, log_eta, 4.1, weight, order);
}

Triple<double> probabilities(const Relaxation<double>& r) {
    return {std::exp(r.log_probability[0]), std::exp(r.log_probability[1]), std::exp(r.log_probability[2])};
}

} // namespace

TEST_CASE("levels are E0/N in the well and |E0|/N over the barrier", "[model][relaxation]") {
    for (int k = 0; k < 3; ++k) {
        CHECK(family_of(Weight::well).level[k] == Approx(energy[k] / 4.1).epsilon(1e-15));
        CHECK(family_of(Weight::barrier).level[k] == Approx(-energy[k] / 4.1).epsilon(1e-15));
    }
    // The weight is about the ground state's sign only: a positive energy is its own barrier.
    const auto positive =
        make_family(Triple<double>{1.0, 2.0, 3.0}, log_eta, 1.0, Weight::barrier, FreezingOrder::listed);
    CHECK(positive.level[1] == 2.0);
}

TEST_CASE("probabilities are Boltzmann's and sum to 1", "[model][relaxation]") {
    for (Weight weight : {Weight::well, Weight::barrier}) {
        for (double t : {50.0, 453.0, 5000.0}) {
            CAPTURE(t);
            const Triple<double> p = probabilities(relaxation(family_of(weight), t));
            CHECK(p[0] + p[1] + p[2] == Approx(1.0).epsilon(1e-13)); // exponents of 200, rounded
            const double sign = weight == Weight::well ? 1.0 : -1.0;
            for (int k = 1; k < 3; ++k) {
                const double ratio = std::exp(-sign * (energy[k] - energy[0]) / (4.1 * kB * t));
                CHECK(p[k] / p[0] == Approx(ratio).epsilon(1e-12)); // exponents up to 30
            }
        }
    }
}

TEST_CASE("the well prefers the deepest state, the barrier the shallowest", "[model][relaxation]") {
    const Triple<double> well = probabilities(relaxation(family_of(Weight::well), 300.0));
    CHECK(well[0] > well[1]);
    CHECK(well[1] > well[2]);
    const Triple<double> barrier = probabilities(relaxation(family_of(Weight::barrier), 300.0));
    CHECK(barrier[0] < barrier[1]);
    CHECK(barrier[1] < barrier[2]);
}

TEST_CASE("at infinite temperature all states are equally likely", "[model][relaxation]") {
    for (double p : probabilities(relaxation(family_of(Weight::well), 1e12)))
        CHECK(p == Approx(1.0 / 3.0).epsilon(1e-8)); // exponents of 1e-8
}

TEST_CASE("rates and extinction times in the listed order", "[model][relaxation]") {
    const double t = 453.0;
    const Relaxation<double> r = relaxation(family_of(Weight::barrier), t);
    const Triple<double> p = probabilities(r);
    const double gamma[] = {p[0] * 3.4 / h, p[0] * p[1] * 3.0 / h, p[1] * p[2] * 2.85 / h};
    for (int k = 0; k < 3; ++k) {
        CHECK(std::exp(r.log_rate[k]) == Approx(gamma[k]).epsilon(1e-12)); // exp of 30
        CHECK(std::exp(r.log_extinction_time[k]) == Approx(0.5 * log_eta[k] / gamma[k]).epsilon(1e-12));
    }
}

TEST_CASE("rates in another freezing order belong to the same bonds", "[model][relaxation]") {
    Family<double> family = family_of(Weight::barrier);
    family.order = {2, 0, 1}; // bond 3 freezes first, then 1, then 2
    const Relaxation<double> r = relaxation(family, 453.0);
    const Triple<double> p = probabilities(r);
    CHECK(std::exp(r.log_rate[2]) == Approx(p[2] * 2.85 / h).epsilon(1e-12));
    CHECK(std::exp(r.log_rate[0]) == Approx(p[2] * p[0] * 3.4 / h).epsilon(1e-12));
    CHECK(std::exp(r.log_rate[1]) == Approx(p[0] * p[1] * 3.0 / h).epsilon(1e-12));
}

TEST_CASE("by_probability freezes in ascending probability", "[model][relaxation]") {
    using model::Order;
    // Barrier: the deepest state is the least likely; well: the most.
    CHECK(family_of(Weight::barrier, FreezingOrder::by_probability).order == Order{0, 1, 2});
    CHECK(family_of(Weight::well, FreezingOrder::by_probability).order == Order{2, 1, 0});
    const Triple<double> mixed{-3.0, -2.0, -8.0};
    CHECK(make_family(mixed, log_eta, 50.0, Weight::well, FreezingOrder::by_probability).order ==
          Order{1, 0, 2});
    CHECK(make_family(mixed, log_eta, 50.0, Weight::well, FreezingOrder::listed).order == Order{0, 1, 2});
    // Equal probabilities keep the listed order.
    const Triple<double> equal{-3.0, -3.0, -3.0};
    CHECK(make_family(equal, log_eta, 4.1, Weight::well, FreezingOrder::by_probability).order ==
          Order{0, 1, 2});
}

TEST_CASE("at 1 K logarithms are finite and right where plain doubles underflow", "[model][relaxation]") {
    // u = 0.829, 0.732, 0.695 eV, k_B T = 8.6e-5 eV: P_1 = exp(-1557).
    const Relaxation<double> r = relaxation(family_of(Weight::barrier), 1.0);
    long double u[3], log_p[3];
    for (int k = 0; k < 3; ++k)
        u[k] = -static_cast<long double>(energy[k]) / 4.1L / kB;
    const long double log_z = std::log1p(std::exp(u[2] - u[1]) + std::exp(u[2] - u[0])); // about state 3
    for (int k = 0; k < 3; ++k)
        log_p[k] = u[2] - u[k] - log_z;

    CHECK(std::exp(r.log_probability[0]) == 0.0); // what a plain double makes of it
    const long double log_rate[] = {log_p[0] + std::log(3.4L / h), log_p[0] + log_p[1] + std::log(3.0L / h),
                                    log_p[1] + log_p[2] + std::log(2.85L / h)};
    for (int k = 0; k < 3; ++k) {
        CAPTURE(k);
        // Differences of exponents of 1e4, each rounded to 1e-12.
        CHECK(r.log_probability[k] == Approx(static_cast<double>(log_p[k])).margin(1e-11));
        CHECK(r.log_rate[k] == Approx(static_cast<double>(log_rate[k])).margin(1e-11));
        CHECK(r.log_extinction_time[k] ==
              Approx(static_cast<double>(std::log(0.5L * log_eta[k]) - log_rate[k])).margin(1e-11));
    }
    CHECK(r.log_rate[1] < -1900.0); // below exp(-745), the smallest double
    CHECK(r.log_extinction_time[1] > 1900.0);
}

TEST_CASE("logarithms stay finite at a millikelvin and for deep wells", "[model][relaxation]") {
    for (Weight weight : {Weight::well, Weight::barrier}) {
        const Relaxation<double> r = relaxation(
            make_family(Triple<double>{-80.0, -3.0, -0.001}, log_eta, 1.0, weight, FreezingOrder::listed),
            1e-3);
        for (int k = 0; k < 3; ++k) {
            CHECK(std::isfinite(r.log_probability[k]));
            CHECK(std::isfinite(r.log_rate[k]));
            CHECK(std::isfinite(r.log_extinction_time[k]));
        }
    }
}

TEST_CASE("a state of energy 0 has no rate, and an infinite extinction time if any", "[model][relaxation]") {
    const Family<double> family = make_family(Triple<double>{0.0, -3.0, -2.0}, {0.04, std::nan(""), 0.02},
                                              4.0, Weight::well, FreezingOrder::listed);
    const Relaxation<double> r = relaxation(family, 300.0);
    CHECK(r.log_rate[0] == -std::numeric_limits<double>::infinity());
    CHECK(r.log_extinction_time[0] == std::numeric_limits<double>::infinity());
    CHECK(std::isfinite(r.log_rate[1]));
    CHECK(std::isnan(r.log_extinction_time[1])); // no extinction of this one: missing, not infinite
    CHECK(std::isfinite(r.log_extinction_time[2]));
}

TEST_CASE("log_sum_exp neither overflows nor underflows", "[model][relaxation]") {
    CHECK(model::log_sum_exp(Triple<double>{0.0, 0.0, 0.0}) == Approx(std::log(3.0)).epsilon(1e-15));
    CHECK(model::log_sum_exp(Triple<double>{1e4, 1e4 + std::log(2.0), -1e4}) ==
          Approx(1e4 + std::log(3.0)).epsilon(1e-14));
    CHECK(model::log_sum_exp(Triple<double>{-1e4, -1e4, -1e4}) ==
          Approx(-1e4 + std::log(3.0)).epsilon(1e-14));
    const double infinity = std::numeric_limits<double>::infinity();
    CHECK(model::log_sum_exp(Triple<double>{-infinity, -infinity, -infinity}) == -infinity);
    CHECK(model::log_sum_exp(Triple<double>{-infinity, 2.0, -infinity}) == 2.0);
    CHECK(std::isnan(model::log_sum_exp(Triple<double>{std::nan(""), 2.0, 1.0})));
    CHECK(std::isnan(model::log_sum_exp(Triple<double>{1.0, 2.0, std::nan("")})));
}
