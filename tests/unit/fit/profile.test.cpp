#include "lpsglass/fit/profile.hpp"

#include <cmath>

#include "lpsglass/fit/uncertainty.hpp"
#include "support/catch.hpp"

using namespace lpsglass::fit;
using Catch::Matchers::WithinAbs;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

Parameter free_parameter(double start, double lower, double upper) {
    Parameter p;
    p.start = start;
    p.lower = lower;
    p.upper = upper;
    return p;
}

/// Residual (x - mean)/sigma of each parameter.
Problem independent(std::vector<Parameter> parameters, std::vector<double> mean, std::vector<double> sigma) {
    return {ParameterSpace(std::move(parameters)),
            [=](std::span<const double> x, Eigen::VectorXd& r, Eigen::MatrixXd* jacobian) {
                const auto n = static_cast<Eigen::Index>(x.size());
                r.resize(n);
                if (jacobian) jacobian->setZero(n, n);
                for (Eigen::Index i = 0; i < n; ++i) {
                    r[i] = (x[i] - mean[i]) / sigma[i];
                    if (jacobian) (*jacobian)(i, i) = 1.0 / sigma[i];
                }
            }};
}

/// f(x_0), from f and its slope.
template <class F, class G> Quantity of_first(F f, G slope) {
    return [=](std::span<const double> x, Eigen::VectorXd* gradient) {
        if (gradient) {
            gradient->setZero(static_cast<Eigen::Index>(x.size()));
            (*gradient)[0] = slope(x[0]);
        }
        return f(x[0]);
    };
}

const Quantity itself = of_first([](double x) { return x; }, [](double) { return 1.0; });

double end(const Problem& problem, std::vector<double> best, const Quantity& quantity, double error,
           Side side) {
    const ProfileRegion region(problem, best);
    std::vector<std::vector<double>> rim;
    for (int k = 0; k < 32; ++k)
        rim.push_back(region.rim_point(1, k));
    return region.end(quantity, error, side, rim);
}

} // namespace

// The rim of the region is met to 1e-3 of the rise of the objective, which is 5e-4 standard errors; the last
// gains left are below 2e-4 of one. The tests allow 2e-3.

TEST_CASE("the profile of a parameter of a linear problem ends one standard error away") {
    // x and y correlated: r = (x + y - 3, x - y - 1, y)/0.1 has the covariance 0.01 (J^T J)^-1, with
    // J^T J = [[2, 0], [0, 3]]; so the errors are 0.1/sqrt 2 and 0.1/sqrt 3. Minimum at x = 2, y = 2/3.
    const Problem problem(ParameterSpace({free_parameter(0, -10, 10), free_parameter(0, -10, 10)}),
                          [](std::span<const double> x, Eigen::VectorXd& r, Eigen::MatrixXd* jacobian) {
                              r = Eigen::Vector3d(x[0] + x[1] - 3, x[0] - x[1] - 1, x[1]) / 0.1;
                              if (!jacobian) return;
                              jacobian->resize(3, 2);
                              *jacobian << 10, 10, 10, -10, 0, 10;
                          });
    const double error = 0.1 / std::sqrt(2.0);
    CHECK_THAT(end(problem, {2, 2.0 / 3}, itself, error, Side::upper), WithinAbs(2 + error, 2e-3 * error));
    CHECK_THAT(end(problem, {2, 2.0 / 3}, itself, error, Side::lower), WithinAbs(2 - error, 2e-3 * error));
    // The error given only scales the tolerance.
    CHECK_THAT(end(problem, {2, 2.0 / 3}, itself, 0.1 * error, Side::upper),
               WithinAbs(2 + error, 2e-3 * error));
    CHECK_THAT(end(problem, {2, 2.0 / 3}, itself, 7.0 * error, Side::upper),
               WithinAbs(2 + error, 1e-2 * error));

    // The sum of both: variance 0.01 (1/2 + 1/3).
    const Quantity sum = [](std::span<const double> x, Eigen::VectorXd* gradient) {
        if (gradient) *gradient = Eigen::Vector2d(1, 1);
        return x[0] + x[1];
    };
    const double sum_error = 0.1 * std::sqrt(5.0 / 6);
    CHECK_THAT(end(problem, {2, 2.0 / 3}, sum, sum_error, Side::upper),
               WithinAbs(8.0 / 3 + sum_error, 2e-3 * sum_error));
}

TEST_CASE("a profile does not care about the scale of the quantity") {
    const Problem problem = independent({free_parameter(1, -50, 50)}, {1.0}, {0.8});
    const Quantity exponential =
        of_first([](double x) { return std::exp(x); }, [](double x) { return std::exp(x); });
    const double error = std::exp(1.0) * 0.8;
    CHECK_THAT(end(problem, {1.0}, exponential, error, Side::upper), WithinAbs(std::exp(1.8), 2e-3 * error));
    CHECK_THAT(end(problem, {1.0}, exponential, error, Side::lower), WithinAbs(std::exp(0.2), 2e-3 * error));
}

TEST_CASE("a pole within the interval opens it") {
    // 1/x at x = 0.5 +- 1: x runs from -0.5 to 1.5 and passes 0.
    const Quantity inverse =
        of_first([](double x) { return 1.0 / x; }, [](double x) { return -1.0 / (x * x); });
    const Problem both = independent({free_parameter(0.5, -50, 50)}, {0.5}, {1.0});
    CHECK(end(both, {0.5}, inverse, 4.0, Side::upper) == infinity);
    CHECK(end(both, {0.5}, inverse, 4.0, Side::lower) == -infinity);
    // With a bound at 0 it opens upwards alone.
    const Problem positive = independent({free_parameter(0.5, 0.0, 50)}, {0.5}, {1.0});
    CHECK(end(positive, {0.5}, inverse, 4.0, Side::upper) == infinity);
    CHECK_THAT(end(positive, {0.5}, inverse, 4.0, Side::lower), WithinAbs(1.0 / 1.5, 2e-3 * 4.0));
}

TEST_CASE("an interval ends at a bound, and where the quantity ceases to exist") {
    const Problem problem = independent({free_parameter(0.2, 0.0, 0.5)}, {0.2}, {1.0});
    CHECK_THAT(end(problem, {0.2}, itself, 1.0, Side::lower), WithinAbs(0.0, 2e-2));
    CHECK_THAT(end(problem, {0.2}, itself, 1.0, Side::upper), WithinAbs(0.5, 2e-2));

    const Problem wide = independent({free_parameter(0.2, -5, 5)}, {0.2}, {1.0});
    const Quantity root = of_first([](double x) { return std::sqrt(x); }, // NaN below 0
                                   [](double x) { return 0.5 / std::sqrt(x); });
    const double error = 0.5 / std::sqrt(0.2);
    CHECK_THAT(end(wide, {0.2}, root, error, Side::upper), WithinAbs(std::sqrt(1.2), 2e-3 * error));
    CHECK_THAT(end(wide, {0.2}, root, error, Side::lower), WithinAbs(0.0, 2e-2 * error));
    CHECK(std::isnan(end(wide, {-0.3}, root, error, Side::lower)));
}

TEST_CASE("a quantity that feels no parameter is its own interval") {
    const Problem problem = independent({free_parameter(0.2, 0, 0.5)}, {0.2}, {1.0});
    const Quantity constant = of_first([](double) { return 7.0; }, [](double) { return 0.0; });
    CHECK(end(problem, {0.2}, constant, 0.0, Side::lower) == 7.0);
    CHECK(end(problem, {0.2}, constant, 0.0, Side::upper) == 7.0);
}

TEST_CASE("a profile follows a curved valley") {
    // Residuals (x - 1)/1 and (y - x^2)/0.01: the profile of x is that of the first alone, 1 +- 1, although
    // the linear model at the minimum sees y = 1 + 2 (x - 1). For y it is [0, 4].
    const Problem problem(ParameterSpace({free_parameter(0, -9, 9), free_parameter(0, -90, 90)}),
                          [](std::span<const double> x, Eigen::VectorXd& r, Eigen::MatrixXd* jacobian) {
                              r = Eigen::Vector2d(x[0] - 1, (x[1] - x[0] * x[0]) / 0.01);
                              if (!jacobian) return;
                              jacobian->resize(2, 2);
                              *jacobian << 1, 0, -200 * x[0], 100;
                          });
    const Quantity second = [](std::span<const double> x, Eigen::VectorXd* gradient) {
        if (gradient) *gradient = Eigen::Vector2d(0, 1);
        return x[1];
    };
    const double error = linear_uncertainty(problem, std::vector<double>{1, 1}).errors[1]; // near 2
    CHECK_THAT(end(problem, {1, 1}, itself, 1.0, Side::lower), WithinAbs(0.0, 2e-3));
    CHECK_THAT(end(problem, {1, 1}, second, error, Side::upper), WithinAbs(4.0, 1e-2));
    CHECK_THAT(end(problem, {1, 1}, second, error, Side::lower), WithinAbs(0.0, 1e-2));
}

TEST_CASE("points on the rim cost one more, or lie on a bound") {
    const Problem problem =
        independent({free_parameter(0, -9, 9), free_parameter(0, -9, 0.01)}, {0.0, 0.0}, {1.0, 0.1});
    const std::vector<double> best{0.0, 0.0};
    const ProfileRegion region(problem, best);
    for (int k = 0; k < 50; ++k) {
        const std::vector<double> x = region.rim_point(7, k);
        const double rise = problem.evaluate(x, Derivatives::none).objective();
        CAPTURE(k, x[0], x[1]);
        // rim_point() stops within 0.1 of the rim, inside.
        CHECK(rise <= 1.0);
        CHECK((rise > 0.85 || x[1] == 0.01));
        CHECK(x == region.rim_point(7, k));
    }
    CHECK(region.rim_point(7, 0) != region.rim_point(8, 0));
}
