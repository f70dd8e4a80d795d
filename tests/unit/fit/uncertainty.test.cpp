#include "lpsglass/fit/uncertainty.hpp"

#include <cmath>
#include <Eigen/Eigenvalues>
#include <Eigen/LU>

#include "lpsglass/core/error.hpp"
#include "problems.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using namespace lpsglass::fit;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using problems::parameter;

namespace {

Parameter with_prior(std::string name, double start, double sigma) {
    Parameter p = parameter(std::move(name), start, -10.0, 10.0);
    p.prior = Prior{0.0, sigma};
    return p;
}

const MatrixXd kJacobian = (MatrixXd(4, 3) << 1, 2, 0, 0, 1, 5, 3, 0, 1, 1, 1, 1).finished();

} // namespace

TEST_CASE("covariance of a linear Gaussian problem in closed form", "[fit][uncertainty]") {
    const ParameterSpace space(
        {with_prior("a", 1.0, 0.5), parameter("b", 2.0, -10.0, 10.0), with_prior("c", 3.0, 2.0)});
    const std::vector<double> at{1.0, 2.0, 3.0};
    const LinearUncertainty u = linear_uncertainty(space, at, kJacobian);
    // Independent route: the inverse of J^T J + P.
    const MatrixXd data = kJacobian.transpose() * kJacobian;
    const MatrixXd precision = Eigen::Vector3d(4.0, 0.0, 0.25).asDiagonal();
    const MatrixXd posterior = (data + precision).inverse();
    CHECK((u.covariance - posterior).norm() < 1e-14); // condition about 30
    for (int k = 0; k < 3; ++k)
        CHECK(u.errors[k] == Approx(std::sqrt(posterior(k, k))).epsilon(1e-13));
    CHECK(u.data_share[0] == Approx(1.0 - posterior(0, 0) / 0.25).epsilon(1e-13));
    CHECK(u.data_share[1] == 1.0);
    CHECK(u.data_share[2] == Approx(1.0 - posterior(2, 2) / 4.0).epsilon(1e-13));
    CHECK(u.data_determined == Approx((posterior * data).trace()).epsilon(1e-13));
    CHECK(u.data_determined == Approx(u.data_share.sum()).epsilon(1e-13));
    CHECK_FALSE(u.flat);
    // Columns times prior sigma, or |x| (b): 0.5, 2, 2.
    const MatrixXd scaled = kJacobian * Eigen::Vector3d(0.5, 2.0, 2.0).asDiagonal();
    const VectorXd eigen = Eigen::SelfAdjointEigenSolver<MatrixXd>(scaled.transpose() * scaled).eigenvalues();
    for (int k = 0; k < 3; ++k)
        CHECK(u.singular_values[k] == Approx(std::sqrt(eigen[2 - k])).epsilon(1e-12));
}

TEST_CASE("one parameter by hand: data and prior share the work", "[fit][uncertainty]") {
    // J = 3: data precision 9; prior sigma 1/4: precision 16. Variance 1/25, share 9/25.
    const LinearUncertainty u = linear_uncertainty(ParameterSpace({with_prior("x", 0.0, 0.25)}),
                                                   std::vector<double>{0.0}, MatrixXd::Constant(1, 1, 3.0));
    CHECK(u.errors[0] == Approx(0.2).epsilon(1e-15));
    CHECK(u.data_share[0] == Approx(0.36).epsilon(1e-14));
    CHECK(u.data_determined == Approx(0.36).epsilon(1e-14));
    CHECK(u.singular_values[0] == Approx(0.75).epsilon(1e-15));
    // No prior and x = 0: the width of the box, 20.
    const LinearUncertainty bare =
        linear_uncertainty(ParameterSpace({parameter("x", 0.0, -10.0, 10.0)}), std::vector<double>{0.0},
                           MatrixXd::Constant(1, 1, 3.0));
    CHECK(bare.singular_values[0] == Approx(60.0).epsilon(1e-15));
    CHECK(bare.data_share[0] == 1.0);
}

TEST_CASE("ties and constants", "[fit][uncertainty]") {
    // x free, y = -2 x with its own prior, z fixed. Model r = x + y + z: d/dx = -1.
    Parameter x = parameter("x", 1.0, -10.0, 10.0), y = with_prior("y", 0.0, 0.5),
              z = with_prior("z", 1.0, 1.0);
    y.tie = Tie{0, -2.0};
    z.fixed = true;
    const ParameterSpace space({x, y, z});
    const LinearUncertainty u =
        linear_uncertainty(space, std::vector<double>{1.0, -2.0, 1.0}, MatrixXd::Ones(1, 3));
    // Precision of x: 1 from the data, (2/0.5)^2 = 16 from the prior of y.
    CHECK(u.covariance(0, 0) == Approx(1.0 / 17.0).epsilon(1e-14));
    CHECK(u.covariance(0, 1) == Approx(-2.0 / 17.0).epsilon(1e-14));
    CHECK(u.covariance(1, 1) == Approx(4.0 / 17.0).epsilon(1e-14));
    CHECK(u.covariance.row(2).norm() == 0.0);
    CHECK(u.errors[1] == Approx(2.0 * u.errors[0]).epsilon(1e-14));
    CHECK(std::isnan(u.errors[2]));
    CHECK(u.data_share[0] == Approx(1.0 / 17.0).epsilon(1e-13));
    CHECK(u.data_share[1] == u.data_share[0]);
    CHECK(std::isnan(u.data_share[2]));
    CHECK(u.singular_values.size() == 1);
    CHECK(u.singular_values[0] == Approx(0.25).epsilon(1e-14)); // x's prior width is 0.5 / 2
}

TEST_CASE("flat directions: NaN for those who take part, numbers for the others", "[fit][uncertainty]") {
    // r depends on a + b and on c.
    MatrixXd j(3, 3);
    j << 1, 1, 0, 2, 2, 0, 0, 0, 4;
    const std::vector<double> at{1.0, 1.0, 1.0};
    const auto free = [](const char* name) { return parameter(name, 1.0, -10.0, 10.0); };
    const LinearUncertainty u = linear_uncertainty(ParameterSpace({free("a"), free("b"), free("c")}), at, j);
    CHECK(u.flat);
    CHECK(std::isnan(u.errors[0]));
    CHECK(std::isnan(u.errors[1]));
    CHECK(std::isnan(u.covariance(0, 2)));
    CHECK(u.errors[2] == Approx(0.25).epsilon(1e-14));
    CHECK(std::isnan(u.data_share[0]));
    CHECK(u.data_share[2] == 1.0);
    CHECK(u.data_determined == Approx(2.0).epsilon(1e-13)); // the sum and c
    CHECK(u.singular_values[2] == Approx(0.0).margin(1e-15));

    // A prior on one of them removes the flatness: var a = 0.01, var b = 0.01 + 1/5.
    const LinearUncertainty held =
        linear_uncertainty(ParameterSpace({with_prior("a", 1.0, 0.1), free("b"), free("c")}), at, j);
    CHECK_FALSE(held.flat);
    CHECK(held.errors[0] == Approx(0.1).epsilon(1e-12));
    CHECK(held.errors[1] == Approx(std::sqrt(0.21)).epsilon(1e-12));
    CHECK(held.data_share[0] == Approx(0.0).margin(1e-12));
    CHECK(held.data_determined == Approx(2.0).epsilon(1e-12));

    // A parameter without any influence.
    j.col(2).setConstant(1e-12); // rounding of a derivative that is zero
    const LinearUncertainty idle =
        linear_uncertainty(ParameterSpace({with_prior("a", 1.0, 0.1), free("b"), free("c")}), at, j);
    CHECK(idle.flat);
    CHECK(std::isnan(idle.errors[2]));
    CHECK(idle.errors[0] == Approx(0.1).epsilon(1e-12));
}

TEST_CASE("the condition of the Jacobian is not squared", "[fit][uncertainty]") {
    // Two columns at an angle of 1e-7: J^T J is singular in double precision, J is not.
    constexpr double angle = 1e-7;
    MatrixXd j(2, 2);
    j << 1, 1, 0, angle;
    const auto free = [](const char* name) { return parameter(name, 1.0, -10.0, 10.0); };
    const LinearUncertainty u =
        linear_uncertainty(ParameterSpace({free("a"), free("b")}), std::vector<double>{1.0, 1.0}, j);
    CHECK_FALSE(u.flat);
    CHECK(u.errors[1] ==
          Approx(1.0 / angle).epsilon(1e-8)); // inverse of J by hand: rows (1, -1/angle), (0, 1/angle)
    CHECK(u.errors[0] == Approx(1.0 / angle).epsilon(1e-8));
}

TEST_CASE("a problem's own Jacobian is used", "[fit][uncertainty]") {
    const ParameterSpace space(
        {with_prior("a", 1.0, 0.5), with_prior("b", 2.0, 1.0), with_prior("c", 3.0, 2.0)});
    const Problem problem(space, problems::linear(kJacobian, VectorXd::Zero(4)));
    const std::vector<double> at{1.0, 2.0, 3.0};
    CHECK(linear_uncertainty(problem, at).covariance == linear_uncertainty(space, at, kJacobian).covariance);
    const Problem nothing(space, problems::walled(problems::linear(kJacobian, VectorXd::Zero(4)),
                                                  [](std::span<const double>) { return false; }));
    CHECK_THROWS_AS(linear_uncertainty(nothing, at), NumericalError);
}

TEST_CASE("nothing free", "[fit][uncertainty]") {
    Parameter x = parameter("x", 1.0, 0.0, 0.0);
    x.fixed = true;
    const LinearUncertainty u =
        linear_uncertainty(ParameterSpace({x}), std::vector<double>{1.0}, MatrixXd::Ones(2, 1));
    CHECK(std::isnan(u.errors[0]));
    CHECK(u.covariance(0, 0) == 0.0);
    CHECK(u.data_determined == 0.0);
    CHECK(u.singular_values.size() == 0);
    CHECK_FALSE(u.flat);
}

TEST_CASE("propagation of errors", "[fit][uncertainty]") {
    MatrixXd c(2, 2);
    c << 4.0, -1.0, -1.0, 9.0;
    CHECK(propagate(c, Eigen::Vector2d(1.0, 2.0)) == Approx(6.0).epsilon(1e-15)); // 4 - 4 + 36
    CHECK(propagate(c, Eigen::Vector2d(0.0, 0.0)) == 0.0);
    CHECK(std::isnan(propagate(c, Eigen::Vector2d(problems::nan, 0.0))));
    c(1, 1) = c(0, 1) = c(1, 0) = problems::nan;
    CHECK(std::isnan(propagate(c, Eigen::Vector2d(1.0, 1e-30))));
    CHECK(propagate(c, Eigen::Vector2d(3.0, 0.0)) == 6.0); // an undetermined parameter that plays no part
}

TEST_CASE("the surroundings of a minimum follow the covariance", "[fit][uncertainty]") {
    // r = (x + y, x - y, y)/0.1: J^T J = [[2, 0], [0, 3]]/0.01, so the errors are 0.1/sqrt 2 and 0.1/sqrt 3
    // and the parameters do not move each other. The box's own precision, 12/20^2, is 1e-4 of theirs.
    std::vector<Parameter> parameters(2);
    for (Parameter& p : parameters)
        p.lower = -10.0, p.upper = 10.0;
    parameters[1].lower = 0.0; // the minimum is on a bound
    const Problem problem(ParameterSpace(parameters),
                          [](std::span<const double> x, Eigen::VectorXd& r, Eigen::MatrixXd* jacobian) {
                              r = Eigen::Vector3d(x[0] + x[1], x[0] - x[1], x[1]) / 0.1;
                              if (!jacobian) return;
                              jacobian->resize(3, 2);
                              *jacobian << 10, 10, 10, -10, 0, 10;
                          });
    const auto around = surroundings(problem, std::vector<double>{0.0, 0.0}, 2.0);
    REQUIRE(around.size() == 4);
    const double x = 0.2 / std::sqrt(2.0), y = 0.2 / std::sqrt(3.0);
    CHECK(around[0][0] == Approx(-x).epsilon(1e-3));
    CHECK(around[1][0] == Approx(x).epsilon(1e-3));
    CHECK(around[1][1] == Approx(0.0).margin(1e-12));
    CHECK(around[2][1] == 0.0); // no further than the bound
    CHECK(around[3][1] == Approx(y).epsilon(1e-3));
}
