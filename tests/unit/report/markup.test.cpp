#include "lpsglass/report/page.hpp"

#include "support/catch.hpp"

using lpsglass::report::escaped;
using lpsglass::report::rich;

TEST_CASE("Texts are made safe for HTML", "[markup]") {
    CHECK(escaped("a < b & \"c\" > 'd'") == "a &lt; b &amp; &quot;c&quot; &gt; &#39;d&#39;");
    CHECK(escaped("<script>alert(1)</script>") == "&lt;script&gt;alert(1)&lt;/script&gt;");
    CHECK(escaped("λ\x01\x1f\n") == "λ\n"); // XML allows no other control characters
    CHECK(escaped("") == "");
}

TEST_CASE("Indices and powers are set, all else is text", "[markup]") {
    CHECK(rich("T_{g} = 10^{-13} s") == "T<sub>g</sub> = 10<sup>-13</sup> s");
    CHECK(rich("a_b c^d {e}") == "a_b c^d {e}");
    CHECK(rich("x_{a^{2}} < y") == "x<sub>a<sup>2</sup></sub> &lt; y");
    CHECK(rich("x_{<b>}") == "x<sub>&lt;b&gt;</sub>");
    CHECK(rich("x_{a") == "x<sub>a</sub>"); // an open index is closed, so that the page stays well formed
    CHECK(rich("a}") == "a}");
    CHECK(rich("a_") == "a_");
}
