#include "lpsglass/deck/numeric_keys.hpp"

#include <set>

#include "lpsglass/model/parameters.hpp"
#include "support/catch.hpp"

using namespace lpsglass::deck;

TEST_CASE("Every parameter of the model has its own number in the deck", "[deck][numeric_keys]") {
    Deck deck;
    deck.free_energy.bath = Bath{};
    std::set<const double*> numbers;
    for (const auto& parameter : lpsglass::model::parameter_table()) {
        INFO(parameter.key);
        const double* found = find_number(deck, parameter.key);
        REQUIRE(found);
        CHECK(numbers.insert(found).second);
        CHECK(find_number(std::as_const(deck), parameter.key) == found);
    }
}

TEST_CASE("A key leads to its member", "[deck][numeric_keys]") {
    Deck deck;
    CHECK(find_number(deck, "structure.bond_angle[13]") == &deck.structure.bond_angle_degree[2]);
    CHECK(find_number(deck, "structure.bond_angle[23]") == &deck.structure.bond_angle_degree[1]);
    CHECK(find_number(deck, "free_energy.kappa_beta[2]") == &deck.free_energy.kappa_beta_eV_per_A2[1]);
    CHECK(find_number(deck, "nqr.thermal.libration_rms") == &deck.nqr.thermal.libration_rms_degree);
    CHECK(find_number(deck, "nqr.packet_fwhm") == &deck.nqr.packet_fwhm_MHz);
    CHECK(find_number(deck, "gauge.coupling") == &deck.gauge_coupling_A_per_eV);
    CHECK(find_number(deck, "amplitude.theta_12") == &deck.amplitude[3].value);
    CHECK(find_number(deck, "amplitude.theta_12.value") == &deck.amplitude[3].value);
}

TEST_CASE("What is no number of the deck is not found", "[deck][numeric_keys]") {
    const Deck deck;
    for (const char* key :
         {"", "structure", "structure.bond_angle", "structure.bond_angle[2]", "structure.bond_angle[]",
          "structure.bond_angle[12", "structure.bond_lenght[1]", "nqr.ensemble.law", "nqr.ensemble.points",
          "gauge.coupling[1]", "amplitude.beta_4", "amplitude.beta_1[1]", "amplitude", "coupling",
          "free_energy.bath.beta[1]"}) { // there is no bath
        INFO(key);
        CHECK_FALSE(find_number(deck, key));
    }
}

TEST_CASE("An array stands for its elements", "[deck][numeric_keys]") {
    CHECK(model_keys("structure.bond_angle") == std::vector<std::string>{"structure.bond_angle[12]",
                                                                         "structure.bond_angle[23]",
                                                                         "structure.bond_angle[13]"});
    CHECK(model_keys("gauge.coupling") == std::vector<std::string>{"gauge.coupling"});
    CHECK(model_keys("structure.bond_angle[12]") == std::vector<std::string>{"structure.bond_angle[12]"});
    CHECK(model_keys("structure").empty());
    CHECK(model_keys("structure.bond").empty());
    CHECK(model_keys("nqr.grid.step").empty());
    CHECK(model_keys("").empty());
}

TEST_CASE("A model parameter finds the row of its key", "[deck][numeric_keys]") {
    CHECK(find_model_key("structure.bond_angle[23]") == find_key("structure", "bond_angle"));
    CHECK(find_model_key("amplitude.beta_2") == find_key("amplitude.*", "value"));
    CHECK_FALSE(find_model_key("nqr.grid.step"));
}
