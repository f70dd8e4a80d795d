#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>

#include "lpsglass/campaign/campaign.hpp"
#include "lpsglass/results/reader.hpp"
#include "lpsglass/results/run_identity.hpp"

/// From finished items to a results file.
namespace lpsglass::app {

/// How the sets of a run ended.
struct SetCounts {
    std::size_t total = 0, done = 0;
    std::map<std::string, std::size_t> failed; ///< cause -> sets

    void add(campaign::TaskState state);
    [[nodiscard]] std::size_t failures() const;

    /// `3 of 200 sets failed: no pyramid 2, fit failed 1`.
    [[nodiscard]] std::string failures_text() const;
};

/// What a run tells of itself, now.
campaign::RunInfo run_info(const std::string& command_line, int ranks, double elapsed_s);

/// Writes the results file of a whole campaign from the items in the store; sets that are not there are
/// `not_computed`. Its time is added to that of the run. Gives the record with the first set alone.
/// @param earlier where sets that were taken over lie; null: there are none
campaign::RunRecord assemble(const std::string& path, const campaign::Campaign& campaign,
                             const campaign::ItemStore& store, campaign::RunInfo info,
                             const results::Machine& machine, SetCounts& counts,
                             const results::ResultsFile* earlier = nullptr);

/// The identity of a run's work, and the deck of such work.
/// @param reuse the earlier results file that sets are taken over from; empty: none
results::RunIdentity identity_of(const deck::LoadedDeck& deck, const campaign::SetSpan& span,
                                 const results::Machine& machine, const std::string& reuse);
deck::LoadedDeck deck_of(const results::RunIdentity& identity);

/// The earlier results file of such work, opened; null where there is none. Throws InputError.
std::unique_ptr<results::ResultsFile> earlier_of(const results::RunIdentity& identity);

/// The sets of a run's deck that are its own. Throws IoError.
campaign::SetSpan span_of(const results::RunIdentity& identity);

/// Throws InputError where a part cannot be merged with another: of another deck, build or [output].
void check_same_whole(const results::RunIdentity& part, results::RunIdentity other, const std::string& place);

/// Throws InputError where the work was done for another [output], other sets or another earlier file.
void check_same_output(const results::RunIdentity& stored, const results::RunIdentity& own,
                       const std::string& place);

} // namespace lpsglass::app
