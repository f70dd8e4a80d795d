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
inline constexpr std::array detail{"full"sv, "exponents"sv, "summary"sv};

} // namespace lpsglass::deck::words
