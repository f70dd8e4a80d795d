#include "lpsglass/model/ensemble.hpp"

#include <algorithm>
#include <numeric>

#include "support/catch.hpp"
#include "unit/model/glass_cases.hpp"

using namespace glass_cases;
using model::EnsembleLaw;
using model::Quadrature;

namespace {

constexpr EnsembleLaw every_law[] = {EnsembleLaw::normal, EnsembleLaw::uniform, EnsembleLaw::arcsine};

/// E zeta^degree of a law of unit variance.
double moment(EnsembleLaw law, int degree_of) {
    if (degree_of % 2 == 1) return 0.0;
    const int k = degree_of / 2;
    double m = 1.0;
    switch (law) {
    case EnsembleLaw::normal: // (2k - 1)!!
        for (int i = 1; i <= k; ++i)
            m *= 2 * i - 1;
        break;
    case EnsembleLaw::uniform: // (1/2 sqrt 3) integral of x^2k over +-sqrt 3
        m = std::pow(3.0, k) / (2 * k + 1);
        break;
    case EnsembleLaw::arcsine: // 2^k <cos^2k> = binomial(2k, k)/2^k
        for (int i = 1; i <= k; ++i)
            m *= (k + i) / (2.0 * i);
        break;
    }
    return m;
}

double sum(const Quadrature& q, int power) {
    double s = 0.0;
    for (std::size_t i = 0; i < q.node.size(); ++i)
        s += q.weight[i] * std::pow(q.node[i], power);
    return s;
}

void check_symmetric(const Quadrature& q) {
    REQUIRE(q.node.size() == q.weight.size());
    CHECK(std::is_sorted(q.node.begin(), q.node.end()));
    CHECK(std::accumulate(q.weight.begin(), q.weight.end(), 0.0) == Approx(1.0).epsilon(1e-13));
    for (std::size_t i = 0; i < q.node.size(); ++i) {
        const std::size_t opposite = q.node.size() - 1 - i;
        CHECK(q.weight[i] > 0.0);
        CHECK(q.node[i] == Approx(-q.node[opposite]).margin(1e-15));
        CHECK(q.weight[i] == Approx(q.weight[opposite]).epsilon(1e-12));
    }
}

} // namespace

TEST_CASE("Gauss rules integrate polynomials exactly up to degree 2n - 1", "[model][ensemble]") {
    for (EnsembleLaw law : every_law) {
        for (int n = 1; n <= 20; ++n) {
            CAPTURE(static_cast<int>(law), n);
            const Quadrature q = model::gauss_rule(law, n);
            REQUIRE(q.node.size() == static_cast<std::size_t>(n));
            check_symmetric(q);
            for (int power = 0; power < 2 * n; ++power) {
                CAPTURE(power);
                // Odd moments against the even ones beside them, which are of their size.
                const double size = moment(law, power + power % 2);
                CHECK(sum(q, power) == Approx(moment(law, power)).margin(1e-12 * size));
            }
        }
    }
}

TEST_CASE("Gauss rules are not exact beyond degree 2n - 1", "[model][ensemble]") {
    // The rule's error for x^2n is the squared norm of the monic orthogonal polynomial: n! (Hermite) and
    // 2 (1/2)^n (Chebyshev with nodes sqrt 2 cos).
    const int n = 4;
    CHECK(moment(EnsembleLaw::normal, 2 * n) - sum(model::gauss_rule(EnsembleLaw::normal, n), 2 * n) ==
          Approx(24.0).epsilon(1e-11));
    CHECK(moment(EnsembleLaw::arcsine, 2 * n) - sum(model::gauss_rule(EnsembleLaw::arcsine, n), 2 * n) ==
          Approx(0.125).epsilon(1e-11));
}

TEST_CASE("low Gauss rules are the textbook's", "[model][ensemble]") {
    const Quadrature hermite = model::gauss_rule(EnsembleLaw::normal, 3);
    CHECK(hermite.node[2] == Approx(std::sqrt(3.0)).epsilon(1e-14));
    CHECK(hermite.weight[1] == Approx(2.0 / 3.0).epsilon(1e-14));
    const Quadrature legendre = model::gauss_rule(EnsembleLaw::uniform, 2);
    CHECK(legendre.node[1] == Approx(1.0).epsilon(1e-14)); // sqrt 3/sqrt 3
    const Quadrature chebyshev = model::gauss_rule(EnsembleLaw::arcsine, 2);
    CHECK(chebyshev.node[1] == Approx(1.0).epsilon(1e-14)); // sqrt 2 cos 45
}

TEST_CASE("the trapezoid integrates smooth functions of a normal variable to rounding", "[model][ensemble]") {
    // E cos(w x) = exp(-w^2/2). The spacing h aliases at 2 pi/h, the reach cuts at exp(-reach^2/2).
    const Quadrature q = model::trapezoid_rule(61, 9.0);
    check_symmetric(q);
    CHECK(q.node.front() == -9.0);
    CHECK(q.node.back() == 9.0);
    for (double w : {0.0, 0.5, 1.0, 2.0, 3.0}) {
        double s = 0.0;
        for (std::size_t i = 0; i < q.node.size(); ++i)
            s += q.weight[i] * std::cos(w * q.node[i]);
        CHECK(s == Approx(std::exp(-0.5 * w * w)).margin(1e-14));
    }
}

TEST_CASE("rules of a direction have the nodes asked for and the law's variance", "[model][ensemble]") {
    for (EnsembleLaw law : every_law) {
        for (int n : {1, 2, 3, 7, 8, 9, 12, 20}) {
            CAPTURE(static_cast<int>(law), n);
            const Quadrature q = model::direction_rule(law, n);
            REQUIRE(q.node.size() == static_cast<std::size_t>(n));
            check_symmetric(q);
            // Trapezoids (normal law, from 8 nodes) reach 4 and more: some 1e-3 of the variance lies beyond.
            if (n > 1)
                CHECK(sum(q, 2) == Approx(1.0).epsilon(law == EnsembleLaw::normal && n >= 8 ? 3e-3 : 1e-12));
        }
    }
}

TEST_CASE("fine rules resolve a narrow packet anywhere under the law", "[model][ensemble]") {
    // A packet of width 0.3 of the standard deviation at t = 1: for the normal law the sum is a normal
    // density of variance 1.09.
    const auto packets = [](const Quadrature& q) {
        double s = 0.0;
        for (std::size_t i = 0; i < q.node.size(); ++i) {
            const double z = (q.node[i] - 1.0) / 0.3;
            s += q.weight[i] * std::exp(-0.5 * z * z) / 0.3;
        }
        return s;
    };
    // 6 widths in each half of the peak's spacing: exp(-8 pi^2); beyond t = 6 lies 2e-9 of the law.
    CHECK(packets(model::fine_rule(EnsembleLaw::normal, 84)) ==
          Approx(std::exp(-0.5 / 1.09) / std::sqrt(1.09)).epsilon(1e-8));
    // Uniform: density 1/(2 sqrt 3) inside, of which the packet sees 0.9926 of itself.
    const double a = (std::sqrt(3.0) - 1.0) / (0.3 * std::sqrt(2.0)),
                 b = (std::sqrt(3.0) + 1.0) / (0.3 * std::sqrt(2.0));
    CHECK(packets(model::fine_rule(EnsembleLaw::uniform, 60)) ==
          Approx(std::sqrt(2.0 * constants::pi) / (2.0 * std::sqrt(3.0)) * 0.5 * (std::erf(a) + std::erf(b)))
              .epsilon(1e-8));
}

TEST_CASE("quantiles are the inverse of the distribution function", "[model][ensemble]") {
    CHECK(model::law_quantile(EnsembleLaw::normal, 0.975) == Approx(1.959963984540054).epsilon(1e-14));
    CHECK(model::law_quantile(EnsembleLaw::normal, 0.5) == Approx(0.0).margin(1e-16));
    CHECK(model::law_quantile(EnsembleLaw::uniform, 0.25) == Approx(-0.5 * std::sqrt(3.0)).epsilon(1e-15));
    CHECK(model::law_quantile(EnsembleLaw::uniform, 0.75) == Approx(0.5 * std::sqrt(3.0)).epsilon(1e-15));
    // The standing wave: falls with u, as docs/theory.md section 4 writes it.
    CHECK(model::law_quantile(EnsembleLaw::arcsine, 0.25) == Approx(1.0).epsilon(1e-15));
    CHECK(model::law_quantile(EnsembleLaw::arcsine, 0.5) == Approx(0.0).margin(1e-15));
    CHECK(model::law_quantile(EnsembleLaw::arcsine, 1.0 / 3.0) == Approx(std::sqrt(0.5)).epsilon(1e-15));
    for (double u : {1e-10, 0.001, 0.2, 0.7, 0.999}) {
        const double x = model::law_quantile(EnsembleLaw::normal, u);
        CHECK(0.5 * std::erfc(-x / std::sqrt(2.0)) == Approx(u).epsilon(1e-12));
    }
}

TEST_CASE("members of method direct are SciPy's Sobol points 1..n", "[model][ensemble]") {
    // scipy.stats.qmc.Sobol(d=6, scramble=False).random(4097), rows 1, 2, 3, 4, 5, 1000, 4095.
    struct Row {
        std::size_t n;
        Sextuple<double> u;
    };
    const Row rows[] = {
        {1, {0.5, 0.5, 0.5, 0.5, 0.5, 0.5}},
        {2, {0.75, 0.25, 0.25, 0.25, 0.75, 0.75}},
        {3, {0.25, 0.75, 0.75, 0.75, 0.25, 0.25}},
        {4, {0.375, 0.375, 0.625, 0.875, 0.375, 0.125}},
        {5, {0.875, 0.875, 0.125, 0.375, 0.875, 0.625}},
        {1000, {0x1.c2p-3, 0x1.8cp-4, 0x1.098p-1, 0x1.5a8p-1, 0x1.1fp-2, 0x1.d08p-1}},
        {4095, {0x1p-12, 0x1.e1ep-1, 0x1.564p-2, 0x1.cdap-1, 0x1.e16p-1, 0x1.43p-4}},
    };
    for (EnsembleLaw law : every_law) {
        const auto members = model::sobol_members(law, 4096);
        REQUIRE(members.size() == 4096);
        for (const Row& row : rows) {
            CAPTURE(static_cast<int>(law), row.n);
            for (int k = 0; k < 6; ++k)
                CHECK(members[row.n - 1][k] == model::law_quantile(law, row.u[k]));
        }
    }
}

TEST_CASE("the members have the law's mean and variance in every dimension", "[model][ensemble]") {
    for (EnsembleLaw law : every_law) {
        const int n = 4095; // whole nets minus the origin
        const auto members = model::sobol_members(law, n);
        for (int k = 0; k < 6; ++k) {
            double mean = 0.0, square = 0.0;
            for (const Sextuple<double>& zeta : members) {
                mean += zeta[k] / n;
                square += zeta[k] * zeta[k] / n;
            }
            // The left-out origin is one stratum of 4096: its share of the mean is below 4/4096, of the
            // variance below 16/4096.
            CHECK(mean == Approx(0.0).margin(1e-3));
            CHECK(square == Approx(1.0).margin(4e-3));
        }
    }
}

TEST_CASE("fine rules of thousands of nodes keep their precision", "[model][ensemble]") {
    // Narrow packets need them. E cos(w x) = sin(sqrt 3 w)/(sqrt 3 w) for the uniform law.
    const int n = 100 * kEffort;
    const Quadrature q = model::fine_rule(EnsembleLaw::uniform, n);
    check_symmetric(q);
    CHECK(sum(q, 2) == Approx(1.0).epsilon(1e-13));
    const double w = 0.5 * n;
    double s = 0.0;
    for (std::size_t i = 0; i < q.node.size(); ++i)
        s += q.weight[i] * std::cos(w * q.node[i]);
    CHECK(s == Approx(std::sin(std::sqrt(3.0) * w) / (std::sqrt(3.0) * w)).margin(1e-13));
}
