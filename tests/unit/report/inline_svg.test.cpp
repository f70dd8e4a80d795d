#include <stdexcept>

#include "lpsglass/report/page.hpp"
#include "support/catch.hpp"

using Catch::Matchers::Contains;
using lpsglass::report::inline_svg;

namespace {

// What gnuplot 5.4 writes, shortened.
const std::string picture = R"(<?xml version="1.0" encoding="utf-8"  standalone="no"?>
<svg
 viewBox="0 0 480 336"
 xmlns="http://www.w3.org/2000/svg"
 xmlns:xlink="http://www.w3.org/1999/xlink"
>
<title>Gnuplot</title>
<desc>Produced by GNUPLOT 5.4 patchlevel 4 </desc>
<g id="gnuplot_canvas">
<defs><path id='gpPt0' d='M-1,0 h2'/><use xlink:href='#gpPt0' id='gpPt1'/></defs>
<g id="gnuplot_plot_1" ><title>alpha</title><use xlink:href="#gpPt1" fill='url(#gpPt0)'/></g>
<text>idle words: grid=1</text>
</g>
</svg>
)";

} // namespace

TEST_CASE("Ids of pictures in one page differ, and references follow them", "[svg]") {
    const std::string svg = inline_svg(picture, "lambda", "Title", "What to see");
    CHECK_THAT(svg, Contains("id=\"lambda-gnuplot_canvas\""));
    CHECK_THAT(svg, Contains("id='lambda-gpPt0'"));
    CHECK_THAT(svg, Contains("<use href='#lambda-gpPt0' id='lambda-gpPt1'/>"));
    CHECK_THAT(svg, Contains("<use href=\"#lambda-gpPt1\" fill='url(#lambda-gpPt0)'/>"));
    CHECK_THAT(svg, Contains("idle words: grid=1"));
    CHECK(inline_svg(picture, "alpha", "Title", "What to see") != svg);
}

TEST_CASE("An id that a picture has twice stays once", "[svg]") {
    const std::string twice =
        "<svg viewBox=\"0 0 1 1\"><g id=\"plot_1\" fill=\"none\"/><g id=\"plot_1\" fill=\"red\"/></svg>";
    const std::string svg = inline_svg(twice, "x", "", "");
    CHECK_THAT(svg, Contains("<g id=\"x-plot_1\" fill=\"none\"/><g fill=\"red\"/>"));
}

TEST_CASE("A picture in the page tells its title to those who cannot see it", "[svg]") {
    const std::string svg = inline_svg(picture, "lambda", "α < β", "Two & two");
    CHECK(svg.starts_with("<svg viewBox=\"0 0 480 336\" role=\"img\" "
                          "aria-labelledby=\"lambda-title lambda-description\">"));
    CHECK_THAT(svg, Contains("<title id=\"lambda-title\">α &lt; β</title>"));
    CHECK_THAT(svg, Contains("<desc id=\"lambda-description\">Two &amp; two</desc>"));
    CHECK_THAT(svg,
               !Contains("Gnuplot") && !Contains("<title>") && !Contains("http://") && !Contains("<?xml"));
    CHECK(svg.ends_with("</svg>"));
}

TEST_CASE("What is no picture is refused", "[svg]") {
    CHECK_THROWS_AS(inline_svg("", "x", "", ""), std::invalid_argument);
    CHECK_THROWS_AS(inline_svg("<html></html>", "x", "", ""), std::invalid_argument);
    CHECK_THROWS_AS(inline_svg("<svg width=\"3\"></svg>", "x", "", ""), std::invalid_argument);
    CHECK_THROWS_AS(inline_svg("<svg viewBox=\"0 0 1 1\"><title>a</svg>", "x", "", ""),
                    std::invalid_argument);
}
