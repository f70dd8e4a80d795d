#include <filesystem>
#include <string>
#include <vector>

#include "lpsglass/deck/reader.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using deck::contradictions;
using Lines = std::vector<std::string>;

TEST_CASE("A deck does not contradict the resolved deck that comes from it", "[contradictions]") {
    for (const char* folder : {"/input", "/tests/decks/valid"}) {
        for (const auto& entry :
             std::filesystem::directory_iterator(std::string(LPSGLASS_SOURCE_DIR) + folder)) {
            if (entry.path().extension() != ".toml") continue;
            INFO(entry.path());
            const deck::LoadedDeck loaded = deck::read_deck(entry.path().string());
            CHECK(contradictions(loaded.resolved, loaded.text) == Lines{});
        }
    }
}

TEST_CASE("A key changed in either text is told", "[contradictions]") {
    const std::string text = "schema = 1\n[gauge]\ncoupling = 60.0\n[temperature]\nstart = 100\nstop = 300\n"
                             "[amplitude]\nbeta_2 = { value = -0.3, fixed = true }\n";
    const deck::LoadedDeck loaded = deck::read_deck_text(text, "x.toml");
    REQUIRE(contradictions(loaded.resolved, text).empty());
    const auto with = [](std::string in, const std::string& old, const std::string& fresh) {
        const auto at = in.find(old);
        REQUIRE(at != std::string::npos);
        return in.replace(at, old.size(), fresh);
    };
    CHECK(contradictions(loaded.resolved, with(text, "60.0", "61.5")) ==
          Lines{"gauge.coupling: 60.0 -> 61.5"});
    CHECK(contradictions(with(loaded.resolved, "coupling = 60.0", "coupling = 61.5"), text) ==
          Lines{"gauge.coupling: 61.5 -> 60.0"});
    CHECK(contradictions(loaded.resolved, with(text, "-0.3", "-0.4")) ==
          Lines{"amplitude.beta_2.value: -0.3 -> -0.4"});
    CHECK_FALSE(contradictions(loaded.resolved, with(text, "stop = 300", "stop = 310")).empty());
}

TEST_CASE("What a text says of other files is left out", "[contradictions]") {
    const deck::LoadedDeck loaded = deck::read_deck(LPSGLASS_SOURCE_DIR "/input/as2se3.toml");
    REQUIRE(loaded.text.find("file") != std::string::npos);
    std::string text = loaded.text;
    const auto at = text.find(".csv");
    REQUIRE(at != std::string::npos);
    text.replace(at, 4, ".dat"); // no such file
    CHECK(contradictions(loaded.resolved, text).empty());
    CHECK(contradictions(loaded.resolved, "schema = 1\ninclude = \"nowhere.toml\"\n").empty());
    CHECK(contradictions(loaded.resolved, "no TOML").empty());
}
