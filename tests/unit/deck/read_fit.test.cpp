#include "deck_files.hpp"
#include "support/catch.hpp"

using namespace lpsglass::deck;
using deck_files::findings_in;
using deck_files::read_text;

namespace {

const std::string line = "[[nqr.spectrum]]\nsigma = 0.1\ndata = [[55, 0.5], [58, 1], [61, 0.5]]\n";
const std::string fixed = "[amplitude]\nbeta_1.fixed = true\nbeta_2.fixed = true\nbeta_3.fixed = true\n"
                          "theta_12.fixed = true\ntheta_23.fixed = true\ntheta_13.fixed = true\n";

} // namespace

TEST_CASE("Without [fit], or with it switched off, there is no fit", "[deck][fit]") {
    CHECK_FALSE(read_text("").deck.fit);
    CHECK_FALSE(read_text("[fit]\nenabled = false\n").deck.fit);
    CHECK_FALSE(read_text("[fit]\nenabled = false\n[fit.also]\nwidth = {}\n").deck.fit);
    CHECK(read_text(line + "[fit]\n").deck.fit == Fit{});
    CHECK(read_text(line + "[fit.also]\n").deck.fit == Fit{});
}

TEST_CASE("The keys of a fit are read", "[deck][fit]") {
    const auto fit = read_text(line + "[fit]\nalgorithm = \"praxis\"\nstarts = 3\npolish = false\n"
                                      "max_evaluations = 17\ntolerance = 1e-3\nseed = 5\n")
                         .deck.fit;
    REQUIRE(fit);
    CHECK(fit->algorithm == "praxis");
    CHECK(fit->starts == 3);
    CHECK_FALSE(fit->polish);
    CHECK(fit->max_evaluations == 17);
    CHECK(fit->tolerance == 1e-3);
    CHECK(fit->uncertainty == Uncertainty::posterior);
    CHECK(fit->seed == 5);
}

TEST_CASE("A fit needs a spectrum, a free parameter and no bath", "[deck][fit]") {
    CHECK(findings_in("[fit]\n").size() == 1);
    CHECK(findings_in("nqr.spectrum = []\n[fit]\n").size() == 1);
    CHECK(findings_in(line + "[fit]\n" + fixed).size() == 1);
    CHECK(findings_in(line + "[fit]\n[fit.also]\n\"nqr.packet_fwhm\" = { min = 0.5, max = 2 }\n" + fixed)
              .empty());
    CHECK(findings_in(line + "[fit]\n[free_energy.bath]\nbeta = [0, 0, 0]\ntheta = [0, 0, 0]\n").size() == 1);
    CHECK(findings_in(line + "[fit]\n[free_energy.bath]\nenabled = false\n").empty());
}
