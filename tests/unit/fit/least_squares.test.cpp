#include "lpsglass/fit/least_squares.hpp"

#include <stdexcept>

#include "lpsglass/core/error.hpp"
#include "problems.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using namespace lpsglass::fit;
using problems::parameter;

namespace {

const std::vector<double> kOne{1.0};

Problem one_parameter(Residuals residuals) {
    return {ParameterSpace({parameter("x", 1.0, -2.0, 2.0)}), std::move(residuals)};
}

} // namespace

TEST_CASE("data and priors add up, through ties and constants", "[fit][least_squares]") {
    // x free, y = 2 x, z fixed at 3; r = (x + y + z, y z).
    Parameter x = parameter("x", 0.5, -2.0, 2.0), y = parameter("y", 0.0, -9.0, 9.0),
              z = parameter("z", 3.0, 0.0, 0.0);
    x.prior = Prior{0.0, 0.5};
    y.tie = Tie{0, 2.0};
    y.prior = Prior{1.0, 0.25};
    z.fixed = true;
    z.prior = Prior{2.0, 4.0};
    const Problem problem(ParameterSpace({x, y, z}), [](std::span<const double> p, Eigen::VectorXd& residual,
                                                        Eigen::MatrixXd* jacobian) {
        residual = Eigen::Vector2d(p[0] + p[1] + p[2], p[1] * p[2]);
        if (jacobian == nullptr) return;
        jacobian->resize(2, 3);
        *jacobian << 1, 1, 1, 0, p[2], p[1];
    });
    const Point point = problem.evaluate(kOne, Derivatives::jacobian); // x = 1, y = 2, z = 3
    REQUIRE(point.finite);
    CHECK(point.data_rows == 2);
    CHECK(point.data_chi2 == 36.0 + 36.0);
    CHECK(point.prior_chi2 == 4.0 + 16.0 + 0.0625); // (1/0.5)^2 + (1/0.25)^2 + (1/4)^2
    CHECK(point.objective() == 92.0625);
    REQUIRE(point.residual.size() == 5);
    // By hand: r1 = 3x + 3, r2 = 6x, priors 2x, 8x - 4, 0.25.
    CHECK(point.jacobian == (Eigen::MatrixXd(5, 1) << 3, 6, 2, 8, 0).finished());
    CHECK(point.gradient()[0] == 2.0 * (3 * 6 + 6 * 6 + 2 * 2 + 8 * 4));

    const Point plain = problem.evaluate(kOne, Derivatives::none);
    CHECK(plain.objective() == point.objective());
    CHECK(plain.jacobian.size() == 0);
}

TEST_CASE("a point without a value is not finite, however it shows", "[fit][least_squares]") {
    const auto value = [](double residual, double slope) {
        return [=](std::span<const double>, Eigen::VectorXd& r, Eigen::MatrixXd* jacobian) {
            r = Eigen::VectorXd::Constant(1, residual);
            if (jacobian != nullptr) *jacobian = Eigen::MatrixXd::Constant(1, 1, slope);
        };
    };
    CHECK(one_parameter(value(1.0, 1.0)).evaluate(kOne, Derivatives::jacobian).finite);
    CHECK_FALSE(one_parameter(value(problems::nan, 1.0)).evaluate(kOne, Derivatives::none).finite);
    CHECK_FALSE(one_parameter(value(-problems::infinity, 1.0)).evaluate(kOne, Derivatives::none).finite);
    CHECK_FALSE(
        one_parameter(value(1e200, 1.0)).evaluate(kOne, Derivatives::none).finite); // its square overflows
    CHECK_FALSE(one_parameter(value(1.0, problems::nan)).evaluate(kOne, Derivatives::jacobian).finite);
    CHECK(one_parameter(value(1.0, problems::nan)).evaluate(kOne, Derivatives::none).finite);
    const Problem throwing = one_parameter([](std::span<const double>, Eigen::VectorXd&, Eigen::MatrixXd*) {
        throw NumericalError("no pyramid");
    });
    CHECK_FALSE(throwing.evaluate(kOne, Derivatives::none).finite);
}

TEST_CASE("other exceptions and wrong shapes are not swallowed", "[fit][least_squares]") {
    const Problem broken = one_parameter([](std::span<const double>, Eigen::VectorXd&, Eigen::MatrixXd*) {
        throw std::out_of_range("broken");
    });
    CHECK_THROWS_AS(broken.evaluate(kOne, Derivatives::none), std::out_of_range);
    const Problem misshapen =
        one_parameter([](std::span<const double>, Eigen::VectorXd& r, Eigen::MatrixXd* jacobian) {
            r = Eigen::Vector2d(1, 2);
            if (jacobian != nullptr) jacobian->setZero(2, 3);
        });
    CHECK_THROWS_AS(misshapen.evaluate(kOne, Derivatives::jacobian), std::logic_error);
    CHECK_THROWS_AS(misshapen.evaluate(std::vector<double>{1.0, 2.0}, Derivatives::none),
                    std::invalid_argument);
}
