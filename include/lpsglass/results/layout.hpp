#pragma once

#include <string>
#include <vector>

#include "lpsglass/deck/deck.hpp"

/// The contract of the results file: one table of every dataset (docs/results.md).
/// The writer, the documentation's test and later tools all read this table.
namespace lpsglass::results {

/// Version of the layout, root attribute `schema_version`. A new dataset raises the second number; a change
/// to a name, shape or unit raises the first.
inline constexpr int kSchemaMajor = 1;
inline constexpr int kSchemaMinor = 0;

/// How values are stored.
enum class Kind {
    real,    ///< 64-bit float, missing: NaN
    integer, ///< 32-bit integer, missing: -1
    text     ///< UTF-8
};

/// A value of an integer dataset that stands for a word (attributes `flag_values`, `flag_meanings`).
struct Flag {
    int value;
    std::string meaning;
};

/// One dataset, or one per spectrum where the path holds `<i>` (spectra count from 1).
struct DatasetInfo {
    std::string path;
    Kind kind = Kind::real;
    std::vector<std::string> dimensions; ///< names; none: a single value
    std::string units;                   ///< `1` without dimension, `text` for text
    std::string long_name;
    std::vector<Flag> flags;                     ///< empty for plain numbers
    deck::Detail detail = deck::Detail::summary; ///< least output.detail at which it is stored
};

/// Every dataset that a results file may hold, in the order of writing. One with a dimension of length 0 (no
/// fitted parameter, no failed set, no measured line) is not stored.
const std::vector<DatasetInfo>& layout();

} // namespace lpsglass::results
