#include <map>
#include <set>
#include <string>

#include <fmt/format.h>

#include "lpsglass/deck/key_text.hpp"
#include "lpsglass/deck/toml_text.hpp"
#include "scan_reader.hpp"

namespace lpsglass::deck {

namespace {

constexpr double most_rows = 1e8;

using Parameters = std::vector<PlacedParameter>;

std::size_t length(const PlacedParameter& placed) {
    return placed.is_text() ? placed.parameter.texts.size() : placed.parameter.values.size();
}

void check_names(const Parameters& parameters, Findings& findings) {
    std::map<std::string, std::string> address_of;
    for (const PlacedParameter& placed : parameters) {
        const std::string& name = placed.parameter.name;
        if (name.empty()) continue;
        if (const auto [other, is_new] = address_of.emplace(name, placed.label()); !is_new)
            findings.add(placed.place, placed.is_column ? placed.address : placed.address + ".name",
                         fmt::format("{} is the name of {} already", toml_string(name), other->second));
    }
}

/// A column is named as its key, so that its name tells already that the key is set twice.
bool named_alike(const PlacedParameter& column, const PlacedParameter& other) {
    return column.is_column && column.parameter.name == other.parameter.name;
}

/// A key may be set by one parameter, and shifted and multiplied by others.
void check_drivers(const Parameters& parameters, Findings& findings) {
    std::map<std::string, const PlacedParameter*> setter_of;
    for (const PlacedParameter& placed : parameters) {
        std::set<std::string> driven;
        for (const ScanKey& key : placed.keys) {
            if (!driven.insert(key.name).second) {
                findings.add(placed.place, placed.address, fmt::format("drives {} twice", key.name));
                continue;
            }
            if (placed.parameter.mode != DriveMode::set) continue;
            const auto [other, is_new] = setter_of.emplace(key.name, &placed);
            if (!is_new && !named_alike(placed, *other->second))
                findings.add(placed.place, placed.address,
                             fmt::format("sets {}, which {} sets already", key.name, other->second->label()));
        }
    }
}

void check_lengths(const Parameters& parameters, Findings& findings) {
    const PlacedParameter* first = nullptr;
    for (const PlacedParameter& placed : parameters) {
        if (placed.value_places.empty()) continue;
        if (!first) first = &placed;
        if (placed.value_places.size() != first->value_places.size())
            findings.add(placed.place, placed.is_column ? placed.address : placed.address + ".values",
                         fmt::format("{} values where {} are needed, as of {}", placed.value_places.size(),
                                     first->value_places.size(), first->label()));
    }
}

double number_of_rows(const Scan& scan, const Parameters& parameters) {
    const auto count = static_cast<double>(parameters.size());
    double rows = 1.0;
    switch (scan.design) {
    case Design::grid:
        for (const PlacedParameter& placed : parameters)
            rows *= static_cast<double>(length(placed));
        return rows;
    case Design::one_at_a_time:
        for (const PlacedParameter& placed : parameters)
            rows += static_cast<double>(length(placed));
        return rows;
    case Design::list:
        return parameters.empty() ? 0.0 : static_cast<double>(length(parameters.front()));
    case Design::lhs:
    case Design::sobol:
        return scan.samples;
    case Design::saltelli:
        return scan.samples * (scan.second_order ? 2.0 * count + 2.0 : count + 2.0);
    case Design::morris:
        return scan.samples * (count + 1.0);
    }
    return 0.0;
}

/// Shifts and factors must keep the keys in their own range, where one parameter alone drives a key.
class RangeCheck {
  public:
    RangeCheck(const Node& filled, const Parameters& parameters, Findings& findings)
        : filled_(filled), findings_(findings) {
        for (const PlacedParameter& placed : parameters)
            for (const ScanKey& key : placed.keys)
                ++drivers_[key.name];
    }

    void check(const PlacedParameter& placed) const {
        const ScanParameter& parameter = placed.parameter;
        if (placed.keys.empty() || parameter.mode == DriveMode::set) return;
        if (parameter.values.size() == placed.value_places.size())
            for (std::size_t i = 0; i < parameter.values.size(); ++i)
                check(placed, parameter.values[i], placed.value_places[i], placed.value_address(i));
        if (parameter.min) check(placed, *parameter.min, placed.min_place, placed.address + ".min");
        if (parameter.max) check(placed, *parameter.max, placed.max_place, placed.address + ".max");
    }

  private:
    void check(const PlacedParameter& placed, double value, const Place& place,
               const std::string& address) const {
        for (const ScanKey& key : placed.keys) {
            const double base = number_in(node_at(filled_, key.path));
            const double reached = placed.parameter.mode == DriveMode::shift ? base + value : base * value;
            if (drivers_.at(key.name) > 1 || key.info->limits.contains(reached)) continue;
            return findings_.add(
                place, address,
                fmt::format("takes {} to {:g} (allowed: {})", key.name, reached, range_text(*key.info)));
        }
    }

    const Node& filled_;
    Findings& findings_;
    std::map<std::string, int> drivers_;
};

} // namespace

void check_scan(const Scan& scan, const Node& filled, const Parameters& parameters, const Place& place,
                Findings& findings) {
    check_names(parameters, findings);
    check_drivers(parameters, findings);
    if (scan.design == Design::list) check_lengths(parameters, findings);
    if (const double rows = number_of_rows(scan, parameters); rows > most_rows)
        findings.add(place, "scan",
                     fmt::format("gives {:g} parameter sets (allowed: at most {:g})", rows, most_rows));
    const RangeCheck range(filled, parameters, findings);
    for (const PlacedParameter& placed : parameters)
        range.check(placed);
}

} // namespace lpsglass::deck
