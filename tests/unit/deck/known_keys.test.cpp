#include "lpsglass/deck/known_keys.hpp"

#include "deck_files.hpp"
#include "support/catch.hpp"

using namespace lpsglass::deck;

namespace {

std::size_t findings(std::string_view text) {
    Findings found;
    check_known_keys(deck_files::parse(text), found);
    return found.count();
}

} // namespace

TEST_CASE("Known names pass, wherever TOML lets them stand", "[deck][known_keys]") {
    CHECK(findings("") == 0);
    CHECK(findings("schema = 1\nstructure.selenium_tilt = 1\nnqr = { thermal = { libration_rms = 1 } }\n") ==
          0);
    CHECK(findings("[[nqr.spectrum]]\nfile = 1\n[nqr.spectrum.synthetic]\nfwhm = 1\n[[nqr.spectrum]]\n") ==
          0);
    CHECK(findings("nqr.spectrum = []\namplitude.beta_1.value = 1\n[fit.also.\"any name\"]\nkeys = 1\n") ==
          0);
}

TEST_CASE("Each unknown name is found", "[deck][known_keys]") {
    CHECK(findings("a = 1\n[b]\nc = 2\n") == 2); // [b] as a whole
    CHECK(findings("[structure]\na = 1\nb = 2\n[amplitude]\nbeta_1 = { c = 1 }\nbeta_9 = {}\n") == 4);
    CHECK(findings("[[nqr.spectrum]]\na = 1\n[[nqr.spectrum]]\nb = 1\nsynthetic = { c = 1 }\n") == 3);
    CHECK(findings("[fit.also.x]\na = 1\n[fit.also]\nnqr.packet_fwhm = { min = 1 }\n") == 2);
}

TEST_CASE("What only looks like a section is none", "[deck][known_keys]") {
    CHECK(findings("\"nqr.thermal\" = {}\n") == 1);
    CHECK(findings("\"\" = {}\n") == 1);
    CHECK(findings("\"fit.also.*\" = {}\n[amplitude.\"*\"]\n") == 2);
}

TEST_CASE("Names in an optional section are looked at, whether it is on or off", "[deck][known_keys]") {
    CHECK(findings("[scan]\nenabled = false\nanything = 3\n[[scan.parameter]]\nkey = 1\nkye = 1\n") == 2);
    CHECK(findings("[scan]\ndesign = 1\n[[scan.parameter]]\nlaw = 1\nvalues = 1\n") == 0);
    CHECK(findings("[scan.parameter]\nlaw = 1\n") == 1);
    CHECK(findings("[calibration]\nenabled = false\n") == 0);
    CHECK(findings("scan = 3\n") == 1);
}
