#include "lpsglass/fit/polish.hpp"

#include <cmath>
#include <Eigen/LU>

#include "lpsglass/core/random.hpp"
#include "problems.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using namespace lpsglass::fit;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using problems::parameter;

TEST_CASE("the polish reaches a minimum inside the box", "[fit][polish]") {
    const PolishResult result = polish(problems::open_valley(), std::vector<double>{-1.2, 1.0}, {});
    // The residual vanishes there, so Gauss-Newton converges quadratically down to rounding.
    CHECK(result.free[0] == Approx(1.0).margin(1e-14));
    CHECK(result.free[1] == Approx(1.0).margin(1e-14));
    CHECK(result.optimality.satisfied());
    CHECK_FALSE(result.optimality.at_bound());
    CHECK_FALSE(result.exhausted);
    CHECK(result.evaluations < 100);
}

TEST_CASE("the polish reaches a minimum on a bound", "[fit][polish]") {
    const PolishResult result = polish(problems::cut_valley(), std::vector<double>{-1.2, 1.0}, {});
    CHECK(result.free[0] == 0.8);
    CHECK(result.free[1] == Approx(0.64).epsilon(1e-8)); // where gains in 0.04 are lost in rounding
    CHECK(result.point.objective() == Approx(0.04).epsilon(1e-14));
    CHECK(result.optimality.satisfied());
    CHECK(result.optimality.held == std::vector<bool>{true, false});
}

TEST_CASE("bounded linear problems with constructed Kuhn-Tucker points", "[fit][polish]") {
    // For square A and residual rho = A^-T lambda/2 at x*, the gradient at x* is lambda: outward at the
    // bounds, zero elsewhere. So x* is the minimum by construction, whatever the correlations in A.
    constexpr Eigen::Index n = 6;
    auto stream = random_stream(2, "kuhn-tucker", 0);
    for (int trial = 0; trial < 50; ++trial) {
        const MatrixXd a = MatrixXd::NullaryExpr(n, n, [&] { return standard_normal(stream); });
        VectorXd solution(n), lambda(n);
        std::vector<Parameter> parameters;
        std::vector<double> start;
        for (Eigen::Index k = 0; k < n; ++k) {
            const int place = static_cast<int>(3.0 * uniform01(stream));
            solution[k] = place == 0 ? -0.7 : place == 1 ? 1.1 : 1.6 * uniform01(stream) - 0.6;
            lambda[k] = place == 0 ? 1.0 + uniform01(stream) : place == 1 ? -1.0 - uniform01(stream) : 0.0;
            parameters.push_back(parameter("x", 0.0, -0.7, 1.1));
            const double somewhere = uniform01(stream);
            start.push_back(trial % 2 == 0 ? 1.6 * somewhere - 0.6 : (somewhere < 0.5 ? -0.7 : 1.1));
        }
        const VectorXd rho = a.transpose().fullPivLu().solve(lambda / 2.0);
        const Problem problem(ParameterSpace(parameters), problems::linear(a, a * solution - rho));
        const PolishResult result = polish(problem, start, {});
        CHECK(result.optimality.satisfied());
        for (Eigen::Index k = 0; k < n; ++k) {
            CHECK(result.optimality.held[k] == (lambda[k] != 0.0));
            if (lambda[k] != 0.0) CHECK(result.free[k] == solution[k]);
            // Gains below 1e-15 of the objective are not seen: x is good to 3e-8 |rho| times the condition of
            // A.
            CHECK(result.free[k] == Approx(solution[k]).margin(1e-5));
        }
        CHECK(result.point.objective() == Approx(rho.squaredNorm()).epsilon(1e-12));
    }
}

TEST_CASE("a valley flatter than the first damping", "[fit][polish]") {
    // Two columns at an angle of 5e-10, from a start on the floor x + y = 1: the minimum is at y = 2e9.
    MatrixXd a(2, 2);
    a << 1, 1, 0, 5e-10;
    const Problem problem(ParameterSpace({parameter("x", 0.5, -4e9, 4e9), parameter("y", 0.5, -4e9, 4e9)}),
                          problems::linear(a, Eigen::Vector2d(1, 1)));
    const PolishResult result = polish(problem, problem.space().start(), {});
    CHECK(result.point.objective() < 1e-10); // rounding of terms of 2e9 is 2e-7 in the residual
    CHECK(result.free[1] == Approx(2e9).epsilon(1e-5));
    CHECK(result.optimality.satisfied());
}

TEST_CASE("a parameter driven to its bound arrives there to the last bit", "[fit][polish]") {
    // Starts where x + (upper - x) misses the upper bound by rounding.
    constexpr double upper = 1.3;
    auto stream = random_stream(3, "starts", 0);
    int starts = 0;
    while (starts < 50) {
        const double x = -3.0 * uniform01(stream);
        if (x + (upper - x) >= upper) continue;
        ++starts;
        const Problem problem(ParameterSpace({parameter("x", x, -3.0, upper)}),
                              problems::linear(MatrixXd::Ones(1, 1), VectorXd::Constant(1, 5.0)));
        const PolishResult result = polish(problem, problem.space().start(), {});
        CHECK(result.free[0] == upper);
        CHECK(result.optimality.satisfied());
        CHECK(result.optimality.at_bound());
    }
}

TEST_CASE("the objective never rises, and no evaluation leaves the box", "[fit][polish]") {
    problems::Watch watch;
    const Problem valley = problems::cut_valley();
    const Problem problem(valley.space(), watch.around(problems::rosenbrock, valley.space()));
    double before = std::numeric_limits<double>::infinity();
    for (int budget = 1; budget < 60; ++budget) {
        watch.evaluations = 0;
        const PolishResult result = polish(problem, std::vector<double>{-1.9, -0.9}, {budget, 1e-8});
        CHECK(result.point.objective() <= before);
        CHECK(result.evaluations <= budget);
        CHECK(result.evaluations == watch.evaluations);
        CHECK(result.exhausted == !result.optimality.satisfied());
        before = result.point.objective();
    }
    CHECK(before == Approx(0.04).epsilon(1e-14));
    CHECK_FALSE(watch.outside);
}

TEST_CASE("a start out of the box is moved into it", "[fit][polish]") {
    problems::Watch watch;
    const Problem valley = problems::cut_valley();
    const Problem problem(valley.space(), watch.around(problems::rosenbrock, valley.space()));
    const PolishResult result = polish(problem, std::vector<double>{0.8 + 1e-12, 4.0}, {});
    CHECK_FALSE(watch.outside);
    CHECK(result.free[0] == 0.8);
}

TEST_CASE("points without a value only shorten the step", "[fit][polish]") {
    // A wall beside the valley: straight steps across the bend x ~ 0 would hit it.
    const auto open = [](std::span<const double> x) { return x[1] > x[0] * x[0] - 0.3; };
    const Problem problem(problems::open_valley().space(), problems::walled(problems::rosenbrock, open));
    const PolishResult result = polish(problem, std::vector<double>{-1.2, 1.3}, {});
    CHECK(result.optimality.satisfied());
    CHECK(result.free[0] == Approx(1.0).margin(1e-14));

    // No value at the start: said so.
    const PolishResult lost = polish(problem, std::vector<double>{1.0, 0.0}, {});
    CHECK_FALSE(lost.point.finite);
    CHECK(lost.evaluations == 1);

    // A wall in front of the minimum: it stops there, and does not call it a minimum.
    const auto shut = [](std::span<const double> x) { return x[0] < 0.5; };
    const Problem cut(problems::open_valley().space(), problems::walled(problems::rosenbrock, shut));
    const PolishResult stuck = polish(cut, std::vector<double>{-1.2, 1.0}, {});
    CHECK(stuck.free[0] < 0.5);
    CHECK_FALSE(stuck.optimality.satisfied());
}

TEST_CASE("parameters without influence stay, and the direction is told to be flat", "[fit][polish]") {
    MatrixXd a(2, 2);
    a << 1, 0, 2, 0;
    const Problem problem(ParameterSpace({parameter("x", 0.0, -5.0, 5.0), parameter("idle", 0.3, -1.0, 1.0)}),
                          problems::linear(a, Eigen::Vector2d(1, 3)));
    const PolishResult result = polish(problem, problem.space().start(), {});
    CHECK(result.free[0] == Approx(1.4).epsilon(1e-8)); // normal equation 5 x = 7
    CHECK(result.free[1] == 0.3);
    CHECK(result.optimality.flat);
    CHECK(result.optimality.satisfied());
}

TEST_CASE("a narrow curved valley with poorly scaled parameters", "[fit][polish]") {
    // Rosenbrock's valley with x in units of 1e-6 and y of 1e5.
    const auto scaled = [](std::span<const double> p, VectorXd& residual, MatrixXd* jacobian) {
        const std::vector<double> x{p[0] * 1e6, p[1] * 1e-5};
        problems::rosenbrock(x, residual, jacobian);
        if (jacobian != nullptr) *jacobian = *jacobian * Eigen::DiagonalMatrix<double, 2>(1e6, 1e-5);
    };
    const Problem problem(
        ParameterSpace({parameter("x", -1.2e-6, -2e-6, 2e-6), parameter("y", 1e5, -1e5, 3e5)}), scaled);
    const PolishResult result = polish(problem, problem.space().start(), {});
    CHECK(result.free[0] == Approx(1e-6).epsilon(1e-13));
    CHECK(result.free[1] == Approx(1e5).epsilon(1e-13));
}
