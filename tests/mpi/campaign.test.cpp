// Results are the same to the last bit, however many ranks share the work.
#include "lpsglass/campaign/campaign.hpp"

#include <cstring>

#include "lpsglass/campaign/pack.hpp"
#include "lpsglass/parallel/communicator.hpp"
#include "support/catch.hpp"
#include "unit/campaign/decks.hpp"

using namespace lpsglass;
using namespace lpsglass::campaign;
using parallel::Communicator;

namespace {

/// Everything of a set as numbers.
std::vector<double> packed(const SetResult& set) {
    std::vector<double> out{static_cast<double>(set.state), set.frequency, set.asymmetry, set.valence_energy};
    pack_results(set.spectrum, out);
    pack_results(set.temperature, out);
    out.insert(out.end(), set.summary.begin(), set.summary.end());
    out.insert(out.end(), set.summary_errors.begin(), set.summary_errors.end());
    for (const Interval& i : set.summary_interval)
        out.insert(out.end(), {i.lower, i.median, i.upper});
    out.insert(out.end(), {static_cast<double>(set.draws.count), static_cast<double>(set.draws.failed),
                           set.draws.crossing, set.draws.crossing_near_tg});
    for (const Pair<double>& pair : set.exponent_by_order)
        out.insert(out.end(), pair.begin(), pair.end());
    return out;
}

void check_same(const deck::LoadedDeck& deck) {
    const Communicator ranks;
    const ShareItems on_ranks = [&ranks](std::size_t count, const WorkItem& work) {
        return ranks.share(count, work);
    };
    const SetResult serial = run_campaign(deck, in_order).sets.front();
    const SetResult shared = run_campaign(deck, on_ranks).sets.front();
    const std::vector<double> a = packed(serial), b = packed(shared);
    REQUIRE(a.size() == b.size());
    CHECK(std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0);
    CHECK(serial.message == shared.message);
}

} // namespace

TEST_CASE("the main deck gives the same on ranks as without", "[mpi][campaign]") {
    deck::LoadedDeck deck = decks::shipped("as2se3.toml");
    deck.deck.fit->draws = 200;
    if (!decks::kThorough) deck.deck.fit->starts = 3;
    check_same(deck);
}

TEST_CASE("several spectra, fitted one by one or jointly, give the same on ranks as without",
          "[mpi][campaign]") {
    deck::Deck deck = decks::fitted();
    deck.nqr.spectra.push_back(decks::gaussian(58.6, 4.6, 0.02, 300.0));
    check_same(decks::loaded(deck));
    deck.fit->also = {
        decks::also("coupling", {"nqr.coupling_4p"}, deck::DriveMode::set, 410.0, 390.0, 430.0)};
    deck.fit->also[0].shared = true;
    check_same(decks::loaded(deck));
}

TEST_CASE("every kind of interval is the same on ranks as without", "[mpi][campaign]") {
    deck::Deck deck = decks::fitted();
    deck.nqr.spectra.push_back(decks::gaussian(58.6, 4.6, 0.02, 300.0));
    deck.temperature_kelvin = {300.0, 453.0};
    deck.fit->draws = 100;
    for (deck::Uncertainty way :
         {deck::Uncertainty::posterior, deck::Uncertainty::profile, deck::Uncertainty::bootstrap}) {
        deck.fit->uncertainty = way;
        check_same(decks::loaded(deck));
    }
}

TEST_CASE("given amplitudes give the same on ranks as without", "[mpi][campaign]") {
    check_same(decks::loaded(decks::plain()));
}

TEST_CASE("a set that fails fails alike on all ranks", "[mpi][campaign]") {
    deck::Deck deck = decks::fitted();
    deck.fit->also = {decks::also(
        "offset", {"structure.hybrid_offset[1]", "structure.hybrid_offset[2]", "structure.hybrid_offset[3]"},
        deck::DriveMode::shift, -15.0, -20.0, 5.0)};
    check_same(decks::loaded(deck));
    deck = decks::plain();
    deck.gauge_coupling_A_per_eV = 1e4;
    check_same(decks::loaded(deck));
}
