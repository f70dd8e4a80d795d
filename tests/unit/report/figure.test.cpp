#include "lpsglass/report/figure.hpp"

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>
#include <stdexcept>

#include "folder.hpp"
#include "lpsglass/core/error.hpp"
#include "support/catch.hpp"

using namespace lpsglass::report;
using Catch::Matchers::Contains;
using report_test::Folder;
using report_test::text_of;

namespace {

Figure small_figure() {
    Figure figure;
    figure.name = "small";
    figure.title = "A small figure";
    figure.tables = {
        {"curve",
         {{"temperature", "K", {100.0, 200.0, 300.0}}, {"alpha", "1", {0.1, std::nan(""), 1.0 / 3.0}}}},
        {"curve_2",
         {{"temperature", "K", {100.0}}, {"beta", "1", {std::numeric_limits<double>::infinity()}}}}};
    figure.script = "plot data index '[curve]' using 1:2 with linespoints ls 1 title 'α'\n";
    return figure;
}

bool has_gnuplot() {
    if (std::system("gnuplot --version >/dev/null 2>&1") == 0) return true;
    WARN("gnuplot is not installed: drawing is not tested");
    return false;
}

} // namespace

TEST_CASE("A data file has its columns, units and every bit", "[figure]") {
    const std::string file = data_file(small_figure());
    CHECK_THAT(
        file, Contains("# [curve]\n# temperature [K] alpha [1]\n100 0.1\n200 NaN\n300 0.3333333333333333\n"));
    CHECK_THAT(file, Contains("\n\n\n# [curve_2]\n# temperature [K] beta [1]\n100 inf\n"));
    CHECK(std::stod(gnuplot_number(0.1 + 0.2)) == 0.1 + 0.2);
    CHECK(gnuplot_number(-std::numeric_limits<double>::infinity()) == "-inf");
    CHECK(gnuplot_number(-std::nan("")) == "NaN");
}

TEST_CASE("Columns of unequal length are a mistake", "[figure]") {
    Figure figure = small_figure();
    figure.tables[0].columns[1].values.pop_back();
    CHECK_THROWS_AS(data_file(figure), std::logic_error);
}

TEST_CASE("Texts in scripts cannot become commands", "[figure]") {
    CHECK(gnuplot_text("it's") == "'it''s'");
    CHECK(gnuplot_text("a_b^{c}@&~\\") == "'a\\_b\\^\\{c\\}\\@\\&\\~\\\\'");
    CHECK(gnuplot_text("two\nlines") == "'two lines'");
    CHECK(gnuplot_enhanced("T_{g} and a_b {c}") == "'T_{g} and a\\_b \\{c\\}'");
    CHECK(gnuplot_enhanced("x^{2") == "'x^{2}'");
    CHECK(gnuplot_enhanced("'; system 'rm") == "'''; system ''rm'");
}

TEST_CASE("Figures are drawn as SVG and PNG, and their scripts draw them again", "[figure][gnuplot]") {
    if (!has_gnuplot()) return;
    const Folder folder;
    Figure other = small_figure();
    other.name = "other";
    other.aspect = 1.0;
    CHECK(draw({small_figure(), other}, folder.path()) == "");
    for (const char* name : {"small.svg", "small.png", "small.gp", "small.dat", "other.svg", "other.png"})
        CHECK(std::filesystem::file_size(folder.file(name)) > 0);
    CHECK_THAT(text_of(folder.file("small.svg")),
               Contains("viewBox=\"0 0 480 336\"") && Contains("α") && !Contains("nan"));
    CHECK_THAT(text_of(folder.file("other.svg")), Contains("viewBox=\"0 0 480 480\""));

    const std::string first = text_of(folder.file("small.svg"));
    std::filesystem::remove(folder.file("small.svg"));
    std::filesystem::remove(folder.file("small.png"));
    REQUIRE(std::system(("cd '" + folder.path() + "' && gnuplot small.gp").c_str()) == 0);
    CHECK(text_of(folder.file("small.svg")) == first);
    CHECK(std::filesystem::exists(folder.file("small.png")));
}

TEST_CASE("What gnuplot cannot draw is told", "[figure][gnuplot]") {
    if (!has_gnuplot()) return;
    const Folder folder;
    Figure figure = small_figure();
    figure.script = "plot no_such_variable\n";
    CHECK_THROWS_AS(draw({figure}, folder.path()), lpsglass::IoError);
    CHECK_THROWS_WITH(draw({figure}, folder.path()), Contains("no_such_variable") && Contains("small.gp"));
    CHECK_THROWS_AS(draw({small_figure()}, folder.file("no/such/folder")), lpsglass::IoError);
    CHECK(draw({}, folder.path()) == "");
}
