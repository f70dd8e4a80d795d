#include "lpsglass/deck/toml_file.hpp"

#include <algorithm>

#include <toml++/toml.h>

#include "lpsglass/core/error.hpp"

namespace lpsglass::deck {

namespace {

using File = std::shared_ptr<const std::string>;

/// A deck needs six levels. The parser puts no limit on dotted keys, and its recursion would end on the
/// stack.
constexpr int most_dots = 100;

Place place_of(const toml::source_region& source, const File& file) {
    return {file, static_cast<int>(source.begin.line), static_cast<int>(source.begin.column)};
}

[[noreturn]] void refuse(const File& file, int line, int column, std::string_view why) {
    throw InputError({Diagnostic{*file, line, column, {}, "not valid TOML: " + std::string(why)}});
}

/// Looks for a key of absurdly many parts; comments may have as many dots as they like.
void check_nesting(std::string_view text, const File& file) {
    int line = 1;
    int dots = 0;
    bool comment = false;
    for (const char c : text) {
        if (c == '\n') {
            ++line;
            comment = false;
        }
        if (c == '#') comment = true;
        if (c == '.' && !comment) ++dots;
        if (std::string_view("\n,[]{}=").find(c) != std::string_view::npos) dots = 0;
        if (dots > most_dots) refuse(file, line, 0, "keys are nested too deeply");
    }
}

Node convert(const toml::node& node, const File& file);

Table convert_table(const toml::table& source, const File& file) {
    Table table;
    table.entries.reserve(source.size());
    for (auto&& [key, node] : source)
        table.entries.push_back({std::string(key.str()), place_of(key.source(), file), convert(node, file)});
    // toml++ keeps keys in alphabetical order.
    std::ranges::stable_sort(table.entries, {}, [](const Entry& entry) {
        return std::pair{entry.place.line, entry.place.column};
    });
    return table;
}

Array convert_array(const toml::array& source, const File& file) {
    Array array;
    array.reserve(source.size());
    for (const toml::node& node : source)
        array.push_back(convert(node, file));
    return array;
}

Node convert(const toml::node& node, const File& file) {
    Node out{place_of(node.source(), file), DateTime{}};
    if (const auto* truth = node.as_boolean()) out.value = truth->get();
    if (const auto* integer = node.as_integer()) out.value = integer->get();
    if (const auto* number = node.as_floating_point()) out.value = number->get();
    if (const auto* text = node.as_string()) out.value = text->get();
    if (const auto* array = node.as_array()) out.value = convert_array(*array, file);
    if (const auto* table = node.as_table()) out.value = convert_table(*table, file);
    return out;
}

} // namespace

Node parse_toml(std::string_view text, const File& file) {
    check_nesting(text, file);
    try {
        return convert(toml::parse(text), file);
    } catch (const toml::parse_error& error) {
        const Place place = place_of(error.source(), file);
        refuse(file, place.line, place.column, error.description());
    }
}

} // namespace lpsglass::deck
