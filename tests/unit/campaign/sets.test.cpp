// Many sets: what they share, in which order they are done, and that none of it shows in the results.
#include "lpsglass/campaign/campaign.hpp"

#include <algorithm>
#include <random>

#include "lpsglass/campaign/pack.hpp"
#include "lpsglass/core/error.hpp"
#include "support/catch.hpp"
#include "unit/campaign/decks.hpp"
#include "unit/campaign/same_bits.hpp"

using namespace lpsglass;
using namespace lpsglass::campaign;

namespace {

/// Without the lines on nqr.grid, which are kept of the first set alone.
SetResult without_lines(SetResult set) {
    for (SpectrumResult& r : set.spectrum)
        r.line = {};
    return set;
}

deck::ScanParameter grid(const std::string& key, const std::vector<double>& values,
                         deck::DriveMode mode = deck::DriveMode::set) {
    deck::ScanParameter p;
    p.name = key;
    p.keys = {key};
    p.mode = mode;
    p.values = values;
    return p;
}

deck::Deck scanned(deck::Deck deck, const std::vector<deck::ScanParameter>& parameters) {
    deck.scan = deck::Scan{};
    deck.scan->parameters = parameters;
    return deck;
}

/// Ranks that hold several items at a time and end them in any order.
Ranks unruly(int size, unsigned seed, std::size_t stop_after = static_cast<std::size_t>(-1)) {
    Ranks ranks = serial_ranks();
    ranks.size = size;
    ranks.run = [=, done = std::size_t{0}](WorkSource* source, const Work& work) mutable {
        std::mt19937 random(seed);
        std::vector<std::pair<Item, Bytes>> under_way;
        while (true) {
            while (under_way.size() < 2 * static_cast<std::size_t>(size)) {
                const auto order = source->next();
                if (!order) break;
                const std::span<const std::byte> input =
                    order->input ? std::span<const std::byte>(*order->input) : std::span<const std::byte>();
                under_way.emplace_back(order->item, work(order->item, input));
            }
            if (under_way.empty()) return WorkOutcome::complete;
            if (done++ == stop_after) return WorkOutcome::interrupted;
            std::swap(under_way[random() % under_way.size()], under_way.back());
            source->accept(under_way.back().first, std::move(under_way.back().second));
            under_way.pop_back();
        }
    };
    return ranks;
}

/// Every item that is added, in order.
class LoggingStore final : public ItemStore {
  public:
    [[nodiscard]] bool contains(Item item) const override { return store.contains(item); }
    [[nodiscard]] Bytes read(Item item) const override { return store.read(item); }
    void add(Item item, Bytes result) override {
        CHECK_FALSE(store.contains(item)); // nothing is done twice
        added.push_back(item);
        store.add(item, std::move(result));
    }
    MemoryStore store;
    std::vector<Item> added;
};

void check_same(const Campaign& campaign, const ItemStore& store, const RunRecord& expected) {
    for (std::size_t set = campaign.span().first; set < campaign.span().end; ++set) {
        CAPTURE(set);
        CHECK(
            decks::same_bits(without_lines(campaign.result(store, set)), without_lines(expected.sets[set])));
    }
}

} // namespace

TEST_CASE("a set of a scan is what a run of its own deck gives", "[campaign][sets]") {
    const deck::Deck own = decks::plain();
    const deck::Deck scan =
        scanned(own, {grid("gauge.coupling", {60.0, 69.78}), grid("structure.hybrid_following", {0.4, 0.6})});
    const Campaign campaign(decks::loaded(scan));
    REQUIRE(campaign.span().size() == 4);
    LoggingStore store;
    REQUIRE(campaign.run(serial_ranks(), &store) == WorkOutcome::complete);
    CHECK(store.added.size() == 4); // no fits
    for (std::size_t set = 0; set < 4; ++set) {
        deck::Deck deck = own;
        deck.gauge_coupling_A_per_eV = set < 2 ? 60.0 : 69.78;
        deck.structure.hybrid_following = set % 2 == 0 ? 0.4 : 0.6;
        SetResult single = run_campaign(decks::loaded(deck), in_order).sets.front();
        const SetResult of_scan = campaign.result(store, set);
        CHECK(of_scan.place.values ==
              std::vector{deck.gauge_coupling_A_per_eV, deck.structure.hybrid_following});
        single.place = of_scan.place;
        if (set > 0) {
            for (SpectrumResult& r : single.spectrum) { // not computed beyond the first set
                r.line = {};
                r.line_error = r.line_mean = r.line_standard_deviation = r.dropped_share =
                    of_scan.spectrum.front().line_mean;
            }
        }
        CHECK(decks::same_bits(without_lines(of_scan), without_lines(single)));
    }
}

TEST_CASE("sets with equal inputs of the fit share one fit", "[campaign][sets]") {
    deck::Deck deck = scanned(decks::fitted(), {grid("gauge.coupling", {60.0, 65.0, 69.78})});
    SECTION("a key behind the fit costs one fit") {
        const Campaign campaign(decks::loaded(deck));
        LoggingStore store;
        REQUIRE(campaign.run(unruly(2, 1), &store) == WorkOutcome::complete);
        CHECK(std::ranges::count_if(store.added, [&](Item i) { return i >= 3 && i < 6; }) == 1);
        check_same(campaign, store, run_campaign(decks::loaded(deck), in_order));
    }
    SECTION("keys of the line cost a fit each, and what several sets share goes first") {
        deck.scan->parameters.push_back(grid("nqr.packet_fwhm", {0.9, 1.1}));
        deck.scan->parameters.push_back(grid("structure.hybrid_following", {0.5, 0.5})); // the same twice
        const Campaign campaign(decks::loaded(deck));
        LoggingStore store;
        REQUIRE(campaign.run(unruly(2, 2), &store) == WorkOutcome::complete);
        CHECK(store.added.size() == 12 + 2);
        check_same(campaign, store, run_campaign(decks::loaded(deck), in_order));
    }
    SECTION("a key behind the fit enters it where [fit.also] frees its section") {
        deck.fit->also = {
            decks::also("coupling", {"gauge.coupling"}, deck::DriveMode::shift, 0.0, -1.0, 1.0)};
        CHECK(SetTable(decks::loaded(deck)).fits(0, 3) == std::vector<std::uint32_t>{0, 1, 2});
    }
}

TEST_CASE("results depend neither on order nor on ranks nor on interruptions", "[campaign][sets]") {
    deck::Deck deck = scanned(
        decks::fitted(), {grid("gauge.coupling", {60.0, 69.78, 80.0}), grid("nqr.packet_fwhm", {0.9, 1.0})});
    const RunRecord expected = run_campaign(decks::loaded(deck), in_order);
    const Campaign campaign(decks::loaded(deck));
    for (int size : {1, 2, 3, 20}) { // 20: inner work is shared out
        if (!decks::kThorough && size != 20) continue;
        CAPTURE(size);
        LoggingStore store;
        REQUIRE(campaign.run(unruly(size, 7), &store) == WorkOutcome::complete);
        check_same(campaign, store, expected);
    }
    for (std::size_t stop : {std::size_t{0}, std::size_t{1}, std::size_t{3}, std::size_t{5}}) {
        for (int size : {2, 20}) {
            if (!decks::kThorough && stop != 3) continue;
            CAPTURE(stop, size);
            LoggingStore store; // says so if anything is done again
            REQUIRE(campaign.run(unruly(size, 3, stop), &store) == WorkOutcome::interrupted);
            CHECK(campaign.result(store, 5).state == TaskState::not_computed);
            REQUIRE(campaign.run(unruly(size, 4), &store) == WorkOutcome::complete);
            check_same(campaign, store, expected);
        }
    }
}

TEST_CASE("parts of a deck together are the whole", "[campaign][sets]") {
    const deck::LoadedDeck deck =
        decks::loaded(scanned(decks::plain(), {grid("gauge.coupling", {50.0, 60.0, 69.78, 80.0, 90.0})}));
    const RunRecord expected = run_campaign(deck, in_order);
    std::size_t next = 0;
    for (int part = 1; part <= 3; ++part) {
        const SetSpan span = SetSpan::part_of(5, part, 3);
        CHECK(span.first == next);
        next = span.end;
        const Campaign campaign(deck, span);
        MemoryStore store;
        REQUIRE(campaign.run(serial_ranks(), &store) == WorkOutcome::complete);
        check_same(campaign, store, expected);
    }
    CHECK(next == 5);
    CHECK_THROWS_AS(SetSpan::part_of(5, 0, 3), InputError);
    CHECK_THROWS_AS(SetSpan::part_of(5, 4, 3), InputError);
    CHECK_THROWS_AS(SetSpan::part_of(5, 1, 6), InputError);
}

TEST_CASE("a set that fails is a row with a state and a message, and the others go on", "[campaign][sets]") {
    // Hybrids bent by 20 degrees towards the axis are less than 90 degrees apart.
    deck::Deck deck = scanned(decks::plain(), {grid("gauge.coupling", {69.78, 1e4}),
                                               grid("structure.hybrid_offset[1]", {-1.9898, -20.0})});
    deck.scan->parameters[1].keys.push_back("structure.hybrid_offset[2]");
    deck.scan->parameters[1].keys.push_back("structure.hybrid_offset[3]");
    const Campaign campaign(decks::loaded(deck));
    MemoryStore store;
    REQUIRE(campaign.run(unruly(2, 1), &store) == WorkOutcome::complete);
    const std::array<TaskState, 4> expected{TaskState::ok, TaskState::no_pyramid,
                                            TaskState::gauge_phase_undefined, TaskState::no_pyramid};
    for (std::size_t set = 0; set < 4; ++set) {
        const SetResult result = campaign.result(store, set);
        CAPTURE(set, result.message);
        CHECK(result.state == expected[set]);
        CHECK(Campaign::state_of(store.read(set)) == expected[set]);
        CHECK(result.message.empty() == (set == 0));
        CHECK(std::isnan(result.frequency) == (set % 2 == 1));
        CHECK(std::isnan(result.summary[summary::beta_at_tg]) == (set % 2 == 1));
    }
}
