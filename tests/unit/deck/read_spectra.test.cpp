#include <algorithm>
#include <random>

#include "deck_files.hpp"
#include "support/catch.hpp"

using namespace lpsglass::deck;
using deck_files::findings_in;
using deck_files::Folder;
using deck_files::read_text;

TEST_CASE("A file, inline data and synthetic lines are read", "[deck][spectrum]") {
    const Folder folder;
    folder.write("data/line.csv", "58,1,0.1\n55,0.5,0.2\n61,0.5,0.3\n");
    const auto spectra = read_deck(folder.write("deck.toml", R"(schema = 1
[[nqr.spectrum]]
file = "data/line.csv"
baseline = true
[[nqr.spectrum]]
data = [[61, 0.5], [55, 0.25], [58, 1]]
sigma = 0.02
temperature = 4.2
[[nqr.spectrum]]
synthetic = { center = 58, fwhm = 4.5, noise = 0.01, seed = 7, start = 48, stop = 68, step = 0.5 }
[[nqr.spectrum]]
synthetic = { amplitude = [-1, -2, -3, -4, -5, -6], start = 50, stop = 51, step = 0.5 }
sigma = 0.5
)"))
                             .deck.nqr.spectra;
    REQUIRE(spectra.size() == 4);
    CHECK(spectra[0].file == "data/line.csv");
    CHECK(spectra[0].baseline);
    CHECK(spectra[0].temperature_kelvin == 77.0);
    CHECK_FALSE(spectra[0].sigma);
    CHECK(spectra[0].points == std::vector<LinePoint>{{55, 0.5, 0.2}, {58, 1, 0.1}, {61, 0.5, 0.3}});
    CHECK(spectra[1].file.empty());
    CHECK(spectra[1].temperature_kelvin == 4.2);
    CHECK(spectra[1].points == std::vector<LinePoint>{{55, 0.25, 0.02}, {58, 1, 0.02}, {61, 0.5, 0.02}});
    REQUIRE(spectra[2].synthetic);
    CHECK(spectra[2].points.empty());
    CHECK(spectra[2].synthetic->center_MHz == 58.0);
    CHECK(spectra[2].synthetic->fwhm_MHz == 4.5);
    CHECK(spectra[2].synthetic->seed == 7);
    CHECK(spectra[2].synthetic->frequency_MHz == Range{48.0, 68.0, 0.5});
    CHECK(spectra[2].sigma == 0.01); // the noise
    CHECK_FALSE(spectra[2].synthetic->amplitude_degree);
    REQUIRE(spectra[3].synthetic);
    CHECK(spectra[3].synthetic->amplitude_degree == std::array{-1.0, -2.0, -3.0, -4.0, -5.0, -6.0});
    CHECK(spectra[3].sigma == 0.5);
}

TEST_CASE("A shuffled data file gives the same deck and the same identity", "[deck][spectrum]") {
    std::vector<std::string> rows;
    for (int i = 0; i < 60; ++i)
        rows.push_back(std::to_string(45 + i) + ".25," + std::to_string(i % 7) + ".5,0.0" +
                       std::to_string(1 + i % 9) + "\n");
    const Folder folder;
    const std::string deck = folder.write("deck.toml", "schema = 1\n[[nqr.spectrum]]\nfile = \"line.csv\"\n");
    const auto read = [&] {
        std::string text;
        for (const std::string& row : rows)
            text += row;
        folder.write("line.csv", text);
        return read_deck(deck);
    };
    const LoadedDeck sorted = read();
    std::ranges::shuffle(rows, std::mt19937(3)); // any order will do
    const LoadedDeck shuffled = read();
    CHECK(sorted.deck == shuffled.deck);
    CHECK(sorted.resolved == shuffled.resolved);
    CHECK(sorted.sha256 == shuffled.sha256);
    CHECK(sorted.deck.nqr.spectra[0].points.size() == 60);
}

TEST_CASE("Each spectrum has one source", "[deck][spectrum]") {
    const std::string data = "data = [[55, 0.5], [58, 1], [61, 0.5]]\nsigma = 0.1\n";
    const std::string synthetic = "synthetic = { center = 58, fwhm = 4, start = 50, stop = 60, step = 1 }\n";
    CHECK(findings_in("[[nqr.spectrum]]\n" + data).empty());
    CHECK(findings_in("[[nqr.spectrum]]\n").size() == 1);
    CHECK(findings_in("[[nqr.spectrum]]\n" + data + synthetic).size() == 1);
    CHECK(findings_in("[[nqr.spectrum]]\nfile = \"x\"\n" + synthetic).size() == 1);
}

TEST_CASE("Every point has one sigma", "[deck][spectrum]") {
    CHECK(findings_in("[[nqr.spectrum]]\ndata = [[55, 1], [58, 1], [61, 1]]\n").size() == 1);
    CHECK(findings_in("[[nqr.spectrum]]\ndata = [[55, 1, 1], [58, 1, 1], [61, 1, 1]]\nsigma = 1\n").size() ==
          1);
    const std::string gaussian =
        "[[nqr.spectrum]]\nsynthetic = { center = 58, fwhm = 4, start = 50, stop = 60, step = 1";
    CHECK(findings_in(gaussian + " }\n").size() == 1);
    CHECK(findings_in(gaussian + " }\nsigma = 0.1\n").empty());
    CHECK(findings_in(gaussian + ", noise = 0.1 }\n").empty());
    // Noise and another sigma: the user may weigh the points as he likes.
    CHECK(read_text(gaussian + ", noise = 0.1 }\nsigma = 0.2\n").deck.nqr.spectra[0].sigma == 0.2);
}

TEST_CASE("A synthetic line is a Gaussian or the model's own", "[deck][spectrum]") {
    const std::string range = ", noise = 0.1, start = 50, stop = 60, step = 1 }\n";
    const auto count = [&](const std::string& keys) {
        return findings_in("[[nqr.spectrum]]\nsynthetic = { " + keys + range).size();
    };
    CHECK(count("center = 58, fwhm = 4") == 0);
    CHECK(count("amplitude = [0, 0, 0, 0, 0, 0]") == 0);
    CHECK(count("center = 58") == 1);
    CHECK(count("seed = 1") == 2);
    CHECK(count("center = 58, fwhm = 4, amplitude = [0, 0, 0, 0, 0, 0]") == 1);
}

TEST_CASE("A file that is no spectrum at all does not fill the screen", "[deck][spectrum]") {
    const Folder folder;
    std::string text = "1 2\n";
    for (int i = 0; i < 5000; ++i)
        text += "no numbers\n";
    folder.write("line.txt", text);
    const auto lines = deck_files::findings_of(
        folder.write("deck.toml", "schema = 1\n[[nqr.spectrum]]\nfile = \"line.txt\"\nsigma = 1\n"));
    REQUIRE(lines.size() == 51);
    // Two bad fields a line.
    CHECK(lines[0] == "deck.toml:3:8: nqr.spectrum[1].file: 9950 more findings like these");
}
