#include "lpsglass/deck/edit_text.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <vector>

#include <fmt/format.h>

#include "lpsglass/core/error.hpp"
#include "lpsglass/deck/numeric_keys.hpp"
#include "lpsglass/deck/toml_file.hpp"
#include "lpsglass/deck/toml_text.hpp"
#include "lpsglass/model/parameters.hpp"

namespace lpsglass::deck {

namespace {

using Path = std::vector<std::string>;

Node parse(const std::string& text) {
    return parse_toml(text, std::make_shared<const std::string>("the deck's text"));
}

/// Byte of a place; columns count characters, which are not always bytes.
std::size_t offset_of(const std::string& text, const Place& place) {
    std::size_t at = 0;
    for (int line = 1; line < place.line; ++line)
        at = text.find('\n', at) + 1;
    for (int column = 1; column < place.column; ++column)
        do
            ++at;
        while ((static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
    return at;
}

/// Every value of a document by its path, to see what an edit changed.
using Values = std::map<Path, std::string>;

std::string scalar_text(const Node& node) {
    struct Text {
        std::string operator()(bool truth) const { return truth ? "true" : "false"; }
        std::string operator()(std::int64_t integer) const {
            return toml_number(static_cast<double>(integer));
        }
        std::string operator()(double number) const { return toml_number(number); }
        std::string operator()(const std::string& text) const { return toml_string(text); }
        std::string operator()(DateTime) const { return "date"; }
        std::string operator()(const Array& array) const { return fmt::format("array {}", array.size()); }
        std::string operator()(const Table&) const { return "table"; }
    };
    return std::visit(Text{}, node.value);
}

void collect(const Node& node, Path& path, Values& values) {
    values[path] = scalar_text(node);
    const auto inner = [&](std::string name, const Node& child) {
        path.push_back(std::move(name));
        collect(child, path, values);
        path.pop_back();
    };
    if (const Array* array = node.array())
        for (std::size_t i = 0; i < array->size(); ++i)
            inner(std::to_string(i), (*array)[i]);
    if (const Table* table = node.table())
        for (const Entry& entry : table->entries)
            inner(entry.key, entry.node);
}

Values values_of(const std::string& text) {
    Values values;
    Path path;
    collect(parse(text), path, values);
    return values;
}

/// One key with the value it shall have.
struct Wanted {
    std::string key;
    Path path;               ///< of the value in the document
    std::string section;     ///< where it is written if there is none yet
    int element = -1;        ///< in an array
    std::vector<double> all; ///< the value, or all elements
    [[nodiscard]] double value() const { return all[element < 0 ? 0 : static_cast<std::size_t>(element)]; }
    [[nodiscard]] std::string text() const { return element < 0 ? toml_number(all[0]) : toml_array(all); }
};

Wanted wanted_of(const Deck& deck, const std::string& key) {
    Wanted wanted{key, {}, {}, -1, {}};
    std::string address = key.substr(0, key.find('['));
    const std::size_t dot = address.rfind('.');
    wanted.section = address.substr(0, dot);
    if (wanted.section == "amplitude") address += ".value";
    for (std::size_t at = 0; at != std::string::npos;) {
        const std::size_t end = address.find('.', at);
        wanted.path.push_back(address.substr(at, end == std::string::npos ? end : end - at));
        at = end == std::string::npos ? end : end + 1;
    }
    if (address.size() != key.size() && key.ends_with(']')) {
        const std::vector<std::string> elements = model_keys(address);
        wanted.element = static_cast<int>(std::ranges::find(elements, key) - elements.begin());
        for (const std::string& element : elements)
            wanted.all.push_back(*find_number(deck, element));
    } else {
        wanted.all.push_back(*find_number(deck, key));
    }
    return wanted;
}

bool is_of_number(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' ||
           c == '-' || c == '.' || c == '_';
}

/// Gives a comment behind `end` the column it had before the text in front of it grew by `growth`.
void keep_comment_in_place(std::string& text, std::size_t end, std::ptrdiff_t growth) {
    // Without a quote in between, the # can only begin a comment.
    const std::size_t hash = text.find_first_of("#\"'\n", end);
    if (growth == 0 || hash == std::string::npos || text[hash] != '#') return;
    const std::size_t code = text.find_last_not_of(" ", hash - 1) + 1;
    if (growth < 0) {
        text.insert(hash, static_cast<std::size_t>(-growth), ' ');
    } else if (hash > code + 1) {
        const std::size_t spare = hash - code - 1; // one blank stays
        text.erase(code, std::min(spare, static_cast<std::size_t>(growth)));
    }
}

std::string replaced(std::string text, const Place& place, double value) {
    const std::size_t begin = offset_of(text, place);
    std::size_t end = begin;
    while (end < text.size() && is_of_number(text[end]))
        ++end;
    const std::string number = toml_number(value);
    const auto growth = static_cast<std::ptrdiff_t>(number.size()) - static_cast<std::ptrdiff_t>(end - begin);
    text.replace(begin, end - begin, number);
    keep_comment_in_place(text, begin + number.size(), growth);
    return text;
}

std::string end_of_line(const std::string& text) {
    const std::size_t first = text.find('\n');
    return first != std::string::npos && first > 0 && text[first - 1] == '\r' ? "\r\n" : "\n";
}

/// `a = { b = value }` for the path a, b.
std::string assignment(std::span<const std::string> path, const std::string& value) {
    std::string out = fmt::format("{} = {}", toml_key(path.back()), value);
    for (std::size_t i = path.size() - 1; i-- > 0;)
        out = fmt::format("{} = {{ {} }}", toml_key(path[i]), out);
    return out;
}

std::string dotted(std::span<const std::string> path) {
    std::string out;
    for (const std::string& part : path)
        out += toml_key(part) + ".";
    return out;
}

/// The texts that might have the key in its place, the nicest first. Which of them are right depends on how
/// the tables around it are written, and is told by reading them back.
std::vector<std::string> with_key_written(const std::string& text, const Wanted& wanted) {
    std::vector<std::string> out;
    const Node root = parse(text);
    const std::string newline = end_of_line(text);
    const auto add = [&](std::size_t at, const std::string& insertion) {
        out.push_back(text);
        out.back().insert(at, insertion);
    };
    std::vector<const Node*> tables; // those around the key, from the outermost
    for (const Node* table = &root; table && table->table();) {
        const Entry* entry = table->table()->find(wanted.path[tables.size()]);
        table = entry ? &entry->node : nullptr;
        if (table) tables.push_back(table);
    }
    const std::size_t depth = tables.size();
    const std::span<const std::string> path(wanted.path);
    const std::string line = assignment(path.subspan(depth), wanted.text());
    for (std::size_t d = depth; d > 0; --d) { // inline tables: behind the brace
        const std::size_t at = offset_of(text, tables[d - 1]->place);
        if (text[at] != '{') continue;
        const std::string inside = fmt::format(" {}{}", dotted(path.subspan(d, depth - d)), line);
        const bool empty = tables[d - 1]->table()->entries.empty();
        add(at + 1, inside + (!empty ? "," : text[at + 1] == ' ' ? "" : " "));
    }
    if (depth > 0) { // a header: below it
        const std::size_t end = text.find('\n', offset_of(text, tables.back()->place));
        if (end == std::string::npos)
            add(text.size(), newline + line);
        else
            add(end + 1, line + newline);
    }
    if (depth > 0 && !tables.back()->table()->entries.empty()) { // dotted keys: above the first
        const std::size_t key = offset_of(text, tables.back()->table()->entries.front().place);
        const std::size_t begin = text.rfind('\n', key) + 1; // 0 in the first line
        const bool is_header = text.find_first_not_of(" \t", begin) == text.find('[', begin);
        for (std::size_t d = depth; !is_header && d > 0; --d)
            add(begin, dotted(path.subspan(d - 1, depth - d + 1)) + line + newline);
    }
    const std::string title = fmt::format("[{}]{}", wanted.section, newline);
    const std::size_t inside = wanted.section == "amplitude" ? 1 : path.size() - 1;
    add(text.size(), (text.empty() || text.back() == '\n' ? "" : newline) + newline + title +
                         assignment(path.subspan(inside), wanted.text()) + newline);
    return out;
}

/// Whether `edited` differs from `text` in the wanted key, and in nothing else.
bool is_right(const std::string& text, const std::string& edited, const Wanted& wanted) {
    Values expected = values_of(text);
    for (std::size_t n = 1; n < wanted.path.size(); ++n)
        expected.try_emplace(Path(wanted.path.begin(), wanted.path.begin() + static_cast<std::ptrdiff_t>(n)),
                             "table");
    Path path = wanted.path;
    if (wanted.element < 0) {
        expected[path] = toml_number(wanted.value());
    } else {
        const bool is_new = expected.try_emplace(path, fmt::format("array {}", wanted.all.size())).second;
        for (std::size_t i = 0; i < wanted.all.size(); ++i) {
            path.push_back(std::to_string(i));
            if (is_new || static_cast<int>(i) == wanted.element) expected[path] = toml_number(wanted.all[i]);
            path.pop_back();
        }
    }
    try {
        return values_of(edited) == expected;
    } catch (const InputError&) { // not even TOML
        return false;
    }
}

std::string with_number(const std::string& text, const Wanted& wanted) {
    const Node root = parse(text);
    const Node* node = &root;
    for (const std::string& part : wanted.path) {
        const Entry* entry = node && node->table() ? node->table()->find(part) : nullptr;
        node = entry ? &entry->node : nullptr;
    }
    if (node && wanted.element >= 0 && node->array())
        node = &node->array()->at(static_cast<std::size_t>(wanted.element));
    if (node && scalar_text(*node) == toml_number(wanted.value())) return text;
    const std::vector<std::string> candidates =
        node ? std::vector{replaced(text, node->place, wanted.value())} : with_key_written(text, wanted);
    for (const std::string& candidate : candidates)
        if (is_right(text, candidate, wanted)) return candidate;
    throw InputError(fmt::format("{}: found no place for it in the deck's text (write the key into the deck)",
                                 wanted.key));
}

} // namespace

std::string with_numbers(const std::string& text, const Deck& deck, std::span<const std::string> keys) {
    std::string edited = text;
    for (const std::string& key : keys)
        edited = with_number(edited, wanted_of(deck, key));
    return edited;
}

} // namespace lpsglass::deck
