#pragma once

#include <memory>
#include <string>

#include "assembly.hpp"
#include "lpsglass/app/commands.hpp"
#include "lpsglass/results/earlier_results.hpp"
#include "lpsglass/results/part_store.hpp"

namespace lpsglass::app {

/// What a call of `lpsglass run` is to do.
struct RunTask {
    /// Throws InputError for a part that there is not.
    RunTask(const RunArguments& arguments, deck::LoadedDeck deck);

    deck::LoadedDeck deck;
    campaign::SetSpan span; ///< all sets, or those of --part
    std::string output;     ///< the results file, or what stands for its part
    std::string reuse;      ///< an earlier results file; empty: none
    bool is_part = false;
};

/// Whether the output stands already, for this deck, with nothing left to do; then the status that its run
/// had. Throws InputError where it is another deck's.
bool is_complete(const RunTask& task, int& status);

/// Everything that can be known to be wrong before any work; then the work of an earlier run, or a place for
/// that of this one. Throws InputError; IoError.
std::unique_ptr<results::PartStore> open_parts(const RunTask& task, const RunArguments& arguments,
                                               const results::Machine& machine);

/// Puts the sets, and the fits, that an earlier results file has into the store, as if they had been
/// computed; says how many, or why none.
std::string take_over(const results::EarlierResults& earlier, const campaign::Campaign& campaign,
                      campaign::ItemStore& store);

} // namespace lpsglass::app
