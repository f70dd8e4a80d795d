#include "lpsglass/fit/multistart.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <stdexcept>

#include "lpsglass/core/error.hpp"
#include "lpsglass/fit/minimizer.hpp"
#include "problems.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using namespace lpsglass::fit;
using problems::parameter;

namespace {

/// r = (x^2 - 1, 0.3 (x + 1), y, 1): the gradient in x is (x + 1) (4 x (x - 1) + 0.18), so the objective has
/// its minima at x = -1 (value 1) and x = (4 + sqrt 13.12)/8.
Problem two_valleys() {
    return {ParameterSpace({parameter("x", 0.9, -2.0, 2.0), parameter("y", 0.5, -1.0, 1.0)}),
            [](std::span<const double> x, Eigen::VectorXd& residual, Eigen::MatrixXd* jacobian) {
                residual = Eigen::Vector4d(x[0] * x[0] - 1.0, 0.3 * (x[0] + 1.0), x[1], 1.0);
                if (jacobian == nullptr) return;
                jacobian->resize(4, 2);
                *jacobian << 2.0 * x[0], 0.0, 0.3, 0.0, 0.0, 1.0, 0.0, 0.0;
            }};
}

Problem sum_of_two(std::optional<Prior> prior) {
    Parameter x = parameter("x", 0.2, -5.0, 5.0), y = parameter("y", 0.1, -5.0, 5.0);
    x.prior = prior;
    Eigen::MatrixXd a(2, 2);
    a << 1, 1, 2, 2;
    return {ParameterSpace({x, y}), problems::linear(a, Eigen::Vector2d(1, 2.5))};
}

StartResult result(int start, double objective, int evaluations, FitStatus status) {
    StartResult r;
    r.start = start;
    r.parameters = {static_cast<double>(start)};
    r.objective = r.data_chi2 = objective;
    r.evaluations = evaluations;
    r.status = status;
    return r;
}

} // namespace

TEST_CASE("statuses have words", "[fit][multistart]") {
    CHECK(to_string(FitStatus::converged) == "converged");
    CHECK(to_string(FitStatus::at_bound) == "at_bound");
    CHECK(to_string(FitStatus::flat_direction) == "flat_direction");
    CHECK(to_string(FitStatus::evaluations_exhausted) == "evaluations_exhausted");
    CHECK(to_string(FitStatus::no_finite_start) == "no_finite_start");
    CHECK(to_string(FitStatus::not_fitted) == "not_fitted");
    CHECK(to_string(FitStatus::failed) == "failed");
}

TEST_CASE("starts depend on space, seed and number only, and fill the box", "[fit][multistart]") {
    const ParameterSpace space({parameter("a", 3.0, 2.0, 6.0), parameter("b", -0.5, -1.0, 0.0)});
    CHECK(start_point(space, 1, 0) == std::vector<double>{3.0, -0.5});
    const auto seventh = start_point(space, 1, 7);
    start_point(space, 1, 3);
    CHECK(start_point(space, 1, 7) == seventh);
    CHECK(start_point(space, 2, 7) != seventh);
    // 16 points of a digitally shifted Sobol sequence: one in each sixteenth of each side.
    std::array<std::array<int, 16>, 2> slices{};
    for (int k = 1; k <= 16; ++k) {
        const auto point = start_point(space, 5, k);
        ++slices[0][static_cast<std::size_t>(16.0 * (point[0] - 2.0) / 4.0)];
        ++slices[1][static_cast<std::size_t>(16.0 * (point[1] + 1.0))];
    }
    for (const auto& side : slices)
        CHECK(std::all_of(side.begin(), side.end(), [](int n) { return n == 1; }));
}

TEST_CASE("several starts find the deeper valley and say how many agree", "[fit][multistart]") {
    FitOptions options;
    options.starts = 12;
    // The first start leads into the shallow valley on its own side.
    const StartResult first = run_start(two_valleys(), options, 0);
    CHECK(first.status == FitStatus::converged);
    CHECK(first.parameters[0] == Approx((4.0 + std::sqrt(13.12)) / 8.0).epsilon(1e-7));

    std::vector<StartResult> results;
    for (int k = 0; k < options.starts; ++k)
        results.push_back(run_start(two_valleys(), options, k));
    const FitResult fit = choose(results);
    CHECK(fit.status == FitStatus::converged);
    CHECK(fit.best.parameters[0] == Approx(-1.0).epsilon(1e-7));
    CHECK(fit.best.objective == Approx(1.0).epsilon(1e-14));
    const auto in_the_deep = std::count_if(results.begin(), results.end(),
                                           [](const StartResult& r) { return r.parameters[0] < 0.0; });
    CHECK(fit.starts_agreeing == in_the_deep);
    CHECK(fit.starts_agreeing >= 2);
    CHECK(fit.starts_agreeing < options.starts);

    // The order of the results does not matter, and the serial run is the same.
    std::reverse(results.begin(), results.end());
    CHECK(choose(results).best.start == fit.best.start);
    const FitResult serial = run_all_starts(two_valleys(), options);
    CHECK(serial.best.parameters == fit.best.parameters);
    CHECK(serial.evaluations == fit.evaluations);
}

TEST_CASE("the choice among results", "[fit][multistart]") {
    const std::vector<StartResult> results{result(0, problems::nan, 1, FitStatus::no_finite_start),
                                           result(1, 5.0, 10, FitStatus::evaluations_exhausted),
                                           result(3, 2.0, 20, FitStatus::at_bound),
                                           result(2, 2.0, 30, FitStatus::converged),
                                           result(4, 2.0 + 1.9e-6, 40, FitStatus::converged),
                                           result(5, 2.0 + 2.1e-6, 50, FitStatus::converged)};
    const FitResult fit = choose(results);
    CHECK(fit.best.start == 2); // of equal objectives the lowest start
    CHECK(fit.status == FitStatus::converged);
    CHECK(fit.starts_agreeing == 3);
    CHECK(fit.evaluations == 151);
    CHECK_THROWS_AS(choose({}), std::invalid_argument);
    // Near zero the absolute tolerance rules.
    const std::vector<StartResult> vanishing{result(0, 1e-20, 1, FitStatus::converged),
                                             result(1, 9e-10, 1, FitStatus::converged),
                                             result(2, 2e-9, 1, FitStatus::converged)};
    CHECK(choose(vanishing).starts_agreeing == 2);
}

TEST_CASE("statuses of fits", "[fit][multistart]") {
    FitOptions options;
    options.starts = 3;
    for (const Algorithm& algorithm : algorithms()) {
        INFO(algorithm.name);
        options.algorithm = algorithm.name;
        const FitResult inside = run_all_starts(problems::open_valley(), options);
        CHECK(inside.status == FitStatus::converged);
        CHECK(inside.best.objective < 1e-20);
        CHECK(inside.starts_agreeing == 3);

        const FitResult bound = run_all_starts(problems::cut_valley(), options);
        CHECK(bound.status == FitStatus::at_bound);
        CHECK(bound.best.parameters[0] == 0.8);
        CHECK(bound.starts_agreeing == 3);

        const FitResult flat = run_all_starts(sum_of_two({}), options);
        CHECK(flat.status == FitStatus::flat_direction);
        CHECK(flat.best.parameters[0] + flat.best.parameters[1] == Approx(1.2).epsilon(1e-7)); // 5 s = 6

        // With a prior on x: x = 0.3 exactly, as only the sum matters to the data.
        const FitResult held = run_all_starts(sum_of_two(Prior{0.3, 0.1}), options);
        CHECK(held.status == FitStatus::converged);
        CHECK(held.best.parameters[0] == Approx(0.3).epsilon(1e-7));
        CHECK(held.best.data_chi2 == Approx(0.05).epsilon(1e-12)); // (1.2 - 1)^2 + (2.4 - 2.5)^2
        CHECK(held.best.prior_chi2 < 1e-12);
    }
}

TEST_CASE("a minimum where the model is even in a parameter is told to be flat", "[fit][multistart]") {
    // r = (2 + x^2, y): the minimum is at x = 0, where d r / d x vanishes.
    const Problem problem(
        ParameterSpace({parameter("x", 0.7, -1.0, 2.0), parameter("y", 0.5, -1.0, 1.0)}),
        [](std::span<const double> x, Eigen::VectorXd& residual, Eigen::MatrixXd* jacobian) {
            residual = Eigen::Vector2d(2.0 + x[0] * x[0], x[1]);
            if (jacobian == nullptr) return;
            jacobian->resize(2, 2);
            *jacobian << 2.0 * x[0], 0.0, 0.0, 1.0;
        });
    for (const Algorithm& algorithm : algorithms()) {
        INFO(algorithm.name);
        FitOptions options;
        options.algorithm = algorithm.name;
        const StartResult found = run_start(problem, options, 0);
        CHECK(found.status == FitStatus::flat_direction);
        CHECK(found.parameters[0] == Approx(0.0).margin(1e-5)); // 1e-10 in the objective
    }
}

TEST_CASE("starts without a value, walls and exhausted evaluations", "[fit][multistart]") {
    FitOptions options;
    options.starts = 4;
    const auto space = problems::open_valley().space();
    const auto nowhere = [](std::span<const double>) { return false; };
    const FitResult none = run_all_starts({space, problems::walled(problems::rosenbrock, nowhere)}, options);
    CHECK(none.status == FitStatus::no_finite_start);
    CHECK(none.starts_agreeing == 0);
    CHECK(std::isnan(none.best.objective));
    CHECK(none.best.parameters == std::vector<double>{-1.2, 1.0}); // the values themselves
    CHECK(none.evaluations == 4);

    // The deck's own start has no value, others do.
    const auto right = [](std::span<const double> x) { return x[0] > -1.0; };
    options.starts = 8;
    const FitResult some = run_all_starts({space, problems::walled(problems::rosenbrock, right)}, options);
    CHECK(some.status == FitStatus::converged);
    CHECK(some.best.parameters[0] == Approx(1.0).margin(1e-10));
    CHECK(some.starts_agreeing < 8);

    // The minimum lies behind a wall: no start may claim to have converged.
    const auto shut = [](std::span<const double> x) { return x[0] < 0.5; };
    for (const Algorithm& algorithm : algorithms()) {
        INFO(algorithm.name);
        options.algorithm = algorithm.name;
        const FitResult stuck =
            run_all_starts({space, problems::walled(problems::rosenbrock, shut)}, options);
        CHECK((stuck.status == FitStatus::failed || stuck.status == FitStatus::evaluations_exhausted));
        CHECK(stuck.best.objective >= 0.25); // what (1 - x)^2 is at the wall
    }

    options = {};
    options.starts = 1;
    options.max_evaluations = 8;
    for (const bool polish : {false, true}) {
        options.polish = polish;
        const FitResult short_of = run_all_starts(problems::open_valley(), options);
        CHECK(short_of.status == FitStatus::evaluations_exhausted);
        CHECK(short_of.evaluations <= (polish ? 16 : 9));
    }
}

TEST_CASE("without a polish NLopt alone is judged by the same conditions", "[fit][multistart]") {
    FitOptions options;
    options.polish = false;
    options.max_evaluations = 20000;
    const StartResult alone = run_start(problems::cut_valley(), options, 0);
    CHECK(alone.status == FitStatus::at_bound);
    CHECK(alone.objective == Approx(0.04).epsilon(1e-9));
}

TEST_CASE("nothing free: the residuals are evaluated once", "[fit][multistart]") {
    Parameter x = parameter("x", 1.5, 0.0, 0.0), y = parameter("y", 1.0, 0.0, 0.0);
    x.fixed = y.fixed = true;
    const StartResult r = run_start({ParameterSpace({x, y}), problems::rosenbrock}, {}, 0);
    CHECK(r.status == FitStatus::not_fitted);
    CHECK(r.parameters == std::vector<double>{1.5, 1.0});
    CHECK(r.objective == 156.25 + 0.25); // 10 (1 - 2.25) = -12.5, 1 - 1.5
    CHECK(r.evaluations == 1);
}

TEST_CASE("results survive packing to the last bit", "[fit][multistart]") {
    StartResult r = result(5, 0.1 + 0.2, 123456789, FitStatus::evaluations_exhausted);
    r.parameters = {1.0 / 3.0, -0.0, 5e-324, problems::infinity, 1e308};
    r.prior_chi2 = problems::nan;
    const StartResult back = unpack_start(pack(r));
    CHECK(back.start == 5);
    CHECK(back.evaluations == 123456789);
    CHECK(back.status == FitStatus::evaluations_exhausted);
    CHECK(back.objective == r.objective);
    CHECK(back.data_chi2 == r.data_chi2);
    CHECK(std::isnan(back.prior_chi2));
    REQUIRE(back.parameters.size() == r.parameters.size());
    CHECK(std::memcmp(back.parameters.data(), r.parameters.data(), 5 * sizeof(double)) == 0);

    auto packed = pack(r);
    packed.pop_back();
    CHECK_THROWS_AS(unpack_start(packed), std::invalid_argument);
    packed = pack(r);
    packed[1] = 17.0;
    CHECK_THROWS_AS(unpack_start(packed), std::invalid_argument);
}

TEST_CASE("wrong algorithms are refused, other exceptions pass", "[fit][multistart]") {
    FitOptions options;
    options.algorithm = "newton";
    CHECK_THROWS_AS(run_start(problems::open_valley(), options, 0), InputError);
    const Problem broken(problems::open_valley().space(), [](std::span<const double>, Eigen::VectorXd&,
                                                             Eigen::MatrixXd*) { throw IoError("disk"); });
    CHECK_THROWS_AS(run_start(broken, {}, 1), IoError);
}
