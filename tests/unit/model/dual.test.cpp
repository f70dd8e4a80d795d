#include "lpsglass/model/dual.hpp"

#include <cmath>
#include <limits>

#include "support/catch.hpp"

using lpsglass::model::Dual;
using lpsglass::model::magnitude;
using lpsglass::model::value_of;

namespace {

using D = Dual<double, 2>;
using D2 = Dual<Dual<double, 2>, 2>;

/// Variable k of a nested dual, so that second derivatives come too.
D2 twice(double v, int k) {
    return D2::variable(D::variable(v, k), k);
}

/// Some roundings of operations on numbers of order 1.
Approx near(double x) {
    return Approx(x).epsilon(1e-14).margin(1e-15);
}

void check_one(const D2& f, double value, double first, double second) {
    CHECK(f.value.value == near(value));
    CHECK(f.value.derivative[0] == near(first));
    CHECK(f.derivative[0].value == near(first));
    CHECK(f.derivative[0].derivative[0] == near(second));
    CHECK(f.derivative[1].value == 0.0);
}

} // namespace

TEST_CASE("functions of a dual have their textbook derivatives, first and second", "[model][dual]") {
    const double v = 0.3;
    const D2 x = twice(v, 0);
    const double root = std::sqrt(v), across = std::sqrt(1.0 - v * v), t = std::tanh(v);
    SECTION("sqrt") {
        check_one(sqrt(x), root, 0.5 / root, -0.25 / (v * root));
    }
    SECTION("exp") {
        check_one(exp(x), std::exp(v), std::exp(v), std::exp(v));
    }
    SECTION("log") {
        check_one(log(x), std::log(v), 1.0 / v, -1.0 / (v * v));
    }
    SECTION("log1p") {
        check_one(log1p(x), std::log1p(v), 1.0 / (1.0 + v), -1.0 / ((1.0 + v) * (1.0 + v)));
    }
    SECTION("sin") {
        check_one(sin(x), std::sin(v), std::cos(v), -std::sin(v));
    }
    SECTION("cos") {
        check_one(cos(x), std::cos(v), -std::sin(v), -std::cos(v));
    }
    SECTION("asin") {
        check_one(asin(x), std::asin(v), 1.0 / across, v / (across * across * across));
    }
    SECTION("acos") {
        check_one(acos(x), std::acos(v), -1.0 / across, -v / (across * across * across));
    }
    SECTION("tanh") {
        check_one(tanh(x), t, 1.0 - t * t, -2.0 * t * (1.0 - t * t));
    }
    SECTION("reciprocal") {
        check_one(1.0 / x, 1.0 / v, -1.0 / (v * v), 2.0 / (v * v * v));
    }
    SECTION("square") {
        check_one(x * x, v * v, 2.0 * v, 2.0);
    }
}

TEST_CASE("the four operations follow the sum, product and quotient rules", "[model][dual]") {
    const D x = D::variable(0.3, 0), y = D::variable(1.7, 1);
    const auto check = [](const D& f, double value, double by_x, double by_y) {
        CHECK(f.value == near(value));
        CHECK(f.derivative[0] == near(by_x));
        CHECK(f.derivative[1] == near(by_y));
    };
    check(x + y, 2.0, 1.0, 1.0);
    check(x - y, -1.4, 1.0, -1.0);
    check(x * y, 0.51, 1.7, 0.3);
    check(x / y, 0.3 / 1.7, 1.0 / 1.7, -0.3 / (1.7 * 1.7));
    check(-y, -1.7, 0.0, -1.0);
    D z = x;
    z += y;
    z *= y;
    z -= x;
    z /= y; // ((x + y) y - x)/y = x + y - x/y
    check(z, 2.0 - 0.3 / 1.7, 1.0 - 1.0 / 1.7, 1.0 + 0.3 / (1.7 * 1.7));
}

TEST_CASE("plain numbers mix with duals on either side", "[model][dual]") {
    const D x = D::variable(0.4, 1);
    const auto check = [](const D& f, double value, double slope) {
        CHECK(f.value == near(value));
        CHECK(f.derivative[0] == 0.0);
        CHECK(f.derivative[1] == near(slope));
    };
    check(x + 2.0, 2.4, 1.0);
    check(2.0 + x, 2.4, 1.0);
    check(x - 2.0, -1.6, 1.0);
    check(2.0 - x, 1.6, -1.0);
    check(x * 2.0, 0.8, 2.0);
    check(2.0 * x, 0.8, 2.0);
    check(x / 2.0, 0.2, 0.5);
    check(2.0 / x, 5.0, -12.5);
    check(D(3), 3.0, 0.0); // an integer is a constant too
    D y = x;
    y *= 3.0;
    check(y, 1.2, 3.0);
    // A constant that is infinite leaves derivatives of 0 alone where it is only added.
    const double infinity = std::numeric_limits<double>::infinity();
    CHECK((x - infinity).derivative[1] == 1.0);
    CHECK((x - infinity).derivative[0] == 0.0);
}

TEST_CASE("nested duals give the Hessian of a function of two variables", "[model][dual]") {
    const double a = 0.3, b = 1.7;
    const D2 x = twice(a, 0), y = twice(b, 1);
    const D2 f = exp(x * y) * sin(x) / sqrt(y);
    // By hand, with e = exp(xy)/sqrt(y):
    const double e = std::exp(a * b) / std::sqrt(b), s = std::sin(a), c = std::cos(a);
    CHECK(f.derivative[0].value == near(e * (b * s + c)));
    CHECK(f.derivative[1].value == near(e * s * (a - 0.5 / b)));
    CHECK(f.derivative[0].derivative[0] == near(e * (b * b * s + 2.0 * b * c - s)));
    CHECK(f.derivative[1].derivative[1] == near(e * s * (a * a - a / b + 0.75 / (b * b))));
    const double mixed = e * ((a - 0.5 / b) * (b * s + c) + s);
    CHECK(f.derivative[0].derivative[1] == near(mixed));
    CHECK(f.derivative[1].derivative[0] == near(mixed));
}

TEST_CASE("magnitude has slope -1 below 0, and +1 at 0 and above", "[model][dual]") {
    CHECK(magnitude(-2.5) == 2.5);
    CHECK(magnitude(D::variable(-2.5, 0)).value == 2.5);
    CHECK(magnitude(D::variable(-2.5, 0)).derivative[0] == -1.0);
    CHECK(magnitude(D::variable(0.0, 0)).derivative[0] == 1.0);
    CHECK(magnitude(D::variable(2.5, 0)).derivative[0] == 1.0);
}

TEST_CASE("value_of reaches through every level", "[model][dual]") {
    CHECK(value_of(1.25) == 1.25);
    CHECK(value_of(D::variable(1.25, 0)) == 1.25);
    CHECK(value_of(twice(1.25, 1)) == 1.25);
}
