#include <fmt/format.h>

#include "lpsglass/deck/fields.hpp"
#include "lpsglass/deck/sections.hpp"

namespace lpsglass::deck {

namespace {

constexpr std::size_t most_temperatures = 100000;

void check_rising(const TableReader& table, const std::vector<double>& values) {
    if (values.empty() || values.size() > most_temperatures)
        table.error("values",
                    fmt::format("{} temperatures (allowed: 1 to {})", values.size(), most_temperatures));
    const Array& array = *table.find("values")->array();
    for (std::size_t i = 1; i < values.size(); ++i)
        if (values[i] <= values[i - 1])
            table.findings().add(array[i].place, fmt::format("temperature.values[{}]", i + 1),
                                 fmt::format("{} does not rise above {} before it (allowed: rising)",
                                             values[i], values[i - 1]));
}

} // namespace

std::vector<double> read_temperatures(const Node& root, Findings& findings) {
    const TableReader table(find_node(root, "temperature"), "temperature", "temperature", findings);
    Range range = default_temperature_kelvin;
    std::vector<double> values;
    for_each_key(range, [&](std::string_view name, auto& member) { table.read(name, member); });
    table.read("values", values);
    if (table.has("values") && (table.has("start") || table.has("stop") || table.has("step")))
        table.error("values", "stands beside start, stop or step (allowed: either values or a range)");
    if (!table.has("values"))
        check_range(table, range, 1, most_temperatures);
    else if (!findings.mentions("temperature.values"))
        check_rising(table, values);
    if (findings.mentions("temperature")) return {};
    return table.has("values") ? values : range.values();
}

} // namespace lpsglass::deck
