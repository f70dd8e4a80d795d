#pragma once

#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "failure.hpp"
#include "lpsglass/core/work.hpp"

/// What rank 0 and the others say to each other, as plain structs and as bytes.
namespace lpsglass::parallel {

/// No item is left out.
constexpr Item kNoLimit = std::numeric_limits<Item>::max();

/// From rank 0 to a rank that works.
struct Instruction {
    enum class Kind : std::uint8_t {
        work,      ///< queue these orders
        give_back, ///< return up to `count` orders that are not begun, the last first; report
        limit,     ///< return all orders of items from `limit` on that are not begun; report
        end,       ///< all is done or given up: `outcome`, or `failure` if there is one
    };

    Kind kind = Kind::work;
    std::vector<Order> orders = {};
    std::uint64_t count = 0;
    Item limit = kNoLimit;
    WorkOutcome outcome = WorkOutcome::complete;
    Failure failure = {};
};

/// From a rank that works to rank 0.
struct Report {
    std::vector<std::pair<Item, Bytes>> results = {}; ///< in the order in which they were worked on
    std::vector<Item> failed = {};
    std::vector<Item> returned = {}; ///< not begun, and no longer queued
    double seconds = 0.0;            ///< spent on results and failures
    std::uint64_t replies = 0;       ///< instructions (give_back, limit) that this answers
    Failure failure = {};            ///< of the lowest failed item
};

/// An input that several orders in a row share is stored once.
Bytes encode(const Instruction& instruction);
Instruction decode_instruction(const Bytes& bytes);

Bytes encode(const Report& report);
Report decode_report(const Bytes& bytes);

} // namespace lpsglass::parallel
