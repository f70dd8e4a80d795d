#include "lpsglass/deck/table_reader.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "lpsglass/deck/key_text.hpp"
#include "lpsglass/deck/suggest.hpp"
#include "lpsglass/deck/toml_text.hpp"

namespace lpsglass::deck {

namespace {

std::string allowed(const KeyInfo& key) {
    const std::string text = range_text(key);
    return text.empty() ? "" : fmt::format(" (allowed: {})", text);
}

void note_type(const Node& node, std::string_view needed, const KeyInfo& key, const std::string& address,
               Findings& findings) {
    findings.add(node.place, address,
                 fmt::format("{} where {} is needed{}", kind_text(node), needed, allowed(key)));
}

std::size_t needed_length(const KeyInfo& key) {
    return key.type == ValueType::triple ? 3 : key.type == ValueType::sextuple ? 6 : 0;
}

std::string element_address(const std::string& address, const KeyInfo& key, std::size_t i) {
    const auto names = element_names(key.elements);
    return i < names.size() ? fmt::format("{}[{}]", address, names[i])
                            : fmt::format("{}[{}]", address, i + 1);
}

} // namespace

std::optional<double> read_number(const Node& node, const KeyInfo& key, const std::string& address,
                                  Findings& findings) {
    const auto* real = std::get_if<double>(&node.value);
    const auto* integer = std::get_if<std::int64_t>(&node.value);
    if (!real && !integer) {
        note_type(node, "a number", key, address, findings);
        return std::nullopt;
    }
    const double value = real ? *real : static_cast<double>(*integer);
    if (!std::isfinite(value)) {
        findings.add(node.place, address, fmt::format("{} is not a finite number{}", value, allowed(key)));
        return std::nullopt;
    }
    if (!key.limits.contains(value)) {
        findings.add(node.place, address, fmt::format("{} is out of range{}", value, allowed(key)));
        return std::nullopt;
    }
    return value;
}

std::optional<std::int64_t> read_integer(const Node& node, const KeyInfo& key, const std::string& address,
                                         Findings& findings) {
    const auto* integer = std::get_if<std::int64_t>(&node.value);
    if (!integer) {
        note_type(node, "an integer", key, address, findings);
        return std::nullopt;
    }
    if (!key.limits.contains(static_cast<double>(*integer))) {
        findings.add(node.place, address, fmt::format("{} is out of range{}", *integer, allowed(key)));
        return std::nullopt;
    }
    return *integer;
}

std::optional<std::vector<double>> read_numbers(const Node& node, const KeyInfo& key,
                                                const std::string& address, Findings& findings) {
    const std::size_t length = needed_length(key);
    const std::string elements = element_text(key.elements);
    const Array* array = node.array();
    if (!array) {
        const std::string needed =
            length ? fmt::format("an array of {} numbers", length) : "an array of numbers";
        note_type(node, needed, key, address, findings);
        return std::nullopt;
    }
    if (length && array->size() != length) {
        findings.add(node.place, address,
                     fmt::format("{} elements where {} are needed ({})", array->size(), length, elements));
        return std::nullopt;
    }
    std::vector<double> values;
    for (std::size_t i = 0; i < array->size(); ++i)
        if (const auto value = read_number((*array)[i], key, element_address(address, key, i), findings))
            values.push_back(*value);
    if (values.size() != array->size()) return std::nullopt;
    return values;
}

std::optional<std::string> read_string(const Node& node, const KeyInfo& key, const std::string& address,
                                       Findings& findings) {
    const auto* text = std::get_if<std::string>(&node.value);
    if (!text) {
        note_type(node, "a string", key, address, findings);
        return std::nullopt;
    }
    if (!key.words.empty() && std::ranges::find(key.words, *text) == key.words.end()) {
        findings.add(node.place, address, unknown_word_message(*text, key.words));
        return std::nullopt;
    }
    return *text;
}

std::optional<bool> read_boolean(const Node& node, const KeyInfo& key, const std::string& address,
                                 Findings& findings) {
    if (const auto* truth = std::get_if<bool>(&node.value)) return *truth;
    note_type(node, "true or false", key, address, findings);
    return std::nullopt;
}

TableReader::TableReader(const Node* node, std::string_view section, std::string address, Findings& findings)
    : table_(node ? node->table() : nullptr), section_(section), address_(std::move(address)),
      place_(node ? node->place : Place{}), findings_(findings) {}

const Node* TableReader::find(std::string_view name) const {
    const Entry* entry = table_ ? table_->find(name) : nullptr;
    return entry ? &entry->node : nullptr;
}

std::string TableReader::address(std::string_view name) const {
    return address_.empty() ? std::string(name) : fmt::format("{}.{}", address_, name);
}

void TableReader::error(std::string_view name, const std::string& message) const {
    const Node* node = find(name);
    findings_.add(node ? node->place : place_, address(name), message);
}

void TableReader::require(std::string_view name) const {
    if (!has(name)) error(name, fmt::format("is missing ({})", meaning_text(key(name))));
}

const KeyInfo& TableReader::key(std::string_view name) const {
    return *find_key(section_, name);
}

void TableReader::read(std::string_view name, bool& out) const {
    if (const Node* node = find(name))
        if (const auto value = read_boolean(*node, key(name), address(name), findings_)) out = *value;
}

void TableReader::read(std::string_view name, int& out) const {
    if (const Node* node = find(name))
        if (const auto value = read_integer(*node, key(name), address(name), findings_))
            out = static_cast<int>(*value);
}

void TableReader::read(std::string_view name, std::uint64_t& out) const {
    if (const Node* node = find(name))
        if (const auto value = read_integer(*node, key(name), address(name), findings_))
            out = static_cast<std::uint64_t>(*value);
}

void TableReader::read(std::string_view name, double& out) const {
    if (const Node* node = find(name))
        if (const auto value = read_number(*node, key(name), address(name), findings_)) out = *value;
}

void TableReader::read(std::string_view name, std::string& out) const {
    if (const Node* node = find(name))
        if (const auto value = read_string(*node, key(name), address(name), findings_)) out = *value;
}

void TableReader::read(std::string_view name, std::vector<double>& out) const {
    read_all(name, out);
}

std::optional<int> TableReader::read_word(std::string_view name) const {
    const Node* node = find(name);
    if (!node) return std::nullopt;
    const auto word = read_string(*node, key(name), address(name), findings_);
    if (!word) return std::nullopt;
    const auto words = key(name).words;
    return static_cast<int>(std::ranges::find(words, *word) - words.begin());
}

bool TableReader::read_all(std::string_view name, std::vector<double>& out) const {
    const Node* node = find(name);
    if (!node) return false;
    const auto values = read_numbers(*node, key(name), address(name), findings_);
    if (values) out = *values;
    return values.has_value();
}

} // namespace lpsglass::deck
