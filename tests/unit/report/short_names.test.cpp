#include "report/short_names.hpp"

#include "support/catch.hpp"

using lpsglass::report::short_keys;
using lpsglass::report::short_texts;
using Texts = std::vector<std::string>;

TEST_CASE("Keys lose their section where that leaves them different", "[scan]") {
    CHECK(short_keys({"structure.bond_angle[12]", "gauge.coupling", "stiffness"}) ==
          Texts{"bond_angle[12]", "coupling", "stiffness"});
    CHECK(short_keys({"one.tilt", "other.tilt", "gauge.coupling"}) ==
          Texts{"one.tilt", "other.tilt", "coupling"});
    CHECK(short_keys({"structure.tilt", "tilt"}) == Texts{"structure.tilt", "tilt"});
}

TEST_CASE("Long keys get a gap in the middle where that leaves them different", "[scan]") {
    // 22 characters: 11 from the beginning, the gap, 10 from the end.
    CHECK(short_keys({"amplitude.theta_12_and_more.prior_sigma"}) == Texts{"theta_12_an…rior_sigma"});
    CHECK(short_keys({"exactly_22_characters_"}) == Texts{"exactly_22_characters_"});
    const Texts alike{"theta_12_an_one_rior_sigma", "theta_12_an_two_rior_sigma"};
    CHECK(short_keys(alike) == alike);
    CHECK(short_keys({"äääääääääääääääääääääääääää"}).front() == "äääää…äääää"); // two bytes each, none cut
}

TEST_CASE("Texts lose what all of them share", "[scan]") {
    CHECK(short_texts({"data/as2se3_glass_77K.csv", "data/as32se68_glass_77K.csv"}) ==
          Texts{"as2se3", "as32se68"});
    CHECK(short_texts({"well", "barrier"}) == Texts{"well", "barrier"});
    CHECK(short_texts({"well", "well"}) == Texts{"well", "well"});
    CHECK(short_texts({"a_b", "a_b", "a_c"}) == Texts{"b", "b", "c"});
    CHECK(short_texts({"a_", "a_c"}) == Texts{"a_", "a_c"}); // nothing would be left of the first
    CHECK(short_texts({"only/one.csv"}) == Texts{"only/one.csv"});
}
