#include "lpsglass/deck/scan_keys.hpp"

#include <algorithm>

#include "deck_files.hpp"
#include "lpsglass/deck/numeric_keys.hpp"
#include "lpsglass/model/parameters.hpp"
#include "support/catch.hpp"

using namespace lpsglass::deck;
using Catch::Matchers::Contains;

namespace {

const char* const rich_deck = R"(
nqr.thermal.libration_rms = 3.0
[[nqr.spectrum]]
sigma = 0.1
data = [[55, 0.5], [58, 1], [61, 0.5]]
[[nqr.spectrum]]
synthetic = { amplitude = [-0.2, -0.19, -0.18, -0.12, -0.175, -0.25], noise = 0.01, start = 48, stop = 68, step = 0.5 }
[fit]
[fit.also]
"nqr.packet_fwhm" = { min = 0.2, max = 3.0, prior = 1.0, prior_sigma = 0.3 }
offset = { keys = ["structure.hybrid_offset"], mode = "shift", min = -1.0, max = 1.0 }
[amplitude]
beta_1 = { prior = -0.2, prior_sigma = 0.05 }
beta_2 = { tied_to = "beta_1", ratio = 0.9 }
)";

Node filled(std::string_view text) {
    return filled_tree(deck_files::read_text(text).deck, "deck.toml");
}

std::vector<std::string> names(const Node& tree, std::string_view key) {
    const FoundKeys found = find_scan_keys(tree, key);
    INFO(key << ": " << found.problem);
    CHECK(found.problem.empty());
    std::vector<std::string> all;
    for (const ScanKey& one : found.keys)
        all.push_back(one.name);
    return all;
}

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("Every number of the model may be scanned and is where the deck has it", "[deck][scan_keys]") {
    const std::string bath = "free_energy.bath = { beta = [0.1, 0.2, 0.3], theta = [0.4, 0.5, 0.6] }\n";
    for (const bool with_bath : {false, true}) {
        const Deck deck = deck_files::read_text(with_bath ? bath : "").deck;
        const Node tree = filled_tree(deck, "deck.toml");
        for (const auto& parameter : lpsglass::model::parameter_table()) {
            const bool of_bath = parameter.key.starts_with("free_energy.bath");
            const bool of_amplitude = parameter.key.starts_with("amplitude");
            const FoundKeys found = find_scan_keys(tree, parameter.key);
            INFO(parameter.key << ": " << found.problem);
            if (of_bath ? !with_bath : of_amplitude && with_bath) {
                CHECK(found.keys.empty());
                continue;
            }
            REQUIRE(found.keys.size() == 1);
            CHECK(found.keys[0].name == parameter.key);
            CHECK(number_in(node_at(tree, found.keys[0].path)) == *find_number(deck, parameter.key));
            CHECK(found.keys[0].info == find_model_key(parameter.key));
        }
    }
}

TEST_CASE("A scanned array stands for its elements", "[deck][scan_keys]") {
    const Node tree = filled(rich_deck);
    CHECK(names(tree, "structure.bond_angle") ==
          Names{"structure.bond_angle[12]", "structure.bond_angle[23]", "structure.bond_angle[13]"});
    CHECK(names(tree, "structure.bond_angle[13]") == Names{"structure.bond_angle[13]"});
    CHECK(names(tree, "nqr.spectrum[2].synthetic.amplitude[theta_12]") ==
          Names{"nqr.spectrum[2].synthetic.amplitude[theta_12]"});
    CHECK(names(tree, "nqr.spectrum[2].synthetic.amplitude").size() == 6);
}

TEST_CASE("Keys of the fit, of spectra and of amplitudes may be scanned", "[deck][scan_keys]") {
    const Node tree = filled(rich_deck);
    for (const char* key : {"fit.starts",
                            "fit.algorithm",
                            "fit.max_evaluations",
                            "fit.tolerance",
                            "fit.draws",
                            "fit.seed",
                            "fit.also.\"nqr.packet_fwhm\".min",
                            "fit.also.\"nqr.packet_fwhm\".max",
                            "fit.also.\"nqr.packet_fwhm\".value",
                            "fit.also.\"nqr.packet_fwhm\".prior",
                            "fit.also.\"nqr.packet_fwhm\".prior_sigma",
                            "fit.also.offset.min",
                            "amplitude.beta_1.min",
                            "amplitude.beta_1.max",
                            "amplitude.beta_1.prior",
                            "amplitude.beta_1.prior_sigma",
                            "amplitude.beta_2.ratio",
                            "nqr.spectrum[1].temperature",
                            "nqr.spectrum[1].sigma",
                            "nqr.spectrum[2].synthetic.noise",
                            "nqr.spectrum[2].synthetic.seed",
                            "nqr.spectrum[2].sigma",
                            "nqr.spectrum[1].file",
                            "nqr.ensemble.law",
                            "nqr.ensemble.method",
                            "nqr.ensemble.points",
                            "nqr.ensemble.tolerance",
                            "partition.weight_beta",
                            "partition.weight_theta",
                            "partition.freezing_order",
                            "exponents.glass_temperature"})
        CHECK(names(tree, key) == Names{key});
    CHECK(names(tree, "amplitude.beta_1.value") == Names{"amplitude.beta_1"});
}

TEST_CASE("Each row of the key table may be scanned, or there is a reason", "[deck][scan_keys]") {
    const Node tree = filled(rich_deck);
    int found = 0;
    int refused = 0;
    for (const KeyInfo& key : key_table()) {
        std::string name = key.full_name();
        const auto put = [&](std::string_view old, std::string_view fresh) {
            if (name.starts_with(old)) name = std::string(fresh) + name.substr(old.size());
        };
        put("nqr.spectrum.synthetic", "nqr.spectrum[2].synthetic");
        put("nqr.spectrum.", "nqr.spectrum[1].");
        put("fit.also.*", "fit.also.offset");
        put("amplitude.*", "amplitude.beta_1");
        const FoundKeys keys = find_scan_keys(tree, name);
        INFO(name);
        CHECK(keys.keys.empty() != keys.problem.empty());
        CHECK(keys.problem.find("is no key") == std::string::npos);
        found += !keys.keys.empty();
        refused += keys.keys.empty();
    }
    // Counted by hand in docs/deck.md: structure 5, tight_binding 6, nqr 2 + 2 + 4, spectrum 3 (file,
    // temperature, sigma), synthetic 3 (amplitude, noise, seed; this one has no center), fit 6, fit.also 3
    // (offset has no prior), amplitude 5 (not tied), free_energy 2, gauge 1, partition 5, exponents 2.
    CHECK(found == 49);
    CHECK(found + refused == static_cast<int>(key_table().size()));
}

TEST_CASE("Kinds decide what a scan puts into a key", "[deck][scan_keys]") {
    const Node tree = filled(rich_deck);
    const auto kind = [&](const char* key) { return find_scan_keys(tree, key).keys.at(0).kind; };
    CHECK(kind("fit.tolerance") == ScanKind::number);
    CHECK(kind("fit.seed") == ScanKind::integer);
    CHECK(kind("nqr.ensemble.law") == ScanKind::word);
    CHECK(kind("nqr.spectrum[1].file") == ScanKind::file);
    CHECK(find_scan_keys(tree, "nqr.spectrum[1].file").keys[0].spectrum == 0);
}

TEST_CASE("A misspelt key is told the nearest that may be scanned", "[deck][scan_keys]") {
    const Node tree = filled(rich_deck);
    CHECK_THAT(find_scan_keys(tree, "amplitude.beta_1.priro").problem,
               Contains("\"amplitude.beta_1.prior\""));
    CHECK_THAT(find_scan_keys(tree, "amplitud.beta_1").problem, Contains("\"amplitude.beta_1\""));
    CHECK_THAT(find_scan_keys(tree, "nqr.spectrum[1].temprature").problem,
               Contains("\"nqr.spectrum[1].temperature\""));
    CHECK_THAT(find_scan_keys(tree, "fit.also.nqr.packet_fwhm.min").problem,
               Contains("fit.also.\\\"nqr.packet_fwhm\\\".min"));
    CHECK_THAT(find_scan_keys(tree, "amplitude.beta_2").problem, Contains("amplitude.beta_1"));
}
