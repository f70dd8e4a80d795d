#include "lpsglass/deck/known_keys.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "lpsglass/deck/key_table.hpp"
#include "lpsglass/deck/key_text.hpp"
#include "lpsglass/deck/suggest.hpp"
#include "lpsglass/deck/toml_text.hpp"

namespace lpsglass::deck {

namespace {

std::string join(std::string_view parent, std::string_view name) {
    return parent.empty() ? std::string(name) : fmt::format("{}.{}", parent, name);
}

class KeyCheck {
  public:
    explicit KeyCheck(Findings& findings) : findings_(findings) {}

    /// `path` is the section as the key table names it, `address` as messages name it.
    void table(const Table& table, const std::string& path, const std::string& address) {
        for (const Entry& entry : table.entries) {
            const std::string inner = join(address, toml_key(entry.key));
            if (find_key(path, entry.key)) continue;
            const SectionInfo* section = find_section(join(path, entry.key));
            if (section && is_plain(entry.key))
                check_section(entry, *section, inner);
            else if (const SectionInfo* named = find_section(join(path, "*")); named && is_name(path, entry))
                check_section(entry, *named, inner);
            else
                findings_.add(entry.place, inner, unknown(path, entry));
        }
    }

  private:
    /// A quoted "nqr.thermal" is not the section [nqr.thermal].
    static bool is_plain(std::string_view key) {
        return !key.empty() && key.find_first_of(".*") == std::string_view::npos;
    }

    static bool is_name(std::string_view path, const Entry& entry) {
        if (find_section(path)->kind == SectionKind::chosen_tables) return !is_split_key(entry);
        return std::ranges::find(fluctuation_names(), entry.key) != fluctuation_names().end();
    }

    /// A deck key under [fit.also] that is not quoted: TOML takes its dots for nested tables.
    static bool is_split_key(const Entry& entry) {
        return find_section(entry.key) && entry.node.table() && !entry.node.table()->entries.empty() &&
               std::ranges::all_of(entry.node.table()->entries,
                                   [](const Entry& inner) { return inner.node.table() != nullptr; });
    }

    static std::string unknown(const std::string& path, const Entry& entry) {
        if (path == "fit.also") {
            const std::string& inner = entry.node.table()->entries.front().key;
            return fmt::format("a deck key is written in quotes here ({} = ...)",
                               toml_string(join(entry.key, inner)));
        }
        const char* what = path == "amplitude" ? "amplitude" : entry.node.table() ? "section" : "key";
        return unknown_name_message(what, path, entry.key);
    }

    void check_section(const Entry& entry, const SectionInfo& section, const std::string& address) {
        if (section.kind == SectionKind::table_array) return check_tables(entry, section, address);
        if (const Table* inner = entry.node.table()) return table(*inner, std::string(section.path), address);
        findings_.add(entry.node.place, address,
                      fmt::format("{} where a table is needed", kind_text(entry.node)));
    }

    void check_tables(const Entry& entry, const SectionInfo& section, const std::string& address) {
        const Array* array = entry.node.array();
        if (!array) {
            findings_.add(entry.node.place, address,
                          fmt::format("{} where an array of tables is needed (each written {})",
                                      kind_text(entry.node), section_title(section)));
            return;
        }
        for (std::size_t i = 0; i < array->size(); ++i) {
            const Node& node = (*array)[i];
            const std::string element = fmt::format("{}[{}]", address, i + 1);
            if (const Table* inner = node.table())
                table(*inner, std::string(section.path), element);
            else
                findings_.add(node.place, element,
                              fmt::format("{} where a table is needed", kind_text(node)));
        }
    }

    Findings& findings_;
};

} // namespace

void check_known_keys(const Node& root, Findings& findings) {
    KeyCheck(findings).table(*root.table(), "", "");
}

} // namespace lpsglass::deck
