#include "report/origin.hpp"

#include <algorithm>

#include "support/catch.hpp"

using namespace lpsglass;
using report::Change;
using report::change_of;
using report::Origin;
using report::OriginRow;

namespace {

const OriginRow& row(const std::string& quantity) {
    const auto& rows = report::origin_rows();
    const auto found = std::ranges::find(rows, quantity, &OriginRow::quantity);
    REQUIRE(found != rows.end());
    return *found;
}

deck::Deck scanned(const std::string& key) {
    deck::Deck deck;
    deck.scan.emplace();
    deck.scan->parameters.emplace_back();
    deck.scan->parameters.back().keys = {key};
    return deck;
}

} // namespace

TEST_CASE("In the default deck every number is what theory section 9 calls it", "[origin]") {
    for (const OriginRow& each : report::origin_rows()) {
        INFO(each.quantity);
        CHECK(change_of(each, deck::Deck{}) == Change::none);
        const std::string words = report::words_of(each, Change::none, false);
        CHECK(words == (each.origin == Origin::published ? "published"
                        : each.origin == Origin::chosen  ? "chosen"
                                                         : "calibrated"));
    }
    CHECK(row("gauge coupling").origin == Origin::calibrated);
    CHECK(row("gauge coupling").value(deck::Deck{}) == "69.78");
    CHECK(row("bond angles 12, 23, 13").value(deck::Deck{}) == "97.6, 98, 98.4");
    CHECK(row("hybrid offset").value(deck::Deck{}) == "-1.9898"); // once for three equal ones
}

TEST_CASE("A changed number is no longer called calibrated", "[origin]") {
    deck::Deck deck;
    deck.gauge_coupling_A_per_eV = 70.0;
    const OriginRow& coupling = row("gauge coupling");
    REQUIRE(change_of(coupling, deck) == Change::other_value);
    CHECK(report::words_of(coupling, Change::other_value, false) ==
          "set by the deck, no longer the calibrated 69.78");
}

TEST_CASE("Where something else changed, the calibration is that of the default deck", "[origin]") {
    CHECK(report::words_of(row("gauge coupling"), Change::none, true) ==
          "calibrated for the default deck, not for this one");
    CHECK(report::words_of(row("Se tilt"), Change::none, true) == "chosen");
}

TEST_CASE("A calibration that rests on a changed number does not hold either", "[origin]") {
    deck::Deck deck;
    deck.free_energy.kappa_theta_eV_per_A2[2] = 150000.0;
    CHECK(report::rests_on_change(row("cooperativity of θ"), deck));
    CHECK(report::rests_on_change(row("gauge coupling"), deck));
    CHECK_FALSE(report::rests_on_change(row("κ_{β} of bonds 1, 2, 3"), deck));
    CHECK_FALSE(report::rests_on_change(row("hybrid offset"), deck));
    deck = {};
    deck.gauge_coupling_A_per_eV = 70.0;
    CHECK_FALSE(
        report::rests_on_change(row("cooperativity of θ"), deck)); // the peak of C does not feel the gauge
    CHECK(report::rests_on_change(row("cooperativity of β"), deck));
    CHECK_FALSE(report::rests_on_change(row("gauge coupling"), deck::Deck{}));
}

TEST_CASE("Fitted and scanned numbers are called so", "[origin]") {
    deck::Deck deck;
    deck.fit.emplace();
    const OriginRow& amplitudes = row("amplitudes β_{1}, β_{2}, β_{3}, θ_{12}, θ_{23}, θ_{13}");
    CHECK(change_of(amplitudes, deck) == Change::fitted);
    for (deck::Amplitude& amplitude : deck.amplitude)
        amplitude.fixed = true;
    CHECK(change_of(amplitudes, deck) == Change::none);
    deck.fit->also.emplace_back();
    deck.fit->also.back().keys = {"structure.hybrid_offset[1]", "structure.hybrid_offset[2]"};
    CHECK(change_of(row("hybrid offset"), deck) == Change::fitted);
    CHECK(change_of(row("hybrid following"), deck) == Change::none);

    CHECK(change_of(row("κ_{θ} of pairs 12, 23, 13"), scanned("free_energy.kappa_theta[23]")) ==
          Change::scanned);
    CHECK(change_of(row("κ_{β} of bonds 1, 2, 3"), scanned("free_energy.kappa_theta[23]")) == Change::none);
    // The width of a prior is no amplitude.
    CHECK(change_of(amplitudes, scanned("amplitude.beta_1.prior_sigma")) == Change::none);
    CHECK(change_of(amplitudes, scanned("amplitude.beta_1.value")) == Change::scanned);
    CHECK(change_of(amplitudes, scanned("amplitude.beta_1")) == Change::scanned);
    CHECK(change_of(row("prior widths of the amplitudes"), scanned("amplitude.beta_1.prior_sigma")) ==
          Change::scanned);
}

TEST_CASE("Amplitudes may follow from the bath", "[origin]") {
    deck::Deck deck;
    deck.free_energy.bath.emplace();
    CHECK(change_of(row("amplitudes β_{1}, β_{2}, β_{3}, θ_{12}, θ_{23}, θ_{13}"), deck) ==
          Change::from_bath);
}
