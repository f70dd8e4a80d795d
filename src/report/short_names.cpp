#include "short_names.hpp"

#include <algorithm>
#include <set>
#include <string_view>

namespace lpsglass::report {

namespace {

constexpr std::size_t kLongest = 22;

std::string without_section(const std::string& name) {
    const std::size_t dot = name.find('.');
    return dot == std::string::npos ? name : name.substr(dot + 1);
}

/// Names are ASCII letters but for those that a user gave: never cut inside a UTF-8 character.
bool begins_character(char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
}

std::string with_gap(const std::string& name) {
    if (name.size() <= kLongest) return name;
    std::size_t head = kLongest / 2, tail = name.size() - (kLongest - kLongest / 2 - 1);
    while (head > 0 && !begins_character(name[head]))
        --head;
    while (tail < name.size() && !begins_character(name[tail]))
        ++tail;
    return name.substr(0, head) + "\xe2\x80\xa6" + name.substr(tail);
}

/// The names made shorter, but for those that would become equal.
template <class Shorten>
std::vector<std::string> shortened(const std::vector<std::string>& names, const Shorten& shorten) {
    std::multiset<std::string> all;
    for (const std::string& name : std::set<std::string>(names.begin(), names.end()))
        all.insert(shorten(name));
    std::vector<std::string> out;
    for (const std::string& name : names)
        out.push_back(all.count(shorten(name)) == 1 ? shorten(name) : name);
    return out;
}

bool parts(char c) {
    return std::string_view("/_.- ").find(c) != std::string_view::npos;
}

/// Length of the longest beginning that all share and that ends with a separator.
std::size_t common_beginning(const std::vector<std::string>& texts) {
    std::size_t length = 0;
    for (std::size_t i = 0; i < texts.front().size(); ++i) {
        const char c = texts.front()[i];
        if (!std::ranges::all_of(texts, [&](const std::string& t) { return i < t.size() && t[i] == c; }))
            break;
        if (parts(c)) length = i + 1;
    }
    return length;
}

} // namespace

std::vector<std::string> short_keys(const std::vector<std::string>& names) {
    return shortened(shortened(names, without_section), with_gap);
}

std::vector<std::string> short_texts(const std::vector<std::string>& texts) {
    if (std::set<std::string>(texts.begin(), texts.end()).size() < 2) return texts;
    std::vector<std::string> out = texts;
    const auto cut_beginning = [&out] {
        const std::size_t length = common_beginning(out);
        for (std::string& text : out)
            text = text.substr(length);
    };
    const auto reverse = [&out] {
        for (std::string& text : out)
            std::ranges::reverse(text);
    };
    cut_beginning();
    reverse();
    cut_beginning();
    reverse();
    const bool empty = std::ranges::any_of(out, [](const std::string& text) { return text.empty(); });
    return empty ? texts : shortened(out, with_gap);
}

} // namespace lpsglass::report
