#include "lpsglass/deck/toml_file.hpp"

#include "deck_files.hpp"
#include "support/catch.hpp"

using namespace lpsglass::deck;

namespace {

struct Spot {
    int line;
    int column;
    bool operator==(const Spot&) const = default;
};

Spot spot(const Place& place) {
    return {place.line, place.column};
}

lpsglass::Diagnostic error_of(std::string_view text) {
    try {
        deck_files::parse(text);
    } catch (const lpsglass::InputError& error) {
        REQUIRE(error.diagnostics().size() == 1);
        return error.diagnostics().front();
    }
    return {};
}

} // namespace

TEST_CASE("Keys and values carry their places", "[deck][toml]") {
    const Node root = deck_files::parse("schema = 1\n"
                                        "[nqr]\n"
                                        "  \"\u00e4\" = [ 1.5,\n"
                                        "   2.5]\n"
                                        "[[nqr.spectrum]]\n"
                                        "sigma = 3\n");
    const Entry& schema = *root.table()->find("schema");
    CHECK(spot(schema.place) == Spot{1, 1});
    CHECK(spot(schema.node.place) == Spot{1, 10});
    CHECK(*schema.place.file == "test.toml");
    // The letter with two bytes counts as one character.
    const Entry& umlaut = *find_node(root, "nqr")->table()->find("\u00e4");
    CHECK(spot(umlaut.place) == Spot{3, 3});
    CHECK(spot((*umlaut.node.array())[0].place) == Spot{3, 11});
    CHECK(spot((*umlaut.node.array())[1].place) == Spot{4, 4});
    const Node& spectrum = (*find_node(root, "nqr.spectrum")->array())[0];
    CHECK(spot(spectrum.place) == Spot{5, 1});
    CHECK(spot(find_node(spectrum, "sigma")->place) == Spot{6, 9});
}

TEST_CASE("Tables keep the order of the file", "[deck][toml]") {
    const Node root = deck_files::parse("z = 1\na = 2\nm = { y = 1, b = 2 }\n");
    const auto& entries = root.table()->entries;
    REQUIRE(entries.size() == 3);
    CHECK(entries[0].key == "z");
    CHECK(entries[1].key == "a");
    CHECK(entries[2].node.table()->entries[0].key == "y");
}

TEST_CASE("Text that is no TOML is refused at its place", "[deck][toml]") {
    const lpsglass::Diagnostic twice = error_of("a = 1\na = 2\n");
    CHECK(twice.file == "test.toml");
    CHECK(twice.line == 2);
    CHECK(twice.message.starts_with("not valid TOML: "));
    CHECK(error_of("[a]\nb = 1\n[a]\n").line == 3);
    CHECK(error_of("x = 1\ny = [1, 2\n").line > 1);
    CHECK(error_of("a = 1,5\n").column == 6);
}

TEST_CASE("Text that the parser would choke on is refused", "[deck][toml]") {
    std::string deep = "a";
    for (int i = 0; i < 100000; ++i)
        deep += ".a";
    CHECK(error_of("x = 1\n" + deep + " = 1\n").message == "not valid TOML: keys are nested too deeply");
    CHECK(error_of("x = 1\n" + deep + " = 1\n").line == 2);
    CHECK(error_of("[" + deep + "]\n").line == 1);
    CHECK_FALSE(error_of("a = " + std::string(100000, '[')).message.empty());
    for (const char* text :
         {"[[[a]]]", "[,]", "[=]", "a = [}1]", "a = [,]", "]", "a = {b", "\"", "a = 'x", "[a.", "="})
        CHECK_FALSE(error_of(text).message.empty());
}

TEST_CASE("Dots in comments and numbers are no nesting", "[deck][toml]") {
    std::string text = "# " + std::string(1000, '.') + "\nvalues = [";
    for (int i = 0; i < 1000; ++i)
        text += "1.5, ";
    CHECK(error_of(text + "2.5]\n").message.empty());
}
