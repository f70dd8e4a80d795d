#include "lpsglass/deck/table_reader.hpp"

#include "deck_files.hpp"
#include "lpsglass/deck/deck.hpp"
#include "support/catch.hpp"

using namespace lpsglass::deck;

namespace {

/// Reads one key of a section from `name = text`; counts what is found wrong.
template <class T> struct Reading {
    T value;
    std::size_t findings;
};

template <class T>
Reading<T> read(std::string_view section, const std::string& name, const std::string& text, T start) {
    const Node root = deck_files::parse(name + " = " + text);
    Findings findings;
    const TableReader table(&root, section, std::string(section), findings);
    table.read(name, start);
    return {start, findings.count()};
}

} // namespace

TEST_CASE("Integers will do for decimal numbers, not the other way round", "[deck][reader]") {
    CHECK(read("nqr", "packet_fwhm", "2", 0.0).value == 2.0);
    CHECK(read("nqr", "packet_fwhm", "2", 0.0).findings == 0);
    CHECK(read("fit", "starts", "3.0", 8).findings == 1);
    CHECK(read("fit", "starts", "3.0", 8).value == 8); // untouched
    CHECK(read("fit", "starts", "3", 8).value == 3);
}

TEST_CASE("Strings, booleans, dates and tables are no numbers", "[deck][reader]") {
    for (const char* text : {"\"1.0\"", "true", "1979-05-27", "[1.0]", "{}", "nan", "inf", "-inf"}) {
        INFO(text);
        const auto reading = read("nqr", "packet_fwhm", text, 5.0);
        CHECK(reading.findings == 1);
        CHECK(reading.value == 5.0);
    }
}

TEST_CASE("Numbers keep to their range", "[deck][reader]") {
    CHECK(read("nqr", "packet_fwhm", "0.0", 5.0).findings == 1);
    CHECK(read("nqr", "packet_fwhm", "-1", 5.0).findings == 1);
    CHECK(read("fit", "seed", "-1", std::uint64_t{1}).findings == 1);
    CHECK(read("fit", "seed", "9223372036854775807", std::uint64_t{1}).value == 9223372036854775807u);
    CHECK(read("fit", "starts", "100001", 8).findings == 1);
}

TEST_CASE("Arrays have their length and each element is told by itself", "[deck][reader]") {
    const std::array<double, 3> start{1.0, 2.0, 3.0};
    CHECK(read("structure", "bond_length", "[2, 2.5, 3]", start).value == std::array{2.0, 2.5, 3.0});
    CHECK(read("structure", "bond_length", "[2.0, 2.5]", start).findings == 1);
    CHECK(read("structure", "bond_length", "2.0", start).findings == 1);
    const auto two_bad = read("structure", "bond_length", "[-1.0, 2.5, \"x\"]", start);
    CHECK(two_bad.findings == 2);
    CHECK(two_bad.value == start);
}

TEST_CASE("Words become enumerators", "[deck][reader]") {
    using lpsglass::model::EnsembleLaw;
    CHECK(read("nqr.ensemble", "law", "\"arcsine\"", EnsembleLaw::normal).value == EnsembleLaw::arcsine);
    CHECK(read("nqr.ensemble", "law", "\"Arcsine\"", EnsembleLaw::uniform).findings == 1);
    CHECK(read("nqr.ensemble", "law", "\"Arcsine\"", EnsembleLaw::uniform).value == EnsembleLaw::uniform);
    CHECK(read("nqr.ensemble", "law", "2", EnsembleLaw::normal).findings == 1);
}

TEST_CASE("Optional keys are set only where they stand", "[deck][reader]") {
    CHECK(read("nqr.spectrum", "sigma", "0.5", std::optional<double>{}).value == 0.5);
    CHECK_FALSE(read("nqr.spectrum", "sigma", "\"x\"", std::optional<double>{}).value);
    Findings findings;
    std::optional<double> absent;
    TableReader(nullptr, "nqr.spectrum", "nqr.spectrum[1]", findings).read("sigma", absent);
    CHECK_FALSE(absent);
    CHECK(findings.count() == 0);
}

TEST_CASE("Messages name the key, its place and what is allowed", "[deck][reader]") {
    const auto lines = deck_files::findings_in(
        "[structure]\nbond_angle = [97, 89, 98]\n[nqr]\nensemble = { points = true }\n");
    REQUIRE(lines.size() == 2);
    CHECK(
        lines[0] ==
        "deck.toml:3:19: structure.bond_angle[23]: 89 is out of range (allowed: above 90, below 120 degree)");
    CHECK(lines[1] == "deck.toml:5:23: nqr.ensemble.points: true or false where an integer is needed "
                      "(allowed: 2 to 67108864)");
}
