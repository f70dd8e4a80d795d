#include "lpsglass/model/parameters.hpp"

#include <set>
#include <string>

#include "lpsglass/core/constants.hpp"
#include "support/catch.hpp"

using namespace lpsglass::model;
namespace par = lpsglass::model::parameter;

TEST_CASE("the table names every parameter once, and find_parameter finds it", "[model][parameters]") {
    std::set<std::string_view> keys;
    for (int i = 0; i < par::count; ++i) {
        const std::string key(parameter_table()[i].key);
        CAPTURE(key);
        CHECK(keys.insert(parameter_table()[i].key).second);
        CHECK(find_parameter(key) == i);
    }
    CHECK(find_parameter("structure.bond_length") == -1); // an array has no single place
    CHECK(find_parameter("structure.bond_length[4]") == -1);
    CHECK(find_parameter("") == -1);
}

TEST_CASE("elements stand in the order of bonds and pairs", "[model][parameters]") {
    CHECK(find_parameter("structure.bond_length[2]") == par::bond_length + 1);
    CHECK(find_parameter("structure.bond_angle[12]") == par::bond_angle);
    CHECK(find_parameter("structure.bond_angle[23]") == par::bond_angle + 1);
    CHECK(find_parameter("structure.bond_angle[13]") == par::bond_angle + 2);
    CHECK(find_parameter("amplitude.beta_3") == par::amplitude + 2);
    CHECK(find_parameter("amplitude.theta_13") == par::amplitude + 5);
    CHECK(find_parameter("free_energy.kappa_theta[13]") == par::kappa_theta + 2);
    CHECK(find_parameter("free_energy.bath.theta[23]") == par::bath_theta + 1);
    // Code that steps through all six bath amplitudes, and through both cooperativities, relies on this.
    CHECK(par::bath_theta == par::bath_beta + 3);
    CHECK(par::cooperativity_theta == par::cooperativity_beta + 1);
}

TEST_CASE("decks give angles in degrees, everything else in the units of the model", "[model][parameters]") {
    for (const ParameterInfo& info : parameter_table()) {
        CAPTURE(std::string(info.key));
        const bool is_angle = info.unit == "degree";
        CHECK(info.model_per_deck == (is_angle ? lpsglass::constants::pi / 180.0 : 1.0));
        CHECK_FALSE(info.unit.empty());
    }
    for (const char* key :
         {"structure.bond_angle[23]", "structure.hybrid_offset[1]", "structure.selenium_tilt",
          "nqr.thermal.libration_rms", "amplitude.beta_1", "amplitude.theta_12"})
        CHECK(parameter_table()[find_parameter(key)].unit == "degree");
}
