#include "lpsglass/deck/reader.hpp"

#include <algorithm>
#include <fstream>

#include "deck_files.hpp"
#include "lpsglass/deck/key_table.hpp"
#include "support/catch.hpp"

using namespace lpsglass::deck;
using deck_files::findings_in;
using deck_files::read_text;

namespace {

const std::filesystem::path decks = LPSGLASS_SOURCE_DIR "/tests/decks";

std::vector<std::string> lines_of(const std::filesystem::path& path) {
    std::ifstream stream(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

std::string text_of(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

} // namespace

TEST_CASE("Every malformed deck is told everything that is wrong with it", "[deck][invalid]") {
    int several = 0;
    int seen = 0;
    for (const auto& entry : std::filesystem::directory_iterator(decks / "invalid")) {
        if (entry.path().extension() != ".toml") continue;
        INFO(entry.path().string());
        auto expected_path = entry.path();
        const std::vector<std::string> expected = lines_of(expected_path.replace_extension(".expected"));
        REQUIRE_FALSE(expected.empty());
        CHECK(deck_files::findings_of(entry.path().string()) == expected);
        several += expected.size() > 1;
        ++seen;
    }
    CHECK(seen >= 45);
    CHECK(several >= 10);
}

TEST_CASE("Every valid deck is read, without a warning", "[deck][valid]") {
    int seen = 0;
    for (const auto& entry : std::filesystem::directory_iterator(decks / "valid")) {
        if (entry.path().extension() != ".toml") continue;
        INFO(entry.path().string());
        const LoadedDeck loaded = read_deck(entry.path().string());
        CHECK(loaded.warnings.empty());
        CHECK(loaded.file == entry.path().string());
        CHECK(loaded.text == text_of(entry.path()));
        ++seen;
    }
    CHECK(seen >= 9);
}

TEST_CASE("The shortest deck is the default deck", "[deck][valid]") {
    Deck expected;
    expected.temperature_kelvin = default_temperature_kelvin.values();
    CHECK(read_deck((decks / "valid/minimal.toml").string()).deck == expected);
}

TEST_CASE("The deck of everything has every key of the table", "[deck][valid]") {
    const std::string text = text_of(decks / "valid/everything.toml");
    for (const KeyInfo& key : key_table()) {
        // These two exclude what stands there, or need a deck of their own.
        if (key.full_name() == "include" || key.full_name() == "temperature.values") continue;
        INFO(key.full_name());
        CHECK(text.find(std::string(key.name) + " ") != std::string::npos);
    }
}

TEST_CASE("Every key reaches its place in the deck", "[deck][valid]") {
    const Deck deck = read_deck((decks / "valid/everything.toml").string()).deck;
    CHECK(deck.title == "everything");
    CHECK(deck.structure == Structure{{2.38, 2.41, 2.45}, {98.3, 97.1, 98.9}, {-1.8, -2.0, -1.6}, 0.8, 4.0});
    CHECK(deck.tight_binding == TightBinding{1.42, 2.22, -0.63, -17.0, -8.0, -9.5});
    CHECK(deck.nqr.coupling_4p_MHz == 406.8);
    CHECK(deck.nqr.packet_fwhm_MHz == 1.6);
    CHECK(deck.nqr.thermal == Thermal{3.0, 120.0});
    using namespace lpsglass::model;
    CHECK(deck.nqr.ensemble == Ensemble{EnsembleLaw::uniform, IntegrationMethod::direct, 1024, 1e-3});
    CHECK(deck.nqr.grid_MHz == Range{50.0, 66.0, 1.0});
    CHECK(deck.nqr.spectra.size() == 4);
    CHECK(deck.fit->algorithm == "bobyqa");
    CHECK(deck.fit->also.size() == 3);
    CHECK(deck.amplitude[0] == Amplitude{-0.3, -2.0, 0.5, Prior{-0.25, 0.1}, false, "", 1.0});
    CHECK(deck.amplitude[2].fixed);
    CHECK(deck.free_energy.kappa_beta_eV_per_A2 == std::array{96000.0, 94000.0, 99000.0});
    CHECK(deck.free_energy.kappa_theta_eV_per_A2 == std::array{157001.0, 110741.0, 144691.0});
    CHECK_FALSE(deck.free_energy.bath);
    CHECK(deck.gauge_coupling_A_per_eV == 30.0);
    CHECK(deck.partition ==
          Partition{5.0, 60.0, Weight::well, Weight::barrier, FreezingOrder::by_probability});
    CHECK(deck.exponents == Exponents{0.6, 450.0});
    CHECK(deck.temperature_kelvin == Range{50.0, 500.0, 50.0}.values());
    CHECK(deck.calibration ==
          std::vector<CalibrationTarget>{{"lambda_beta",
                                          0.6,
                                          400.0,
                                          {"partition.cooperativity_theta", "structure.hybrid_offset"},
                                          DriveMode::factor,
                                          1e-3},
                                         {"line_mean", 58.0, {}, {}, DriveMode::shift, 1e-4}});
    CHECK(deck.output == Output{Detail::summary, true});
}

TEST_CASE("An including deck changes what it says and keeps the rest", "[deck][valid]") {
    const Deck deck = read_deck((decks / "valid/include.toml").string()).deck;
    CHECK(deck.title == "the including deck");
    CHECK(deck.structure.selenium_tilt_degree == 3.0);
    CHECK(deck.structure.hybrid_following == 0.25);
    CHECK_FALSE(deck.fit);
    CHECK(deck.temperature_kelvin == std::vector<double>{77.0, 300.0, 453.0});
    REQUIRE(deck.nqr.spectra.size() == 1);
    CHECK(
        deck.nqr.spectra[0].points ==
        std::vector<LinePoint>{{48.5, 0.01, 0.02}, {54.0, 0.25, 0.02}, {58.0, 1.0, 0.02}, {62.0, 0.2, 0.02}});
}

TEST_CASE("A deck of a newer schema is refused with this one message", "[deck][schema]") {
    const deck_files::Folder folder;
    const auto lines = deck_files::findings_of(folder.write("deck.toml", "schema = 2\nunknown = 3\n"));
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].find("the program is older than the deck") != std::string::npos);
}

TEST_CASE("The grid has 2 to 100,000 points", "[deck][nqr]") {
    CHECK(findings_in("nqr.grid = { start = 50, stop = 50.5, step = 0.5 }\n").empty());
    CHECK(findings_in("nqr.grid = { start = 50, stop = 50.4, step = 0.5 }\n").size() == 1);
    CHECK(findings_in("nqr.grid = { start = 0, stop = 99999, step = 1 }\n").empty());
    CHECK(findings_in("nqr.grid = { start = 0, stop = 100000, step = 1 }\n").size() == 1);
}

TEST_CASE("Members are a power of two", "[deck][nqr]") {
    for (const char* points : {"2", "4096", "67108864"})
        CHECK(findings_in("nqr.ensemble.points = " + std::string(points) + "\n").empty());
    for (const char* points : {"1", "3", "4095", "134217728", "0", "-4096"})
        CHECK(findings_in("nqr.ensemble.points = " + std::string(points) + "\n").size() == 1);
}

TEST_CASE("What has no effect is worth a warning", "[deck][warnings]") {
    CHECK(read_text("nqr.thermal.libration_rms = 3\n").warnings.size() == 1);
    CHECK(read_text(
              "nqr.thermal.libration_rms = 3\n[[nqr.spectrum]]\nsigma = 1\ndata = [[1, 1], [2, 1], [3, 1]]\n")
              .warnings.empty());
    CHECK(read_text("temperature.stop = 400\n").warnings.size() == 1);
    CHECK(read_text("temperature.start = 460\n").warnings.size() == 1);
    CHECK(read_text("temperature.values = [453]\n").warnings.empty());
}
