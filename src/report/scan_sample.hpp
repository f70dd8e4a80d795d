#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "lpsglass/report/run_data.hpp"

/// Which sets of a scan the figures take, and their values.
namespace lpsglass::report {

/// The sets that stand for the scan's distributions: rows A and B of saltelli (the others exchange one column
/// each and are no independent sample), all sets of every other design.
struct ScanSample {
    deck::Design design = deck::Design::list;
    std::size_t in_scan = 0;      ///< sets of the whole scan
    std::size_t not_computed = 0; ///< of the sample, in a snapshot; not in `set`
    std::size_t failed = 0;       ///< of those in `set`
    std::vector<std::size_t> set; ///< computed sets of the sample, ascending
    std::vector<bool>
        went_through; ///< of each: no failure but an undefined gauge phase (docs/sensitivity.md)

    [[nodiscard]] std::size_t size() const { return set.size(); }
};
ScanSample scan_sample(const RunData& data);

/// What a caption says about the sample: which sets, how many, and what they are not.
std::string sample_note(const ScanSample& sample);

/// Values of a dataset with first dimension `set`, at one place of its rows (C order): one for each set of
/// the sample, NaN where it failed.
std::vector<double> values_of(const RunData& data, const ScanSample& sample, const std::string& dataset,
                              std::size_t place = 0);

/// Calls `take(place, values)` for every place of the rows in turn. Reads the dataset in blocks, as often as
/// needed to hold 64 MB at most (or one place).
void for_places(const RunData& data, const ScanSample& sample, const std::string& dataset,
                const std::function<void(std::size_t, std::span<const double>)>& take);

/// A scanned parameter as figures name it.
struct ScanParameter {
    std::string name;               ///< in full
    std::string label;              ///< short, unlike all others
    std::string unit;               ///< `1` without
    std::vector<std::string> texts; ///< of a parameter of texts its values, made short; otherwise empty
    std::size_t place = 0;          ///< among the scanned parameters

    /// A value as people read it.
    [[nodiscard]] std::string text_of(double value) const;
};
std::vector<ScanParameter> scan_parameters(const RunData& data);

/// The divisor in 1/lambda = exponent/scale for captions: a number, or `scale` where the scan varies it.
std::string scale_of_lambda(const RunData& data);

/// `label (unit)`, or the label alone.
std::string axis_label(const ScanParameter& parameter);

/// Values of a scanned parameter, of failed sets too. Equal texts have the place of the first of them.
std::vector<double> parameter_values(const RunData& data, const ScanSample& sample,
                                     const ScanParameter& parameter);

} // namespace lpsglass::report
