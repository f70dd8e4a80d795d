#include "lpsglass/deck/key_text.hpp"

#include <fstream>
#include <sstream>

#include "support/catch.hpp"

using namespace lpsglass::deck;
using Catch::Matchers::Contains;

namespace {

/// The row of a key as docs/deck.md has it.
std::string documented(const KeyInfo& key) {
    const bool value = key.fallback != "required" && key.fallback != "none";
    const std::string fallback(key.fallback);
    return "| `" + std::string(key.name) + "` | " + type_text(key) + " | " + std::string(key.unit) + " | " +
           (value ? "`" + fallback + "`" : fallback) + " | " + allowed_text(key) + " | " + meaning_text(key) +
           " |\n";
}

} // namespace

TEST_CASE("docs/deck.md has every key with its type, unit, default, range and meaning", "[deck][docs]") {
    std::ifstream stream(LPSGLASS_SOURCE_DIR "/docs/deck.md");
    std::ostringstream text;
    text << stream.rdbuf();
    const std::string page = text.str();
    REQUIRE_FALSE(page.empty());
    for (const SectionInfo& section : section_table()) {
        const std::vector<const KeyInfo*> keys = keys_of(section.path);
        std::string rows;
        for (const KeyInfo* key : keys)
            rows += documented(*key);
        CHECK_THAT(page, Contains(rows)); // a section's rows stand together, in the order of the table
        if (!section.path.empty() && !section.path.ends_with("*"))
            CHECK_THAT(page, Contains(section_title(section)));
    }
}

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
