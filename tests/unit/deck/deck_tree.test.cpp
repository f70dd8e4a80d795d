#include "lpsglass/deck/deck_tree.hpp"

#include "deck_files.hpp"
#include "support/catch.hpp"

using namespace lpsglass::deck;
using deck_files::Folder;

namespace {

const Node& at(const Node& root, const char* path) {
    const Node* node = find_node(root, path);
    REQUIRE(node);
    return *node;
}

} // namespace

TEST_CASE("Own keys win, tables are merged, arrays are replaced", "[deck][include]") {
    Node base = deck_files::parse("a = 1\nt = { x = 1, y = 2 }\nv = [1, 2, 3]\n[[s]]\nk = 1\n[[s]]\nk = 2\n");
    const Node own = deck_files::parse("b = 5\na = 3\nv = [9]\n[t]\ny = 7\nz = 8\n[[s]]\nk = 3\n");
    merge_over(std::get<Table>(base.value), *own.table());
    CHECK(std::get<std::int64_t>(at(base, "a").value) == 3);
    CHECK(at(base, "a").place.line == 2); // where the value came from
    CHECK(std::get<std::int64_t>(at(base, "b").value) == 5);
    CHECK(std::get<std::int64_t>(at(base, "t.x").value) == 1);
    CHECK(std::get<std::int64_t>(at(base, "t.y").value) == 7);
    CHECK(std::get<std::int64_t>(at(base, "t.z").value) == 8);
    CHECK(at(base, "v").array()->size() == 1);
    CHECK(at(base, "s").array()->size() == 1);
}

TEST_CASE("A table replaces a value and a value a table", "[deck][include]") {
    Node base = deck_files::parse("a = 1\nb = { x = 1 }\n");
    merge_over(std::get<Table>(base.value), *deck_files::parse("a = { x = 2 }\nb = 3\n").table());
    CHECK(std::get<std::int64_t>(at(base, "a.x").value) == 2);
    CHECK(std::get<std::int64_t>(at(base, "b").value) == 3);
}

TEST_CASE("Places and file names of an included deck are its own", "[deck][include]") {
    const Folder folder;
    folder.write("parts/base.toml", "title = \"base\"\n");
    const std::string path = folder.write("deck.toml", "include = \"parts/base.toml\"\nschema = 1\n");
    Findings findings;
    const DeckTree deck = load_deck_tree(path, findings);
    CHECK(findings.count() == 0);
    CHECK(deck.text == "include = \"parts/base.toml\"\nschema = 1\n");
    CHECK_FALSE(find_node(deck.root, "include"));
    CHECK(*at(deck.root, "title").place.file == folder.path() + "/parts/base.toml");
    CHECK(*at(deck.root, "schema").place.file == path);
    CHECK(beside(at(deck.root, "title").place, "data.csv") == folder.path() + "/parts/data.csv");
    CHECK(beside(at(deck.root, "title").place, "/data.csv") == "/data.csv");
    CHECK(beside(Place{std::make_shared<const std::string>("deck.toml"), 1, 1}, "data.csv") == "data.csv");
}

TEST_CASE("Own temperatures displace the included ones, whichever way they are given", "[deck][include]") {
    const Folder folder;
    folder.write("range.toml", "[temperature]\nstart = 100.0\nstop = 300.0\nstep = 100.0\n");
    folder.write("list.toml", "[temperature]\nvalues = [7.0, 8.0]\n");
    const auto read = [&](const char* text) {
        return read_deck(folder.write("deck.toml", text)).deck.temperature_kelvin;
    };
    CHECK(read("schema = 1\ninclude = \"range.toml\"\n[temperature]\nvalues = [50.0]\n") ==
          std::vector<double>{50.0});
    CHECK(read("schema = 1\ninclude = \"range.toml\"\n[temperature]\nstep = 200.0\n") ==
          std::vector<double>{100.0, 300.0});
    CHECK(read("schema = 1\ninclude = \"list.toml\"\n[temperature]\nstop = 20.0\n") ==
          std::vector<double>{10.0, 20.0});
    CHECK(read("schema = 1\ninclude = \"list.toml\"\n[temperature]\n") == std::vector<double>{7.0, 8.0});
}

TEST_CASE("The included deck may carry the schema", "[deck][include]") {
    const Folder folder;
    folder.write("base.toml", "schema = 1\n");
    CHECK_NOTHROW(read_deck(folder.write("deck.toml", "include = \"base.toml\"\n")));
}

TEST_CASE("A deck cannot include itself", "[deck][include]") {
    const Folder folder;
    const auto lines =
        deck_files::findings_of(folder.write("deck.toml", "schema = 1\ninclude = \"deck.toml\"\n"));
    REQUIRE(lines.size() == 1);
    CHECK(lines[0] ==
          "deck.toml:2:11: include: an included deck cannot include another one (one level only)");
}

TEST_CASE("A deck that cannot be read gives a plain message", "[deck][include]") {
    const Folder folder;
    const auto message = [](const std::string& path) { return deck_files::findings_of(path).at(0); };
    CHECK(message(folder.path() + "/absent.toml") ==
          "absent.toml: cannot read the deck: there is no such file");
    std::filesystem::create_directories(folder.path() + "/folder.toml");
    CHECK(message(folder.path() + "/folder.toml") ==
          "folder.toml: cannot read the deck: it is a folder, not a file");
}
