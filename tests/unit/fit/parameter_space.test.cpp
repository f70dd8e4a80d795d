#include "lpsglass/fit/parameter_space.hpp"

#include <cmath>

#include "lpsglass/core/error.hpp"
#include "problems.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using namespace lpsglass::fit;
using problems::parameter;

namespace {

Parameter tied(std::string name, int to, double ratio, double lower = -100.0, double upper = 100.0) {
    Parameter p = parameter(std::move(name), 0.0, lower, upper);
    p.tie = Tie{to, ratio};
    return p;
}

Parameter fixed(std::string name, double value) {
    Parameter p = parameter(std::move(name), value, 0.0, 0.0);
    p.fixed = true;
    return p;
}

/// The findings about the given parameters, as "name: message".
std::vector<std::string> findings(std::vector<Parameter> parameters) {
    std::vector<std::string> list;
    try {
        const ParameterSpace space(std::move(parameters));
    } catch (const InputError& error) {
        for (const Diagnostic& d : error.diagnostics())
            list.push_back(d.key + ": " + d.message);
    }
    return list;
}

} // namespace

TEST_CASE("free, fixed and tied parameters expand to the full vector", "[fit][parameter_space]") {
    // a free; b = -2 a; c fixed; d = 3 c, so constant; e = 0.5 b = -a through a chain; f free.
    const ParameterSpace space({parameter("a", 1.0, -5.0, 5.0), tied("b", 0, -2.0), fixed("c", 7.0),
                                tied("d", 2, 3.0), tied("e", 1, 0.5), parameter("f", 2.0, 0.0, 4.0)});
    REQUIRE(space.size() == 6);
    REQUIRE(space.free_count() == 2);
    CHECK(space.free_parameters() == std::vector<int>{0, 5});
    CHECK(space.expand(std::vector<double>{3.0, 1.5}) ==
          std::vector<double>{3.0, -6.0, 7.0, 21.0, -3.0, 1.5});
    CHECK(space.select(std::vector<double>{3.0, -6.0, 7.0, 21.0, -3.0, 1.5}) ==
          std::vector<double>{3.0, 1.5});
    CHECK(space.start()[0] == 1.0);
    CHECK(space.start()[1] == 2.0);

    Eigen::MatrixXd chain(6, 2);
    chain << 1, 0, -2, 0, 0, 0, 0, 0, -1, 0, 0, 1;
    CHECK(space.chain() == chain);
    // Chain rule against the product with the chain matrix.
    Eigen::MatrixXd jacobian(2, 6);
    jacobian << 1, 2, 3, 4, 5, 6, -1, 0.5, 2, 8, 0.25, 3;
    CHECK((space.reduce(jacobian) - jacobian * chain).norm() == 0.0);
}

TEST_CASE("a tied parameter cuts the bounds of the one it follows", "[fit][parameter_space]") {
    // b = -2 a in [-1, 3] allows a in [-1.5, 0.5]; c = 4 a in [-100, 1] allows a up to 0.25.
    const ParameterSpace space(
        {parameter("a", 0.0, -5.0, 5.0), tied("b", 0, -2.0, -1.0, 3.0), tied("c", 0, 4.0, -100.0, 1.0)});
    REQUIRE(space.free_count() == 1);
    CHECK(space.lower()[0] == -1.5);
    CHECK(space.upper()[0] == 0.25);
}

TEST_CASE("bounds hold to the last bit even where a tie misses them by rounding", "[fit][parameter_space]") {
    // 0.3 / 0.1 rounds up to 3.0000000000000004 in the inverse: ratio * upper may exceed 0.3.
    for (const double ratio : {0.1, 0.7, 1.1, 1.0 / 3.0, -0.3}) {
        for (const double bound : {0.3, 0.7, 1.0 / 7.0, 3.3}) {
            const ParameterSpace space(
                {parameter("a", 0.0, -100.0, 100.0), tied("b", 0, ratio, -bound, bound)});
            for (const double a : {space.lower()[0], space.upper()[0]}) {
                const double b = space.expand(std::vector<double>{a})[1];
                CHECK(std::abs(b) <= bound);
                CHECK(std::abs(b) == Approx(bound).epsilon(1e-14));
            }
        }
    }
}

TEST_CASE("a value that misses a bound by rounding is moved onto it", "[fit][parameter_space]") {
    const double bound = 0.1 + 0.2; // 0.30000000000000004
    const ParameterSpace space({parameter("a", bound, 0.0, 0.3)});
    CHECK(space.start()[0] == 0.3);
    CHECK(findings({parameter("a", 0.3001, 0.0, 0.3)}).size() == 1);
}

TEST_CASE("bounds that leave one value make a constant", "[fit][parameter_space]") {
    const ParameterSpace space(
        {parameter("a", 2.0, 2.0, 2.0), parameter("b", 0.0, -1.0, 1.0), tied("c", 0, 3.0)});
    CHECK(space.free_parameters() == std::vector<int>{1});
    CHECK(space.expand(std::vector<double>{0.5}) == std::vector<double>{2.0, 0.5, 6.0});
    CHECK(space.chain().col(0) == Eigen::Vector3d(0, 1, 0));
}

TEST_CASE("contradictions are refused, all at once and by name", "[fit][parameter_space]") {
    using Catch::Matchers::Contains;
    Parameter both = tied("both", 0, 1.0);
    both.fixed = true;
    Parameter flat_prior = parameter("flat_prior", 0.0, -1.0, 1.0);
    flat_prior.prior = Prior{0.0, 0.0};
    const auto found = findings({parameter("good", 0.0, -1.0, 1.0), both, flat_prior, tied("nowhere", 9, 1.0),
                                 tied("zero", 0, 0.0), parameter("nan", problems::nan, -1.0, 1.0),
                                 parameter("open", 0.0, -1.0, problems::infinity),
                                 parameter("wrong", 0.0, 1.0, -1.0), parameter("out", 2.0, -1.0, 1.0)});
    REQUIRE(found.size() == 8);
    CHECK_THAT(found[0], Contains("both: is both fixed and tied"));
    CHECK_THAT(found[1], Contains("flat_prior: the prior is no distribution"));
    CHECK_THAT(found[2], Contains("nowhere: is tied to a parameter that does not exist"));
    CHECK_THAT(found[3], Contains("zero: has a tie without a ratio"));
    CHECK_THAT(found[4], Contains("nan: the value is no number"));
    CHECK_THAT(found[5], Contains("open: needs finite bounds"));
    CHECK_THAT(found[6], Contains("wrong: the lower bound 1 is above the upper bound -1"));
    CHECK_THAT(found[7], Contains("out: the value 2 is out of bounds (-1 to 1)"));
}

TEST_CASE("ties in a circle and ties out of bounds are refused", "[fit][parameter_space]") {
    using Catch::Matchers::Contains;
    const auto circle = findings({tied("a", 1, 1.0), tied("b", 2, 1.0), tied("c", 1, 1.0)});
    REQUIRE(circle.size() == 3);
    CHECK_THAT(circle[0], Contains("a: is tied in a circle"));
    CHECK(findings({tied("self", 0, 2.0)}).size() == 1);

    // a in [1, 5] and b = -a in [0, 5] exclude each other.
    const auto empty = findings({parameter("a", 1.0, 1.0, 5.0), tied("b", 0, -1.0, 0.0, 5.0)});
    REQUIRE(empty.size() == 1);
    CHECK_THAT(empty[0], Contains("b: the tie gives -1, which is out of bounds (0 to 5)"));
    // The same from a constant.
    CHECK(findings({fixed("a", 1.0), tied("b", 0, -1.0, 0.0, 5.0)}).size() == 1);
}
