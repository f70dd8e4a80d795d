#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "lpsglass/results/reader.hpp"
#include "lpsglass/scan/sensitivity.hpp"

/// What of a results file the estimators of sensitivity take (docs/sensitivity.md).
namespace lpsglass::results {

enum class Pairs { without, with }; ///< second-order indices

/// The scan of a results file. Base samples of which a set is not computed yet (a snapshot) are left out, as
/// if the scan were shorter; of one_at_a_time, which has no shorter form, all sets stay.
struct ScanRows {
    scan::ScanTable table;
    std::vector<std::size_t> set;       ///< of each row, its set in the file
    std::vector<bool> derived;          ///< of each row: its set went through (docs: What counts as missing)
    std::vector<std::string> parameter; ///< names, n_K
    std::vector<std::string> unit;      ///< of the parameters, n_K
    std::size_t base_samples = 0;       ///< in the table
    std::size_t planned = 0;            ///< base samples of the whole scan
};

/// @param pairs without: the rows that serve second-order indices alone are left out.
/// Throws InputError where the file has no scan, fewer than two base samples, or, with pairs, no rows for
/// second order.
ScanRows read_scan(const ResultsFile& file, Pairs pairs = Pairs::without);

/// Outputs that are stored together: a group of /sensitivity.
struct OutputGroup {
    std::string name;                       ///< of the group, e.g. `alpha`
    std::string long_name;                  ///< for people
    std::vector<std::string> dimensions;    ///< of the outputs, e.g. `temperature`
    std::vector<std::size_t> lengths;       ///< of the dimensions
    std::vector<std::string> outputs;       ///< for people, C order, e.g. `alpha at 450 K`
    std::vector<std::string> units;         ///< of each output
    std::vector<std::string> meanings;      ///< of each output; empty where long_name says it
    std::vector<scan::OutputValues> values; ///< of each output the rows; NaN where missing
    std::vector<bool> indicator;            ///< of each output whether it is one, 0 or 1; empty: none is
};

/// Names of the groups that the file has outputs for: `summary`; `alpha`, `beta`, `alpha_minus_beta` unless
/// output.detail leaves /exponents out; `amplitude` unless the amplitudes were given; `fit_parameter` where
/// others than amplitudes were fitted.
std::vector<std::string> output_groups(const ResultsFile& file);

/// Reads block by block; in memory are the values of this group alone, 8 bytes per output and row (twice that
/// of alpha_minus_beta). Of a scan without rows nothing is read: the group tells what outputs there are.
OutputGroup read_outputs(const ResultsFile& file, const ScanRows& scan, const std::string& group);

} // namespace lpsglass::results
