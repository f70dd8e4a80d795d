#pragma once

#include <string>
#include <vector>

namespace lpsglass::report {

/// Names of deck keys as labels: without the section (`structure.bond_angle[12]` becomes `bond_angle[12]`),
/// and what is longer than 22 characters with a gap in the middle. A name that would then be that of another
/// one is less short.
std::vector<std::string> short_keys(const std::vector<std::string>& names);

/// Texts without the parts, up to `/`, `_`, `.`, `-` or a space, that all of them begin or end with. Of file
/// names that is often what tells them apart. Equal texts stay equal.
std::vector<std::string> short_texts(const std::vector<std::string>& texts);

} // namespace lpsglass::report
