#pragma once

#include <string>
#include <vector>

#include "lpsglass/deck/findings.hpp"

/// The data file of a scan.
namespace lpsglass::deck {

/// One column: the key in the first line, and the values below it.
struct ScanColumn {
    Node key;                ///< a string
    std::vector<Node> cells; ///< strings
};

/// Takes the text of a data file apart: `#` comments, blank lines, a first line with a key for each column,
/// then a row for each set, separated by commas; a field with a comma or a # in it stands in double quotes, a
/// quote inside them is doubled. Notes lines with a wrong number of fields. Empty where something was noted.
std::vector<ScanColumn> parse_scan_file(std::string_view text, const std::shared_ptr<const std::string>& file,
                                        Findings& findings);

/// A field as a value of a deck: an integer or a decimal number where it is one, else the string.
Node number_or_text(const Node& cell);

} // namespace lpsglass::deck
