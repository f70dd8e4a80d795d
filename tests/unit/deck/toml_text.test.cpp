#include "lpsglass/deck/toml_text.hpp"

#include <bit>
#include <cmath>
#include <random>

#include "deck_files.hpp"
#include "support/catch.hpp"

using namespace lpsglass::deck;

TEST_CASE("Numbers stay floats and are as short as can be", "[deck][toml_text]") {
    CHECK(toml_number(2.0) == "2.0");
    CHECK(toml_number(-0.0) == "-0.0");
    CHECK(toml_number(0.1) == "0.1");
    CHECK(toml_number(-1.9898) == "-1.9898");
    CHECK(toml_number(1e22) == "1e+22");
    CHECK(toml_number(157000.0) == "157000.0");
}

TEST_CASE("Every double reads back to the last bit", "[deck][toml_text]") {
    std::mt19937_64 bits(20); // any seed: the property holds for all
    int tried = 0;
    while (tried < 2000) {
        const double value = std::bit_cast<double>(bits());
        if (!std::isfinite(value)) continue;
        ++tried;
        const Node root = deck_files::parse("x = " + toml_number(value));
        REQUIRE(std::holds_alternative<double>(find_node(root, "x")->value));
        CHECK(std::bit_cast<std::uint64_t>(std::get<double>(find_node(root, "x")->value)) ==
              std::bit_cast<std::uint64_t>(value));
    }
}

TEST_CASE("Strings and keys read back", "[deck][toml_text]") {
    std::string odd = "quote \" backslash \\ tab \t newline \n return \r \u00e5";
    for (char c = 1; c < 32; ++c)
        odd += c;
    odd += '\x7f';
    for (const std::string& text :
         {odd, std::string(), std::string("plain"), std::string("a.b[1]"), std::string("\0x", 2)}) {
        const Node root = deck_files::parse(toml_key(text) + " = " + toml_string(text));
        const Entry& entry = root.table()->entries.front();
        CHECK(entry.key == text);
        CHECK(std::get<std::string>(entry.node.value) == text);
    }
    CHECK(toml_key("beta_1") == "beta_1");
    CHECK(toml_key("nqr.packet_fwhm") == "\"nqr.packet_fwhm\"");
}

TEST_CASE("Arrays are written in one line", "[deck][toml_text]") {
    CHECK(toml_array(std::vector<double>{1.0, 2.5}) == "[1.0, 2.5]");
    CHECK(toml_array(std::vector<std::string>{"a", "b\"c"}) == "[\"a\", \"b\\\"c\"]");
}
