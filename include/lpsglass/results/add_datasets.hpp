#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "lpsglass/results/layout.hpp"

namespace lpsglass::results {

/// A dataset of an added group.
struct NewDataset {
    std::string name;                    ///< within the group
    Kind kind = Kind::real;              ///< which of `values` and `texts` holds the values
    std::vector<std::string> dimensions; ///< names; none: a single value
    std::vector<std::size_t> lengths;    ///< of the dimensions, none 0
    std::vector<double> values;          ///< C order; of Kind::integer whole numbers, -1 where missing
    std::vector<std::string> texts;
    std::string units = "1"; ///< `text` for texts
    std::string long_name;
    std::vector<Flag> flags;
    std::vector<std::pair<std::string, std::string>> attributes; ///< further text attributes
};

using AttributeValue = std::variant<std::string, double, int, std::uint64_t>;

/// A group at the root of the file, with groups of its own.
struct NewGroup {
    std::string name; ///< e.g. `sensitivity`
    std::vector<NewDataset> datasets;
    std::vector<std::pair<std::string, AttributeValue>> attributes;
    std::vector<NewGroup> groups{};
};

/// Adds the group to a results file, in place of a group of that name. Every dataset gets units, long_name,
/// sha256 and its dimension scales: a dimension's coordinate is the dataset of its name, either one of the
/// dataset's own group or else that of /coordinates, which is linked into the group.
///
/// The file is changed as a copy that then takes its name (see ResultsWriter): readers see it before or
/// after. Throws InputError if `path` is no results file, IoError with path and reason if it cannot be read
/// or written (the file is then as it was), std::logic_error if the group is not well formed: a number of
/// values that does not fit the lengths, a dimension without a coordinate of its length.
void add_group(const std::string& path, const NewGroup& group);

} // namespace lpsglass::results
