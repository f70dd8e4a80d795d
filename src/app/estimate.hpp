#pragma once

#include <cstddef>
#include <string>

#include "lpsglass/deck/reader.hpp"

namespace lpsglass::app {

/// What a run would cost, from some of its sets that were computed here and now, on one core.
struct Estimate {
    std::size_t sets = 0, fits = 0; ///< of the deck; fits: distinct ones
    std::size_t sampled = 0;        ///< sets that were computed
    double sampling_s = 0.0;
    bool cut_short = false;          ///< the time was over before the first was done: times are lower bounds
    double set_s = 0.0, fit_s = 0.0; ///< mean time of one; a set's without its fit
    double longest_s = 0.0;          ///< of a set with its fit
    double inner_pieces = 0.0;       ///< that ranks can share within a set and its fit
    double longest_inner_s = 0.0;    ///< of such a piece
    double part_bytes = 0.0;         ///< of all finished work while the run is on
    double file_bytes = 0.0;         ///< of the results file, before compression
    double rank_bytes = 0.0;         ///< memory of each rank
    double root_bytes = 0.0;         ///< what rank 0 needs on top of that
};

/// Computes sets that are spread over the design, one after the other, until `budget_s` is over.
Estimate estimate(const deck::LoadedDeck& deck, double budget_s);

double core_seconds(const Estimate& estimate);

/// The most ranks that are still worth it: no more than a tenth is lost to the last piece of work, and each
/// has a minute of work.
std::size_t sensible_ranks(const Estimate& estimate);

/// The estimate for people: core-hours, memory, disk, ranks, and how they come about.
std::string describe(const Estimate& estimate);

} // namespace lpsglass::app
