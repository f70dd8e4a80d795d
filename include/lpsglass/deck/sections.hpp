#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lpsglass/deck/deck.hpp"
#include "lpsglass/deck/findings.hpp"
#include "lpsglass/deck/table_reader.hpp"
#include "lpsglass/deck/tree.hpp"

/// The sections of the deck that have rules of their own, one function each. Each takes the whole deck's tree
/// and notes what is wrong with its section.
namespace lpsglass::deck {

/// The sections that keep their keys in one struct each and need few rules of their own. Where `only` is not
/// empty, no others than these.
void read_plain_sections(const Node& root, Deck& deck, Findings& findings,
                         std::span<const std::string_view> only = {});

/// `known`: spectra of the same deck, whose measured lines are taken over instead of read.
std::vector<Spectrum> read_spectra(const Node& root, Findings& findings,
                                   std::span<const Spectrum> known = {});
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

/// [scan]; nothing if it is absent or switched off. `deck` is what was read of all other sections.
std::optional<Scan> read_scan(const Node& root, const Deck& deck, Findings& findings,
                              std::vector<std::string>& warnings);

/// Whether an optional section is there and not switched off.
bool is_on(const Node& root, const char* section);

/// `prior` and `prior_sigma`, which come only together.
std::optional<Prior> read_prior(const TableReader& table);

/// Notes a range that runs backwards or gives too few or too many values, if its numbers could be read.
void check_range(const TableReader& table, const Range& range, std::size_t fewest, std::size_t most);

} // namespace lpsglass::deck
