#include "deck_files.hpp"
#include "support/catch.hpp"

using namespace lpsglass::deck;
using deck_files::findings_in;

namespace {

const std::string fit =
    "[[nqr.spectrum]]\nsigma = 0.1\ndata = [[55, 0.5], [58, 1], [61, 0.5]]\n[fit]\n[fit.also]\n";

std::vector<AlsoParameter> read(const std::string& text) {
    return deck_files::read_text(fit + text).deck.fit->also;
}

std::vector<std::string> findings(const std::string& text) {
    return findings_in(fit + text);
}

} // namespace

TEST_CASE("The name of a parameter may be its key", "[deck][also]") {
    const auto also =
        read("\"nqr.packet_fwhm\" = { min = 0.2, max = 3, prior = 1, prior_sigma = 0.3, shared = true }\n");
    REQUIRE(also.size() == 1);
    CHECK(also[0] ==
          AlsoParameter{
              "nqr.packet_fwhm", {"nqr.packet_fwhm"}, DriveMode::set, 1.0, 0.2, 3.0, Prior{1.0, 0.3}, true});
}

TEST_CASE("A parameter may drive several keys, arrays as a whole", "[deck][also]") {
    const auto also = read("x = { keys = [\"structure.bond_angle\", \"structure.selenium_tilt\"], mode = "
                           "\"factor\", min = 0.98, max = 1.02 }\n");
    REQUIRE(also.size() == 1);
    CHECK(also[0].keys == std::vector<std::string>{"structure.bond_angle[12]", "structure.bond_angle[23]",
                                                   "structure.bond_angle[13]", "structure.selenium_tilt"});
    CHECK_FALSE(also[0].shared);
    CHECK_FALSE(also[0].prior);
}

TEST_CASE("The start is the deck's value, no shift or no factor unless it is given", "[deck][also]") {
    const std::string set = "\"structure.selenium_tilt\" = { min = -5, max = 5";
    const std::string angles = "x = { keys = [\"structure.bond_angle\"], ";
    CHECK(read(set + " }\n[structure]\nselenium_tilt = 3.5\n").at(0).value == 3.5);
    CHECK(read(set + ", value = 1 }\n").at(0).value == 1.0);
    CHECK(read(angles + "mode = \"shift\", min = -1, max = 1 }\n").at(0).value == 0.0);
    CHECK(read(angles + "mode = \"factor\", min = 0.98, max = 1.02 }\n").at(0).value == 1.0);
    CHECK(read(angles + "mode = \"shift\", min = -1, max = 1, value = 0.5 }\n").at(0).value == 0.5);
    CHECK(read(angles + "min = 95, max = 100, value = 98 }\n").at(0).value == 98.0);
    CHECK(findings(angles + "min = 95, max = 100 }\n").size() == 1); // 97.6, 98.0, 98.4
    CHECK(read("x = { keys = [\"structure.bond_length\"], min = 2, max = 3 }\n").at(0).value == 2.41);
}

TEST_CASE("A factor of nothing is refused", "[deck][also]") {
    const std::string libration =
        "\"nqr.thermal.libration_rms\" = { mode = \"factor\", min = 0.5, max = 2 }\n";
    CHECK(findings(libration).size() == 1);
    CHECK(findings(libration + "[nqr]\nthermal = { libration_rms = 3 }\n").empty());
}

TEST_CASE("Parameters keep the order of the deck", "[deck][also]") {
    const auto also = read("z = { keys = [\"nqr.packet_fwhm\"], min = 0.5, max = 2 }\n"
                           "a = { keys = [\"nqr.coupling_4p\"], min = 400, max = 420 }\n"
                           "\"structure.selenium_tilt\" = { min = 0, max = 5 }\n");
    REQUIRE(also.size() == 3);
    CHECK(also[0].name == "z");
    CHECK(also[1].name == "a");
    CHECK(also[2].name == "structure.selenium_tilt");
}

TEST_CASE("The bounds keep each key in its range, in every mode", "[deck][also]") {
    CHECK(findings("\"nqr.packet_fwhm\" = { min = 0.0, max = 2 }\n").size() == 1);
    CHECK(findings("\"structure.hybrid_following\" = { min = 0, max = 1 }\n").empty());
    CHECK(findings("\"structure.hybrid_following\" = { min = 0, max = 1.5 }\n").size() == 1);
    // 98.4 + 21.7 is beyond 120.
    CHECK(findings("x = { keys = [\"structure.bond_angle\"], mode = \"shift\", min = -7, max = 21.5 }\n")
              .empty());
    CHECK(findings("x = { keys = [\"structure.bond_angle\"], mode = \"shift\", min = -7, max = 21.7 }\n")
              .size() == 1);
    CHECK(findings("\"nqr.packet_fwhm\" = { mode = \"factor\", min = 0, max = 2 }\n").size() == 1);
    CHECK(findings("\"nqr.packet_fwhm\" = { min = 2, max = 0.5 }\n").size() == 1);
    CHECK(findings("\"nqr.packet_fwhm\" = { min = 2, max = 2 }\n").size() == 1);
    CHECK(findings("\"nqr.packet_fwhm\" = { min = 1.5, max = 2 }\n").size() == 1); // the deck's value is 1
}

TEST_CASE("A key that the line does not depend on needs a prior", "[deck][also]") {
    CHECK(findings("\"gauge.coupling\" = { min = 0, max = 100 }\n").size() == 1);
    CHECK(findings("\"gauge.coupling\" = { min = 0, max = 100, prior = 70, prior_sigma = 5 }\n").empty());
    // One key that enters the line is enough.
    CHECK(findings("x = { keys = [\"gauge.coupling\", \"nqr.packet_fwhm\"], mode = \"factor\", min = 0.5, "
                   "max = 2 }\n")
              .empty());
}

TEST_CASE("Only continuous keys of the model may be driven, each once", "[deck][also]") {
    for (const char* key :
         {"nqr.grid.step", "nqr.ensemble.points", "fit.tolerance", "exponents.glass_temperature",
          "temperature.step", "structure", "structure.hybrid_offset[4]", "nqr.spectrum[1].temperature",
          "amplitude.beta_1", "free_energy.bath.beta[1]", "free_energy.bath.beta", ""}) {
        INFO(key);
        const std::string bounds = ", min = 0, max = 1 }\n";
        CHECK(findings("x = { keys = [\"" + std::string(key) + "\"]" + bounds).size() == 1);
    }
    CHECK(findings("x = { keys = [\"nqr.packet_fwhm\"], min = 0.5, max = 2 }\n"
                   "\"nqr.packet_fwhm\" = { min = 0.5, max = 2 }\n")
              .size() == 1);
    CHECK(findings("x = { keys = [3, \"nqr.packet_fwhm\"], min = 0.5, max = 2 }\n").size() == 1);
    CHECK(findings("\"\" = { keys = [\"nqr.packet_fwhm\"], min = 0.5, max = 2 }\n").size() == 1);
}

TEST_CASE("A wrong value of a driven key is told once, at the key", "[deck][also]") {
    const auto lines =
        findings("\"structure.selenium_tilt\" = { min = 0, max = 5 }\n[structure]\nselenium_tilt = 95\n");
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].find(": structure.selenium_tilt: 95 is out of range") != std::string::npos);
}
