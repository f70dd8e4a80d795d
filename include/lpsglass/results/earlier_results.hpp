#pragma once

#include <memory>
#include <optional>
#include <string>

#include "lpsglass/campaign/fit_stage.hpp"
#include "lpsglass/campaign/run_record.hpp"
#include "lpsglass/results/reader.hpp"

namespace lpsglass::results {

/// An earlier results file of the same program as a source of sets and fits: the same inputs gave the same
/// bits. Its first set is never taken: a results file holds more of the first set than of others.
class EarlierResults {
  public:
    /// @param frame of the run that looks for its sets
    /// @param build of this program (build_of)
    /// Throws InputError where the file is no results file, or of another build unless that is accepted.
    EarlierResults(const std::string& path, const campaign::RunRecord& frame, const std::string& build,
                   bool accept_other_build);
    ~EarlierResults();

    struct Set {
        std::size_t row = 0;
        campaign::TaskState state = campaign::TaskState::ok;
        std::string message;
    };

    /// The set with the inputs of this deck.
    [[nodiscard]] std::optional<Set> find_set(const deck::Deck& deck) const;

    /// The fits with the inputs of this deck; for linear errors, and where the file has their covariance.
    [[nodiscard]] std::optional<campaign::FitStage> find_fits(const deck::Deck& deck) const;

    /// Why no set, or no fit, of the file can be taken; empty where they can.
    [[nodiscard]] const std::string& no_sets() const;
    [[nodiscard]] const std::string& no_fits() const;

    [[nodiscard]] const ResultsFile& file() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace lpsglass::results
