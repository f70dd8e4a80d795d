#include "lpsglass/results/run_identity.hpp"

#include <charconv>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "key_values.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/core/sha256.hpp"
#include "lpsglass/deck/differing_keys.hpp"

namespace lpsglass::results {

namespace {

constexpr std::string_view kFormat = "lpsglass parts 2";
constexpr std::string_view kDeckFollows = "resolved deck:\n";
constexpr std::string_view kHash = "sha256 = "; ///< begins the first line; of all that follows the line
constexpr std::string_view kNote = "note.";

[[noreturn]] void refuse_deck(const RunIdentity& stored, const RunIdentity& own, const std::string& place) {
    std::string text = place + " holds work of another deck; what differs (there -> now):";
    for (const std::string& line : deck::differing_keys(stored.resolved_deck, own.resolved_deck))
        text += "\n  " + line;
    throw InputError(text + "\n(-o names another output; --force without --resume begins anew)");
}

} // namespace

std::string build_of(const RunIdentity& identity) {
    return fmt::format("lpsglass {} ({}), {}", identity.program_version, identity.git_revision,
                       identity.machine.arithmetic);
}

void check_same_run(const RunIdentity& stored, const RunIdentity& own, bool accept_other_build,
                    const std::string& place) {
    if (stored.deck_sha256 != own.deck_sha256) refuse_deck(stored, own, place);
    if (!accept_other_build && build_of(stored) != build_of(own)) {
        throw InputError(
            fmt::format("{} holds work of {}; this is {}: their results may differ in the last bits "
                        "(--accept-other-build goes on all the same)",
                        place, build_of(stored), build_of(own)));
    }
    if (stored.total_items != own.total_items) {
        throw InputError(
            fmt::format("{} holds work of a run of {} items, this one has {}: they are not the same "
                        "(--force without --resume begins anew)",
                        place, stored.total_items, own.total_items));
    }
}

std::string identity_file(const RunIdentity& identity) {
    KeyValues values{{"format", std::string(kFormat)},
                     {"deck_sha256", identity.deck_sha256},
                     {"program_version", identity.program_version},
                     {"git_revision", identity.git_revision},
                     {"arithmetic", identity.machine.arithmetic},
                     {"instruction_level", identity.machine.instruction_level},
                     {"total_items", std::to_string(identity.total_items)}};
    for (const auto& [key, value] : identity.notes)
        values.emplace_back(std::string(kNote) + key, value);
    const std::string text = to_lines(values) + std::string(kDeckFollows) + identity.resolved_deck;
    return fmt::format("{}{}\n{}", kHash, sha256_hex(text), text);
}

RunIdentity parse_identity_file(const std::string& text, const std::string& path) {
    const std::size_t end = text.find('\n');
    if (!text.starts_with(kHash) || end == std::string::npos)
        throw IoError("cannot read " + path + ": it does not tell which run the parts are of");
    const std::string_view rest = std::string_view(text).substr(end + 1);
    if (sha256_hex(rest) != text.substr(kHash.size(), end - kHash.size()))
        throw IoError("cannot read " + path + ": it was changed (its SHA-256 is another)");

    const std::size_t deck = rest.find(kDeckFollows);
    const KeyValues values = from_lines(rest.substr(0, deck));
    const std::string total = value_of(values, "total_items");
    if (value_of(values, "format") != kFormat || deck == std::string_view::npos)
        throw IoError("cannot read " + path + ": it is of another version of the program");

    RunIdentity identity;
    identity.deck_sha256 = value_of(values, "deck_sha256");
    identity.resolved_deck = rest.substr(deck + kDeckFollows.size());
    identity.program_version = value_of(values, "program_version");
    identity.git_revision = value_of(values, "git_revision");
    identity.machine.arithmetic = value_of(values, "arithmetic");
    identity.machine.instruction_level = value_of(values, "instruction_level");
    std::from_chars(total.data(), total.data() + total.size(), identity.total_items);
    for (const auto& [key, value] : values)
        if (key.starts_with(kNote)) identity.notes[key.substr(kNote.size())] = value;
    return identity;
}

} // namespace lpsglass::results
