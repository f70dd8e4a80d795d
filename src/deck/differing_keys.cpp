#include "lpsglass/deck/differing_keys.hpp"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "lpsglass/deck/toml_file.hpp"
#include "lpsglass/deck/toml_text.hpp"

namespace lpsglass::deck {

namespace {

constexpr std::size_t kLongText = 60; ///< a longer array is told by its first element that differs
constexpr const char* kNothing = "not given";

std::string text_of(const Node& node);

std::string joined(const Array& array) {
    std::vector<std::string> texts;
    for (const Node& node : array)
        texts.push_back(text_of(node));
    return fmt::format("[{}]", fmt::join(texts, ", "));
}

std::string joined(const Table& table) {
    std::vector<std::string> texts;
    for (const Entry& entry : table.entries)
        texts.push_back(fmt::format("{} = {}", toml_key(entry.key), text_of(entry.node)));
    return fmt::format("{{ {} }}", fmt::join(texts, ", "));
}

std::string text_of(const Node& node) {
    struct Text {
        std::string operator()(bool value) const { return value ? "true" : "false"; }
        std::string operator()(std::int64_t value) const { return std::to_string(value); }
        std::string operator()(double value) const { return toml_number(value); }
        std::string operator()(const std::string& value) const { return toml_string(value); }
        std::string operator()(DateTime) const { return "a date or time"; }
        std::string operator()(const Array& array) const { return joined(array); }
        std::string operator()(const Table& table) const { return joined(table); }
    };
    return std::visit(Text{}, node.value);
}

std::string shortened(const Node* node) {
    if (node == nullptr) return kNothing;
    std::string text = text_of(*node);
    if (text.size() <= kLongText) return text;
    std::size_t end = kLongText;
    while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) // not within a character of UTF-8
        --end;
    return text.substr(0, end) + "...";
}

/// Whether the key has no part in the deck's identity.
bool decides_nothing(const std::string& path) {
    return path == "title" || path == "output" ||
           (path.starts_with("nqr.spectrum[") && path.ends_with(".origin"));
}

class Comparison {
  public:
    std::vector<std::string> lines;

    void compare(const std::string& path, const Node* a, const Node* b) {
        if (decides_nothing(path)) return;
        if (a != nullptr && b != nullptr) {
            if (a->table() && b->table()) return compare_tables(path, *a->table(), *b->table());
            if (text_of(*a) == text_of(*b)) return;
            if (a->array() && b->array()) return compare_arrays(path, *a, *b);
        }
        lines.push_back(fmt::format("{}: {} -> {}", path, shortened(a), shortened(b)));
    }

    void compare_tables(const std::string& path, const Table& a, const Table& b) {
        const auto in_table = [&](const Entry& entry) {
            return path.empty() ? toml_key(entry.key) : path + "." + toml_key(entry.key);
        };
        const auto node_of = [](const Entry* entry) { return entry != nullptr ? &entry->node : nullptr; };
        for (const Entry& entry : a.entries)
            compare(in_table(entry), &entry.node, node_of(b.find(entry.key)));
        for (const Entry& entry : b.entries)
            if (a.find(entry.key) == nullptr) compare(in_table(entry), nullptr, &entry.node);
    }

  private:
    void compare_arrays(const std::string& path, const Node& a, const Node& b) {
        const bool of_tables =
            std::ranges::any_of(*a.array(), &Node::table) || std::ranges::any_of(*b.array(), &Node::table);
        if (!of_tables && std::max(text_of(a).size(), text_of(b).size()) <= kLongText) {
            lines.push_back(fmt::format("{}: {} -> {}", path, text_of(a), text_of(b)));
            return;
        }
        Comparison elements;
        for (std::size_t i = 0; i < std::max(a.array()->size(), b.array()->size()); ++i)
            elements.compare(fmt::format("{}[{}]", path, i + 1), element(a, i), element(b, i));
        if (!of_tables && elements.lines.size() > 1) {
            elements.lines[0] += fmt::format(" (and {} more)", elements.lines.size() - 1);
            elements.lines.resize(1);
        }
        lines.insert(lines.end(), elements.lines.begin(), elements.lines.end());
    }

    static const Node* element(const Node& array, std::size_t i) {
        return i < array.array()->size() ? &(*array.array())[i] : nullptr;
    }
};

Node parse(const std::string& text) {
    return parse_toml(text, std::make_shared<const std::string>("resolved deck"));
}

} // namespace

std::vector<std::string> differing_keys(const std::string& resolved_a, const std::string& resolved_b) {
    const Node a = parse(resolved_a), b = parse(resolved_b);
    Comparison comparison;
    comparison.compare_tables("", *a.table(), *b.table());
    return comparison.lines;
}

} // namespace lpsglass::deck
