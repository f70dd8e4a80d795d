#include "lpsglass/deck/toml_text.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace lpsglass::deck {

namespace {

bool is_bare(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

} // namespace

std::string toml_number(double value) {
    std::string text = fmt::format("{}", value);
    if (text.find_first_of(".en") == std::string::npos) text += ".0";
    return text;
}

std::string toml_string(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
            out += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string toml_key(std::string_view key) {
    return !key.empty() && std::ranges::all_of(key, is_bare) ? std::string(key) : toml_string(key);
}

std::string toml_array(std::span<const double> values) {
    std::vector<std::string> texts;
    for (const double value : values)
        texts.push_back(toml_number(value));
    return fmt::format("[{}]", fmt::join(texts, ", "));
}

std::string toml_array(std::span<const std::string> values) {
    std::vector<std::string> texts;
    for (const std::string& value : values)
        texts.push_back(toml_string(value));
    return fmt::format("[{}]", fmt::join(texts, ", "));
}

} // namespace lpsglass::deck
