#include "lpsglass/deck/tree.hpp"

#include "deck_files.hpp"
#include "support/catch.hpp"

using namespace lpsglass::deck;

TEST_CASE("A node is found along its tables", "[deck][tree]") {
    const Node root = deck_files::parse("[a.b]\nc = 3\nd = { e = 4 }\n");
    REQUIRE(find_node(root, "a.b.c"));
    CHECK(std::get<std::int64_t>(find_node(root, "a.b.c")->value) == 3);
    CHECK(std::get<std::int64_t>(find_node(root, "a.b.d.e")->value) == 4);
    CHECK(find_node(root, "") == &root);
    CHECK_FALSE(find_node(root, "a.x"));
    CHECK_FALSE(find_node(root, "a.b.c.d")); // c is no table
    CHECK_FALSE(find_node(root, "b"));
}

TEST_CASE("A quoted key with a dot is no path", "[deck][tree]") {
    const Node root = deck_files::parse("\"a.b\" = 1\n");
    CHECK_FALSE(find_node(root, "a.b"));
    CHECK(root.table()->find("a.b"));
}

TEST_CASE("Every kind of value has a name", "[deck][tree]") {
    const Node root =
        deck_files::parse("a = true\nb = 1\nc = 1.0\nd = \"x\"\ne = 1979-05-27\nf = [1, 2]\ng = {}\n");
    const auto kind = [&](const char* key) { return kind_text(*find_node(root, key)); };
    CHECK(kind("a") == "true or false");
    CHECK(kind("b") == "an integer");
    CHECK(kind("c") == "a decimal number");
    CHECK(kind("d") == "a string");
    CHECK(kind("e") == "a date or time");
    CHECK(kind("f") == "an array of length 2");
    CHECK(kind("g") == "a table");
}
