#include "lpsglass/campaign/campaign.hpp"

#include <chrono>
#include <cstring>

#include "campaign_source.hpp"
#include "lpsglass/campaign/pack.hpp"
#include "lpsglass/campaign/set_run.hpp"
#include "lpsglass/core/compression.hpp"
#include "lpsglass/core/error.hpp"
#include "missing.hpp"
#include "set_blocks.hpp"

namespace lpsglass::campaign {

namespace {

double now_s() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// What of a set goes into the results file, and has to be computed.
SetScope scope_of(const deck::Output& output, std::size_t set) {
    if (set == 0) return {};
    return {output.detail != deck::Detail::summary, output.spectra, false};
}

/// The same list on every rank.
std::vector<std::uint64_t> shared(const Ranks& ranks, const std::vector<std::uint64_t>& list) {
    const auto bytes = std::as_bytes(std::span(list));
    const Bytes all = ranks.broadcast(Bytes(bytes.begin(), bytes.end()));
    std::vector<std::uint64_t> out(all.size() / sizeof(std::uint64_t));
    if (!all.empty()) std::memcpy(out.data(), all.data(), all.size());
    return out;
}

bool too_few_for(const Ranks& ranks, std::size_t units) {
    return units == 1 || units < static_cast<std::size_t>(ranks.size);
}

} // namespace

/// The inner work of a fit or a set, shared out by all ranks and kept in the store. Within a unit `share` is
/// called in the same order on every rank and in every run, which numbers the items.
class Campaign::SharedStage {
  public:
    /// @param unit item of the fit or the set
    SharedStage(const Ranks& ranks, ItemStore* store, Item unit)
        : ranks_(ranks), store_(store), next_(kInnerItem | unit << 32U) {}

    std::vector<std::vector<double>> share(std::size_t count, const WorkItem& work) {
        const Item first = next_;
        next_ += count;
        ListSource source(store_, first, count);
        const Work on_item = [&](Item item, std::span<const std::byte>) {
            return compressed(work(static_cast<std::size_t>(item - first)));
        };
        if (ranks_.run(store_ ? &source : nullptr, on_item) == WorkOutcome::interrupted)
            throw Interrupted("told to stop");
        std::vector<double> all;
        if (store_) {
            std::vector<std::vector<double>> results;
            for (Item item = first; item < first + count; ++item)
                results.push_back(decompressed(store_->read(item)));
            all = pack(results);
        }
        return unpack_vectors(decompressed(ranks_.broadcast(compressed(all))));
    }

    [[nodiscard]] ShareItems function() {
        return [this](std::size_t count, const WorkItem& work) { return share(count, work); };
    }

  private:
    const Ranks& ranks_;
    ItemStore* store_;
    Item next_;
};

SetSpan SetSpan::part_of(std::size_t sets, int part, int parts) {
    if (parts < 1 || part < 1 || part > parts)
        throw InputError("part " + std::to_string(part) + " of " + std::to_string(parts) +
                         ": there is no such part (allowed: I/N with 1 <= I <= N)");
    if (static_cast<std::size_t>(parts) > sets)
        throw InputError(std::to_string(parts) + " parts of " + std::to_string(sets) +
                         " sets: some would be empty (give at most as many parts as sets)");
    const auto i = static_cast<std::size_t>(part), n = static_cast<std::size_t>(parts);
    return {sets * (i - 1) / n, sets * i / n};
}

Campaign::Campaign(deck::LoadedDeck deck) : deck_(std::move(deck)), table_(deck_), span_{0, table_.size()} {}
Campaign::Campaign(deck::LoadedDeck deck, SetSpan span)
    : deck_(std::move(deck)), table_(deck_), span_(span) {}

Bytes Campaign::work_on_fit(std::size_t set) const {
    FitStage stage;
    try {
        stage = fit_set(table_.deck(table_.place(set)), in_order);
    } catch (const InputError& e) {
        stage.problem = e.what(); // each of its sets will find the same
    }
    return compressed(pack(stage));
}

Bytes Campaign::work_on_set(std::size_t set, std::span<const std::byte> stage, int rank) const {
    const double start = now_s();
    const SetResult result = [&] {
        const ScanPlace place = table_.place(set);
        try {
            const deck::Deck deck = table_.deck(place);
            const FitStage fitted =
                stage.empty() ? fit_set(deck, in_order) : unpack_fit_stage(decompressed(stage));
            return derive_set(deck, fitted, scope_of(deck_.deck.output, set), in_order);
        } catch (const InputError& e) {
            return blank_set(TaskState::values_not_allowed, e.what());
        }
    }();
    return set_block(result, table_.place(set), set, now_s() - start, rank);
}

WorkOutcome Campaign::run(const Ranks& ranks, ItemStore* store) const {
    std::vector<std::uint32_t> fit_of_set; // on rank 0
    std::vector<std::uint64_t> few_fits, few_sets;
    const bool fits = deck_.deck.fit.has_value();
    if (store) {
        fit_of_set = table_.fits(span_.first, span_.end);
        const OpenWork open = open_work(*store, fit_of_set, fits);
        if (fits && too_few_for(ranks, open.fits.size())) few_fits = open.fits;
        if (too_few_for(ranks, open.sets.size())) few_sets = open.sets;
    }
    few_fits = shared(ranks, few_fits);
    few_sets = shared(ranks, few_sets);
    const auto fit_item = [&](std::size_t set) { return span_.size() + fit_of_set[set]; };
    try {
        for (const std::uint64_t set : few_fits) {
            SharedStage inner(ranks, store, span_.size() + set); // no fit has the number of a later set
            FitStage stage;
            try {
                stage = fit_set(table_.deck(table_.place(span_.first + set)), inner.function());
            } catch (const InputError& e) {
                stage.problem = e.what(); // each of its sets will find the same
            }
            if (store) store->add(fit_item(set), compressed(pack(stage)));
        }
        for (const std::uint64_t set : few_sets) {
            const double start = now_s();
            const std::size_t number = span_.first + set;
            SharedStage inner(ranks, store, set);
            const ScanPlace place = table_.place(number);
            SetResult result;
            try {
                const deck::Deck deck = table_.deck(place);
                FitStage stage;
                if (fits) {
                    stage = unpack_fit_stage(
                        decompressed(ranks.broadcast(store ? store->read(fit_item(set)) : Bytes{})));
                }
                result = derive_set(deck, stage, scope_of(deck_.deck.output, number), inner.function());
            } catch (const InputError& e) {
                result = blank_set(TaskState::values_not_allowed, e.what());
            }
            if (store) store->add(set, set_block(result, place, number, now_s() - start, ranks.rank));
        }
    } catch (const Interrupted&) {
        return WorkOutcome::interrupted;
    }

    Source source(store, fit_of_set, fits, span_.size());
    const Work work = [&](Item item, std::span<const std::byte> input) {
        if (is_set(item)) return work_on_set(span_.first + item, input, ranks.rank);
        std::uint64_t set = 0; // the first that needs the fit
        std::memcpy(&set, input.data(), sizeof set);
        return work_on_fit(span_.first + set);
    };
    return ranks.run(store ? &source : nullptr, work);
}

SetResult Campaign::result(const ItemStore& store, std::size_t set) const {
    const Item item = set - span_.first;
    SetResult out;
    if (store.contains(item)) {
        out = set_of_block(store.read(item));
    } else {
        out = blank_set(TaskState::not_computed);
        out.seconds = kMissing;
        out.rank = -1;
    }
    out.place = table_.place(set);
    return out;
}

TaskState Campaign::state_of(std::span<const std::byte> result) {
    return state_of_block(result);
}

Bytes Campaign::taken_over(TaskState state, std::size_t row, const std::string& message) {
    return taken_over_block(state, row, message);
}

Bytes Campaign::taken_over(const FitStage& stage) {
    return compressed(pack(stage));
}

RunRecord Campaign::frame() const {
    RunRecord record;
    record.deck = deck_;
    record.set_count = table_.size();
    deck::Deck first = deck_.deck;
    try {
        first = table_.deck(table_.place(0));
    } catch (const InputError&) {
        // The first set is refused: the deck's own lines are shown.
    }
    record.temperature = first.temperature_kelvin;
    record.spectra = spectrum_data(first);
    record.fit_parameters = fit_parameter_infos(first);
    record.grid = first.nqr.grid_MHz.values();
    record.scan_parameters = scan_parameter_infos(deck_.deck);
    return record;
}

std::vector<std::vector<double>> in_order(std::size_t count, const WorkItem& work) {
    std::vector<std::vector<double>> out;
    for (std::size_t i = 0; i < count; ++i)
        out.push_back(work(i));
    return out;
}

Ranks serial_ranks() {
    Ranks ranks;
    ranks.broadcast = [](Bytes bytes) { return bytes; };
    ranks.run = [](WorkSource* source, const Work& work) {
        while (const auto order = source->next())
            source->accept(order->item,
                           work(order->item, order->input ? std::span<const std::byte>(*order->input)
                                                          : std::span<const std::byte>()));
        return WorkOutcome::complete;
    };
    return ranks;
}

RunRecord run_campaign(const deck::LoadedDeck& deck, const ShareItems& share) {
    const Campaign campaign(deck);
    const SetTable table(deck);
    RunRecord record = campaign.frame();
    for (std::size_t set = 0; set < table.size(); ++set) {
        const ScanPlace place = table.place(set);
        try {
            const deck::Deck one = table.deck(place);
            const SetScope scope = scope_of(deck.deck.output, set);
            record.sets.push_back(derive_set(one, fit_set(one, share), scope, share));
        } catch (const InputError& e) {
            record.sets.push_back(blank_set(TaskState::values_not_allowed, e.what()));
        }
        record.sets.back().place = place;
    }
    return record;
}

} // namespace lpsglass::campaign
