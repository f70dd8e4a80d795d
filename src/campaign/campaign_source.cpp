#include "campaign_source.hpp"

#include <cstring>

namespace lpsglass::campaign {

namespace {

constexpr std::size_t kMostWaiting = 10000; // sets looked at beyond fits that are under way

std::shared_ptr<const Bytes> number_of_set(std::uint64_t set) {
    auto out = std::make_shared<Bytes>(sizeof set);
    std::memcpy(out->data(), &set, sizeof set);
    return out;
}

} // namespace

OpenWork open_work(const ItemStore& store, const std::vector<std::uint32_t>& fit_of_set, bool fits) {
    OpenWork out;
    std::vector<bool> seen(fit_of_set.size(), false); // by fit; there are no more fits than sets
    for (std::size_t set = 0; set < fit_of_set.size(); ++set) {
        if (store.contains(set)) continue;
        out.sets.push_back(set);
        const std::uint32_t fit = fit_of_set[set];
        if (!fits || seen[fit] || store.contains(fit_of_set.size() + fit)) continue;
        seen[fit] = true;
        out.fits.push_back(set);
    }
    return out;
}

std::optional<Order> ListSource::next() {
    while (next_ < end_ && store_->contains(next_))
        ++next_;
    if (next_ == end_) return std::nullopt;
    return Order{next_++, nullptr};
}

Campaign::Source::Source(ItemStore* store, const std::vector<std::uint32_t>& fit_of_set, bool fits,
                         std::size_t sets)
    : store_(store), fit_of_set_(fit_of_set), sets_(sets) {
    if (!store || !fits) return;
    std::vector<std::uint32_t> open(sets, 0); // by fit
    for (std::uint32_t set = 0; set < sets; ++set) {
        if (!store->contains(set)) ++open[fit_of_set[set]];
    }
    for (std::uint32_t fit = 0; fit < sets; ++fit) {
        // One that is in the store already is not done again for a single set either.
        if (open[fit] > 1 || (open[fit] == 1 && store->contains(sets + fit))) shared_[fit].open = open[fit];
    }
}

Order Campaign::Source::with_fit(std::uint32_t set, std::uint32_t fit) {
    if (!latest_ || latest_fit_ != fit) {
        latest_ = std::make_shared<const Bytes>(store_->read(sets_ + fit));
        latest_fit_ = fit;
    }
    const auto found = shared_.find(fit);
    if (--found->second.open == 0) shared_.erase(found);
    return {set, latest_};
}

/// The order of an open set, or of the fit that it needs; nothing where it has to wait.
std::optional<Order> Campaign::Source::order_of(std::uint32_t set) {
    const std::uint32_t fit = fit_of_set_[set];
    const auto found = shared_.find(fit);
    if (found == shared_.end()) return Order{set, nullptr};
    SharedFit& shared = found->second;
    const Item item = sets_ + fit;
    if (store_->contains(item)) return with_fit(set, fit);
    shared.waiting.push_back(set);
    ++waiting_;
    if (shared.under_way) return std::nullopt;
    shared.under_way = true;
    return Order{item, number_of_set(set)};
}

std::optional<Order> Campaign::Source::next() {
    if (!ready_.empty()) {
        const std::uint32_t set = ready_.front();
        ready_.pop_front();
        return with_fit(set, fit_of_set_[set]);
    }
    while (next_ < sets_ && waiting_ < kMostWaiting) {
        const std::uint32_t set = next_++;
        if (store_->contains(set)) continue;
        if (auto order = order_of(set)) return order;
    }
    return std::nullopt;
}

void Campaign::Source::accept(Item item, Bytes result) {
    store_->add(item, std::move(result));
    if (item < sets_) return;
    std::vector<std::uint32_t>& waiting = shared_.at(static_cast<std::uint32_t>(item - sets_)).waiting;
    ready_.insert(ready_.end(), waiting.begin(), waiting.end());
    waiting_ -= waiting.size();
    waiting = {};
}

} // namespace lpsglass::campaign
