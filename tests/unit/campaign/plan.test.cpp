#include "lpsglass/campaign/plan.hpp"

#include "lpsglass/core/error.hpp"
#include "support/catch.hpp"
#include "unit/campaign/decks.hpp"

using namespace lpsglass;
using namespace lpsglass::campaign;

TEST_CASE("the plan of the main job", "[campaign][plan]") {
    const Plan plan = make_plan(decks::shipped("as2se3.toml"));
    CHECK(plan.sets == 1);
    CHECK(plan.fits == 1);
    CHECK(plan.starts == 8);
    CHECK(plan.spectra == 1);
    CHECK(plan.parameters == 6);
    CHECK(plan.temperatures == 70);
    CHECK(plan.lowest_K == 10.0);
    CHECK(plan.highest_K == 700.0);
    const std::string words = describe(plan);
    for (const char* part : {"parameter sets", "distinct fits", "temperatures", "70", "700"})
        CHECK(words.find(part) != std::string::npos);
}

TEST_CASE("without a fit nothing is fitted", "[campaign][plan]") {
    const Plan plan = make_plan(decks::loaded(decks::plain()));
    CHECK(plan.fits == 0);
    CHECK(plan.spectra == 0);
    CHECK(plan.parameters == 0);
    CHECK(plan.temperatures == 6);
}

TEST_CASE("a shared parameter makes one fit of several spectra", "[campaign][plan]") {
    deck::Deck deck = decks::fitted();
    deck.nqr.spectra.push_back(decks::gaussian(57.5, 5.0, 0.02, 300.0));
    deck.fit->also = {decks::also("width", {"nqr.packet_fwhm"}, deck::DriveMode::set, 1.0, 0.2, 3.0)};
    CHECK(make_plan(decks::loaded(deck)).fits == 2);
    CHECK(make_plan(decks::loaded(deck)).parameters == 7);
    deck.fit->also[0].shared = true;
    CHECK(make_plan(decks::loaded(deck)).fits == 1);
    CHECK(make_plan(decks::loaded(deck)).spectra == 2);
}

TEST_CASE("a structure that is no pyramid is wrong input", "[campaign][plan]") {
    deck::Deck deck = decks::plain();
    SECTION("flat") {
        deck.structure.bond_angle_degree = {119.9, 119.9, 120.0};
        CHECK_NOTHROW(make_plan(decks::loaded(deck)));
    }
    SECTION("beyond flat") {
        deck.structure.bond_angle_degree = {119.9, 120.0, 120.2};
        CHECK_THROWS_AS(make_plan(decks::loaded(deck)), InputError);
    }
    SECTION("hybrids at less than right angles") {
        deck.structure.hybrid_offset_degree = {-8.0, -8.0, -8.0};
        try {
            make_plan(decks::loaded(deck));
            FAIL("accepted");
        } catch (const InputError& e) {
            REQUIRE(e.diagnostics().size() == 1);
            CHECK(e.diagnostics()[0].file == "made.toml");
            CHECK(e.diagnostics()[0].message.find("pyramid") != std::string::npos);
        }
    }
}

TEST_CASE("ties and bounds that exclude each other are wrong input, all of them told", "[campaign][plan]") {
    deck::Deck deck = decks::fitted();
    for (int k : {1, 2}) {
        deck.amplitude[k] = deck::Amplitude{-0.2};
        deck.amplitude[k].tied_to = "beta_1";
        deck.amplitude[k].ratio = k == 1 ? -1.0 : 10.0; // 0.2 and -2, outside -1..0
    }
    try {
        make_plan(decks::loaded(deck));
        FAIL("accepted");
    } catch (const InputError& e) {
        REQUIRE(e.diagnostics().size() == 2);
        CHECK(e.diagnostics()[0].file == "made.toml");
        CHECK(e.diagnostics()[0].key == "amplitude.beta_2");
        CHECK(e.diagnostics()[1].key == "amplitude.beta_3");
    }
}
