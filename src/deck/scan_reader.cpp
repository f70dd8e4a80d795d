#include "scan_reader.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include <fmt/format.h>

#include "lpsglass/deck/key_path.hpp"
#include "lpsglass/deck/toml_text.hpp"
#include "read_line.hpp"

namespace lpsglass::deck {

namespace {

/// Integers up to here are exact as doubles, which is what a scan's values are.
constexpr std::int64_t largest_integer = 9007199254740992;
constexpr std::size_t most_values = 10000000;

std::string_view design_word(Design design) {
    return words::design[static_cast<std::size_t>(design)];
}

} // namespace

std::string PlacedParameter::label() const {
    return is_column ? fmt::format("column {}", address) : address;
}

std::string PlacedParameter::value_address(std::size_t i) const {
    return is_column ? address : fmt::format("{}.values[{}]", address, i + 1);
}

bool check_scanned_number(const Node& node, const ScanKey& key, const std::string& address, Findings& notes) {
    if (key.kind == ScanKind::number) return read_number(node, *key.info, address, notes).has_value();
    const auto value = read_integer(node, *key.info, address, notes);
    if (!value) return false;
    if (*value > largest_integer)
        notes.add(node.place, address,
                  fmt::format("{} is too large for a scan (allowed: at most {})", *value, largest_integer));
    else if (key.name == "nqr.ensemble.points" && !std::has_single_bit(static_cast<std::uint64_t>(*value)))
        notes.add(node.place, address, fmt::format("{} is no power of two (allowed: powers of two)", *value));
    else
        return true;
    return false;
}

ScanReader::ScanReader(const Deck& deck, const Scan& scan, Findings& findings)
    : deck_(deck), scan_(scan), findings_(findings), filled_(filled_tree(deck, {})) {}

void ScanReader::read_types(const TableReader& table, ScanParameter& parameter) {
    std::string key;
    table.read("key", key);
    table.read("name", parameter.name);
    table.read("mode", parameter.mode);
    table.read("law", parameter.law);
    table.read("min", parameter.min);
    table.read("max", parameter.max);
    table.read("mean", parameter.mean);
    table.read("sigma", parameter.sigma);
    const auto need_array = [&](const char* name, const char* what) {
        if (const Node* node = table.find(name); node && !node->array())
            table.error(name, fmt::format("{} where an array of {} is needed", kind_text(*node), what));
    };
    need_array("keys", "strings");
    need_array("values", "numbers or strings");
    need_array("data", "lines");
    if (const Node* keys = table.find("keys"); keys && keys->array())
        for (const Node& element : *keys->array())
            read_string(element, *find_key("scan.parameter", "keys"), table.address("keys"),
                        table.findings());
}

void ScanReader::read_table(const Node& node, const std::string& address) {
    const TableReader table(&node, "scan.parameter", address, findings_);
    PlacedParameter placed{{}, {}, address, false, node.place, {}, {}, {}};
    if (const Node* end = table.find("min")) placed.min_place = end->place;
    if (const Node* end = table.find("max")) placed.max_place = end->place;
    read_types(table, placed.parameter);
    const std::vector<WrittenKey> written = written_keys(table);
    const bool found = find_keys(written, placed, findings_);
    if (table.has("name") && placed.parameter.name.empty() && !findings_.mentions(table.address("name")))
        table.error("name", "is empty");
    if (!table.has("name") && !written.empty()) placed.parameter.name = written.front().text;
    if (found) check_mode(table, placed);
    if (is_sampled(scan_.design)) {
        if (table.has("values"))
            table.error("values", fmt::format("stands beside design {} (allowed: law, min, max, mean, sigma)",
                                              design_word(scan_.design)));
        check_law(table, placed);
    } else {
        for (const char* name : {"law", "min", "max", "mean", "sigma"})
            if (table.has(name))
                table.error(name, fmt::format("stands beside design {} (allowed: values)",
                                              design_word(scan_.design)));
        table.require("values");
        const Node* values = table.find("values");
        if (values && values->array() && found) read_values(*values, table.find("data"), placed, findings_);
    }
    if (table.has("data") && found && placed.keys.front().kind != ScanKind::file)
        table.error("data", "stands beside keys that are no files (allowed: with keys nqr.spectrum[i].file)");
    parameters_.push_back(std::move(placed));
}

void ScanReader::read_column(const ScanColumn& column, Findings& notes) {
    const auto& key = std::get<std::string>(column.key.value);
    PlacedParameter placed{{}, {}, key, true, column.key.place, {}, {}, {}};
    placed.parameter.name = key;
    if (find_keys({{key, column.key.place, key}}, placed, notes)) {
        Node values{column.key.place, Array{}};
        for (const Node& cell : column.cells)
            std::get<Array>(values.value).push_back(placed.is_text() ? cell : number_or_text(cell));
        read_values(values, nullptr, placed, notes);
    }
    parameters_.push_back(std::move(placed));
}

std::vector<ScanReader::WrittenKey> ScanReader::written_keys(const TableReader& table) {
    std::vector<WrittenKey> written;
    const Node* key = table.find("key");
    const Node* keys = table.find("keys");
    if ((key == nullptr) == (keys == nullptr)) {
        findings_.add(
            key ? key->place : table.place(), table.address("key"),
            fmt::format("{} (allowed: exactly one of key, keys)", key ? "stands beside keys" : "is missing"));
        return written;
    }
    const auto add = [&](const Node& node, std::string address) {
        if (const auto* text = std::get_if<std::string>(&node.value))
            written.push_back({*text, node.place, std::move(address)});
    };
    if (key) add(*key, table.address("key"));
    if (keys && keys->array()) {
        if (keys->array()->empty()) table.error("keys", "is empty (at least one key is needed)");
        for (const Node& element : *keys->array())
            add(element, table.address("keys"));
    }
    return written;
}

bool ScanReader::is_told(std::string_view written) const {
    std::string prefix;
    for (const KeyPart& part : key_parts(written)) {
        if (!prefix.empty()) prefix += '.';
        prefix += toml_key(part.name);
        if (!part.element.empty()) prefix += fmt::format("[{}]", part.element);
        if (findings_.mentions_itself(prefix)) return true;
    }
    const std::size_t bracket = prefix.ends_with(']') ? prefix.rfind('[') : prefix.size();
    return findings_.mentions(prefix.substr(0, bracket));
}

/// Whether all keys were found; a key that other findings are about is left to them.
bool ScanReader::find_keys(const std::vector<WrittenKey>& written, PlacedParameter& placed, Findings& notes) {
    bool good = !written.empty();
    for (const auto& [text, place, address] : written) {
        if (is_told(text)) {
            good = false;
            continue;
        }
        FoundKeys found = find_scan_keys(filled_, text);
        if (!found.problem.empty()) notes.add(place, address, found.problem);
        good = good && found.problem.empty();
        for (ScanKey& key : found.keys)
            placed.keys.push_back(std::move(key));
    }
    const auto text_of = [](const ScanKey& key) {
        return key.kind == ScanKind::integer ? ScanKind::number : key.kind;
    };
    for (const ScanKey& key : placed.keys)
        if (text_of(key) != text_of(placed.keys.front())) {
            notes.add(written.front().place, written.front().address,
                      fmt::format("one parameter cannot drive both {} and {}: their values are of different "
                                  "kinds",
                                  placed.keys.front().name, key.name));
            good = false;
            break;
        }
    if (!good) placed.keys.clear();
    for (const ScanKey& key : placed.keys)
        placed.parameter.keys.push_back(key.name);
    return good;
}

void ScanReader::check_mode(const TableReader& table, const PlacedParameter& placed) {
    const DriveMode mode = placed.parameter.mode;
    const ScanKey& first = placed.keys.front();
    if (placed.is_text()) {
        if (mode != DriveMode::set)
            table.error("mode", fmt::format("{} takes texts (allowed: set)", first.name));
        if (is_sampled(scan_.design))
            table.error(table.has("key") ? "key" : "keys",
                        fmt::format("{} takes texts, which design {} cannot place (allowed: grid, list, "
                                    "one_at_a_time)",
                                    first.name, design_word(scan_.design)));
        return;
    }
    const auto base = [&](const ScanKey& key) { return number_in(node_at(filled_, key.path)); };
    if (mode == DriveMode::factor &&
        std::ranges::all_of(placed.keys, [&](const ScanKey& key) { return base(key) == 0.0; }))
        table.error("mode", "a factor changes nothing where the deck's value is 0 (allowed: set, shift)");
    const bool equal =
        std::ranges::all_of(placed.keys, [&](const ScanKey& key) { return base(key) == base(first); });
    if (mode == DriveMode::set && !equal && scan_.design == Design::one_at_a_time)
        table.error("mode", "the deck gives the keys different values, and design one_at_a_time starts from "
                            "them (allowed: shift, factor)");
    if (is_sampled(scan_.design) &&
        std::ranges::find(placed.keys, "nqr.ensemble.points", &ScanKey::name) != placed.keys.end())
        table.error(
            table.has("key") ? "key" : "keys",
            fmt::format("nqr.ensemble.points is a power of two, which design {} cannot place (allowed: "
                        "grid, list, one_at_a_time)",
                        design_word(scan_.design)));
}

void ScanReader::read_values(const Node& values, const Node* data, PlacedParameter& placed, Findings& notes) {
    const Array& array = *values.array();
    if (array.empty() || array.size() > most_values)
        return notes.add(values.place, placed.is_column ? placed.address : placed.address + ".values",
                         fmt::format("{} values (allowed: 1 to {})", array.size(), most_values));
    for (const Node& node : array)
        placed.value_places.push_back(node.place);
    if (placed.keys.front().kind == ScanKind::file) return read_lines(array, data, placed, notes);
    ScanParameter& parameter = placed.parameter;
    for (std::size_t i = 0; i < array.size(); ++i) {
        const std::string address = placed.value_address(i);
        if (placed.is_text()) {
            const bool good = std::ranges::all_of(placed.keys, [&](const ScanKey& key) {
                return read_string(array[i], *key.info, address, notes).has_value();
            });
            if (good) parameter.texts.push_back(std::get<std::string>(array[i].value));
        } else if (parameter.mode == DriveMode::set) {
            const bool good = std::ranges::all_of(placed.keys, [&](const ScanKey& key) {
                return check_scanned_number(array[i], key, address, notes);
            });
            if (good) parameter.values.push_back(number_in(array[i]));
        } else if (const auto value =
                       read_number(array[i], *find_key("scan.parameter", "values"), address, notes)) {
            parameter.values.push_back(*value);
        }
    }
}

/// Every different file once, or its line from the deck itself.
void ScanReader::read_lines(const Array& values, const Node* data, PlacedParameter& placed, Findings& notes) {
    const auto has_sigma = [&](const ScanKey& key) {
        return deck_.nqr.spectra[key.spectrum].sigma.has_value();
    };
    const bool key_sigma = has_sigma(placed.keys.front());
    ScanParameter& parameter = placed.parameter;
    std::vector<std::string> different;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto name = read_string(values[i], *placed.keys.front().info, placed.value_address(i), notes);
        if (!name) continue;
        parameter.texts.push_back(*name);
        if (std::ranges::find(different, *name) != different.end()) continue;
        different.push_back(*name);
        if (!data)
            parameter.data.push_back(
                read_scanned_line({values[i], true, placed.value_address(i), notes}, key_sigma));
    }
    if (!std::ranges::all_of(placed.keys, [&](const ScanKey& key) { return has_sigma(key) == key_sigma; }))
        notes.add(
            placed.place, placed.address,
            "drives files of spectra with and without the key sigma (allowed: all with or all without)");
    if (!data || !data->array()) return;
    if (data->array()->size() != different.size())
        return notes.add(data->place, placed.address + ".data",
                         fmt::format("{} lines where {} are needed, one for each different value",
                                     data->array()->size(), different.size()));
    for (std::size_t i = 0; i < different.size(); ++i)
        parameter.data.push_back(read_scanned_line(
            {(*data->array())[i], false, fmt::format("{}.data[{}]", placed.address, i + 1), notes},
            key_sigma));
}

} // namespace lpsglass::deck
