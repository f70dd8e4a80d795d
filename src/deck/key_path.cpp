#include "lpsglass/deck/key_path.hpp"

#include <optional>

namespace lpsglass::deck {

namespace {

/// The quoted name at the beginning of the text, which is taken away; nothing if its quote does not end.
std::optional<std::string> take_quoted(std::string_view& text) {
    std::string name;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '"') {
            text.remove_prefix(i + 1);
            return name;
        }
        if (text[i] == '\\' && i + 1 < text.size()) ++i;
        name += text[i];
    }
    return std::nullopt;
}

std::string take_bare(std::string_view& text) {
    const std::string_view name = text.substr(0, text.find_first_of(".[\""));
    text.remove_prefix(name.size());
    return std::string(name);
}

/// The element in brackets at the beginning of the text, empty if there is none; nothing if it does not end.
std::optional<std::string> take_element(std::string_view& text) {
    if (!text.starts_with('[')) return "";
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos || end == 1) return std::nullopt;
    std::string element(text.substr(1, end - 1));
    text.remove_prefix(end + 1);
    return element;
}

} // namespace

std::vector<KeyPart> key_parts(std::string_view key) {
    std::vector<KeyPart> parts;
    while (true) {
        const bool quoted = key.starts_with('"');
        std::optional<std::string> name = quoted ? take_quoted(key) : take_bare(key);
        if (!name || (!quoted && name->empty())) return {};
        std::optional<std::string> element = take_element(key);
        if (!element) return {};
        parts.push_back({std::move(*name), std::move(*element)});
        if (key.empty()) return parts;
        if (key.front() != '.') return {};
        key.remove_prefix(1);
    }
}

} // namespace lpsglass::deck
