#include "lpsglass/deck/deck_tree.hpp"

#include <filesystem>

#include <fmt/format.h>

#include "lpsglass/deck/text_file.hpp"
#include "lpsglass/deck/toml_file.hpp"
#include "lpsglass/deck/toml_text.hpp"

namespace lpsglass::deck {

namespace {

void refuse_newer_schema(const Node& root) {
    const Node* schema = find_node(root, "schema");
    const auto* version = schema ? std::get_if<std::int64_t>(&schema->value) : nullptr;
    if (!version || *version <= deck_schema) return;
    const std::string message =
        fmt::format("{} is newer than this program, which knows {}: the program is older than "
                    "the deck (use a newer lpsglass)",
                    *version, deck_schema);
    throw InputError(
        {Diagnostic{*schema->place.file, schema->place.line, schema->place.column, "schema", message}});
}

Node parse_deck(const std::string& text, const std::string& name) {
    Node root = parse_toml(text, std::make_shared<const std::string>(name));
    refuse_newer_schema(root);
    return root;
}

/// The included deck's tree, nullptr where it cannot be used.
std::unique_ptr<Node> read_included(const Node& include, Findings& findings) {
    const auto* name = std::get_if<std::string>(&include.value);
    if (!name) {
        findings.add(include.place, "include",
                     fmt::format("{} where a string is needed", kind_text(include)));
        return nullptr;
    }
    const std::string path = beside(include.place, *name);
    const TextFile file = read_text_file(path);
    if (!file.problem.empty()) {
        findings.add(include.place, "include",
                     fmt::format("cannot read {}: {}", toml_string(*name), file.problem));
        return nullptr;
    }
    auto base = std::make_unique<Node>(parse_deck(file.text, path));
    if (const Node* inner = find_node(*base, "include")) {
        findings.add(inner->place, "include", "an included deck cannot include another one (one level only)");
        return nullptr;
    }
    return base;
}

bool erase(Table& table, std::string_view key) {
    return std::erase_if(table.entries, [&](const Entry& entry) { return entry.key == key; }) > 0;
}

/// A range and a list of temperatures exclude each other; without this no deck could replace one by the
/// other.
void displace_temperatures(Table& base, const Table& own) {
    Entry* old = base.find("temperature");
    const Entry* fresh = own.find("temperature");
    if (!old || !fresh || !old->node.table() || !fresh->node.table()) return;
    const Table& wanted = *fresh->node.table();
    auto& given = std::get<Table>(old->node.value);
    if (wanted.find("values"))
        for (const char* key : {"start", "stop", "step"})
            erase(given, key);
    else if (wanted.find("start") || wanted.find("stop") || wanted.find("step"))
        erase(given, "values");
}

} // namespace

std::string beside(const Place& deck, const std::string& name) {
    if (name.empty()) return {};
    return (std::filesystem::path(*deck.file).parent_path() / name).string();
}

void merge_over(Table& base, const Table& own) {
    for (const Entry& entry : own.entries) {
        Entry* old = base.find(entry.key);
        if (!old) {
            base.entries.push_back(entry);
            continue;
        }
        old->place = entry.place;
        old->node.place = entry.node.place;
        if (old->node.table() && entry.node.table())
            merge_over(std::get<Table>(old->node.value), *entry.node.table());
        else
            old->node.value = entry.node.value;
    }
}

void lay_over(Table& base, const Table& own) {
    displace_temperatures(base, own);
    merge_over(base, own);
}

DeckTree load_deck_tree(const std::string& path, Findings& findings) {
    const TextFile file = read_text_file(path);
    if (!file.problem.empty())
        throw InputError({Diagnostic{path, 0, 0, {}, "cannot read the deck: " + file.problem}});
    return parse_deck_tree(file.text, path, findings);
}

DeckTree parse_deck_tree(const std::string& text, const std::string& name, Findings& findings) {
    DeckTree deck{parse_deck(text, name), text};
    const Node* include = find_node(deck.root, "include");
    if (!include) return deck;
    const std::unique_ptr<Node> base = read_included(*include, findings);
    auto& own = std::get<Table>(deck.root.value);
    erase(own, "include");
    if (!base) return deck;
    lay_over(std::get<Table>(base->value), own);
    deck.root.value = std::move(base->value);
    return deck;
}

} // namespace lpsglass::deck
