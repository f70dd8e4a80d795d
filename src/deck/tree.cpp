#include "lpsglass/deck/tree.hpp"

#include <algorithm>
#include <utility>

namespace lpsglass::deck {

const Entry* Table::find(std::string_view key) const {
    const auto found = std::ranges::find(entries, key, &Entry::key);
    return found == entries.end() ? nullptr : &*found;
}

Entry* Table::find(std::string_view key) {
    const auto found = std::ranges::find(entries, key, &Entry::key);
    return found == entries.end() ? nullptr : &*found;
}

const Node* find_node(const Node& root, std::string_view path) {
    const Node* node = &root;
    while (!path.empty()) {
        const Table* table = node->table();
        const std::size_t dot = path.find('.');
        const Entry* entry = table ? table->find(path.substr(0, dot)) : nullptr;
        if (!entry) return nullptr;
        node = &entry->node;
        path = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
    }
    return node;
}

Node* find_node(Node& root, std::string_view path) {
    return const_cast<Node*>(find_node(std::as_const(root), path));
}

std::string kind_text(const Node& node) {
    struct Kind {
        std::string operator()(bool) const { return "true or false"; }
        std::string operator()(std::int64_t) const { return "an integer"; }
        std::string operator()(double) const { return "a decimal number"; }
        std::string operator()(const std::string&) const { return "a string"; }
        std::string operator()(DateTime) const { return "a date or time"; }
        std::string operator()(const Array& array) const {
            return "an array of length " + std::to_string(array.size());
        }
        std::string operator()(const Table&) const { return "a table"; }
    };
    return std::visit(Kind{}, node.value);
}

} // namespace lpsglass::deck
