#pragma once

#include <array>
#include <string_view>

#include "lpsglass/deck/deck.hpp"

/// The words of the deck's enumerations, by enumerator.
namespace lpsglass::deck::words {

using namespace std::string_view_literals;

inline constexpr std::array law{"normal"sv, "uniform"sv, "arcsine"sv};
inline constexpr std::array method{"conditional"sv, "direct"sv};
inline constexpr std::array weight{"well"sv, "barrier"sv};
inline constexpr std::array freezing_order{"listed"sv, "by_probability"sv};
inline constexpr std::array mode{"set"sv, "shift"sv, "factor"sv};
inline constexpr std::array uncertainty{"linear"sv, "posterior"sv, "profile"sv, "bootstrap"sv};
inline constexpr std::array design{"grid"sv,  "list"sv,     "one_at_a_time"sv, "lhs"sv,
                                   "sobol"sv, "saltelli"sv, "morris"sv};
inline constexpr std::array scan_law{"uniform"sv, "normal"sv, "lognormal"sv};
inline constexpr std::array detail{"full"sv, "exponents"sv, "summary"sv};

} // namespace lpsglass::deck::words
