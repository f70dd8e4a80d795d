#include "lpsglass/fit/tangent_space.hpp"

#include <cmath>
#include <Eigen/LU>

#include "support/catch.hpp"

using namespace lpsglass::fit;
using Eigen::MatrixXd;
using Eigen::Vector3d;
using Eigen::VectorXd;

TEST_CASE("singular values of a matrix that is known in closed form", "[fit][tangent_space]") {
    // Columns of lengths 1 and 2 at 60 degrees; unit columns have Gram matrix [[1, 1/2], [1/2, 1]]: 3/2 and
    // 1/2.
    MatrixXd a(3, 2);
    a << 1, 1, 0, std::sqrt(3.0), 0, 0;
    const TangentSpace t = tangent_space(a, Vector3d(0, 0, 5), Eigen::Vector2d(1, 1), 0.0);
    CHECK(t.rank == 2);
    CHECK(t.singular_values[0] == Approx(std::sqrt(1.5)).epsilon(1e-14));
    CHECK(t.singular_values[1] == Approx(std::sqrt(0.5)).epsilon(1e-14));
    CHECK(t.projection.norm() == Approx(0.0).margin(1e-15)); // the residual is orthogonal to both columns

    // Scaled by (2, 1/2): columns (2, 0, 0) and (1/2, sqrt(3)/2, 0), Gram [[4, 1], [1, 1]]: (5 +- sqrt 13)/2.
    const VectorXd s = scaled_singular_values(a, Eigen::Vector2d(2.0, 0.5));
    CHECK(s[0] == Approx(std::sqrt((5 + std::sqrt(13.0)) / 2)).epsilon(1e-14));
    CHECK(s[1] == Approx(std::sqrt((5 - std::sqrt(13.0)) / 2)).epsilon(1e-14));
}

TEST_CASE("the Gauss-Newton step solves the least-squares problem", "[fit][tangent_space]") {
    MatrixXd a(4, 3);
    a << 1, 2, 0, 0, 1, 5, 3, 0, 1, 1, 1, 1;
    const Vector3d solution(0.5, -2.0, 4.0);
    // An added residual in the left null space must change nothing: n is orthogonal to all columns.
    const Eigen::Vector4d n = a.transpose().fullPivLu().kernel().col(0);
    const VectorXd residual = -a * solution + 3.0 * n;
    const VectorXd step = tangent_space(a, residual, Vector3d(1, 1, 1), 0.0).gauss_newton_step();
    CHECK((step - solution).norm() < 1e-13); // condition about 10
}

TEST_CASE("rank is told whatever the units of the parameters", "[fit][tangent_space]") {
    MatrixXd a(4, 3);
    a << 1, 2, 3, 2, 1, 3, 0, 4, 4, 1, 1, 2; // third column = first + second
    const Vector3d units(1e-9, 1e7, 1.0);
    const MatrixXd scaled = a * units.asDiagonal();
    const TangentSpace t = tangent_space(scaled, VectorXd::Ones(4), units.cwiseInverse(), 0.0);
    CHECK(t.rank == 2);
    // Moving the third column by 1e-6 relative makes the rank full.
    MatrixXd nudged = scaled;
    nudged(0, 2) *= 1.0 + 1e-6;
    CHECK(tangent_space(nudged, VectorXd::Ones(4), units.cwiseInverse(), 0.0).rank == 3);
}

TEST_CASE("columns without influence count as zero", "[fit][tangent_space]") {
    MatrixXd a = MatrixXd::Zero(3, 2);
    a.col(0) << 1, 2, 3;
    CHECK(tangent_space(a, Vector3d(1, 0, 0), Eigen::Vector2d(1, 1), 0.0).rank == 1);
    a.col(1) << 1e-17, -1e-17, 2e-17; // length 2.4e-17
    const TangentSpace t = tangent_space(a, Vector3d(1, 0, 0), Eigen::Vector2d(1, 1), 3e-17);
    CHECK(t.rank == 1);
    CHECK(t.gauss_newton_step()[1] == 0.0);
    CHECK(tangent_space(a, Vector3d(1, 0, 0), Eigen::Vector2d(1, 1), 2e-17).rank == 2);
    CHECK(tangent_space(a, Vector3d(1, 0, 0), Eigen::Vector2d(1, 2), 3e-17).rank == 2); // it may move further
}

TEST_CASE("fewer rows than columns", "[fit][tangent_space]") {
    const MatrixXd a = (MatrixXd(1, 3) << 3, 4, 0).finished();
    const TangentSpace t = tangent_space(a, VectorXd::Constant(1, 2.0), Vector3d(1, 1, 1), 0.0);
    CHECK(t.rank == 1);
    CHECK(t.projection.norm() == Approx(2.0).epsilon(1e-14));
    const VectorXd s = scaled_singular_values(a, Vector3d(1, 1, 1));
    REQUIRE(s.size() == 3);
    CHECK(s[0] == Approx(5.0).epsilon(1e-14));
    CHECK(s[1] == 0.0);
    CHECK(tangent_space(MatrixXd(2, 0), VectorXd::Ones(2), VectorXd(), 0.0).rank == 0);
}
