#include "lpsglass/core/arithmetic.hpp"

#include "support/catch.hpp"

using namespace lpsglass;

TEST_CASE("the arithmetic is told by a family and a digest, always the same", "[core][arithmetic]") {
    const std::string text = arithmetic();
    const std::size_t digest = text.find(", libm ");
    REQUIRE(digest != std::string::npos);
    CHECK(digest > 0);
    const std::string hexadecimal = text.substr(digest + 7);
    CHECK(hexadecimal.size() == 8);
    CHECK(hexadecimal.find_first_not_of("0123456789abcdef") == std::string::npos);
    CHECK(arithmetic() == text);
}
