#pragma once

#include <map>

#include "lpsglass/core/work.hpp"

namespace lpsglass::campaign {

/// Keeps the results of finished items on rank 0, in memory or in files.
class ItemStore {
  public:
    virtual ~ItemStore() = default;
    [[nodiscard]] virtual bool contains(Item item) const = 0;
    [[nodiscard]] virtual Bytes read(Item item) const = 0; ///< of one that it contains
    virtual void add(Item item, Bytes result) = 0;
};

/// In memory; for tests and small runs.
class MemoryStore final : public ItemStore {
  public:
    [[nodiscard]] bool contains(Item item) const override { return items_.contains(item); }
    [[nodiscard]] Bytes read(Item item) const override { return items_.at(item); }
    void add(Item item, Bytes result) override { items_.insert_or_assign(item, std::move(result)); }

  private:
    std::map<Item, Bytes> items_;
};

} // namespace lpsglass::campaign
