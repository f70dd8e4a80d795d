#include "lpsglass/fit/minimizer.hpp"

#include <cmath>
#include <stdexcept>

#include "lpsglass/core/error.hpp"
#include "nist_problems.hpp"
#include "problems.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using namespace lpsglass::fit;
using problems::parameter;

namespace {

MinimizerOptions with(std::string_view algorithm, int evaluations = 20000) {
    MinimizerOptions options;
    options.algorithm = algorithm;
    options.max_evaluations = evaluations;
    return options;
}

MinimizerResult run(const Problem& problem, std::string_view algorithm, int evaluations = 20000) {
    return minimize(problem, problem.space().start(), with(algorithm, evaluations));
}

/// A smooth problem without a valley: Gaussian peak y = a exp(-(t - c)^2 / 2), true a = 2, c = 0.5.
Problem peak() {
    return {ParameterSpace({parameter("a", 1.0, 0.1, 5.0), parameter("c", 0.0, -1.0, 2.0)}),
            [](std::span<const double> p, Eigen::VectorXd& residual, Eigen::MatrixXd* jacobian) {
                const Eigen::VectorXd t = Eigen::VectorXd::LinSpaced(21, -3.0, 3.0);
                const auto model = [&t](double a, double c) {
                    return Eigen::VectorXd(a * (-0.5 * (t.array() - c).square()).exp());
                };
                residual = 10.0 * (model(p[0], p[1]) - model(2.0, 0.5));
                // A kink in the data that no peak can follow, so that the residual does not vanish.
                residual[20] += 1.0;
                if (jacobian == nullptr) return;
                jacobian->resize(21, 2);
                jacobian->col(0) = 10.0 * model(1.0, p[1]);
                jacobian->col(1) = 10.0 * model(p[0], p[1]).cwiseProduct((t.array() - p[1]).matrix());
            }};
}

/// A problem of NIST's from start 0 or 1, in a box of ten times the larger start to either side of zero.
Problem nist_problem(const std::string& name, std::size_t start) {
    const nist::Dataset data = nist::read(name);
    return {ParameterSpace(nist::parameters(data, start)), nist::residuals(nist::model(name), data)};
}

} // namespace

TEST_CASE("the algorithms on offer", "[fit][minimizer]") {
    std::vector<std::string_view> names;
    for (const Algorithm& algorithm : algorithms())
        names.push_back(algorithm.name);
    CHECK(names == std::vector<std::string_view>{"slsqp", "lbfgs", "mma", "ccsaq", "tnewton", "varmetric",
                                                 "bobyqa", "cobyla", "sbplx", "praxis", "neldermead"});
    CHECK(find_algorithm("slsqp")->uses_gradient);
    CHECK_FALSE(find_algorithm("bobyqa")->uses_gradient);
    CHECK(find_algorithm("simplex") == nullptr);
    CHECK_THROWS_AS(run(peak(), "simplex"), InputError);
}

TEST_CASE("every algorithm reaches the same minimum inside the box", "[fit][minimizer]") {
    const MinimizerResult reference = run(peak(), "slsqp");
    REQUIRE(reference.reason == StopReason::optimal);
    for (const Algorithm& algorithm : algorithms()) {
        INFO(algorithm.name);
        const MinimizerResult result = run(peak(), algorithm.name);
        CHECK(result.reason == StopReason::optimal);
        // First-order conditions to 1e-5 leave 1e-10 in the objective and 1e-5 of the errors (about 0.1) in
        // x.
        CHECK(result.objective == Approx(reference.objective).epsilon(1e-9));
        CHECK(result.free[0] == Approx(reference.free[0]).margin(1e-5));
        CHECK(result.free[1] == Approx(reference.free[1]).margin(1e-5));
        CHECK(peak().evaluate(result.free, Derivatives::none).objective() == result.objective);
    }
}

TEST_CASE("every algorithm reaches a minimum on a bound and never leaves the box", "[fit][minimizer]") {
    const Problem valley = problems::cut_valley();
    for (const Algorithm& algorithm : algorithms()) {
        INFO(algorithm.name);
        problems::Watch watch;
        const Problem problem(valley.space(), watch.around(problems::rosenbrock, valley.space()));
        const MinimizerResult result = run(problem, algorithm.name);
        CHECK_FALSE(watch.outside);
        CHECK(watch.evaluations == result.evaluations);
        CHECK(result.objective == Approx(0.04).epsilon(1e-6));
        CHECK(result.free[0] == Approx(0.8).margin(1e-6));
    }
}

TEST_CASE("one free parameter", "[fit][minimizer]") {
    // r = (exp x - 2, x): minimum where exp x (exp x - 2) + x = 0, x = 0.3149230578...
    const Problem problem(
        ParameterSpace({parameter("x", 0.0, -3.0, 3.0)}),
        [](std::span<const double> x, Eigen::VectorXd& residual, Eigen::MatrixXd* jacobian) {
            residual = Eigen::Vector2d(std::exp(x[0]) - 2.0, x[0]);
            if (jacobian != nullptr) *jacobian = Eigen::Vector2d(std::exp(x[0]), 1.0);
        });
    for (const Algorithm& algorithm : algorithms()) {
        INFO(algorithm.name);
        if (algorithm.least_parameters > 1) {
            CHECK_THROWS_AS(run(problem, algorithm.name), InputError);
            continue;
        }
        const double x = run(problem, algorithm.name).free[0];
        CHECK(std::exp(x) * (std::exp(x) - 2.0) + x == Approx(0.0).margin(1e-4)); // its slope there is 3.1
    }
}

TEST_CASE("walls of NaN around the start do not mislead any algorithm", "[fit][minimizer]") {
    // A value only in a tube around the valley, no wider than a few per cent of the box.
    const auto open = [](std::span<const double> x) { return std::abs(x[1] - x[0] * x[0]) < 0.5; };
    const Problem problem(problems::open_valley().space(), problems::walled(problems::rosenbrock, open));
    for (const Algorithm& algorithm : algorithms()) {
        INFO(algorithm.name);
        const MinimizerResult result = run(problem, algorithm.name);
        REQUIRE(std::isfinite(result.objective));
        CHECK(result.objective == problem.evaluate(result.free, Derivatives::none).objective());
        CHECK(result.objective < 1e-3); // from 24.2 at the start; the minimum is 0
        // "optimal" is never said of a wrong point.
        if (result.reason == StopReason::optimal) CHECK(result.free[0] == Approx(1.0).margin(1e-6));
    }
}

TEST_CASE("infinities, overflow and NumericalError are walls as well", "[fit][minimizer]") {
    const auto wall = [](int kind) {
        return [kind](std::span<const double> x, Eigen::VectorXd& residual, Eigen::MatrixXd* jacobian) {
            problems::rosenbrock(x, residual, jacobian);
            if (x[0] > -1.3 && x[0] < 1.5) return;
            if (kind == 0) residual[0] = -problems::infinity;
            if (kind == 1) residual[0] = 1e200;
            if (kind == 2) throw NumericalError("no value");
            if (kind == 3 && jacobian != nullptr) (*jacobian)(0, 0) = problems::nan;
        };
    };
    for (const Algorithm& algorithm : algorithms()) {
        for (int kind = 0; kind < 4; ++kind) {
            INFO(algorithm.name << " kind " << kind);
            const MinimizerResult result = run({problems::open_valley().space(), wall(kind)}, algorithm.name);
            CHECK(result.objective < 1e-6);
            CHECK(result.free[0] == Approx(1.0).margin(1e-2));
        }
    }
}

TEST_CASE("a start without a value is said to be one", "[fit][minimizer]") {
    for (const Algorithm& algorithm : algorithms()) {
        const auto nothing = [](std::span<const double>) { return false; };
        const Problem problem(problems::open_valley().space(),
                              problems::walled(problems::rosenbrock, nothing));
        const MinimizerResult result = run(problem, algorithm.name);
        CHECK(result.reason == StopReason::start_not_finite);
        CHECK(std::isnan(result.objective));
        CHECK(result.evaluations == 1);
    }
}

TEST_CASE("exceptions of the residual function come out unchanged", "[fit][minimizer]") {
    struct Strange {};
    for (const Algorithm& algorithm : algorithms()) {
        INFO(algorithm.name);
        for (const int at : {1, 2, 7}) {
            int calls = 0;
            const Problem problem(
                problems::open_valley().space(),
                [&](std::span<const double> x, Eigen::VectorXd& r, Eigen::MatrixXd* jacobian) {
                    problems::rosenbrock(x, r, jacobian);
                    if (++calls == at) throw std::out_of_range("broken at " + std::to_string(at));
                });
            CHECK_THROWS_WITH(run(problem, algorithm.name), "broken at " + std::to_string(at));
            CHECK(calls == at); // NLopt evaluated nothing after it
        }
        int calls = 0;
        const Problem problem(problems::open_valley().space(),
                              [&](std::span<const double> x, Eigen::VectorXd& r, Eigen::MatrixXd* jacobian) {
                                  problems::rosenbrock(x, r, jacobian);
                                  if (++calls == 3) throw Strange{};
                              });
        CHECK_THROWS_AS(run(problem, algorithm.name), Strange);
    }
}

TEST_CASE("evaluations are bounded, and running out of them is told", "[fit][minimizer]") {
    for (const Algorithm& algorithm : algorithms()) {
        for (const int budget : {1, 2, 3, 12}) {
            INFO(algorithm.name << " " << budget);
            problems::Watch watch;
            const Problem valley = problems::open_valley();
            const Problem problem(valley.space(), watch.around(problems::rosenbrock, valley.space()));
            const MinimizerResult result = run(problem, algorithm.name, budget);
            CHECK(result.reason == StopReason::evaluations);
            CHECK(watch.evaluations <= std::max(budget, 2)); // the start and the final check are always made
            CHECK(result.evaluations == watch.evaluations);
            CHECK(result.objective <= 24.2 + 1e-12); // never worse than the start
        }
    }
}

TEST_CASE("praxis gives the same bits in any order of minimisations", "[fit][minimizer]") {
    // Ill-conditioned, so that praxis does take its random steps.
    const auto a = [] { return run(nist_problem("Lanczos3", 1), "praxis", 1500); };
    const auto b = [] { return run(nist_problem("MGH17", 1), "praxis", 1000); };
    const MinimizerResult a1 = a(), b1 = b(), b2 = b(), a2 = a();
    run(problems::cut_valley(), "praxis");
    const MinimizerResult a3 = a();
    CHECK(a1.free == a2.free);
    CHECK(a1.free == a3.free);
    CHECK(a1.evaluations == a3.evaluations);
    CHECK(b1.free == b2.free);
}

TEST_CASE("a start very close to a bound", "[fit][minimizer]") {
    // By default NLopt's first steps follow the distance to the bound; BOBYQA then ends at 7.46, COBYLA at
    // 109.
    const Problem problem(problems::open_valley(-2.0 + 1e-9, 1.0));
    for (const Algorithm& algorithm : algorithms()) {
        INFO(algorithm.name);
        CHECK(run(problem, algorithm.name).objective < 1e-6);
    }
}

TEST_CASE("narrow boxes", "[fit][minimizer]") {
    const double low = 1.0 + 1e-9, high = 1.0 + 2e-7;
    for (const Algorithm& algorithm : algorithms()) {
        INFO(algorithm.name);
        // Minimum at the middle of the box in x, at the upper bound in y.
        const Eigen::Matrix2d a = Eigen::Vector2d(1e7, 1e7).asDiagonal();
        const Eigen::Vector2d b(0.5e7 * (low + high), 3e7);
        const Problem problem(
            ParameterSpace({parameter("x", low + 1e-13, low, high), parameter("y", high - 1e-13, low, high)}),
            problems::linear(a, b));
        const MinimizerResult result = run(problem, algorithm.name);
        CHECK(result.free[0] == Approx(0.5 * (low + high)).margin(1e-10)); // a thousandth of the box
        CHECK(result.free[1] == Approx(high).margin(1e-10));
    }
}

TEST_CASE("COBYLA returns from a flat quartic minimum", "[fit][minimizer]") {
    // NLopt's own COBYLA was reported to hang on it without tolerances.
    const Problem problem(
        ParameterSpace({parameter("x", 0.0, -4.0, 4.0), parameter("y", 0.0, -4.0, 4.0)}),
        [](std::span<const double> x, Eigen::VectorXd& residual, Eigen::MatrixXd* jacobian) {
            residual = Eigen::VectorXd::Constant(1, 2.0 - std::cos(x[0]) + x[1] * x[1]);
            if (jacobian != nullptr) {
                *jacobian = Eigen::RowVector2d(std::sin(x[0]), 2.0 * x[1]);
            }
        });
    CHECK(run(problem, "cobyla").objective == Approx(1.0).epsilon(1e-6));
    CHECK(minimize(problem, std::vector<double>{1.0, -2.0}, with("cobyla")).objective ==
          Approx(1.0).epsilon(1e-6));
}

TEST_CASE("SLSQP is started afresh when it stops short", "[fit][minimizer]") {
    // On NIST's MGH17, second start, one run stops at 38.2 after some 20 evaluations; the minimum is 28.
    const Problem problem = nist_problem("MGH17", 1);
    const MinimizerResult result = run(problem, "slsqp");
    CHECK(result.reason == StopReason::optimal);
    CHECK(result.objective ==
          Approx(28.0).epsilon(1e-8)); // degrees of freedom: residuals are in NIST's deviation
}
