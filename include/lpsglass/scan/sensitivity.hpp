#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "lpsglass/deck/deck.hpp"
#include "lpsglass/scan/design.hpp"

/// How much each scanned parameter matters to each output, from the outputs alone (docs/sensitivity.md).
namespace lpsglass::scan {

/// The rows of a scan as a results file holds them: n_S sets of n_K parameters.
struct ScanTable {
    deck::Design design = deck::Design::list;
    std::size_t parameters = 0;    ///< n_K
    int levels = 4;                ///< morris: of the grid
    std::vector<std::size_t> base; ///< n_S; as in Row
    std::vector<Role> role;        ///< n_S
    std::vector<int> parameter;    ///< n_S; column that was exchanged or moved
    std::vector<double> values;    ///< n_S x n_K
    std::vector<bool> text; ///< n_K, or empty for none: the values are places of texts and have no order

    [[nodiscard]] std::size_t rows() const { return role.size(); }
    [[nodiscard]] double value(std::size_t row, std::size_t k) const { return values[row * parameters + k]; }
};

/// One output, n_S long. What is not finite is missing.
using OutputValues = std::vector<double>;

struct SensitivityOptions {
    std::uint64_t seed = 1;            ///< of bootstrap and permutations
    std::size_t replicates = 500;      ///< bootstrap
    double confidence = 0.95;          ///< of the intervals
    double withhold_above = 0.2;       ///< share of dropped base samples beyond which there are no indices
    std::size_t pawn_classes = 10;     ///< classes of a parameter for the moment-independent measure
    std::size_t pawn_replicates = 100; ///< bootstrap, and permutations, of that measure
};

enum class OutputStatus : int {
    ok = 0,
    constant = 1,   ///< the output is the same in all sets: its indices are undefined
    withheld = 2,   ///< too large a share of the base samples was dropped
    too_few = 3,    ///< fewer than two base samples are left
    own_missing = 4 ///< one_at_a_time: nothing to compare with
};

/// In words, for people. Of ok: empty.
std::string describe(OutputStatus status);

/// A base sample (saltelli: A_j, B_j and their exchanges; morris: a trajectory; else: a row) in which an
/// output is missing is dropped for that output only.
struct OutputCheck {
    OutputStatus status = OutputStatus::ok;
    std::size_t used = 0;       ///< base samples
    double dropped_share = 0.0; ///< of all base samples
};

enum class Per : int { output, parameter, pair };
enum class Unit : int { one, output, output_per_parameter };

/// NaN where there is none. The interval's ends are empty in a measure without intervals.
struct Estimates {
    std::vector<double> value, lower, upper;
};

/// One measure for all outputs.
struct Measure {
    std::string name;      ///< as a dataset is called
    std::string long_name; ///< for people
    Per per = Per::parameter;
    Unit unit = Unit::one;
    Estimates all;    ///< n_Q x C with C = 1, n_K or n_K x n_K (symmetric, NaN on the diagonal)
    Estimates stages; ///< n_C x n_Q x C: from the first base samples only; the last stage is `all`
};

struct Sensitivity {
    deck::Design design = deck::Design::list;
    std::size_t outputs = 0, parameters = 0, base_samples = 0; ///< n_Q, n_K, N
    double confidence = 0.95;
    bool conservative = false;       ///< the intervals are too wide: they take a stratified design as random
    std::vector<std::size_t> stages; ///< base samples of each stage: N/8, N/4, N/2, N where that is 8 or more
    std::vector<OutputCheck> checks; ///< n_Q
    std::vector<Measure> measures;
    std::vector<std::string> notes; ///< what all readers must know, e.g. a measure that cannot be had

    [[nodiscard]] const Measure& measure(const std::string& name) const; ///< throws std::out_of_range
};

/// All measures that the design allows. saltelli: variance_indices; morris: elementary_effects;
/// one_at_a_time: local_derivatives; all others: associations and pawn together.
///
/// Intervals: value +- t sd, sd the standard deviation of the bootstrap replicates over base samples,
/// corrected by sqrt(n/(n-1)), t Student's quantile for n-1. A replicate weighs each base sample with a
/// Poisson number of mean 1 that belongs to (seed, replicate, base sample): the same for all outputs and
/// stages. Indices and intervals are never clipped to where the exact index would lie. Throws InputError
/// where the columns of the table or the outputs differ in length.
Sensitivity sensitivity(const ScanTable& table, const std::vector<OutputValues>& outputs,
                        const SensitivityOptions& options = {});

} // namespace lpsglass::scan
