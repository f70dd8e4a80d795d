#pragma once

#include <string>
#include <vector>

#include "lpsglass/campaign/run_record.hpp"

namespace lpsglass::campaign {

/// What a run of a deck would do.
struct Plan {
    std::size_t sets = 1;
    std::string design;   ///< of the scan, with its size, in words; empty without one
    std::size_t fits = 0; ///< distinct fits; a joint fit of several spectra is one
    int starts = 0;       ///< per fit
    int spectra = 0;      ///< measured or synthetic lines
    int parameters = 0;   ///< fitted per spectrum
    int temperatures = 0;
    double lowest_K = 0.0, highest_K = 0.0;
};

/// Counts the work of a deck, and checks what only the model can tell.
/// Throws InputError where the deck's own mean structure is no pyramid, or a tie and the bounds exclude each
/// other.
Plan make_plan(const deck::LoadedDeck& loaded);

/// The plan in words, one line each, for people.
std::string describe(const Plan& plan);

} // namespace lpsglass::campaign
