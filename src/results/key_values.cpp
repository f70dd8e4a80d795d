#include "key_values.hpp"

#include <charconv>

namespace lpsglass::results {

namespace {

constexpr std::string_view kBetween = " = ";

std::string escaped(std::string_view value) {
    std::string out;
    for (const char c : value) {
        if (c == '\n')
            out += "\\n";
        else if (c == '\r')
            out += "\\r";
        else if (c == '\\')
            out += "\\\\";
        else
            out += c;
    }
    return out;
}

std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            out += text[i];
            continue;
        }
        const char c = text[++i];
        out += c == 'n' ? '\n' : c == 'r' ? '\r' : c;
    }
    return out;
}

} // namespace

std::string to_lines(const KeyValues& values) {
    std::string text;
    for (const auto& [key, value] : values)
        text.append(key).append(kBetween).append(escaped(value)).append("\n");
    return text;
}

KeyValues from_lines(std::string_view text) {
    KeyValues values;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        const std::size_t between = line.find(kBetween);
        if (between != std::string_view::npos)
            values.emplace_back(line.substr(0, between), unescaped(line.substr(between + kBetween.size())));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return values;
}

std::string value_of(const KeyValues& values, std::string_view key) {
    for (const auto& [name, value] : values)
        if (name == key) return value;
    return "";
}

double number_of(const KeyValues& values, std::string_view key) {
    const std::string text = value_of(values, key);
    double number = 0.0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

} // namespace lpsglass::results
