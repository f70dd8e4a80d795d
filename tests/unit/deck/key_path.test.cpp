#include "lpsglass/deck/key_path.hpp"

#include "support/catch.hpp"

using namespace lpsglass::deck;

namespace {

/// The parts as name and element, joined by bars.
std::string parts(std::string_view key) {
    std::string text;
    for (const KeyPart& part : key_parts(key))
        text += part.name + "|" + part.element + "|";
    return text;
}

} // namespace

TEST_CASE("A key falls into names and elements", "[deck][key_path]") {
    CHECK(parts("schema") == "schema||");
    CHECK(parts("structure.bond_angle[23]") == "structure||bond_angle|23|");
    CHECK(parts("nqr.spectrum[12].synthetic.seed") == "nqr||spectrum|12|synthetic||seed||");
}

TEST_CASE("A quoted name keeps its dots, brackets and quotes", "[deck][key_path]") {
    CHECK(parts("fit.also.\"nqr.packet_fwhm\".min") == "fit||also||nqr.packet_fwhm||min||");
    CHECK(parts("fit.also.\"a[1]\\\"b\".max") == "fit||also||a[1]\"b||max||");
    CHECK(parts("fit.also.\"\".max") == "fit||also||||max||");
}

TEST_CASE("What is no key has no parts", "[deck][key_path]") {
    for (const char* text :
         {"", ".", "a.", ".a", "a..b", "a[1", "a[]", "a[1]b", "\"a", "\"a\"b", "a\"b\"", "[1]"}) {
        INFO(text);
        CHECK(key_parts(text).empty());
    }
}
