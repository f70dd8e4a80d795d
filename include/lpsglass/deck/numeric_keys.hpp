#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lpsglass/deck/deck.hpp"
#include "lpsglass/deck/key_table.hpp"

namespace lpsglass::deck {

/// The number of the deck behind a key as model::parameter_table() writes it, e.g.
/// `structure.bond_angle[23]`, `gauge.coupling`, `amplitude.beta_1` (or `amplitude.beta_1.value`),
/// `free_energy.bath.beta[1]`, in the deck's unit. nullptr where there is none, also for a bath that the deck
/// does not have.
double* find_number(Deck& deck, std::string_view key);
const double* find_number(const Deck& deck, std::string_view key);

/// The parameters of the model that a key names: itself, or all elements of an array
/// (`structure.hybrid_offset`). Empty where it names none.
std::vector<std::string> model_keys(std::string_view key);

/// The row of the key table of a model parameter, nullptr if there is none.
const KeyInfo* find_model_key(std::string_view key);

/// Gives every tied amplitude the value that follows from the other one.
void follow_ties(Deck& deck);

} // namespace lpsglass::deck
