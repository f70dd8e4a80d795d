#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

/// Work that ranks share out: who has it, what it is, and who shares it out need not know each other.
namespace lpsglass {

using Bytes = std::vector<std::byte>;
using Item = std::uint64_t;

/// Numbers from here on are of parts of an item, where many ranks share a single one.
inline constexpr Item kInnerItem = Item{1} << 63U;

/// An item to be worked on, with what it needs of earlier ones.
struct Order {
    Item item = 0;
    std::shared_ptr<const Bytes> input; ///< null: nothing
};

/// Hands out items and takes their results; lives on rank 0 alone.
class WorkSource {
  public:
    virtual ~WorkSource() = default;

    /// The next item that can be worked on now. Nothing: there is none, until the result of one that is under
    /// way is accepted; if none is under way, all is done.
    virtual std::optional<Order> next() = 0;

    /// Takes the result of an item; in any order.
    virtual void accept(Item item, Bytes result) = 0;
};

/// A work item: a pure function of its number and its input. It may throw only what ends the run everywhere.
using Work = std::function<Bytes(Item, std::span<const std::byte> input)>;

enum class WorkOutcome { complete, interrupted };

/// Works on everything that the source (null but on rank 0) hands out; all ranks call it together.
using RunWork = std::function<WorkOutcome(WorkSource*, const Work&)>;

} // namespace lpsglass
