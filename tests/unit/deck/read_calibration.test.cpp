#include <algorithm>

#include "deck_files.hpp"
#include "lpsglass/deck/observables.hpp"
#include "support/catch.hpp"

using namespace lpsglass::deck;
using deck_files::findings_in;
using deck_files::read_text;

namespace {

const std::string kappa =
    "[[calibration.target]]\nobservable = \"ground_state.beta_1\"\nvalue = -3\nadjust = "
    "[\"free_energy.kappa_beta[1]\"]\n";

/// A first target that is right, and one that may not be.
std::vector<std::string> findings(const std::string& target) {
    return findings_in(kappa + "[[calibration.target]]\n" + target);
}

} // namespace

TEST_CASE("Targets are read with their defaults", "[deck][calibration]") {
    const auto targets = read_text(kappa + "[[calibration.target]]\nobservable = \"alpha\"\nvalue = 0.8\n"
                                           "temperature = 400\ntolerance = 1e-6\nmode = \"set\"\n"
                                           "adjust = [\"structure.hybrid_offset\"]\n")
                             .deck.calibration;
    REQUIRE(targets.size() == 2);
    CHECK(targets[0] ==
          CalibrationTarget{
              "ground_state.beta_1", -3.0, {}, {"free_energy.kappa_beta[1]"}, DriveMode::shift, 1e-4});
    CHECK(targets[1] ==
          CalibrationTarget{"alpha", 0.8, 400.0, {"structure.hybrid_offset"}, DriveMode::set, 1e-6});
}

TEST_CASE("Without the section, or with it switched off, there are no targets", "[deck][calibration]") {
    CHECK(read_text("").deck.calibration.empty());
    CHECK(read_text("[calibration]\nenabled = false\n").deck.calibration.empty());
    CHECK(read_text("calibration.enabled = false\n" + kappa).deck.calibration.empty());
    // Rules between keys are not looked at then, values are.
    CHECK(
        findings_in("[calibration]\nenabled = false\n[[calibration.target]]\nobservable = \"x\"\nvalue = 1\n")
            .empty());
    CHECK(findings_in("[calibration]\nenabled = false\n[[calibration.target]]\nobservable = 1\nvalue = 1\n")
              .size() == 1);
    CHECK(findings_in("[calibration]\nenabled = true\ntarget = []\n").size() == 1);
}

TEST_CASE("A temperature belongs to the observables that need one", "[deck][calibration]") {
    for (const Observable& observable : observables()) {
        INFO(observable.name);
        const std::string target = "observable = \"" + std::string(observable.name) + "\"\nvalue = 1.5\n";
        if (observable.name == "ground_state.beta_1") continue; // taken by the first target
        CHECK(findings(target).size() == (observable.at_temperature ? 1 : 0));
        CHECK(findings(target + "temperature = 400\n").size() == (observable.at_temperature ? 0 : 1));
    }
}

TEST_CASE("The same observable may be a target at several temperatures", "[deck][calibration]") {
    const std::string alpha = "observable = \"alpha\"\nvalue = 0.8\n";
    CHECK(findings(alpha + "temperature = 400\n[[calibration.target]]\n" + alpha + "temperature = 401\n")
              .empty());
    CHECK(findings(alpha + "temperature = 400\n[[calibration.target]]\n" + alpha + "temperature = 400\n")
              .size() == 1);
}

TEST_CASE("Keys of the model may be adjusted, each once", "[deck][calibration]") {
    const std::string line = "observable = \"line_mean\"\nvalue = 58\nadjust = ";
    for (const char* key :
         {"structure.bond_angle[23]", "structure.bond_angle", "tight_binding.eta_pp_pi", "nqr.coupling_4p",
          "gauge.coupling", "exponents.scale", "amplitude.theta_12", "amplitude.theta_12.value"}) {
        INFO(key);
        CHECK(findings(line + "[\"" + key + "\"]\n").empty());
    }
    for (const char* key : {"structure.bond_angle[21]", "exponents.glass_temperature", "temperature.stop",
                            "nqr.ensemble.points", "amplitude.beta_1.min", "free_energy.kappa_beta",
                            "free_energy.kappa_beta[1]", "", "free_energy.bath.beta[1]"}) {
        INFO(key);
        CHECK(findings(line + "[\"" + std::string(key) + "\"]\n").size() == 1);
    }
}

TEST_CASE("No more quantities than targets; a whole array is one", "[deck][calibration]") {
    const std::string line = "observable = \"line_mean\"\nvalue = 58\nadjust = ";
    CHECK(findings(line + "[]\n").empty());
    CHECK(findings(line + "[\"structure.hybrid_offset\"]\n").empty());
    CHECK(findings(line + "[\"structure.hybrid_offset[1]\", \"structure.hybrid_offset[2]\"]\n").size() == 1);
    const auto excess = findings(line + "[\"gauge.coupling\", \"nqr.packet_fwhm\"]\n");
    REQUIRE(excess.size() == 1);
    CHECK(excess[0].starts_with("deck.toml:9:29: calibration.target[2].adjust: \"nqr.packet_fwhm\" is one"));
}

TEST_CASE("Targets are part of the identity, and survive in the resolved deck", "[deck][calibration]") {
    const LoadedDeck loaded = read_text(kappa);
    CHECK(loaded.sha256 != read_text("").sha256);
    CHECK(read_deck_text(loaded.resolved, "resolved.toml").deck == loaded.deck);
}
