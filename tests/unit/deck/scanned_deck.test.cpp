#include "lpsglass/deck/scanned_deck.hpp"

#include <cmath>
#include <limits>

#include "deck_files.hpp"
#include "lpsglass/deck/numeric_keys.hpp"
#include "lpsglass/model/parameters.hpp"
#include "support/catch.hpp"

using namespace lpsglass::deck;
using Catch::Matchers::Contains;
using deck_files::Folder;
using deck_files::read_text;
using lpsglass::InputError;

namespace {

using Values = std::vector<double>;

const std::filesystem::path decks = LPSGLASS_SOURCE_DIR "/tests/decks/valid";

/// A deck with one scanned parameter, given by its lines.
ScannedDeck scanned(const std::string& deck, const std::string& parameter, const std::string& scan = "") {
    return ScannedDeck(read_text(deck + "[scan]\n" + scan + "[[scan.parameter]]\n" + parameter));
}

/// What is wrong with a set.
std::string refusal(const ScannedDeck& scan, const Values& values) {
    try {
        (void)scan.at(values);
    } catch (const InputError& error) {
        return error.what();
    }
    return {};
}

Deck without_scan(Deck deck) {
    deck.scan.reset();
    return deck;
}

} // namespace

TEST_CASE("A set is the deck that has the values written into it", "[deck][scanned_deck]") {
    // {}: where the value goes
    const std::string deck = R"(
nqr.thermal.libration_rms = {thermal}
nqr.ensemble = { law = {law}, method = "direct", points = {points} }
gauge.coupling = {gauge}
[[nqr.spectrum]]
sigma = {sigma}
temperature = {temperature}
data = [[55, 0.5], [58, 1], [61, 0.5]]
[[nqr.spectrum]]
synthetic = { center = {center}, fwhm = 4.5, noise = {noise}, seed = {seed}, start = 48, stop = 68, step = 0.5 }
[fit]
algorithm = {algorithm}
starts = {starts}
[fit.also]
"nqr.packet_fwhm" = { min = {also_min}, max = 3.0, prior = 1.0, prior_sigma = 0.3 }
offset = { keys = ["structure.hybrid_offset"], mode = "shift", min = -1.0, max = 1.0 }
[amplitude]
beta_1 = { value = {beta}, prior = {prior}, prior_sigma = 0.05 }
beta_2 = { tied_to = "beta_1", ratio = {ratio} }
[partition]
weight_beta = {weight}
[structure]
hybrid_offset = [-2.0, {offset}, -2.0]
)";
    struct Case {
        const char *place, *key, *own, *other;
        double number;
    };
    const Case cases[] = {{"thermal", "nqr.thermal.libration_rms", "0.0", "3.5", 3.5},
                          {"law", "nqr.ensemble.law", "\"normal\"", "\"arcsine\"", 1},
                          {"points", "nqr.ensemble.points", "64", "128", 128},
                          {"gauge", "gauge.coupling", "69.78", "30.5", 30.5},
                          {"sigma", "nqr.spectrum[1].sigma", "0.1", "0.2", 0.2},
                          {"temperature", "nqr.spectrum[1].temperature", "77.0", "80.0", 80.0},
                          {"center", "nqr.spectrum[2].synthetic.center", "58.0", "59.0", 59.0},
                          {"noise", "nqr.spectrum[2].synthetic.noise", "0.015", "0.02", 0.02},
                          {"seed", "nqr.spectrum[2].synthetic.seed", "3", "4", 4},
                          {"algorithm", "fit.algorithm", "\"slsqp\"", "\"bobyqa\"", 1},
                          {"starts", "fit.starts", "8", "2", 2},
                          {"also_min", "fit.also.\"nqr.packet_fwhm\".min", "0.2", "0.3", 0.3},
                          {"beta", "amplitude.beta_1", "-0.2", "-0.3", -0.3},
                          {"prior", "amplitude.beta_1.prior", "-0.2", "-0.25", -0.25},
                          {"ratio", "amplitude.beta_2.ratio", "0.9", "1.1", 1.1},
                          {"weight", "partition.weight_beta", "\"well\"", "\"barrier\"", 1},
                          {"offset", "structure.hybrid_offset[2]", "-2.0", "-1.5", -1.5}};
    const auto written = [&](const Case* changed) {
        std::string text = deck;
        for (const Case& one : cases) {
            const std::string place = std::string("{").append(one.place).append("}");
            text.replace(text.find(place), place.size(), &one == changed ? one.other : one.own);
        }
        return text;
    };
    const Deck own = read_text(written(nullptr)).deck;
    for (const Case& one : cases) {
        INFO(one.key);
        const std::string values = std::string(one.own) + ", " + one.other;
        const ScannedDeck scan =
            scanned(written(nullptr), "key = '" + std::string(one.key) + "'\nvalues = [" + values + "]\n");
        CHECK(scan.at(scan.own_values()) == own);
        const Deck set = scan.at(Values{one.number});
        CHECK(set == read_text(written(&one)).deck);
        CHECK_FALSE(set == own);
        CHECK(scan.at(Values{std::numeric_limits<double>::quiet_NaN()}) == own);
    }
}

TEST_CASE("Shift and factor move every number of the model from where the deck has it",
          "[deck][scanned_deck]") {
    const Deck own = read_text("").deck;
    for (const auto& parameter : lpsglass::model::parameter_table()) {
        if (parameter.key.starts_with("free_energy.bath")) continue;
        INFO(parameter.key);
        const std::string key = "key = \"" + std::string(parameter.key) + "\"\n";
        const double base = *find_number(own, parameter.key);
        const ScannedDeck shift = scanned("", key + "mode = \"shift\"\nvalues = [0.0, 0.001]\n");
        CHECK(shift.own_values() == Values{0.0});
        CHECK(*find_number(shift.at(Values{0.001}), parameter.key) == base + 0.001);
        CHECK(shift.at(Values{0.0}) == own);
        if (base == 0.0) continue;
        const ScannedDeck factor = scanned("", key + "mode = \"factor\"\nvalues = [1.0, 1.001]\n");
        CHECK(factor.own_values() == Values{1.0});
        CHECK(*find_number(factor.at(Values{1.001}), parameter.key) == base * 1.001);
        CHECK(factor.at(Values{1.0}) == own);
    }
}

TEST_CASE("One parameter drives several keys, and a key is set before it is moved", "[deck][scanned_deck]") {
    const ScannedDeck scan = scanned("", R"(keys = ["structure.bond_angle", "gauge.coupling"]
mode = "shift"
values = [0.5]
[[scan.parameter]]
keys = ["gauge.coupling"]
name = "times"
mode = "factor"
values = [2.0]
[[scan.parameter]]
keys = ["gauge.coupling", "exponents.scale"]
name = "both"
values = [10.0]
)");
    CHECK(scan.own_values() == Values{0.0, 1.0, 69.78});
    const Deck deck = scan.at(Values{0.5, 2.0, 10.0});
    CHECK(deck.structure.bond_angle_degree == std::array{97.6 + 0.5, 98.0 + 0.5, 98.4 + 0.5});
    CHECK(deck.gauge_coupling_A_per_eV == (10.0 + 0.5) * 2.0); // in the order of the deck
    CHECK(deck.exponents.scale == 10.0);
}

TEST_CASE("A set has no scan of its own and keeps the rest of the deck", "[deck][scanned_deck]") {
    const LoadedDeck loaded = read_deck((decks / "scan_grid.toml").string());
    const ScannedDeck scan(loaded);
    Deck expected = without_scan(loaded.deck);
    CHECK(scan.at(Values{69.78, 0, 1, std::nan(""), 58, 3.0}) == expected);
    expected.gauge_coupling_A_per_eV = 90.0;
    expected.partition.weight_theta = lpsglass::model::Weight::barrier;
    expected.nqr.spectra[0].synthetic->seed = 2;
    CHECK(scan.at(Values{90.0, 0, 1, 1, 2, 3.0}) == expected);
}

TEST_CASE("A resolved deck gives the same sets", "[deck][scanned_deck]") {
    for (const char* name : {"scan_grid", "scan_list", "scan_saltelli", "scan_morris", "scan_lhs"}) {
        INFO(name);
        const LoadedDeck first = read_deck((decks / (std::string(name) + ".toml")).string());
        const LoadedDeck second = read_deck_text(first.resolved, "resolved.toml");
        const ScannedDeck a(first);
        const ScannedDeck b(second);
        Values values = a.own_values();
        CHECK(b.own_values().size() == values.size());
        CHECK(b.own_values() == values); // none of these is NaN
        for (double& value : values)
            value += value == std::floor(value) ? 0.0 : 1e-3;
        Deck one = a.at(values);
        for (Spectrum& spectrum : one.nqr.spectra)
            spectrum.file.clear(); // the resolved deck names none
        CHECK(b.at(values) == one);
    }
}

TEST_CASE("Every set is held to the rules of the deck", "[deck][scanned_deck]") {
    const ScannedDeck width = scanned("", "key = \"nqr.packet_fwhm\"\nmode = \"shift\"\nvalues = [0.5]\n");
    CHECK(refusal(width, {0.5}).empty());
    CHECK_THAT(refusal(width, {-1.0}), Contains("deck.toml: nqr.packet_fwhm: 0 is out of range (allowed: "
                                                "above 0 MHz)"));
    CHECK_FALSE(refusal(width, {}).empty());
    CHECK_FALSE(refusal(width, {0.5, 0.5}).empty());

    const ScannedDeck max = scanned("", "key = \"amplitude.beta_1.max\"\nvalues = [0.5, -2.0]\n");
    CHECK_THAT(refusal(max, {-2.0}), Contains("amplitude.beta_1.min: -1 is not below max, -2"));

    const std::string fit = "[[nqr.spectrum]]\nsigma = 0.1\ndata = [[55, 0.5], [58, 1], [61, 0.5]]\n[fit]\n";
    const ScannedDeck start = scanned(fit, "key = \"amplitude.beta_1\"\nvalues = [-0.5, 0.5]\n");
    CHECK_THAT(refusal(start, {0.5}),
               Contains("amplitude.beta_1.value: 0.5 is out of the bounds of the fit"));

    const ScannedDeck base = scanned(
        fit +
            "[fit.also]\nx = { keys = [\"structure.hybrid_following\"], mode = \"factor\", min = 0.5, max = "
            "1.5 }\n",
        "key = \"structure.hybrid_following\"\nvalues = [0.5, 0.9]\n");
    CHECK(refusal(base, {0.6}).empty());
    CHECK_THAT(refusal(base, {0.9}), Contains("fit.also.x.max: takes structure.hybrid_following to 1.35"));

    const ScannedDeck tie = scanned("amplitude.beta_2 = { tied_to = \"beta_1\", ratio = 2.0 }\n",
                                    "key = \"amplitude.beta_1\"\nvalues = [-0.1, -20.0]\n");
    CHECK(tie.at(Values{-0.1}).amplitude[1].value == -0.2);
    CHECK_THAT(refusal(tie, {-20.0}), Contains("amplitude.beta_2.ratio: takes the amplitude to -40 degree"));
}

TEST_CASE("All that is wrong with a set is told at once", "[deck][scanned_deck]") {
    const ScannedDeck scan = scanned("", R"(keys = ["gauge.coupling", "exponents.scale", "nqr.packet_fwhm"]
mode = "shift"
values = [0.5]
)");
    try {
        (void)scan.at(Values{-2.0});
        FAIL("a set with two bad values was taken");
    } catch (const InputError& error) {
        CHECK(error.diagnostics().size() == 2); // the coupling may be negative
    }
}

TEST_CASE("Numbers that a deck leaves out follow the scanned ones", "[deck][scanned_deck]") {
    const std::string line = "{ center = 58, fwhm = 4.5, noise = 0.01, start = 48, stop = 68, step = 0.5 }\n";
    const std::string noise = "key = \"nqr.spectrum[1].synthetic.noise\"\nvalues = [0.01, 0.02]\n";
    CHECK(scanned("[[nqr.spectrum]]\nsynthetic = " + line, noise).at(Values{0.02}).nqr.spectra[0].sigma ==
          0.02);
    CHECK(scanned("[[nqr.spectrum]]\nsigma = 0.1\nsynthetic = " + line, noise)
              .at(Values{0.02})
              .nqr.spectra[0]
              .sigma == 0.1);
    const std::string fit =
        "[[nqr.spectrum]]\nsynthetic = " + line + "[fit]\n[fit.also]\n\"nqr.packet_fwhm\" = ";
    const std::string width = "key = \"nqr.packet_fwhm\"\nvalues = [1.0, 1.5]\n";
    CHECK(scanned(fit + "{ min = 0.5, max = 2.0 }\n", width).at(Values{1.5}).fit->also[0].value == 1.5);
    CHECK(
        scanned(fit + "{ min = 0.5, max = 2.0, value = 0.7 }\n", width).at(Values{1.5}).fit->also[0].value ==
        0.7);
    CHECK(read_text(fit + "{ min = 0.5, max = 2.0 }\n[[scan.parameter]]\n" + width).warnings.size() == 1);
}

TEST_CASE("An integer takes the nearest integer, and a large one stays what it is", "[deck][scanned_deck]") {
    const std::string fit = "[[nqr.spectrum]]\nsigma = 0.1\ndata = [[55, 0.5], [58, 1], [61, 0.5]]\n[fit]\n";
    const ScannedDeck starts =
        scanned(fit, "key = \"fit.starts\"\nmin = 1\nmax = 8\n", "design = \"sobol\"\nsamples = 8\n");
    CHECK(starts.at(Values{2.4}).fit->starts == 2);
    CHECK(starts.at(Values{2.6}).fit->starts == 3);
    CHECK_THAT(refusal(starts, {0.4}), Contains("fit.starts: 0 is out of range"));
    CHECK_FALSE(refusal(starts, {1e300}).empty());
    const ScannedDeck seed =
        scanned(fit + "seed = 9007199254740993\n", "key = \"fit.seed\"\nvalues = [1, 2]\n");
    CHECK(seed.at(seed.own_values()).fit->seed == 9007199254740993U);
    CHECK(seed.at(Values{2.0}).fit->seed == 2);
}

TEST_CASE("A text is given by its place", "[deck][scanned_deck]") {
    const ScannedDeck scan = scanned("", "key = \"nqr.ensemble.law\"\nvalues = [\"arcsine\", \"uniform\"]\n");
    CHECK(std::isnan(scan.own_values()[0])); // the deck's own law is none of them
    CHECK(scan.at(Values{0}).nqr.ensemble.law == lpsglass::model::EnsembleLaw::arcsine);
    CHECK(scan.at(Values{1}).nqr.ensemble.law == lpsglass::model::EnsembleLaw::uniform);
    CHECK(scan.at(scan.own_values()).nqr.ensemble.law == lpsglass::model::EnsembleLaw::normal);
    for (const double wrong : {-1.0, 0.5, 2.0, 1e300})
        CHECK_THAT(refusal(scan, {wrong}), Contains("nqr.ensemble.law"));
}

TEST_CASE("A set has the line of its file", "[deck][scanned_deck]") {
    const Folder folder;
    folder.write("a.csv", "55,0.5,0.1\n58,1,0.1\n61,0.5,0.1\n");
    folder.write("b.csv", "56,0.4,0.1\n59,1,0.1\n62,0.4,0.1\n64,0.1,0.1\n");
    folder.write("c.csv", "55,0.5\n58,1\n61,0.5\n");
    const auto deck = [&](const std::string& spectrum, const std::string& files) {
        return read_deck(folder.write("deck.toml", "schema = 1\n[[nqr.spectrum]]\n" + spectrum +
                                                       "[[scan.parameter]]\nkey = \"nqr.spectrum[1].file\"\n"
                                                       "values = " +
                                                       files + "\n"));
    };
    const LoadedDeck loaded =
        deck("file = \"b.csv\"\norigin = \"the first\"\n", R"(["a.csv", "b.csv", "a.csv"])");
    CHECK(loaded.deck.scan->parameters[0].data.size() == 2); // each file once
    for (const LoadedDeck& one : {loaded, read_deck_text(loaded.resolved, "elsewhere/resolved.toml")}) {
        const ScannedDeck scan(one);
        CHECK(scan.own_values() == Values{1.0});
        for (const double place : {0.0, 2.0}) {
            const Spectrum a = scan.at(Values{place}).nqr.spectra[0];
            CHECK(a.points == std::vector<LinePoint>{{55, 0.5, 0.1}, {58, 1, 0.1}, {61, 0.5, 0.1}});
            CHECK(a.origin == "a.csv");
            CHECK(a.file.empty());
        }
        CHECK(scan.at(Values{1.0}).nqr.spectra[0].points == loaded.deck.nqr.spectra[0].points);
        CHECK(scan.at(Values{std::nan("")}) == without_scan(one.deck));
    }
    const LoadedDeck key_sigma = deck("file = \"c.csv\"\nsigma = 0.3\n", "[\"c.csv\"]");
    CHECK(ScannedDeck(key_sigma).at(Values{0}).nqr.spectra[0].points ==
          std::vector<LinePoint>{{55, 0.5, 0.3}, {58, 1, 0.3}, {61, 0.5, 0.3}});
}

TEST_CASE("The key sigma may be scanned together with the file it belongs to", "[deck][scanned_deck]") {
    const Folder folder;
    folder.write("c.csv", "55,0.5\n58,1\n61,0.5\n");
    folder.write("d.csv", "56,0.5\n58,1\n61,0.5\n");
    const ScannedDeck scan(read_deck(folder.write("deck.toml", R"(schema = 1
[[nqr.spectrum]]
file = "c.csv"
sigma = 0.3
[scan]
design = "list"
[[scan.parameter]]
key = "nqr.spectrum[1].file"
values = ["c.csv", "d.csv"]
[[scan.parameter]]
key = "nqr.spectrum[1].sigma"
values = [0.3, 0.4]
)")));
    const Spectrum set = scan.at(Values{1, 0.4}).nqr.spectra[0];
    CHECK(set.points == std::vector<LinePoint>{{56, 0.5, 0.4}, {58, 1, 0.4}, {61, 0.5, 0.4}});
    CHECK(set.sigma == 0.4);
    CHECK_THAT(refusal(scan, {0, -1.0}), Contains("nqr.spectrum[1].sigma: -1 is out of range"));
}

TEST_CASE("A deck without a scan has no sets", "[deck][scanned_deck]") {
    CHECK_THROWS_AS(ScannedDeck(read_text("")), InputError);
}
