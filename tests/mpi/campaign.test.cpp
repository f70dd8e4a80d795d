// Results are the same to the last bit, however many ranks share the work.
#include "lpsglass/campaign/campaign.hpp"

#include "lpsglass/parallel/communicator.hpp"
#include "support/catch.hpp"
#include "unit/campaign/decks.hpp"
#include "unit/campaign/same_bits.hpp"

using namespace lpsglass;
using namespace lpsglass::campaign;
using parallel::Communicator;

namespace {

void check_same(const deck::LoadedDeck& deck) {
    const Communicator ranks;
    const ShareItems on_ranks = [&ranks](std::size_t count, const WorkItem& work) {
        return ranks.share(count, work);
    };
    const SetResult serial = run_campaign(deck, in_order).sets.front();
    const SetResult shared = run_campaign(deck, on_ranks).sets.front();
    CHECK(decks::same_bits(serial, shared));
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

TEST_CASE("a scan gives the same on ranks as without", "[mpi][campaign]") {
    deck::Deck deck = decks::fitted();
    deck.scan = deck::Scan{};
    deck::ScanParameter coupling, width;
    coupling.name = "coupling", coupling.keys = {"gauge.coupling"}, coupling.values = {60.0, 69.78, 1e4};
    width.name = "width", width.keys = {"nqr.packet_fwhm"}, width.values = {0.9, 1.1};
    deck.scan->parameters = {coupling, width};
    const RunRecord expected = run_campaign(decks::loaded(deck), in_order);

    const Communicator ranks;
    parallel::RunControl control;
    Ranks all;
    all.size = ranks.size();
    all.rank = ranks.rank();
    all.run = [&](WorkSource* source, const Work& work) { return ranks.run(source, work, control); };
    all.broadcast = [&](Bytes bytes) {
        const std::string text =
            ranks.broadcast(std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
        const auto* const first = reinterpret_cast<const std::byte*>(text.data());
        return Bytes(first, first + text.size());
    };
    for (std::size_t sets : {std::size_t{6}, std::size_t{1}}) { // one set: its inner work is shared out
        const Campaign campaign(decks::loaded(deck), {0, sets});
        MemoryStore store;
        REQUIRE(campaign.run(all, ranks.is_root() ? &store : nullptr) == WorkOutcome::complete);
        if (!ranks.is_root()) continue;
        for (std::size_t set = 0; set < sets; ++set) {
            CAPTURE(set);
            SetResult without_line = expected.sets[set];
            for (SpectrumResult& r : without_line.spectrum)
                if (set > 0) r.line = {};
            CHECK(decks::same_bits(campaign.result(store, set), without_line));
        }
    }
}
