#include <algorithm>

#include <fmt/format.h>

#include "lpsglass/deck/deck_tree.hpp"
#include "lpsglass/deck/fields.hpp"
#include "lpsglass/deck/sections.hpp"
#include "lpsglass/deck/text_file.hpp"
#include "lpsglass/deck/toml_text.hpp"
#include "scan_reader.hpp"

namespace lpsglass::deck {

namespace {

/// A file of other contents would fill the screen.
constexpr std::size_t most_findings = 50;
constexpr std::size_t most_parameters = 1000;

/// Which keys of [scan] go with which design.
void check_design(const TableReader& table, const Scan& scan) {
    const std::string_view word = words::design[static_cast<std::size_t>(scan.design)];
    const auto only_with = [&](const char* name, bool allowed, const char* designs) {
        if (table.has(name) && !allowed)
            table.error(name, fmt::format("stands beside design {} (allowed: with {})", word, designs));
    };
    if (is_sampled(scan.design)) table.require("samples");
    only_with("samples", is_sampled(scan.design), "lhs, sobol, saltelli, morris");
    only_with("maximin", scan.design == Design::lhs, "lhs");
    only_with("second_order", scan.design == Design::saltelli, "saltelli");
    only_with("levels", scan.design == Design::morris, "morris");
    only_with("file", scan.design == Design::list, "list");
    if (scan.levels % 2 != 0)
        table.error("levels", fmt::format("{} is odd (allowed: even, 2 to 1000)", scan.levels));
}

void read_file(const TableReader& table, const std::string& name, ScanReader& reader) {
    const Place& place = table.find("file")->place;
    const std::string path = beside(place, name);
    const TextFile file = read_text_file(path);
    if (!file.problem.empty())
        return table.error("file", fmt::format("cannot read {}: {}", toml_string(name), file.problem));
    Findings notes;
    for (const ScanColumn& column :
         parse_scan_file(file.text, std::make_shared<const std::string>(path), notes))
        reader.read_column(column, notes);
    table.findings().add_first(notes, most_findings, place, table.address("file"));
}

/// A scan of a key that the fit sets changes where the fit starts, and nothing else.
void warn_of_fitted_keys(const std::vector<PlacedParameter>& parameters, const Deck& deck,
                         std::vector<std::string>& warnings) {
    if (!deck.fit) return;
    for (const PlacedParameter& placed : parameters)
        for (const ScanKey& key : placed.keys)
            for (const AlsoParameter& also : deck.fit->also)
                if (also.mode == DriveMode::set && std::ranges::find(also.keys, key.name) != also.keys.end())
                    warnings.push_back(fmt::format("{}: scans {}, which the fit varies (fit.also.{})",
                                                   placed.address, key.name, toml_key(also.name)));
}

std::optional<Scan> read_switched_on(const TableReader& table, const Node& section, Scan scan,
                                     const std::string& file, const Deck& deck, Findings& findings,
                                     std::vector<std::string>& warnings) {
    check_design(table, scan);
    ScanReader reader(deck, scan, findings);
    const Node* tables = table.find("parameter");
    if (tables && tables->array())
        for (std::size_t i = 0; i < tables->array()->size(); ++i)
            if (const Node& node = (*tables->array())[i]; node.table())
                reader.read_table(node, fmt::format("scan.parameter[{}]", i + 1));
    if (!file.empty() && scan.design == Design::list) read_file(table, file, reader);
    const auto& parameters = reader.parameters();
    if ((parameters.empty() && file.empty() && !findings.mentions("scan.parameter")) ||
        parameters.size() > most_parameters)
        findings.add(section.place, "scan",
                     fmt::format("{} parameters (allowed: 1 to {}, each written [[scan.parameter]])",
                                 parameters.size(), most_parameters));
    check_scan(scan, reader.filled(), parameters, section.place, findings);
    warn_of_fitted_keys(parameters, deck, warnings);
    for (const PlacedParameter& placed : parameters)
        scan.parameters.push_back(placed.parameter);
    return scan;
}

} // namespace

std::optional<Scan> read_scan(const Node& root, const Deck& deck, Findings& findings,
                              std::vector<std::string>& warnings) {
    const Node* section = find_node(root, "scan");
    if (!section || !section->table()) return std::nullopt;
    const TableReader table(section, "scan", "scan", findings);
    Scan scan;
    bool enabled = true;
    std::string file;
    table.read("enabled", enabled);
    for_each_key(scan, [&](std::string_view name, auto& member) { table.read(name, member); });
    table.read("file", file);
    // Without the design nothing can be said of the rest but what is said of a scan that is switched off.
    if (is_on(root, "scan") && !findings.mentions("scan.design") && !findings.mentions("scan.enabled"))
        return read_switched_on(table, *section, std::move(scan), file, deck, findings, warnings);
    const Node* tables = table.find("parameter");
    for (std::size_t i = 0; tables && tables->array() && i < tables->array()->size(); ++i) {
        ScanParameter parameter;
        ScanReader::read_types(TableReader(&(*tables->array())[i], "scan.parameter",
                                           fmt::format("scan.parameter[{}]", i + 1), findings),
                               parameter);
    }
    return std::nullopt;
}

} // namespace lpsglass::deck
