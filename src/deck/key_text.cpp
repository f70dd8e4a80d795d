#include "lpsglass/deck/key_text.hpp"

#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "lpsglass/deck/observables.hpp"

namespace lpsglass::deck {

std::string type_text(const KeyInfo& key) {
    switch (key.type) {
    case ValueType::boolean:
        return "true or false";
    case ValueType::integer:
        return "integer";
    case ValueType::number:
        return "number";
    case ValueType::triple:
        return "3 numbers";
    case ValueType::sextuple:
        return "6 numbers";
    case ValueType::numbers:
        return "array of numbers";
    case ValueType::values:
        return "array of numbers or strings";
    case ValueType::rows:
        return "array of rows";
    case ValueType::word:
        return "word";
    case ValueType::text:
        return "string";
    case ValueType::texts:
        return "array of strings";
    }
    return {};
}

std::string limits_text(const Limits& limits) {
    const bool lower = std::isfinite(limits.min);
    const bool upper = std::isfinite(limits.max);
    if (lower && upper && limits.min == limits.max) return fmt::format("{}", limits.min);
    if (lower && upper && !limits.min_excluded && !limits.max_excluded)
        return fmt::format("{} to {}", limits.min, limits.max);
    std::string text;
    if (lower) text = fmt::format("{} {}", limits.min_excluded ? "above" : "at least", limits.min);
    if (lower && upper) text += ", ";
    if (upper) text += fmt::format("{} {}", limits.max_excluded ? "below" : "at most", limits.max);
    return text;
}

std::string range_text(const KeyInfo& key) {
    if (!key.words.empty()) return fmt::format("{}", fmt::join(key.words, ", "));
    const std::string range = limits_text(key.limits);
    const bool bare = key.unit == "1" || key.unit == "-" || key.unit == "data" || key.unit == "of the key" ||
                      key.unit == "of the observable";
    return range.empty() || bare ? range : fmt::format("{} {}", range, key.unit);
}

std::string allowed_text(const KeyInfo& key) {
    const std::string range = range_text(key);
    if (key.type == ValueType::boolean && key.rule.empty()) return "true, false";
    if (range.empty()) return key.rule.empty() ? "any" : std::string(key.rule);
    return key.rule.empty() ? range : fmt::format("{}; {}", range, key.rule);
}

std::string element_text(Elements elements) {
    const char* what = elements == Elements::bonds ? "bonds " : elements == Elements::pairs ? "pairs " : "";
    return fmt::format("{}{}", what, fmt::join(element_names(elements), ", "));
}

std::string section_title(const SectionInfo& section) {
    if (section.kind == SectionKind::table_array) return fmt::format("[[{}]]", section.path);
    if (section.path.ends_with(".*"))
        return fmt::format("[{}.NAME]", section.path.substr(0, section.path.size() - 2));
    return section.path.empty() ? "top of the deck" : fmt::format("[{}]", section.path);
}

std::string meaning_text(const KeyInfo& key) {
    const std::string elements = element_text(key.elements);
    return elements.empty() ? std::string(key.meaning) : fmt::format("{}; {}", key.meaning, elements);
}

std::string reference_text() {
    std::string out =
        "Keys of a deck, by section. Unit 1: a pure number; data: that of the data's amplitude. Default "
        "none: the key is\nabsent; required: there is no default. docs/deck.md explains more.\n";
    for (const SectionInfo& section : section_table()) {
        out += fmt::format("\n{}: {}\n", section_title(section), section.meaning);
        for (const KeyInfo* key : keys_of(section.path)) {
            const std::string unit = key->unit == "-" ? "" : fmt::format(", unit {}", key->unit);
            out += fmt::format("  {} ({}{}; default {})\n", key->name, type_text(*key), unit, key->fallback);
            out += fmt::format("      {}\n      allowed: {}\n", meaning_text(*key), allowed_text(*key));
        }
    }
    out += "\nObservables of a target, with their units:\n";
    for (const Observable& observable : observables())
        out += fmt::format("  {} ({}{})\n", observable.name, observable.unit,
                           observable.at_temperature ? "; at a temperature" : "");
    return out;
}

std::string reference_markdown() {
    std::string out;
    for (const SectionInfo& section : section_table()) {
        const std::vector<const KeyInfo*> keys = keys_of(section.path);
        if (keys.empty()) continue;
        const std::string title = section_title(section);
        out += fmt::format("{}## {}\n\n{}\n\n<!-- keys: {} -->\n", out.empty() ? "" : "\n", title,
                           section.meaning, title);
        out += "| key | type | unit | default | allowed | meaning |\n|---|---|---|---|---|---|\n";
        for (const KeyInfo* key : keys) {
            const bool value = key->fallback != "required" && key->fallback != "none";
            out += fmt::format("| `{}` | {} | {} | {} | {} | {} |\n", key->name, type_text(*key), key->unit,
                               value ? fmt::format("`{}`", key->fallback) : key->fallback, allowed_text(*key),
                               meaning_text(*key));
        }
        out += "<!-- end of keys -->\n";
    }
    return out;
}

} // namespace lpsglass::deck
