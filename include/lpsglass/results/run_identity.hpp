#pragma once

#include <map>
#include <string>

#include "lpsglass/core/work.hpp"

namespace lpsglass::results {

/// Whose numbers they are.
struct Machine {
    std::string arithmetic;        ///< lpsglass::arithmetic() of the ranks: decides the last bits
    std::string instruction_level; ///< told, not compared: it does not show in the numbers
};

/// What makes work of one run fit to that of another.
struct RunIdentity {
    std::string deck_sha256;   ///< of the part of the resolved deck that decides the results
    std::string resolved_deck; ///< runs alone
    std::string program_version;
    std::string git_revision;
    Machine machine;
    Item total_items = 0;                     ///< items are numbered from 0; see also kInnerItem
    std::map<std::string, std::string> notes; ///< told, not compared; keys without line ends and ` = `
};

/// Program, revision and arithmetic in one line.
std::string build_of(const RunIdentity& identity);

/// Throws InputError unless `own` may go on with the work of `stored`: where the decks differ it names the
/// keys, where the builds differ it names both. `place` is what the messages call the stored work.
void check_same_run(const RunIdentity& stored, const RunIdentity& own, bool accept_other_build,
                    const std::string& place);

/// As a file: lines `key = value`, at the end the resolved deck as it is.
std::string identity_file(const RunIdentity& identity);

/// The reverse. Throws IoError with `path` where the text is not such a file or was changed.
RunIdentity parse_identity_file(const std::string& text, const std::string& path);

} // namespace lpsglass::results
