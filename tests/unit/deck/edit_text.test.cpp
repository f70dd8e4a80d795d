#include "lpsglass/deck/edit_text.hpp"

#include "deck_files.hpp"
#include "lpsglass/deck/numeric_keys.hpp"
#include "support/catch.hpp"

using namespace lpsglass::deck;
using Strings = std::vector<std::string>;

namespace {

/// The text with the given keys set to the given numbers.
std::string edited(const std::string& text, const std::vector<std::pair<std::string, double>>& numbers) {
    Deck deck;
    Strings keys;
    for (const auto& [key, number] : numbers) {
        *find_number(deck, key) = number;
        keys.push_back(key);
    }
    return with_numbers(text, deck, keys);
}

} // namespace

TEST_CASE("A number is replaced where it stands, all else stays", "[deck][edit_text]") {
    CHECK(edited("# a\nschema = 1 # b\n\n  [gauge]   # c\ncoupling=69.78\n# d", {{"gauge.coupling", 70.5}}) ==
          "# a\nschema = 1 # b\n\n  [gauge]   # c\ncoupling=70.5\n# d");
    CHECK(edited("partition.cooperativity_beta = +4_0e-1 # 4\n[gauge]\n",
                 {{"partition.cooperativity_beta", 4.25}}) ==
          "partition.cooperativity_beta = 4.25    # 4\n[gauge]\n");
    CHECK(edited("[partition]\ncooperativity_beta = 5\n", {{"partition.cooperativity_beta", 6.0}}) ==
          "[partition]\ncooperativity_beta = 6.0\n");
}

TEST_CASE("One element of an array changes, the others keep their looks", "[deck][edit_text]") {
    CHECK(edited("[structure]\nbond_angle = [ 97.60, 98,   # both\n  98.4 ] # 13\n",
                 {{"structure.bond_angle[13]", 98.55}}) ==
          "[structure]\nbond_angle = [ 97.60, 98,   # both\n  98.55 ] # 13\n");
    CHECK(edited("[structure]\nhybrid_offset = [-1.0, -2.0, -3.0]\n",
                 {{"structure.hybrid_offset[1]", -1.9898}, {"structure.hybrid_offset[2]", -1.99}}) ==
          "[structure]\nhybrid_offset = [-1.9898, -1.99, -3.0]\n");
}

TEST_CASE("Inline tables, dotted keys and quoted names are found", "[deck][edit_text]") {
    CHECK(edited("amplitude = { beta_1 = { value = -0.2, min = -1 }, beta_2.value = -0.19 }\n",
                 {{"amplitude.beta_1", -0.25}, {"amplitude.beta_2", -0.3}}) ==
          "amplitude = { beta_1 = { value = -0.25, min = -1 }, beta_2.value = -0.3 }\n");
    CHECK(edited("\"nqr\".'thermal' . libration_rms = 1.0\n", {{"nqr.thermal.libration_rms", 2.0}}) ==
          "\"nqr\".'thermal' . libration_rms = 2.0\n");
}

TEST_CASE("Columns are characters, also where these take several bytes", "[deck][edit_text]") {
    CHECK(edited("x = { \"äöü→\" = 1, y = 2 }\namplitude = { beta_1 = { tied_to = \"é\", value = -0.2 } }\n",
                 {{"amplitude.beta_1", -0.25}}) ==
          "x = { \"äöü→\" = 1, y = 2 }\namplitude = { beta_1 = { tied_to = \"é\", value = -0.25 } }\n");
}

TEST_CASE("A comment keeps its column if there is room", "[deck][edit_text]") {
    CHECK(edited("[gauge]\ncoupling = 1.0      # a\n", {{"gauge.coupling", 69.78}}) ==
          "[gauge]\ncoupling = 69.78    # a\n");
    CHECK(edited("[gauge]\ncoupling = 1.0 # a\n", {{"gauge.coupling", 69.78}}) ==
          "[gauge]\ncoupling = 69.78 # a\n");
    CHECK(edited("[gauge]\ncoupling = 69.7834 # a\n", {{"gauge.coupling", 1.0}}) ==
          "[gauge]\ncoupling = 1.0     # a\n");
    // No comment, but a string.
    CHECK(edited("amplitude = { beta_1 = { value = -0.2,   tied_to = \"  # \" } }\n",
                 {{"amplitude.beta_1", -0.25}}) ==
          "amplitude = { beta_1 = { value = -0.25,   tied_to = \"  # \" } }\n");
}

TEST_CASE("Ends of lines stay as they are", "[deck][edit_text]") {
    CHECK(edited("[gauge]\r\ncoupling = 1.0   # a\r\n[partition]\r\n", {{"gauge.coupling", 2.5},
                                                                        {"partition.cooperativity_beta", 3.0},
                                                                        {"structure.selenium_tilt", 1.0}}) ==
          "[gauge]\r\ncoupling = 2.5   # a\r\n[partition]\r\ncooperativity_beta = 3.0\r\n"
          "\r\n[structure]\r\nselenium_tilt = 1.0\r\n");
}

TEST_CASE("What is right already is left alone", "[deck][edit_text]") {
    const std::string text = "[structure]\nbond_angle = [97.60, 98, 9.84e1]\n[gauge]\ncoupling = 7e1\n";
    CHECK(edited(text, {{"structure.bond_angle[12]", 97.6},
                        {"structure.bond_angle[23]", 98.0},
                        {"structure.bond_angle[13]", 98.4},
                        {"gauge.coupling", 70.0}}) == text);
}

TEST_CASE("An absent key is written into its section", "[deck][edit_text]") {
    CHECK(edited("[partition] # N\nweight_beta = \"well\"\n[gauge]\n",
                 {{"partition.cooperativity_beta", 4.5}}) ==
          "[partition] # N\ncooperativity_beta = 4.5\nweight_beta = \"well\"\n[gauge]\n");
    CHECK(edited("schema = 1\n[gauge]", {{"gauge.coupling", 60.0}}) ==
          "schema = 1\n[gauge]\ncoupling = 60.0");
    CHECK(edited("schema = 1", {{"gauge.coupling", 60.0}}) == "schema = 1\n\n[gauge]\ncoupling = 60.0\n");
    CHECK(edited("nqr = { thermal = { libration_rms = 1.0 }, grid = {} }\n",
                 {{"nqr.thermal.libration_temperature", 100.0}, {"nqr.packet_fwhm", 0.5}}) ==
          "nqr = { packet_fwhm = 0.5, thermal = { libration_temperature = 100.0, libration_rms = 1.0 }, grid "
          "= {} }\n");
    CHECK(edited("partition.weight_beta = \"well\"\n", {{"partition.cooperativity_beta", 4.5}}) ==
          "partition.cooperativity_beta = 4.5\npartition.weight_beta = \"well\"\n");
    CHECK(edited("[nqr]\nthermal.libration_rms = 1.0\n", {{"nqr.thermal.libration_temperature", 100.0}}) ==
          "[nqr]\nthermal.libration_temperature = 100.0\nthermal.libration_rms = 1.0\n");
    CHECK(edited("nqr = { thermal.libration_rms = 1 }\n", {{"nqr.thermal.libration_temperature", 100.0}}) ==
          "nqr = { thermal.libration_temperature = 100.0, thermal.libration_rms = 1 }\n");
    // [nqr.grid] makes a table nqr without a header of its own.
    CHECK(edited("[nqr.grid]\nstart = 50.0\n", {{"nqr.coupling_4p", 400.0}}) ==
          "[nqr.grid]\nstart = 50.0\n\n[nqr]\ncoupling_4p = 400.0\n");
}

TEST_CASE("An absent array is written with all its elements", "[deck][edit_text]") {
    CHECK(edited("[structure]\n", {{"structure.bond_length[2]", 2.5}}) ==
          "[structure]\nbond_length = [2.41, 2.5, 2.41]\n");
}

TEST_CASE("An absent amplitude is written as a table of its own", "[deck][edit_text]") {
    CHECK(edited("schema = 1\n", {{"amplitude.beta_1", -0.25}}) ==
          "schema = 1\n\n[amplitude]\nbeta_1 = { value = -0.25 }\n");
    CHECK(edited("[amplitude]\nbeta_1 = {}\n", {{"amplitude.beta_1", -0.25}, {"amplitude.theta_12", -0.5}}) ==
          "[amplitude]\ntheta_12 = { value = -0.5 }\nbeta_1 = { value = -0.25 }\n");
    CHECK(
        edited("[amplitude.beta_1]\nmin = -2\n", {{"amplitude.beta_1", -0.25}, {"amplitude.beta_2", -0.5}}) ==
        "[amplitude.beta_1]\nvalue = -0.25\nmin = -2\n\n[amplitude]\nbeta_2 = { value = -0.5 }\n");
}
