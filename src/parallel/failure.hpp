#pragma once

#include <cstdint>
#include <string>

#include "lpsglass/core/work.hpp"

namespace lpsglass::parallel {

/// An error as text, so that it can be told to other ranks.
struct Failure {
    enum class Kind : std::uint8_t { none, numerical, input, io, other };

    Kind kind = Kind::none;
    Item item = 0;
    std::string message;

    explicit operator bool() const { return kind != Kind::none; }
};

/// The exception being handled.
Failure current_failure(Item item);

/// Throws it again, as the kind it was.
[[noreturn]] void raise(const Failure& failure);

/// Of two failures, the one of the lower item.
void keep_lowest(Failure& kept, Failure other);

} // namespace lpsglass::parallel
