#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// A TOML document as a plain tree that knows where in which file each key and value stands.
namespace lpsglass::deck {

/// Where a key or a value stands.
struct Place {
    std::shared_ptr<const std::string> file; ///< the file's name as messages give it
    int line = 0;                            ///< from 1; 0: the file as a whole
    int column = 0;                          ///< from 1, in characters
};

struct Node;
struct Entry;

/// A date or a time: TOML has them, the deck has no use for them.
struct DateTime {};

using Array = std::vector<Node>;

struct Table {
    std::vector<Entry> entries; ///< in the order of the file

    [[nodiscard]] const Entry* find(std::string_view key) const;
    [[nodiscard]] Entry* find(std::string_view key);
};

struct Node {
    Place place;
    std::variant<bool, std::int64_t, double, std::string, DateTime, Array, Table> value;

    [[nodiscard]] const Table* table() const { return std::get_if<Table>(&value); }
    [[nodiscard]] const Array* array() const { return std::get_if<Array>(&value); }
};

struct Entry {
    std::string key;
    Place place; ///< of the key
    Node node;
};

/// The node at the end of a chain of tables, nullptr where the chain breaks off.
/// The path's parts are joined by dots, so it serves keys without dots in their names.
const Node* find_node(const Node& root, std::string_view path);
Node* find_node(Node& root, std::string_view path);

/// What messages call a node: `a string`, `an integer`, ...
std::string kind_text(const Node& node);

} // namespace lpsglass::deck
