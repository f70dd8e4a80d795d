#include "lpsglass/results/differences.hpp"

#include <cmath>

#include "lpsglass/results/writer.hpp"
#include "made_up_run.hpp"
#include "results_reader.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using made_up::Shape;
using reader::Folder;
using results::Differences;
using results::ResultsFile;

namespace {

Differences differences_of(const campaign::RunRecord& a, const campaign::RunRecord& b,
                           double tolerance = 0.0) {
    const Folder folder;
    const ResultsFile in_a(made_up::written(folder.file("a.h5"), a)),
        in_b(made_up::written(folder.file("b.h5"), b));
    return results::differences(in_a, in_b, tolerance);
}

} // namespace

TEST_CASE("Files of equal results do not differ, whatever the run and the deck's text", "[differences]") {
    Shape shape;
    shape.scan = true;
    shape.draws = 3;
    const auto a = made_up::run(shape);
    auto b = a;
    b.info.ranks = 7;
    b.sets[1].seconds = 9.0;
    b.sets[1].rank = 5;
    b.deck.text = "another text\n";
    const Differences found = differences_of(a, b);
    CHECK(found.differing.empty());
    CHECK(found.datasets > 150);
}

TEST_CASE("The largest difference is told, absolute, relative and in errors", "[differences]") {
    auto a = made_up::run();
    // /fit/parameter has the errors 0.1, 0.2, 0.3; values 1000 set + 100 spectrum + 20 + index.
    auto b = a;
    b.sets[0].spectrum[0].parameter[1] += 2.0;  // 21 -> 23: relative 2/23, 10 errors
    b.sets[1].spectrum[1].parameter[2] -= 3.0;  // 1122 -> 1119: absolute 3, 10 errors
    b.sets[1].spectrum[0].parameter[0] += 1.75; // 1020: 17.5 errors
    const Differences found = differences_of(a, b);
    REQUIRE(found.differing.size() == 1);
    const results::DatasetDifference& d = found.differing.front();
    CHECK(d.path == "/fit/parameter");
    CHECK(d.problem.empty());
    CHECK(d.values == 12);
    CHECK(d.differing == 3);
    CHECK(d.absolute == 3.0);
    CHECK(d.place == "/fit/parameter[1, 1, 2]");
    CHECK(d.first == 1122.0);
    CHECK(d.second == 1119.0);
    CHECK(d.relative == 2.0 / 23.0);
    CHECK(d.relative_place == "/fit/parameter[0, 0, 1]");
    CHECK(d.of_errors == Approx(17.5).epsilon(1e-12)); // 1.75/0.1, rounded
    CHECK(d.errors_place == "/fit/parameter[1, 0, 0]");
}

TEST_CASE("Within the tolerance values count as equal, missing ones never", "[differences]") {
    const auto a = made_up::run();
    auto b = a;
    b.sets[0].summary[campaign::summary::beta_at_tg] *= 1.0 + 1e-6;
    CHECK(differences_of(a, b, 1e-5).differing.empty());
    CHECK(differences_of(a, b, 1e-7).differing.size() == 1);
    b.sets[0].summary[campaign::summary::beta_at_tg] = made_up::kNan;
    const Differences found = differences_of(a, b, 1.0);
    REQUIRE(found.differing.size() == 1);
    CHECK(found.differing[0].absolute == 0.0);
    CHECK(found.differing[0].place == "/summary/beta_at_tg[0]");
    CHECK(std::isnan(found.differing[0].second));
}

TEST_CASE("What cannot be compared is told in words", "[differences]") {
    const auto a = made_up::run();
    SECTION("lengths") {
        auto b = a;
        b.temperature.pop_back();
        for (auto& set : b.sets)
            set.temperature.pop_back();
        const Differences found = differences_of(a, b);
        REQUIRE(found.differing.size() > 20);
        CHECK(found.differing[0].path == "/coordinates/temperature");
        CHECK(found.differing[0].problem == "lengths [3] and [2]");
    }
    SECTION("datasets of one file") {
        auto b = a;
        b.deck.deck.output.detail = deck::Detail::exponents;
        const Differences found = differences_of(a, b);
        for (const auto& d : found.differing)
            CHECK(d.problem == "only in the first file");
        CHECK(found.differing.size() ==
              27); // 20 of /energy (two with five more each), 6 of /thermal, /fit/covariance
        CHECK(differences_of(b, a).differing[0].problem == "only in the second file");
    }
    SECTION("texts") {
        auto b = a;
        b.fit_parameters[1].name = "theta_23";
        const Differences found = differences_of(a, b);
        REQUIRE(found.differing.size() == 2); // both indices of the covariance
        CHECK(found.differing[0].problem == "/coordinates/fit_parameter[1]: 'theta_12' and 'theta_23'");
    }
    SECTION("units") {
        auto b = a;
        b.fit_parameters[2].unit = "degree";
        const Differences found = differences_of(a, b);
        REQUIRE_FALSE(found.differing.empty());
        CHECK(found.differing[0].path == "/fit/parameter_unit");
        CHECK(found.differing[1].problem == "in as parameter_unit and in degree");
    }
}
