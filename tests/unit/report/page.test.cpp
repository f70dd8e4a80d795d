#include "lpsglass/report/page.hpp"

#include <stdexcept>

#include "folder.hpp"
#include "lpsglass/core/error.hpp"
#include "support/catch.hpp"

using namespace lpsglass::report;
using Catch::Matchers::Contains;
using report_test::Folder;
using report_test::put;

namespace {

Contents some_contents() {
    Contents contents;
    contents.remarks = {{std::string(section::provenance), "last", false},
                        {std::string(section::summary), "Mind & beware", true}};
    contents.tables = {{std::string(section::summary),
                        "Results at T_{g}",
                        {"quantity", "value"},
                        {{"α", "0.75"}, {"β < 1", "0.80"}},
                        "A note."}};
    Figure figure;
    figure.name = "lambda";
    figure.section = section::exponents;
    figure.title = "λ";
    figure.caption = "Where 0 < λ_{α} ≤ 1.";
    contents.figures = {figure};
    return contents;
}

std::string page_of(const Contents& contents) {
    const Folder folder;
    put(folder.file("lambda.svg"), "<svg viewBox=\"0 0 1 1\"><g id=\"g\"/></svg>");
    return page("Title <1>", "of x.h5", contents, folder.path());
}

} // namespace

TEST_CASE("The page holds sections in their order, tables, figures and remarks", "[page]") {
    const std::string html = page_of(some_contents());
    CHECK(html.starts_with("<!DOCTYPE html>"));
    CHECK_THAT(html, Contains("<title>Title &lt;1&gt;</title>") && Contains("name=\"viewport\""));
    CHECK_THAT(html, Contains("<p class=\"warning\">Mind &amp; beware</p>"));
    CHECK_THAT(html, Contains("<caption>Results at T<sub>g</sub></caption>"));
    CHECK_THAT(html, Contains("<tr><th scope=\"row\">β &lt; 1</th><td>0.80</td></tr>"));
    CHECK_THAT(html, Contains("<svg viewBox=\"0 0 1 1\"") && Contains("id=\"lambda-g\""));
    CHECK_THAT(html, Contains("Where 0 &lt; λ<sub>α</sub> ≤ 1.") && Contains("Where 0 &lt; λα ≤ 1.</desc>"));
    CHECK_THAT(html, Contains("href=\"figures/lambda.png\""));
    const auto summary = html.find("<h2 id=\"summary\">"), exponents = html.find("<h2 id=\"exponents\">"),
               provenance = html.find("<h2 id=\"provenance\">");
    CHECK((summary < exponents && exponents < provenance && provenance != std::string::npos));
    CHECK_THAT(html, !Contains("id=\"scan\"")); // nothing stands there
}

TEST_CASE("The page needs no network", "[page]") {
    const std::string html = page_of(some_contents());
    CHECK_THAT(html, !Contains("http://") && !Contains("https://") && !Contains("src=") &&
                         !Contains("@import") && !Contains("<script"));
}

TEST_CASE("Mistakes of those who fill the page are told", "[page]") {
    Contents contents = some_contents();
    contents.remarks[0].section = "Elsewhere";
    CHECK_THROWS_AS(page_of(contents), std::logic_error);
    contents = some_contents();
    contents.figures.push_back(contents.figures[0]);
    CHECK_THROWS_AS(page_of(contents), std::logic_error);
    contents = some_contents();
    contents.tables[0].rows[0].pop_back();
    CHECK_THROWS_AS(page_of(contents), std::logic_error);
    contents = some_contents();
    contents.figures[0].name = "absent";
    CHECK_THROWS_AS(page_of(contents), lpsglass::IoError);
}

TEST_CASE("Parts of the report are put one behind the other", "[page]") {
    Contents contents = some_contents();
    contents.add(some_contents());
    CHECK(contents.figures.size() == 2);
    CHECK(contents.tables.size() == 2);
    REQUIRE(contents.remarks.size() == 4);
    CHECK(contents.remarks[3].text == "Mind & beware");
}
