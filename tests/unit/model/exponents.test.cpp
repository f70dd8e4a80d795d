#include "lpsglass/model/exponents.hpp"

#include "lpsglass/model/glass_state.hpp"
#include "support/catch.hpp"
#include "unit/model/glass_cases.hpp"

using namespace glass_cases;
using model::all_orders;
using model::Exponent;
using model::exponent_at;
using model::ExponentStatus;
using model::Family;
using model::FreezingOrder;
using model::make_family;
using model::relaxation;
using model::Relaxation;
using model::Weight;

namespace {

/// A family with made-up energies and extinctions, of either weight and any order.
Family<double> random_family(std::mt19937_64& random) {
    Triple<double> energy, log_eta;
    for (int k = 0; k < 3; ++k) {
        energy[k] = -between(random, 0.01, 10.0);
        log_eta[k] = std::exp(between(random, -9.0, 3.0)); // S on both sides of 1
    }
    Family<double> f =
        make_family(energy, log_eta, between(random, 1.0, 100.0),
                    uniform01(random) < 0.5 ? Weight::well : Weight::barrier, FreezingOrder::listed);
    f.order = all_orders[random() % 6];
    return f;
}

/// ln sum_ij gamma_i dt_j over the nine pairs.
double log_network(const Relaxation<double>& r) {
    std::array<double, 9> x;
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 3; ++j)
            x[3 * i + j] = r.log_rate[i] + r.log_extinction_time[j];
    }
    const double top = *std::max_element(x.begin(), x.end());
    double sum = 0.0;
    for (double v : x)
        sum += std::exp(v - top);
    return top + std::log(sum);
}

} // namespace

TEST_CASE("self-similarity: ln 9 + xi ln S = ln sum_ij gamma_i dt_j", "[model][exponents]") {
    std::mt19937_64 random = random_stream(7, "self-similarity", 0);
    for (int n = 0; n < 100 * kEffort; ++n) {
        const Family<double> f = random_family(random);
        for (double t : {1.0, 10.0, 77.0, 453.0, 700.0, 1e5}) {
            CAPTURE(n, t);
            const Relaxation<double> r = relaxation(f, t);
            const Exponent<double> x = model::exponent(f, r);
            REQUIRE(x.status == ExponentStatus::ok);
            const double network = log_network(r);
            // Logarithms of up to 1e5 at 1 K, made of differences of such.
            const double rounding =
                1e-14 * (100.0 + std::abs(r.log_rate[0]) + std::abs(r.log_rate[1]) + std::abs(r.log_rate[2]) +
                         10.0 / (constants::boltzmann_eV_per_K * t));
            CHECK(std::log(9.0) + x.xi * x.log_single_length == Approx(network).margin(rounding));
            CHECK(std::log(9.0) + x.log_network_length == Approx(network).margin(rounding));
        }
    }
}

TEST_CASE("S = sum gamma_k dt_k is half the sum of ln eta at every temperature", "[model][exponents]") {
    std::mt19937_64 random = random_stream(7, "single length", 0);
    for (int n = 0; n < 20 * kEffort; ++n) {
        const Family<double> f = random_family(random);
        const double half = 0.5 * (f.log_eta[0] + f.log_eta[1] + f.log_eta[2]);
        for (double t : {20.0, 453.0, 2000.0}) {
            const Relaxation<double> r = relaxation(f, t);
            double s = 0.0;
            for (int k = 0; k < 3; ++k)
                s += std::exp(r.log_rate[k] + r.log_extinction_time[k]);
            CHECK(s == Approx(half).epsilon(1e-11)); // exponents of up to 6000, rounded
            CHECK(exponent_at(f, t).log_single_length == Approx(std::log(half)).margin(1e-13));
        }
    }
}

TEST_CASE("an exponent computed by hand", "[model][exponents]") {
    // Equal energies: P = 1/3 each, so that gamma = (1, 1/3, 1/3) g with g = |E|/3h, and with equal ln eta =
    // L dt = (1, 3, 3) L/2g: R = (5/3)(7/2) L/9, S = 3L/2.
    const double l = 0.02;
    const auto f =
        make_family(Triple<double>{-2.0, -2.0, -2.0}, {l, l, l}, 1.0, Weight::well, FreezingOrder::listed);
    const Exponent<double> x = exponent_at(f, 321.0);
    CHECK(x.log_network_length == Approx(std::log(35.0 * l / 54.0)).epsilon(1e-13));
    CHECK(x.log_single_length == Approx(std::log(1.5 * l)).epsilon(1e-14));
    CHECK(x.xi == Approx(std::log(35.0 * l / 54.0) / std::log(1.5 * l)).epsilon(1e-13));
}

TEST_CASE("S = 1 is degenerate, not infinite", "[model][exponents]") {
    const auto f = make_family(Triple<double>{-2.0, -3.0, -4.0}, {0.5, 0.5, 1.0}, 1.0, Weight::well,
                               FreezingOrder::listed);
    const Exponent<double> x = exponent_at(f, 400.0);
    CHECK(x.status == ExponentStatus::degenerate);
    CHECK(std::isnan(x.xi));
    CHECK(x.log_single_length == 0.0);
    CHECK(std::isfinite(x.log_network_length));
}

TEST_CASE("without extinction of one bond the exponent is missing", "[model][exponents]") {
    for (int missing = 0; missing < 3; ++missing) {
        Triple<double> log_eta{0.01, 0.02, 0.03};
        log_eta[missing] = std::nan("");
        const auto f =
            make_family(Triple<double>{-2.0, -3.0, -4.0}, log_eta, 1.0, Weight::well, FreezingOrder::listed);
        const Exponent<double> x = exponent_at(f, 400.0);
        CHECK(x.status == ExponentStatus::no_extinction);
        CHECK(std::isnan(x.xi));
        CHECK(std::isnan(x.log_single_length));
        CHECK(std::isnan(x.log_network_length));
    }
}

TEST_CASE("the exponent has exact derivatives by temperature", "[model][exponents]") {
    using D = model::Dual<double, 1>;
    std::mt19937_64 random = random_stream(7, "temperature", 0);
    for (int n = 0; n < 10 * kEffort; ++n) {
        const Family<double> f = random_family(random);
        Family<D> lanes;
        for (int k = 0; k < 3; ++k) {
            lanes.ground_state[k] = D(f.ground_state[k]);
            lanes.log_eta[k] = D(f.log_eta[k]);
            lanes.level[k] = D(f.level[k]);
        }
        lanes.order = f.order;
        const double t = 453.0;
        const double difference = slope([&](double x) { return exponent_at(f, x).xi; }, t, 1.0);
        const double exact = exponent_at(lanes, D::variable(t, 0)).xi.derivative[0];
        CHECK(exact ==
              Approx(difference).epsilon(1e-6).margin(1e-9)); // (1/453)^4 of the slope, rounding of xi
    }
}
