#include "lpsglass/deck/differing_keys.hpp"

#include "deck_files.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/deck/reader.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using deck::differing_keys;

namespace {

using Lines = std::vector<std::string>;

std::string numbers(int count, int other = -1) {
    std::string text = "values = [\n";
    for (int i = 0; i < count; ++i)
        text += (i == other ? "99.5" : std::to_string(i) + ".0") + ",\n";
    return text + "]\n";
}

} // namespace

TEST_CASE("Equal decks do not differ", "[differing_keys]") {
    const auto loaded = deck::read_deck(LPSGLASS_SOURCE_DIR "/input/as2se3.toml");
    CHECK(differing_keys(loaded.resolved, loaded.resolved).empty());
    CHECK(differing_keys("a = 1\nb = 2\n", "# comment\nb = 2\na = 1\n").empty());
}

TEST_CASE("Keys that differ are told with both values", "[differing_keys]") {
    const std::string a =
        "[structure]\nselenium_tilt = 2.5\nbond = [1.0, 2.0]\n[fit]\nalgorithm = \"slsqp\"\n";
    const std::string b =
        "[structure]\nselenium_tilt = 3.0\nbond = [1.0, 2.5]\n[fit]\nalgorithm = \"bobyqa\"\n";
    CHECK(differing_keys(a, b) == Lines{"structure.selenium_tilt: 2.5 -> 3.0",
                                        "structure.bond: [1.0, 2.0] -> [1.0, 2.5]",
                                        "fit.algorithm: \"slsqp\" -> \"bobyqa\""});
}

TEST_CASE("Keys of one deck alone are told", "[differing_keys]") {
    CHECK(differing_keys("[fit]\nstarts = 8\n", "x = true\n") ==
          Lines{"fit: { starts = 8 } -> not given", "x: not given -> true"});
    CHECK(differing_keys("[fit]\nstarts = 8\n", "[fit]\nstarts = 8\n\"a b\" = 1\n") ==
          Lines{"fit.\"a b\": not given -> 1"});
    CHECK(differing_keys("x = 1\n", "x = 1.0\n") == Lines{"x: 1 -> 1.0"});
}

TEST_CASE("Of a long array the first element that differs is told", "[differing_keys]") {
    CHECK(differing_keys(numbers(100), numbers(100, 41)) == Lines{"values[42]: 41.0 -> 99.5"});
    CHECK(differing_keys(numbers(100), numbers(102)) ==
          Lines{"values[101]: not given -> 100.0 (and 1 more)"});
}

TEST_CASE("Tables in arrays are told by their number", "[differing_keys]") {
    const std::string one = "[[nqr.spectrum]]\ntemperature = 77.0\n";
    const std::string two = one + "[[nqr.spectrum]]\ntemperature = 300.0\n";
    const std::string other = one + "[[nqr.spectrum]]\ntemperature = 290.0\n";
    CHECK(differing_keys(two, other) == Lines{"nqr.spectrum[2].temperature: 300.0 -> 290.0"});
    CHECK(differing_keys(one, two) == Lines{"nqr.spectrum[2]: not given -> { temperature = 300.0 }"});
}

TEST_CASE("Long values are cut between characters", "[differing_keys]") {
    std::string circles;
    for (int i = 0; i < 40; ++i)
        circles += "\u25cb"; // three bytes each
    const auto lines = differing_keys("x = \"" + circles + "\"\n", "x = 1\n");
    // The quote and 19 circles are 58 bytes, a 20th would make 61.
    CHECK(lines == Lines{"x: \"" + circles.substr(0, 57) + "... -> 1"});
}

TEST_CASE("What decides no result is no difference", "[differing_keys]") {
    CHECK(differing_keys("title = \"a\"\n[output]\nspectra = true\n[[nqr.spectrum]]\norigin = \"x.csv\"\n",
                         "title = \"b\"\n[output]\nspectra = false\n[[nqr.spectrum]]\norigin = \"y.csv\"\n")
              .empty());
}

TEST_CASE("Two shipped decks differ in the keys that a user changed", "[differing_keys]") {
    const deck_files::Folder folder;
    const std::string include = "schema = 1\ninclude = \"" LPSGLASS_SOURCE_DIR "/input/as2se3.toml\"\n";
    const auto a = deck::read_deck(folder.write("a.toml", include));
    const auto b =
        deck::read_deck(folder.write("b.toml", include + "[exponents]\nglass_temperature = 460.0\n"));
    CHECK(differing_keys(a.resolved, b.resolved) == Lines{"exponents.glass_temperature: 453.0 -> 460.0"});
}

TEST_CASE("Text that is no TOML is refused", "[differing_keys]") {
    CHECK_THROWS_AS(differing_keys("x = 1\n", "x = \n"), InputError);
}
