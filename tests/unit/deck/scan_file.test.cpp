#include "deck/scan_file.hpp"

#include "support/catch.hpp"

using namespace lpsglass::deck;

namespace {

const auto file = std::make_shared<const std::string>("sets.csv");

std::vector<ScanColumn> parse(std::string_view text, std::size_t findings = 0) {
    Findings notes;
    auto columns = parse_scan_file(text, file, notes);
    CHECK(notes.count() == findings);
    return columns;
}

std::string text(const Node& node) {
    return std::get<std::string>(node.value);
}

} // namespace

TEST_CASE("A data file of sets has a column for each key", "[deck][scan_file]") {
    const auto columns = parse("# a\r\n\r\n a.b , c.d[1]\t# keys\r\n 1,x y\r\n-2.5e1 , \"p, \"\"q\"\" #\"\n");
    REQUIRE(columns.size() == 2);
    CHECK(text(columns[0].key) == "a.b");
    CHECK(text(columns[1].key) == "c.d[1]");
    REQUIRE(columns[1].cells.size() == 2);
    CHECK(text(columns[0].cells[0]) == "1");
    CHECK(text(columns[1].cells[0]) == "x y");
    CHECK(text(columns[0].cells[1]) == "-2.5e1");
    CHECK(text(columns[1].cells[1]) == "p, \"q\" #");
}

TEST_CASE("Each field knows its line and its column in characters", "[deck][scan_file]") {
    const auto columns = parse("a,b\n\xC3\xA4\xC3\xB6, 2\n");
    CHECK(columns[0].cells[0].place.line == 2);
    CHECK(columns[0].cells[0].place.column == 1);
    CHECK(columns[1].cells[0].place.column == 5); // two letters of two bytes, comma, blank
}

TEST_CASE("Bad lines are noted one by one and nothing is read", "[deck][scan_file]") {
    CHECK(parse("a,b\n1\n1,2,3\n\"1,2\n\"1\" 2,3\n", 4).empty());
    CHECK(parse("\"a,b\n1,2\n", 1).empty()); // without keys the rest means nothing
    CHECK(parse("# nothing\n").empty());
}

TEST_CASE("A quoted key may hold quotes of its own", "[deck][scan_file]") {
    const auto columns = parse("fit.also.\"nqr.packet_fwhm\".min,\"fit.also.\"\"a,b\"\".max\"\n");
    REQUIRE(columns.size() == 2);
    CHECK(text(columns[0].key) == "fit.also.\"nqr.packet_fwhm\".min");
    CHECK(text(columns[1].key) == "fit.also.\"a,b\".max");
}

TEST_CASE("A field is an integer, a decimal number or a text", "[deck][scan_file]") {
    const auto of = [](const char* field) { return number_or_text({Place{}, std::string(field)}).value; };
    CHECK(std::get<std::int64_t>(of("+12")) == 12);
    CHECK(std::get<std::int64_t>(of("-3")) == -3);
    CHECK(std::get<double>(of("1e2")) == 100.0);
    CHECK(std::get<double>(of("+.5")) == 0.5);
    for (const char* field : {"", "1,5", "0x10", "+-1", "1 2", "one"})
        CHECK(std::get<std::string>(of(field)) == field);
}
