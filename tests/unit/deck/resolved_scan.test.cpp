#include "deck_files.hpp"
#include "lpsglass/core/sha256.hpp"
#include "lpsglass/deck/resolved.hpp"
#include "support/catch.hpp"

using namespace lpsglass::deck;
using deck_files::Folder;
using deck_files::read_text;

namespace {

const std::string line = "[[nqr.spectrum]]\nsigma = 0.1\ndata = [[55, 0.5], [58, 1], [61, 0.5]]\n";
const std::string fit = line + "[fit]\n";

/// Which identities a change of the deck changes: of the whole, of one set, of the fits.
std::string changed(const std::string& deck, const std::string& with, const std::string& instead = "") {
    const Deck a = read_text(deck + instead).deck;
    const Deck b = read_text(deck + with).deck;
    std::string all;
    if (identity_text(a) != identity_text(b)) all += "deck ";
    if (set_identity_text(a) != set_identity_text(b)) all += "set ";
    if (fit_identity_text(a) != fit_identity_text(b)) all += "fit ";
    return all;
}

} // namespace

TEST_CASE("The identity of the fits is what decides them", "[deck][resolved_scan]") {
    for (const char* text :
         {"structure.selenium_tilt = 2.6\n", "tight_binding.arsenic_p = -7.9\n", "nqr.packet_fwhm = 1.1\n",
          "nqr.coupling_4p = 400\n", "nqr.thermal.libration_rms = 2\n", "nqr.ensemble.law = \"uniform\"\n",
          "amplitude.beta_1.prior = -0.2\namplitude.beta_1.prior_sigma = 0.1\n",
          "amplitude.theta_12.value = -0.3\n"}) {
        INFO(text);
        CHECK(changed("", std::string(text) + fit, fit) == "deck set fit ");
    }
    CHECK(changed(fit, "starts = 3\n") == "deck set fit ");
    CHECK(changed(fit, "uncertainty = \"linear\"\n") == "deck set fit ");
    CHECK(changed("", line + "baseline = true\n[fit]\n", fit) == "deck set fit ");
    CHECK(changed("", line + "temperature = 78\n[fit]\n", fit) == "deck set fit ");
    for (const char* text : {"nqr.grid.step = 1\n", "exponents.scale = 0.6\n", "gauge.coupling = 50\n",
                             "free_energy.kappa_beta = [1, 2, 3]\n", "partition.weight_beta = \"well\"\n",
                             "partition.cooperativity_theta = 50\n", "exponents.glass_temperature = 450\n",
                             "temperature.step = 20\n"}) {
        INFO(text);
        CHECK(changed("", std::string(text) + fit, fit) == "deck set ");
    }
    for (const char* text : {"title = \"x\"\n", "output.detail = \"summary\"\n"})
        CHECK(changed("", std::string(text) + fit, fit).empty());
    CHECK(changed("",
                  fit + "[calibration]\n[[calibration.target]]\nobservable = \"line_mean\"\nvalue = 58\n"
                        "adjust = [\"gauge.coupling\"]\n",
                  fit) == "deck ");
    CHECK(changed("", fit + "[[scan.parameter]]\nkey = \"gauge.coupling\"\nvalues = [1]\n", fit) == "deck ");
}

TEST_CASE("What [fit.also] drives decides the fits, wherever it stands", "[deck][resolved_scan]") {
    const std::string also = fit +
                             "[fit.also]\na = { keys = [\"gauge.coupling\"], mode = \"shift\", min = -1, max "
                             "= 1, prior = 0, prior_sigma = 1 }\n";
    CHECK(changed("", "gauge.coupling = 50\n" + also, also) == "deck set fit ");
    CHECK(changed("", "exponents.scale = 0.6\n" + also, also) == "deck set ");
}

TEST_CASE("Decks of a scan have a set's identity that is the deck's own without it",
          "[deck][resolved_scan]") {
    const Deck plain = read_text(fit).deck;
    const Deck scanned = read_text(fit + "[[scan.parameter]]\nkey = \"gauge.coupling\"\nvalues = [1]\n").deck;
    CHECK(set_identity_text(scanned) == set_identity_text(plain));
    CHECK(set_identity_text(plain) == identity_text(plain));
}

TEST_CASE("Names of scanned files are no part of the identity, their lines are", "[deck][resolved_scan]") {
    const Folder folder;
    const auto sha256 = [&](const std::string& values, const std::string& b) {
        folder.write("a.csv", "55,0.5,0.1\n58,1,0.1\n61,0.5,0.1\n");
        folder.write("b.csv", b);
        folder.write("c.csv", b);
        return read_deck(folder.write("deck.toml", "schema = 1\n[[nqr.spectrum]]\nfile = \"a.csv\"\n"
                                                   "[[scan.parameter]]\nname = \"x\"\nkey = "
                                                   "\"nqr.spectrum[1].file\"\nvalues = " +
                                                       values + "\n"))
            .sha256;
    };
    const char* b = "56,0.5,0.1\n58,1,0.1\n61,0.5,0.1\n";
    const std::string first = sha256("[\"a.csv\", \"b.csv\", \"a.csv\"]", b);
    CHECK(sha256("[\"a.csv\", \"c.csv\", \"a.csv\"]", b) == first);
    CHECK(sha256("[\"a.csv\", \"c.csv\", \"c.csv\"]", b) != first);
    CHECK(sha256("[\"a.csv\", \"b.csv\", \"a.csv\"]", "57,0.5,0.1\n58,1,0.1\n61,0.5,0.1\n") != first);
}

TEST_CASE("The resolved scan keeps every bit of its numbers", "[deck][resolved_scan]") {
    Deck deck = read_text("[[scan.parameter]]\nkey = \"gauge.coupling\"\nvalues = [1]\n").deck;
    deck.scan->parameters[0].values = {1.0 / 3.0, 0.1 + 0.2, -0.0, 1e22, 9007199254740992.0, -5.0, 5e-324};
    const Deck again = read_deck_text(resolved_text(deck), "resolved.toml").deck;
    CHECK(again == deck);
    CHECK(std::signbit(again.scan->parameters[0].values[2]));
}
