#include "lpsglass/fit/posterior.hpp"

#include <cmath>
#include <random>

#include "lpsglass/core/error.hpp"
#include "lpsglass/core/random.hpp"
#include "problems.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using namespace lpsglass::fit;
using problems::parameter;

namespace {

std::vector<Chain> all_chains(const Problem& problem, std::vector<double> best,
                              const PosteriorOptions& options) {
    std::vector<Chain> chains;
    for (int c = 0; c < options.chains; ++c)
        chains.push_back(run_chain(problem, best, options, c));
    return chains;
}

/// Values of a free parameter, one vector per chain.
std::vector<std::vector<double>> values(const std::vector<Chain>& chains, int k, int n) {
    std::vector<std::vector<double>> out;
    for (const Chain& chain : chains) {
        out.emplace_back();
        for (int i = 0; i < chain.draws(); ++i)
            out.back().push_back(chain.free[i * n + k]);
    }
    return out;
}

struct Moments {
    double mean = 0.0, variance = 0.0;
};

Moments moments(const std::vector<std::vector<double>>& chains) {
    Moments m;
    double n = 0.0;
    for (const auto& chain : chains)
        for (double x : chain)
            m.mean += x, ++n;
    m.mean /= n;
    for (const auto& chain : chains)
        for (double x : chain)
            m.variance += (x - m.mean) * (x - m.mean) / n;
    return m;
}

} // namespace

TEST_CASE("the posterior of a linear problem is its normal law", "[fit][posterior]") {
    // Precision J^T J with J = [[2, 1], [0, 0.5]]: variances (J^T J)^-1 = [[1.25, -2], [-2, 4]].
    Eigen::MatrixXd j(2, 2);
    j << 2, 1, 0, 0.5;
    const Problem problem(
        ParameterSpace({parameter("x", 0.0, -40.0, 40.0), parameter("y", 0.0, -40.0, 40.0)}),
        problems::linear(j, Eigen::Vector2d(2, 0)));
    const auto chains = all_chains(problem, {1.0, 0.0}, {4000, 8, 3});
    const Moments x = moments(values(chains, 0, 2)), y = moments(values(chains, 1, 2));
    // Standard error of a mean at an effective sample size of 1000: 0.03 standard deviations; five of them
    // allowed. A variance has 0.045 of its own value; five of them.
    CHECK(std::abs(x.mean - 1.0) < 0.16 * std::sqrt(1.25));
    CHECK(std::abs(y.mean) < 0.16 * 2.0);
    CHECK(x.variance == Approx(1.25).epsilon(0.22));
    CHECK(y.variance == Approx(4.0).epsilon(0.22));
    const Diagnostics d = diagnose(values(chains, 0, 2));
    CHECK(d.r_hat < kLargestRHat);
    CHECK(d.effective_sample_size > 1000.0);
}

TEST_CASE("bounds cut the posterior off", "[fit][posterior]") {
    // A standard normal law above its mean: mean sqrt(2/pi), variance 1 - 2/pi. The minimum is on the bound.
    const Problem problem(ParameterSpace({parameter("x", 0.0, 0.0, 30.0)}),
                          problems::linear(Eigen::MatrixXd::Identity(1, 1), Eigen::VectorXd::Zero(1)));
    const auto chains = all_chains(problem, {0.0}, {8000, 8, 1});
    const auto x = values(chains, 0, 1);
    for (const auto& chain : x)
        for (double v : chain)
            REQUIRE((v >= 0.0 && v <= 30.0));
    // As above, with an effective sample size of 2000 at least.
    CHECK(moments(x).mean == Approx(std::sqrt(2.0 / 3.14159265358979)).epsilon(0.1));
    CHECK(moments(x).variance == Approx(1.0 - 2.0 / 3.14159265358979).epsilon(0.16));
}

TEST_CASE("a direction that nothing determines fills its box evenly", "[fit][posterior]") {
    const Problem problem(ParameterSpace({parameter("x", 0.0, -1.0, 3.0)}),
                          problems::linear(Eigen::MatrixXd::Zero(1, 1), Eigen::VectorXd::Ones(1)));
    const auto x = values(all_chains(problem, {0.0}, {8000, 8, 1}), 0, 1);
    CHECK(moments(x).mean == Approx(1.0).margin(0.12)); // sd 1.15, as above
    CHECK(moments(x).variance == Approx(16.0 / 12.0).epsilon(0.16));
}

TEST_CASE("a curved ridge is followed", "[fit][posterior]") {
    // x^2 + y^2 = 1 to 1 percent, in the quadrant x, y <= 0: the angle is uniform but for the density of the
    // ring, so x has mean -2/pi and variance 1/2 - 4/pi^2 (to the ring's width squared, 1e-4).
    const Problem problem(ParameterSpace({parameter("x", -0.6, -2.0, 0.0), parameter("y", -0.8, -2.0, 0.0)}),
                          [](std::span<const double> p, Eigen::VectorXd& r, Eigen::MatrixXd* jacobian) {
                              r.resize(1);
                              r[0] = (p[0] * p[0] + p[1] * p[1] - 1.0) / 0.02;
                              if (!jacobian) return;
                              jacobian->resize(1, 2);
                              *jacobian << 2.0 * p[0] / 0.02, 2.0 * p[1] / 0.02;
                          });
    const auto chains = all_chains(problem, {-0.6, -0.8}, {40000, 8, 5});
    const auto x = values(chains, 0, 2);
    CHECK(diagnose(x).r_hat < 1.05);
    CHECK(moments(x).mean ==
          Approx(-2.0 / 3.14159265358979).epsilon(0.08)); // 5 errors at a sample size of 1000
    CHECK(moments(x).variance == Approx(0.5 - std::pow(2.0 / 3.14159265358979, 2)).epsilon(0.2));
}

TEST_CASE("the law is that of the posterior, not of its surrogate", "[fit][posterior]") {
    // Residuals that are no polynomials: tails lighter, and heavier up to the walls, than those of the cubic
    // that stands in for them.
    struct Case {
        double (*residual)(double);
        double (*slope)(double);
    };
    for (const Case& c :
         {Case{[](double x) { return std::sinh(2.0 * x); },
               [](double x) { return 2.0 * std::cosh(2.0 * x); }},
          Case{[](double x) { return 2.0 * std::atan(x); }, [](double x) { return 2.0 / (1.0 + x * x); }}}) {
        const Problem problem(ParameterSpace({parameter("x", 0.0, -3.0, 3.0)}),
                              [c](std::span<const double> p, Eigen::VectorXd& r, Eigen::MatrixXd* jacobian) {
                                  r.setConstant(1, c.residual(p[0]));
                                  if (jacobian) jacobian->setConstant(1, 1, c.slope(p[0]));
                              });
        double weight = 0.0, square = 0.0; // of the density, by the midpoint rule
        for (int i = 0; i < 6000; ++i) {
            const double x = -3.0 + (i + 0.5) / 1000.0,
                         density = std::exp(-0.5 * c.residual(x) * c.residual(x));
            weight += density;
            square += density * x * x;
        }
        const auto x = values(all_chains(problem, {0.0}, {16000, 8, 2}), 0, 1);
        // As above, with an effective sample size of 2000 at least.
        const double sd = std::sqrt(square / weight);
        CHECK(std::abs(moments(x).mean) < 0.11 * sd);
        CHECK(moments(x).variance == Approx(square / weight).epsilon(0.16));
    }
}

TEST_CASE("chains depend on the seed and their index alone", "[fit][posterior]") {
    const Problem problem(ParameterSpace({parameter("x", 0.0, -5.0, 5.0)}),
                          problems::linear(Eigen::MatrixXd::Identity(1, 1), Eigen::VectorXd::Zero(1)));
    const std::vector<double> best{0.0};
    const PosteriorOptions options{80, 8, 9};
    const Chain first = run_chain(problem, best, options, 3);
    run_chain(problem, best, options, 0);
    CHECK(run_chain(problem, best, options, 3).free == first.free);
    CHECK(run_chain(problem, best, options, 4).free != first.free);
    CHECK(run_chain(problem, best, {80, 8, 10}, 3).free != first.free);
    CHECK(first.draws() == 10);
    CHECK(first.objective.front() == Approx(first.free.front() * first.free.front()));
}

TEST_CASE("places without a value are never drawn", "[fit][posterior]") {
    const Problem problem(ParameterSpace({parameter("x", 1.0, -5.0, 5.0)}),
                          [](std::span<const double> p, Eigen::VectorXd& r, Eigen::MatrixXd* jacobian) {
                              r.setConstant(1, p[0] > 0.0 ? 0.1 * p[0] : std::nan(""));
                              if (p[0] < -2.0) throw NumericalError("no value");
                              if (jacobian) jacobian->setConstant(1, 1, 0.1);
                          });
    for (const auto& chain : values(all_chains(problem, {1.0}, {400, 4, 1}), 0, 1))
        for (double x : chain)
            REQUIRE(x > 0.0);
    CHECK_THROWS_AS(run_chain(problem, std::vector<double>{-1.0}, {}, 0), NumericalError);
}

TEST_CASE("diagnostics tell chains that agree from chains that do not", "[fit][posterior]") {
    std::vector<std::vector<double>> chains(4, std::vector<double>(500));
    for (std::size_t c = 0; c < 4; ++c) {
        auto random = random_stream(1, "diagnostics test", c);
        for (double& x : chains[c])
            x = standard_normal(random);
    }
    Diagnostics d = diagnose(chains);
    CHECK(d.r_hat < 1.01);
    CHECK(d.effective_sample_size == Approx(2000.0).epsilon(0.2)); // independent draws count as they are
    auto monotone = chains; // ranks, and so the diagnostics, do not see a change of scale
    for (auto& chain : monotone)
        for (double& x : chain)
            x = std::exp(10.0 * x);
    CHECK(diagnose(monotone).r_hat == d.r_hat);

    for (double& x : chains[0])
        x += 3.0; // one chain elsewhere
    CHECK(diagnose(chains).r_hat > 1.3);

    // An autoregressive chain x' = 0.9 x + noise has (1 + 0.9)/(1 - 0.9) = 19 times fewer independent draws.
    for (std::size_t c = 0; c < 4; ++c) {
        auto random = random_stream(2, "diagnostics test", c);
        chains[c].assign(5000, 0.0);
        for (std::size_t i = 1; i < 5000; ++i)
            chains[c][i] = 0.9 * chains[c][i - 1] + std::sqrt(1.0 - 0.81) * standard_normal(random);
    }
    CHECK(diagnose(chains).effective_sample_size == Approx(20000.0 / 19.0).epsilon(0.25));

    chains[1][7] = std::nan("");
    CHECK(std::isnan(diagnose(chains).r_hat));
    CHECK(std::isnan(diagnose({{1.0, 1.0, 1.0, 1.0}, {1.0, 1.0, 1.0, 1.0}}).r_hat));
}
