#include "lpsglass/fit/bounded_step.hpp"

#include <cmath>
#include <Eigen/LU>
#include <limits>
#include <optional>

#include "lpsglass/core/random.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using namespace lpsglass::fit;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

double objective(const MatrixXd& r, const VectorXd& c, const VectorXd& d, const VectorXd& p) {
    return (r * p + c).squaredNorm() + d.cwiseProduct(p).squaredNorm();
}

/// The minimum by trying all 3^n sets of bounds, each by the normal equations.
double brute_force(const MatrixXd& r, const VectorXd& c, const VectorXd& d, const VectorXd& lower,
                   const VectorXd& upper) {
    const Index n = r.cols();
    const MatrixXd hessian = r.transpose() * r + MatrixXd(d.cwiseAbs2().asDiagonal());
    const VectorXd slope = r.transpose() * c;
    double best = std::numeric_limits<double>::infinity();
    for (int code = 0; code < static_cast<int>(std::pow(3, n)); ++code) {
        VectorXd p(n);
        MatrixXd a = hessian;
        VectorXd b = -slope;
        int rest = code;
        for (Index k = 0; k < n; ++k, rest /= 3) {
            if (rest % 3 == 0) continue;
            a.row(k).setZero();
            a(k, k) = 1.0;
            b[k] = rest % 3 == 1 ? lower[k] : upper[k];
        }
        p = a.fullPivLu().solve(b);
        const bool inside = ((p - lower).array() >= -1e-12).all() && ((upper - p).array() >= -1e-12).all();
        if (inside) best = std::min(best, objective(r, c, d, p));
    }
    return best;
}

} // namespace

TEST_CASE("a step that no bound hinders is the damped least-squares solution", "[fit][bounded_step]") {
    // |2 p - 4|^2 + |p|^2: p = 8/5.
    const VectorXd p =
        bounded_step(MatrixXd::Constant(1, 1, 2.0), VectorXd::Constant(1, -4.0), VectorXd::Ones(1),
                     VectorXd::Constant(1, -10.0), VectorXd::Constant(1, 10.0));
    CHECK(p[0] == Approx(1.6).epsilon(1e-14));
}

TEST_CASE("bounded steps are the minimum over all sets of bounds", "[fit][bounded_step]") {
    auto stream = random_stream(1, "bounded steps", 0);
    int with_bounds = 0;
    for (int trial = 0; trial < 400; ++trial) {
        const Index n = 1 + trial % 5;
        const MatrixXd r = MatrixXd::NullaryExpr(n, n, [&] { return standard_normal(stream); });
        const VectorXd c = VectorXd::NullaryExpr(n, [&] { return 3.0 * standard_normal(stream); });
        const VectorXd d = VectorXd::Constant(n, trial % 2 == 0 ? 1e-3 : 1.0);
        // Every third component starts on a bound.
        const auto edge = [&] { return uniform01(stream) < 1.0 / 3.0 ? 0.0 : uniform01(stream); };
        const VectorXd lower = -VectorXd::NullaryExpr(n, edge);
        const VectorXd upper = VectorXd::NullaryExpr(n, edge);
        const VectorXd p = bounded_step(r, c, d, lower, upper);
        REQUIRE(((p - lower).array() >= 0.0).all());
        REQUIRE(((upper - p).array() >= 0.0).all());
        const double reached = objective(r, c, d, p);
        // Normal equations of the brute force lose digits with the square of the condition (up to about 1e3).
        CHECK(reached == Approx(brute_force(r, c, d, lower, upper)).epsilon(1e-9));
        CHECK(reached <= objective(r, c, d, VectorXd::Zero(n)));
        for (Index k = 0; k < n; ++k)
            with_bounds += p[k] == lower[k] || p[k] == upper[k] ? 1 : 0;
    }
    CHECK(with_bounds > 100); // the trials do exercise the bounds
}

TEST_CASE("correlated parameters leave and keep their bounds together", "[fit][bounded_step]") {
    // Minimum of (p1 + p2 - 1)^2 + (p1 - p2 - 3)^2 is (2, -1); with p2 >= 0 it is (2, 0): 2 p1 - 4 = 0.
    MatrixXd r(2, 2);
    r << 1, 1, 1, -1;
    const VectorXd p = bounded_step(r, Eigen::Vector2d(-1, -3), VectorXd::Constant(2, 1e-9),
                                    Eigen::Vector2d(-5, 0), Eigen::Vector2d(5, 5));
    CHECK(p[0] == Approx(2.0).epsilon(1e-14));
    CHECK(p[1] == 0.0);
}
