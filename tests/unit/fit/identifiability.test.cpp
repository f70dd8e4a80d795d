#include "lpsglass/fit/identifiability.hpp"

#include <cmath>

#include "support/catch.hpp"

using namespace lpsglass::fit;
using Catch::Matchers::WithinAbs;

TEST_CASE("the weakest combination is the one the data do not see", "[fit]") {
    // Rows see x + 2 y (twice) and z: along (2, -1, 0)/sqrt 5 nothing changes.
    Eigen::MatrixXd jacobian(3, 3);
    jacobian << 1, 2, 0, 1, 2, 0, 0, 0, 3;
    const Identifiability found = identifiability(jacobian, Eigen::Vector3d(1, 1, 1));
    CHECK_THAT(found.weakest[0], WithinAbs(2 / std::sqrt(5.0), 1e-12));
    CHECK_THAT(found.weakest[1], WithinAbs(-1 / std::sqrt(5.0), 1e-12));
    CHECK_THAT(found.weakest[2], WithinAbs(0, 1e-12));
    CHECK(found.first == 0);
    CHECK(found.second == 1);
    CHECK_THAT(found.correlation, WithinAbs(1, 1e-12));

    // In widths: with y counted in halves both weigh the same.
    const Identifiability scaled = identifiability(jacobian, Eigen::Vector3d(1, 0.5, 1));
    CHECK_THAT(scaled.weakest[0], WithinAbs(std::sqrt(0.5), 1e-12));
    CHECK_THAT(scaled.weakest[1], WithinAbs(-std::sqrt(0.5), 1e-12));
}

TEST_CASE("the least separated parameters may act against each other", "[fit]") {
    // Columns (1, 0), (-1, 0.1), (0, 1): cosines -1/sqrt 1.01, 0, 0.1/sqrt 1.01.
    Eigen::MatrixXd jacobian(2, 3);
    jacobian << 1, -1, 0, 0, 0.1, 1;
    const Identifiability found = identifiability(jacobian, Eigen::Vector3d(1, 1, 1));
    CHECK(found.first == 0);
    CHECK(found.second == 1);
    CHECK_THAT(found.correlation, WithinAbs(-1 / std::sqrt(1.01), 1e-12));
    // Two rows cannot determine three parameters: the weakest direction is not seen by either.
    CHECK_THAT((jacobian * found.weakest).norm(), WithinAbs(0, 1e-12));
}

TEST_CASE("identifiability of few parameters", "[fit]") {
    const Identifiability one =
        identifiability(Eigen::MatrixXd::Constant(4, 1, -2.0), Eigen::VectorXd::Ones(1));
    CHECK(one.weakest[0] == 1.0);
    CHECK(one.first == -1);
    CHECK(std::isnan(one.correlation));
    CHECK(identifiability(Eigen::MatrixXd(4, 0), Eigen::VectorXd()).weakest.size() == 0);
    // A parameter without any influence is the weakest, and is like no other.
    Eigen::MatrixXd jacobian(2, 2);
    jacobian << 1, 0, 1, 0;
    const Identifiability unseen = identifiability(jacobian, Eigen::Vector2d(1, 1));
    CHECK(unseen.weakest[1] == 1.0);
    CHECK(unseen.first == -1);
}
