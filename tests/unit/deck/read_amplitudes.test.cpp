#include "deck_files.hpp"
#include "support/catch.hpp"

using namespace lpsglass::deck;
using deck_files::findings_in;
using deck_files::read_text;

namespace {

const std::string line = "[[nqr.spectrum]]\nsigma = 0.1\ndata = [[55, 0.5], [58, 1], [61, 0.5]]\n";

} // namespace

TEST_CASE("Amplitudes keep their own defaults", "[deck][amplitude]") {
    const auto amplitude = read_text("[amplitude]\ntheta_12 = { min = -2 }\n").deck.amplitude;
    CHECK(amplitude[0].value == -0.20);
    CHECK(amplitude[3].value == -0.12);
    CHECK(amplitude[3].min == -2.0);
    CHECK(amplitude[3].max == 0.0);
    CHECK(amplitude[5].value == -0.25);
    CHECK_FALSE(amplitude[5].prior);
}

TEST_CASE("A prior needs mean and width", "[deck][amplitude]") {
    const auto amplitude =
        read_text("amplitude.beta_3 = { prior = -0.3, prior_sigma = 0.1 }\n").deck.amplitude;
    CHECK(amplitude[2].prior == Prior{-0.3, 0.1});
    CHECK(findings_in("amplitude.beta_3 = { prior = -0.3 }\n").size() == 1);
    CHECK(findings_in("amplitude.beta_3 = { prior_sigma = 0.3 }\n").size() == 1);
}

TEST_CASE("A tied amplitude follows the other, whether there is a fit or not", "[deck][amplitude]") {
    const std::string ties =
        "[amplitude]\nbeta_1 = { value = -0.4 }\nbeta_2 = { tied_to = \"beta_1\", ratio = 0.5 }\n";
    for (const std::string& text : {ties, line + "[fit]\n" + ties}) {
        const auto loaded = read_text(text);
        CHECK(loaded.deck.amplitude[1].value == -0.2); // -0.4 * 0.5 is exact
        CHECK(loaded.deck.amplitude[1].tied_to == "beta_1");
        CHECK(loaded.deck.amplitude[1].ratio == 0.5);
        CHECK(loaded.warnings.empty());
    }
}

TEST_CASE("What a tied amplitude does not use is told", "[deck][amplitude]") {
    const auto loaded = read_text(
        "amplitude.beta_2 = { value = -0.3, prior = -0.2, prior_sigma = 0.1, tied_to = \"beta_1\" }\n");
    CHECK(loaded.warnings ==
          std::vector<std::string>{"amplitude.beta_2.value: not used, the amplitude is tied to beta_1",
                                   "amplitude.beta_2.prior: not used, the amplitude is tied to beta_1"});
    CHECK(loaded.deck.amplitude[1].value == -0.2);
    CHECK_FALSE(loaded.deck.amplitude[1].prior);
}

TEST_CASE("Ties are one step long", "[deck][amplitude]") {
    CHECK(findings_in("[amplitude]\nbeta_1 = { tied_to = \"beta_2\" }\nbeta_2 = { tied_to = \"beta_1\" }\n")
              .size() == 2);
    CHECK(findings_in("amplitude.beta_1 = { tied_to = \"beta_1\" }\n").size() == 1);
    CHECK(findings_in("amplitude.beta_1 = { tied_to = \"gauge\" }\n").size() == 1);
    CHECK(findings_in("amplitude.beta_1 = { tied_to = \"\" }\n").empty());
}

TEST_CASE("A tie must keep within the range of amplitudes, with the bounds of a fit too",
          "[deck][amplitude]") {
    CHECK(findings_in("amplitude.beta_2 = { tied_to = \"beta_1\", ratio = 149 }\n").empty()); // -29.8
    CHECK(findings_in("amplitude.beta_2 = { tied_to = \"beta_1\", ratio = 151 }\n").size() == 1);
    // The fit may take beta_1 to -1.
    CHECK(findings_in(line + "[fit]\n[amplitude]\nbeta_2 = { tied_to = \"beta_1\", ratio = 31 }\n").size() ==
          1);
    CHECK(findings_in(line + "[fit]\n[amplitude]\nbeta_1 = { fixed = true }\n"
                             "beta_2 = { tied_to = \"beta_1\", ratio = 31 }\n")
              .empty());
}

TEST_CASE("Only a fit asks for a start within the bounds", "[deck][amplitude]") {
    const std::string outside = "[amplitude]\nbeta_1 = { value = 0.5 }\n";
    CHECK(findings_in(outside).empty());
    CHECK(findings_in(line + "[fit]\nenabled = false\n" + outside).empty());
    CHECK(findings_in(line + "[fit]\n" + outside).size() == 1);
    CHECK(findings_in(line + "[fit]\n[amplitude]\nbeta_1 = { value = 0.5, fixed = true }\n").empty());
}

TEST_CASE("The bath is read, required whole, and may be switched off", "[deck][bath]") {
    const auto bath =
        read_text("[free_energy.bath]\nbeta = [1, 2, 3]\ntheta = [4, 5, 6]\n").deck.free_energy.bath;
    REQUIRE(bath);
    CHECK(bath->beta_angstrom == std::array{1.0, 2.0, 3.0});
    CHECK(bath->theta_angstrom == std::array{4.0, 5.0, 6.0});
    CHECK(findings_in("[free_energy.bath]\n").size() == 2);
    CHECK_FALSE(read_text("[free_energy.bath]\nenabled = false\n").deck.free_energy.bath);
    CHECK(findings_in("[free_energy.bath]\nenabled = false\nbeta = 3\n").size() == 1);
}
