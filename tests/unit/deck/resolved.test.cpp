#include "lpsglass/deck/resolved.hpp"

#include "deck_files.hpp"
#include "lpsglass/core/sha256.hpp"
#include "support/catch.hpp"

using namespace lpsglass::deck;
using deck_files::Folder;
using deck_files::read_text;

namespace {

std::vector<std::filesystem::path> valid_decks() {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(LPSGLASS_SOURCE_DIR "/tests/decks/valid"))
        if (entry.path().extension() == ".toml") paths.push_back(entry.path());
    return paths;
}

/// A deck as it is read from its own resolved text.
LoadedDeck read_again(const std::string& text) {
    const Folder folder;
    return read_deck(folder.write("resolved.toml", text));
}

void forget_files(Deck& deck) {
    for (Spectrum& spectrum : deck.nqr.spectra)
        spectrum.file.clear();
}

} // namespace

TEST_CASE("The resolved deck runs alone and is the same deck", "[deck][resolved]") {
    const auto paths = valid_decks();
    REQUIRE(paths.size() >= 9);
    for (const auto& path : paths) {
        INFO(path.string());
        LoadedDeck first = read_deck(path.string());
        const LoadedDeck second = read_again(first.resolved);
        forget_files(first.deck);
        CHECK(second.deck == first.deck);
        CHECK(second.sha256 == first.sha256);
        CHECK(second.warnings == first.warnings);
        // The name of the data file is a comment, which the second reading cannot know.
        CHECK(second.resolved == first.resolved);
        CHECK(read_again(second.resolved).resolved == second.resolved);
    }
}

TEST_CASE("The resolved deck keeps every bit of its numbers", "[deck][resolved]") {
    const double third = 1.0 / 3.0;
    Deck deck = read_text("").deck;
    deck.gauge_coupling_A_per_eV = third;
    deck.structure.selenium_tilt_degree = 3.0;
    deck.temperature_kelvin = {0.1 + 0.2, 100.0 * third};
    const Deck again = read_again(resolved_text(deck)).deck;
    CHECK(again.gauge_coupling_A_per_eV == third);
    CHECK(again.structure.selenium_tilt_degree == 3.0);
    CHECK(again.temperature_kelvin == deck.temperature_kelvin);
}

TEST_CASE("The name of a data file stays as the origin of the data, odd names too", "[deck][resolved]") {
    const Folder folder;
    folder.write("a\nb.csv", "55,0.5,0.1\n58,1,0.1\n61,0.5,0.1\n");
    const auto loaded =
        read_deck(folder.write("deck.toml", "schema = 1\n[[nqr.spectrum]]\nfile = \"a\\nb.csv\"\n"));
    CHECK(loaded.deck.nqr.spectra[0].origin == "a\nb.csv");
    const auto again = read_again(loaded.resolved);
    CHECK(again.deck.nqr.spectra[0].origin == "a\nb.csv");
    CHECK(again.deck.nqr.spectra[0].file.empty());
    CHECK(again.sha256 == loaded.sha256); // where the data come from is not part of the identity
}

TEST_CASE("What is switched off is gone from the resolved deck", "[deck][resolved]") {
    const std::string text =
        read_text("[fit]\nenabled = false\nstarts = 3\n[free_energy.bath]\nenabled = false\n"
                  "[scan]\nenabled = false\n[calibration]\nenabled = false\n")
            .resolved;
    for (const char* section : {"[fit]", "bath", "scan", "calibration", "include"}) {
        INFO(section);
        CHECK(text.find(section) == std::string::npos);
    }
}

TEST_CASE("Title, output, comments and layout do not change the identity, everything else does",
          "[deck][resolved]") {
    const std::string plain = read_text("").sha256;
    CHECK(plain.size() == 64);
    CHECK(read_text("title = \"x\" # comment\n\n[output]\ndetail = \"summary\"\nspectra = true\n").sha256 ==
          plain);
    CHECK(read_text("[gauge]\ncoupling = 69.780 # the default\n").sha256 == plain);
    CHECK(read_text("[temperature]\nstart = 10\nstop = 700.5\n").sha256 == plain); // the same 70 values
    CHECK(read_text("[fit]\nenabled = false\n").sha256 == plain);
    for (const char* text :
         {"gauge.coupling = 69.79\n", "structure.selenium_tilt = 2.500000000000001\n",
          "nqr.ensemble.law = \"uniform\"\n", "nqr.grid.step = 1.0\n", "temperature.stop = 690\n",
          "amplitude.theta_13.value = -0.26\n", "partition.freezing_order = \"by_probability\"\n",
          "free_energy.bath = { beta = [0, 0, 0], theta = [0, 0, 0] }\n",
          "exponents.glass_temperature = 450\n"}) {
        INFO(text);
        CHECK(read_text(text).sha256 != plain);
    }
}

TEST_CASE("The identity is the hash of the text that decides the results", "[deck][resolved]") {
    const auto loaded = read_text("title = \"a title\"\n");
    const std::string text = identity_text(loaded.deck);
    CHECK(loaded.sha256 == lpsglass::sha256_hex(text));
    CHECK(text.find('#') == std::string::npos);
    CHECK(text.find("title") == std::string::npos);
    CHECK(text.find("[output]") == std::string::npos);
    Deck same = read_again(text).deck;
    same.title = loaded.deck.title;
    CHECK(same == loaded.deck);
}

TEST_CASE("The name of the data file is no part of the identity, its points are", "[deck][resolved]") {
    const Folder folder;
    const auto sha256 = [&](const char* name, const char* text) {
        folder.write(name, text);
        return read_deck(folder.write("deck.toml",
                                      "schema = 1\n[[nqr.spectrum]]\nfile = \"" + std::string(name) + "\"\n"))
            .sha256;
    };
    const std::string first = sha256("a.csv", "55,0.5,0.1\n58,1,0.1\n61,0.5,0.1\n");
    CHECK(sha256("b.csv", "# moved\n58.0 1.0 0.1\n61 0.50 0.1\n55 .5 .1\n") == first);
    CHECK(sha256("b.csv", "55,0.5,0.1\n58,1,0.1\n61,0.5,0.11\n") != first);
}
