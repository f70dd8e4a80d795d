#include "lpsglass/fit/optimality.hpp"

#include <cmath>

#include "problems.hpp"
#include "support/catch.hpp"

using namespace lpsglass::fit;
using problems::parameter;

namespace {

Optimality at(const Problem& problem, std::vector<double> x) {
    return check_optimality(problem.space(), x, problem.evaluate(x, Derivatives::jacobian));
}

} // namespace

TEST_CASE("the offset is the cosine between residual and tangent space", "[fit][optimality]") {
    // r = (x, 1) at x = 1: tangent (1, 0), residual (1, 1): offset 1/sqrt 2.
    const Problem problem(
        ParameterSpace({parameter("x", 1.0, -2.0, 2.0)}),
        problems::linear((Eigen::MatrixXd(2, 1) << 1, 0).finished(), Eigen::Vector2d(0, -1)));
    CHECK(at(problem, {1.0}).offset == Approx(std::sqrt(0.5)).epsilon(1e-14));
    CHECK_FALSE(at(problem, {1.0}).satisfied());
    CHECK(at(problem, {0.0}).satisfied());
    CHECK(at(problem, {5e-6}).satisfied()); // a threshold of 1e-5 in the units of the residual, which is 1
    CHECK_FALSE(at(problem, {5e-5}).satisfied());
}

TEST_CASE("a bound holds a parameter only if the gradient pushes outwards", "[fit][optimality]") {
    const Problem problem = problems::cut_valley();
    const Optimality minimum = at(problem, {0.8, 0.64});
    CHECK(minimum.satisfied());
    CHECK(minimum.at_bound());
    CHECK(minimum.held == std::vector<bool>{true, false});
    // On the same bound but off the valley's floor, where the gradient in x, -40 x (y - x^2) - 2 (1 - x), is
    // positive: it pulls inwards, so the point is neither held nor optimal.
    const Optimality slope = at(problem, {0.8, 0.5});
    CHECK_FALSE(slope.at_bound());
    CHECK_FALSE(slope.satisfied());
}

TEST_CASE("a vanishing residual is optimal, a small but reducible one is not", "[fit][optimality]") {
    const Problem valley = problems::open_valley();
    CHECK(at(valley, {1.0, 1.0}).satisfied());
    CHECK(at(valley, {1.0 + 1e-15, 1.0}).satisfied());      // rounding of the minimum
    CHECK_FALSE(at(valley, {1.0 + 1e-9, 1.0}).satisfied()); // the residual can still be lowered to nothing
}

TEST_CASE("a flat direction is told, unless a bound holds it", "[fit][optimality]") {
    Eigen::MatrixXd sum(2, 2);
    sum << 1, 1, 2, 2;
    const Problem flat(ParameterSpace({parameter("x", 0.0, -1.0, 1.0), parameter("y", 0.0, -1.0, 1.0)}),
                       problems::linear(sum, Eigen::Vector2d(1, 2)));
    CHECK(at(flat, {0.25, 0.75}).flat);
    CHECK(at(flat, {0.25, 0.75}).satisfied());
    // With x + y = 4 out of reach both are held at (1, 1) and nothing is left to be flat.
    const Problem cornered(flat.space(), problems::linear(sum, Eigen::Vector2d(4, 8)));
    CHECK_FALSE(at(cornered, {1.0, 1.0}).flat);
    CHECK(at(cornered, {1.0, 1.0}).satisfied());
}

TEST_CASE("nothing left to gain is a minimum, though a nearly flat direction points far away",
          "[fit][optimality]") {
    // r = (x + y, 1 + 1e-7 y): the second column leans out of the first by 1e-7, and Gauss-Newton would
    // follow that to y = -1e7. In the box the objective can fall by 4e-7 at most: gradient (0, 2e-7), 2 from
    // y = 1 to the bound.
    Eigen::MatrixXd matrix(2, 2);
    matrix << 1, 1, 0, 1e-7;
    const Problem problem(ParameterSpace({parameter("x", 0.0, -1.0, 1.0), parameter("y", 0.0, -1.0, 1.0)}),
                          problems::linear(matrix, Eigen::Vector2d(0, -1)));
    const Optimality there = at(problem, {-1.0, 1.0});
    CHECK(there.gap == Approx(4e-7).epsilon(1e-6));
    CHECK_FALSE(there.flat);
    CHECK_FALSE(there.satisfied());
    CHECK(there.is_minimum());
    CHECK_FALSE(at(problem, {0.0, 0.1}).is_minimum());
}

TEST_CASE("a fall that is nothing makes a minimum only where the caller says so", "[fit][optimality]") {
    Optimality near;
    near.offset = near.response = near.gap = 1e-2;
    near.fall = 1e-6;
    CHECK_FALSE(near.is_minimum());
    CHECK_FALSE(near.is_minimum(1e-7));
    CHECK(near.is_minimum(1e-5));
}
