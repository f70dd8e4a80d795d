#pragma once

#include <deque>
#include <unordered_map>

#include "lpsglass/campaign/campaign.hpp"

/// The order in which rank 0 hands out the work of a campaign.
namespace lpsglass::campaign {

/// What is not in the store yet.
struct OpenWork {
    std::vector<std::uint64_t> sets; ///< from the first of the span
    std::vector<std::uint64_t> fits; ///< of those, given by the first open set that needs it
};

/// @param fit_of_set fit of each set of the span; the fit's item follows those of all sets
OpenWork open_work(const ItemStore& store, const std::vector<std::uint32_t>& fit_of_set, bool fits);

/// Items first, first + 1, ...: those that the store does not hold.
class ListSource final : public WorkSource {
  public:
    ListSource(ItemStore* store, Item first, std::size_t count)
        : store_(store), next_(first), end_(first + count) {}
    std::optional<Order> next() override;
    void accept(Item item, Bytes result) override { store_->add(item, std::move(result)); }

  private:
    ItemStore* store_;
    Item next_, end_;
};

/// Sets in their order. The fit that several of them share goes before them; one that a single set needs
/// belongs to that set's item. A set's order carries the shared fit, if there is one; a fit's order carries
/// the number of the first set that needs it.
class Campaign::Source final : public WorkSource {
  public:
    Source(ItemStore* store, const std::vector<std::uint32_t>& fit_of_set, bool fits, std::size_t sets);
    std::optional<Order> next() override;
    void accept(Item item, Bytes result) override;

  private:
    struct SharedFit {
        std::uint32_t open = 0; ///< sets that have not been handed out
        bool under_way = false;
        std::vector<std::uint32_t> waiting; ///< sets, while it is under way
    };

    [[nodiscard]] std::optional<Order> order_of(std::uint32_t set);
    Order with_fit(std::uint32_t set, std::uint32_t fit);

    ItemStore* store_;
    const std::vector<std::uint32_t>& fit_of_set_;
    std::size_t sets_;
    std::uint32_t next_ = 0;
    std::unordered_map<std::uint32_t, SharedFit> shared_; ///< fits of two or more open sets
    std::deque<std::uint32_t> ready_;                     ///< sets whose fit has come
    std::size_t waiting_ = 0;
    std::uint32_t latest_fit_ = 0; ///< the one that was handed out last, kept for the next set
    std::shared_ptr<const Bytes> latest_;
};

} // namespace lpsglass::campaign
