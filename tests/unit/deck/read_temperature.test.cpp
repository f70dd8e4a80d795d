#include "deck_files.hpp"
#include "support/catch.hpp"

using deck_files::findings_in;
using deck_files::read_text;

TEST_CASE("The temperatures are 10 to 700 K in steps of 10 unless the deck says otherwise",
          "[deck][temperature]") {
    for (const char* text : {"", "[temperature]\n"}) {
        const auto values = read_text(text).deck.temperature_kelvin;
        REQUIRE(values.size() == 70);
        CHECK(values.front() == 10.0);
        CHECK(values.back() == 700.0);
    }
}

TEST_CASE("A range may be given in part, a list as it is", "[deck][temperature]") {
    CHECK(read_text("temperature.stop = 30\n").deck.temperature_kelvin == std::vector<double>{10, 20, 30});
    CHECK(read_text("temperature.values = [77, 453.5]\n").deck.temperature_kelvin ==
          std::vector<double>{77, 453.5});
    CHECK(read_text("temperature.values = [453]\n").deck.temperature_kelvin == std::vector<double>{453});
}

TEST_CASE("Temperatures rise, from above 0 K, and are not too many", "[deck][temperature]") {
    CHECK(findings_in("temperature.values = [77, 77]\n").size() == 1);
    CHECK(findings_in("temperature.values = [300, 77, 50, 400]\n").size() == 2);
    CHECK(findings_in("temperature.values = [0, 77]\n").size() == 1);
    CHECK(findings_in("temperature.values = []\n").size() == 1);
    CHECK(findings_in("temperature = { start = 1, stop = 100000, step = 1 }\n").empty()); // exactly 100,000
    CHECK(findings_in("temperature = { start = 1, stop = 100001, step = 1 }\n").size() == 1);
    CHECK(findings_in("temperature = { start = 0 }\n").size() == 1);
    CHECK(findings_in("temperature = { start = 800 }\n").size() == 1);
    CHECK(findings_in("temperature = { step = 0 }\n").size() == 1);
    CHECK(findings_in("temperature = { values = [77], stop = 100 }\n").size() == 1);
}
