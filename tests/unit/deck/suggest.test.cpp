#include "lpsglass/deck/suggest.hpp"

#include <array>

#include "support/catch.hpp"

using namespace lpsglass::deck;
using namespace std::string_view_literals;

TEST_CASE("The edit distance counts the fewest edits", "[deck][suggest]") {
    CHECK(edit_distance("kitten", "sitting") == 3); // the textbook example
    CHECK(edit_distance("", "abc") == 3);
    CHECK(edit_distance("abc", "") == 3);
    CHECK(edit_distance("abc", "abc") == 0);
    CHECK(edit_distance("lenght", "length") == 1); // neighbours swapped
    CHECK(edit_distance("ca", "abc") == 3);        // restricted form: no edit inside a swapped pair
}

TEST_CASE("Only a similar word is a neighbour", "[deck][suggest]") {
    constexpr std::array words{"normal"sv, "uniform"sv, "arcsine"sv};
    CHECK(nearest("norml", words) == "normal");
    CHECK(nearest("arcsin", words) == "arcsine");
    CHECK(nearest("gaussian", words).empty());
    CHECK(nearest("", words).empty());
    constexpr std::array letters{"a"sv, "b"sv};
    CHECK(nearest("xy", letters).empty()); // two edits, but nothing in common
    CHECK(nearest("ab", letters) == "a");  // the first of equals
}

TEST_CASE("An unknown key is told its nearest neighbour or its home", "[deck][suggest]") {
    CHECK(unknown_name_message("key", "structure", "bond_lenght") ==
          "unknown key (did you mean bond_length?)");
    CHECK(unknown_name_message("section", "", "strucure") == "unknown section (did you mean structure?)");
    CHECK(unknown_name_message("key", "structure", "packet_fwhm") ==
          "unknown key here (it belongs to [nqr])");
    CHECK(unknown_name_message("section", "", "thermal") == "unknown section here (it belongs to [nqr])");
    CHECK(unknown_name_message("key", "gauge", "flavour") == "unknown key (known here: coupling)");
    // `value` belongs elsewhere, but one letter more is a key of this very section.
    CHECK(unknown_name_message("key", "temperature", "value") == "unknown key (did you mean values?)");
    CHECK(unknown_name_message("amplitude", "amplitude", "theta_31") ==
          "unknown amplitude (did you mean theta_13?)");
}

TEST_CASE("An unknown word is told the allowed ones", "[deck][suggest]") {
    constexpr std::array words{"well"sv, "barrier"sv};
    CHECK(unknown_word_message("wel", words) ==
          "\"wel\" is not allowed (allowed: well, barrier; did you mean well?)");
    CHECK(unknown_word_message("x\ny", words) == "\"x\\ny\" is not allowed (allowed: well, barrier)");
}
