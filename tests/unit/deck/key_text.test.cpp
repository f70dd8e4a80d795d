#include "lpsglass/deck/key_text.hpp"

#include "support/catch.hpp"

using namespace lpsglass::deck;
using Catch::Matchers::Contains;

TEST_CASE("Limits are said in words", "[deck][key_text]") {
    CHECK(limits_text({.min = 0, .max = 10, .min_excluded = true}) == "above 0, at most 10");
    CHECK(limits_text({.min = 0, .max = 90, .max_excluded = true}) == "at least 0, below 90");
    CHECK(limits_text({.min = 0, .max = 1}) == "0 to 1");
    CHECK(limits_text({.min = 1, .max = 1}) == "1");
    CHECK(limits_text({.min = 0, .min_excluded = true}) == "above 0");
    CHECK(limits_text({.max = 3}) == "at most 3");
    CHECK(limits_text({}).empty());
}

TEST_CASE("Allowed values are range with unit, words and rule", "[deck][key_text]") {
    CHECK(allowed_text(*find_key("nqr", "packet_fwhm")) == "above 0 MHz");
    CHECK(allowed_text(*find_key("nqr.ensemble", "law")) == "normal, uniform, arcsine");
    CHECK(allowed_text(*find_key("nqr.ensemble", "points")) == "2 to 67108864; a power of two");
    CHECK(range_text(*find_key("nqr.ensemble", "points")) == "2 to 67108864");
    CHECK(allowed_text(*find_key("tight_binding", "eta_pp_pi")) == "any");
    CHECK(range_text(*find_key("calibration.target", "temperature")) == "above 0, at most 100000 K");
}

TEST_CASE("The reference names every section and every key", "[deck][key_text]") {
    const std::string text = reference_text();
    for (const SectionInfo& section : section_table())
        CHECK_THAT(text, Contains(section_title(section) + ": "));
    for (const KeyInfo& key : key_table())
        CHECK_THAT(text, Contains("\n  " + std::string(key.name) + " (" + type_text(key)));
    CHECK_THAT(text, Contains("  packet_fwhm (number, unit MHz; default 1.0)\n"
                              "      full width at half maximum of one packet\n"
                              "      allowed: above 0 MHz\n"));
}

TEST_CASE("The reference names every observable with its unit", "[deck][key_text]") {
    const std::string text = reference_text();
    CHECK_THAT(text, Contains("\n  line_mean (MHz)\n"));
    CHECK_THAT(text, Contains("\n  alpha_minus_beta (1; at a temperature)\n"));
    CHECK_THAT(text, Contains("\n  ground_state.theta_13 (eV)\n"));
}

TEST_CASE("The reference in markdown has a table for each section with keys", "[deck][key_text]") {
    const std::string text = reference_markdown();
    CHECK_THAT(
        text, Contains("<!-- keys: [nqr] -->\n"
                       "| key | type | unit | default | allowed | meaning |\n"
                       "|---|---|---|---|---|---|\n"
                       "| `coupling_4p` | number | MHz | `410.7` | above 0 MHz | magnitude of the quadrupole "
                       "coupling e^2 q_4p Q/h of one 4p electron |\n"
                       "| `packet_fwhm` | number | MHz | `1.0` | above 0 MHz | full width at half maximum of "
                       "one packet |\n"
                       "<!-- end of keys -->\n"));
    // A default that is no value of a deck is a word, not code.
    CHECK_THAT(text, Contains("| `schema` | integer | 1 | required | 1 | version of the deck's format |\n"));
    for (const SectionInfo& section : section_table())
        CHECK((text.find("<!-- keys: " + section_title(section) + " -->\n") != std::string::npos) ==
              !keys_of(section.path).empty());
    for (const KeyInfo& key : key_table())
        CHECK_THAT(text, Contains("\n| `" + std::string(key.name) + "` | " + type_text(key) + " | "));
}
