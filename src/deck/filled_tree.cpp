#include <utility>

#include "lpsglass/deck/reader.hpp"
#include "lpsglass/deck/scan_keys.hpp"
#include "lpsglass/deck/toml_file.hpp"

namespace lpsglass::deck {

namespace {

void forget_places(Node& node, const Place& place) {
    node.place = place;
    if (auto* array = std::get_if<Array>(&node.value))
        for (Node& element : *array)
            forget_places(element, place);
    if (auto* table = std::get_if<Table>(&node.value))
        for (Entry& entry : table->entries) {
            entry.place = place;
            forget_places(entry.node, place);
        }
}

} // namespace

Node filled_tree(const Deck& deck, const std::string& file) {
    Deck reduced = deck;
    reduced.title.clear();
    for (Spectrum& spectrum : reduced.nqr.spectra)
        spectrum.points.clear();
    reduced.temperature_kelvin = {1.0};
    reduced.calibration.clear();
    reduced.scan.reset();
    const auto name = std::make_shared<const std::string>(file);
    Node root = parse_toml(resolved_text(reduced), name);
    forget_places(root, Place{name, 0, 0});
    return root;
}

const Node& node_at(const Node& root, const std::vector<std::size_t>& path) {
    const Node* node = &root;
    for (const std::size_t place : path)
        node = node->table() ? &node->table()->entries[place].node : &(*node->array())[place];
    return *node;
}

Node& node_at(Node& root, const std::vector<std::size_t>& path) {
    return const_cast<Node&>(node_at(std::as_const(root), path));
}

double number_in(const Node& node) {
    const auto* integer = std::get_if<std::int64_t>(&node.value);
    return integer ? static_cast<double>(*integer) : std::get<double>(node.value);
}

} // namespace lpsglass::deck
