#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "lpsglass/deck/deck.hpp"
#include "lpsglass/deck/findings.hpp"
#include "lpsglass/deck/table_reader.hpp"
#include "lpsglass/deck/tree.hpp"

/// The sections of the deck that have rules of their own, one function each. Each takes the whole deck's tree
/// and notes what is wrong with its section.
namespace lpsglass::deck {

std::vector<Spectrum> read_spectra(const Node& root, Findings& findings);
std::array<Amplitude, 6> read_amplitudes(const Node& root, Findings& findings,
                                         std::vector<std::string>& warnings);
std::optional<Bath> read_bath(const Node& root, Findings& findings);
std::vector<double> read_temperatures(const Node& root, Findings& findings);

/// [fit], without its further parameters; nothing if it is absent or switched off.
std::optional<Fit> read_fit(const Node& root, Findings& findings);

/// [fit.also]. `deck` gives the keys' own values: its other sections are read before.
std::vector<AlsoParameter> read_also(const Node& root, const Deck& deck, Findings& findings);

/// [calibration]; nothing if it is absent or switched off. `deck` gives the keys' own values, like read_also.
std::vector<CalibrationTarget> read_calibration(const Node& root, const Deck& deck, Findings& findings);

/// Whether an optional section is there and not switched off.
bool is_on(const Node& root, const char* section);

/// `prior` and `prior_sigma`, which come only together.
std::optional<Prior> read_prior(const TableReader& table);

/// Notes a range that runs backwards or gives too few or too many values, if its numbers could be read.
void check_range(const TableReader& table, const Range& range, std::size_t fewest, std::size_t most);

} // namespace lpsglass::deck
