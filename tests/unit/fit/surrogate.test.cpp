#include "fit/surrogate.hpp"

#include <cmath>

#include "problems.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using namespace lpsglass::fit;
using problems::parameter;

namespace {

/// Two residuals: all terms of second order, and of third order those with two coordinates at most.
Problem polynomial(double lower_x, double cubic) {
    return Problem(ParameterSpace({parameter("x", 0.0, lower_x, 3.0), parameter("y", 0.0, -2.0, 2.0)}),
                   [cubic](std::span<const double> p, Eigen::VectorXd& r, Eigen::MatrixXd* jacobian) {
                       const double x = p[0], y = p[1];
                       r.resize(2);
                       r[0] = 0.3 + x + 0.5 * y + 0.2 * x * x - 0.1 * x * y + 0.3 * y * y + cubic * x * x * y;
                       r[1] = 2.0 * y - x * y + cubic * (y * y * y - 0.5 * x * y * y);
                       if (!jacobian) return;
                       jacobian->resize(2, 2);
                       *jacobian << 1.0 + 0.4 * x - 0.1 * y + 2.0 * cubic * x * y,
                           0.5 - 0.1 * x + 0.6 * y + cubic * x * x, -y - 0.5 * cubic * y * y,
                           2.0 - x + cubic * (3.0 * y * y - x * y);
                   });
}

struct Made {
    Coordinates coordinates;
    Surrogate surrogate;
};

Made make(const Problem& problem) {
    const std::vector<double> centre{0.0, 0.0};
    const Point at = problem.evaluate(centre, Derivatives::jacobian);
    Coordinates coordinates(Eigen::Vector2d::Zero(), Approximation(problem, at));
    Surrogate surrogate(problem, coordinates, at);
    return {std::move(coordinates), std::move(surrogate)};
}

/// Value and slope against the problem's own at several places.
void compare(const Problem& problem, Made& made) {
    for (const Eigen::Vector2d& x :
         {Eigen::Vector2d(0, 0), Eigen::Vector2d(1.1, -0.7), Eigen::Vector2d(0.2, 1.9)}) {
        CAPTURE(x[0], x[1]);
        const std::vector<double> free{x[0], x[1]};
        const Point point = problem.evaluate(free, Derivatives::jacobian);
        Eigen::VectorXd slope;
        const double value = made.surrogate.log_density(made.coordinates.y(x), slope);
        const Eigen::VectorXd expected = -0.5 * made.coordinates.spread().transpose() * point.gradient();
        // Differences over a step of about 1 keep all but a few of the last digits.
        CHECK(value == Approx(-0.5 * point.objective()).epsilon(1e-11));
        CHECK((slope - expected).norm() < 1e-11 * (1.0 + expected.norm()));
    }
}

} // namespace

TEST_CASE("the surrogate of a polynomial is that polynomial", "[fit][surrogate]") {
    // The spread mixes x and y; a cubic of two coordinates has no term that is left out.
    const Problem problem = polynomial(-3.0, 0.15);
    Made made = make(problem);
    CHECK(made.surrogate.evaluations() == 4);
    compare(problem, made);
}

TEST_CASE("at a wall the surrogate looks to one side", "[fit][surrogate]") {
    // One Jacobian beside that at the centre gives the second order, not the third.
    const Problem problem = polynomial(0.0, 0.0);
    Made made = make(problem);
    compare(problem, made);
}
