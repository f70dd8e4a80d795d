#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "lpsglass/deck/key_text.hpp"
#include "lpsglass/deck/numeric_keys.hpp"
#include "lpsglass/deck/sections.hpp"
#include "lpsglass/deck/suggest.hpp"
#include "lpsglass/deck/toml_text.hpp"
#include "lpsglass/model/parameters.hpp"

namespace lpsglass::deck {

namespace {

bool starts_in(std::string_view key, std::string_view section) {
    return key.starts_with(section) && key.substr(section.size()).starts_with('.');
}

/// The message on a text that names no parameter of the model.
std::string no_model_key(std::string_view key) {
    std::vector<std::string_view> known;
    for (const model::ParameterInfo& parameter : model::parameter_table())
        if (!starts_in(parameter.key, "amplitude") && !starts_in(parameter.key, "free_energy.bath"))
            known.push_back(parameter.key);
    const std::string_view similar = nearest(key, known);
    const std::string hint = similar.empty() ? "" : fmt::format(" (did you mean {}?)", toml_string(similar));
    return fmt::format("{} is no continuous key of the model{}", toml_string(key), hint);
}

double driven(DriveMode mode, double base, double value) {
    return mode == DriveMode::set ? value : mode == DriveMode::shift ? base + value : base * value;
}

/// Reads the parameters one by one and remembers which keys are taken.
class AlsoReader {
  public:
    AlsoReader(const Deck& deck, Findings& findings) : deck_(deck), findings_(findings) {}

    std::optional<AlsoParameter> read(const Entry& entry) {
        const TableReader table(&entry.node, "fit.also.*", address_of(entry), findings_);
        const std::size_t before = findings_.count();
        AlsoParameter parameter;
        parameter.name = entry.key;
        parameter.keys = read_keys(table, entry);
        table.read("mode", parameter.mode);
        table.require("min");
        table.require("max");
        table.read("min", parameter.min);
        table.read("max", parameter.max);
        table.read("shared", parameter.shared);
        parameter.prior = read_prior(table);
        std::optional<double> start;
        table.read("value", start);
        check_prior(table, entry, parameter);
        if (findings_.count() != before || !bases_are_known(parameter)) return std::nullopt;
        check_values(table, entry, parameter, start);
        return parameter;
    }

  private:
    static std::string address_of(const Entry& entry) { return "fit.also." + toml_key(entry.key); }

    /// The keys of a parameter: the table's name, if it is a deck key, or those under `keys`.
    std::vector<std::string> read_keys(const TableReader& table, const Entry& entry) {
        const std::string address = address_of(entry);
        const Node* keys = table.find("keys");
        const bool is_key = !model_keys(entry.key).empty();
        std::vector<std::string> collected;
        if (std::ranges::find(fluctuation_names(), entry.key) != fluctuation_names().end())
            findings_.add(entry.place, address, "is the name of an amplitude (allowed: a name of its own)");
        if (entry.key.empty()) findings_.add(entry.place, address, "has no name");
        if (is_key && keys)
            table.error("keys", fmt::format("stands beside the table's name, {}, which is a deck key itself "
                                            "(allowed: one of the two)",
                                            toml_string(entry.key)));
        else if (is_key)
            add_keys(entry.key, entry.place, address, address, collected);
        else if (!keys)
            findings_.add(entry.place, address,
                          no_model_key(entry.key) + "; a name of your own needs keys = [...]");
        else if (const Array* array = keys->array(); !array || array->empty())
            table.error("keys", fmt::format("{} where an array of strings is needed", kind_text(*keys)));
        else
            for (const Node& element : *array)
                if (const auto key = read_string(element, *find_key("fit.also.*", "keys"),
                                                 table.address("keys"), findings_))
                    add_keys(*key, element.place, table.address("keys"), address, collected);
        return collected;
    }

    /// Adds what one written key names, unless it is none of the keys that a fit may vary here. `parameter`
    /// is the address of the parameter, for the next one that wants the same key.
    void add_keys(std::string_view written, const Place& place, const std::string& address,
                  const std::string& parameter, std::vector<std::string>& collected) {
        const std::vector<std::string> keys = model_keys(written);
        if (keys.empty()) return findings_.add(place, address, no_model_key(written));
        if (starts_in(written, "amplitude"))
            return findings_.add(place, address,
                                 fmt::format("{} is in the fit already", toml_string(written)));
        if (starts_in(written, "free_energy.bath"))
            return findings_.add(
                place, address,
                fmt::format("{} belongs to the bath, which a fit does not use", toml_string(written)));
        for (const std::string& key : keys) {
            if (const auto [other, is_new] = driver_of_.emplace(key, parameter); !is_new)
                findings_.add(place, address,
                              fmt::format("{} is driven twice (before by {})", key, other->second));
            collected.push_back(key);
        }
    }

    /// Without a prior nothing would determine a parameter that the line does not depend on.
    void check_prior(const TableReader& table, const Entry& entry, const AlsoParameter& parameter) {
        const auto enters_line = [](const std::string& key) {
            return model::parameter_table()[static_cast<std::size_t>(model::find_parameter(key))].enters_line;
        };
        if (parameter.keys.empty() || table.has("prior") || std::ranges::any_of(parameter.keys, enters_line))
            return;
        findings_.add(entry.place, address_of(entry),
                      "needs prior and prior_sigma: the line does not depend on it");
    }

    /// Whether the deck's own values of the driven keys were read without a complaint.
    bool bases_are_known(const AlsoParameter& parameter) const {
        return std::ranges::none_of(parameter.keys, [&](const std::string& key) {
            return findings_.mentions(key.substr(0, key.find('[')));
        });
    }

    void check_values(const TableReader& table, const Entry& entry, AlsoParameter& parameter,
                      std::optional<double> start) {
        if (parameter.min >= parameter.max)
            return table.error("min", fmt::format("{} is not below max, {}", parameter.min, parameter.max));
        const double base = *find_number(deck_, parameter.keys.front());
        const bool equal = std::ranges::all_of(
            parameter.keys, [&](const std::string& key) { return *find_number(deck_, key) == base; });
        if (parameter.mode == DriveMode::factor && equal && base == 0.0)
            return table.error("mode",
                               "a factor changes nothing where the deck's value is 0 (allowed: set, shift)");
        if (!start && parameter.mode == DriveMode::set && !equal)
            return table.error("value", "is missing (the deck gives the keys different values)");
        parameter.value = start                                ? *start
                          : parameter.mode == DriveMode::set   ? base
                          : parameter.mode == DriveMode::shift ? 0.0
                                                               : 1.0;
        if (parameter.value < parameter.min || parameter.value > parameter.max)
            findings_.add(table.has("value") ? table.find("value")->place : entry.place,
                          table.address("value"),
                          fmt::format("the start, {}, is out of the bounds (allowed: min to max, {} to {})",
                                      parameter.value, parameter.min, parameter.max));
        check_limits(table, parameter, "min", parameter.min);
        check_limits(table, parameter, "max", parameter.max);
    }

    /// The keys must keep to their own ranges whatever the fit does.
    void check_limits(const TableReader& table, const AlsoParameter& parameter, const char* bound,
                      double value) {
        for (const std::string& key : parameter.keys) {
            const KeyInfo& info = *find_model_key(key);
            const double reached = driven(parameter.mode, *find_number(deck_, key), value);
            if (info.limits.contains(reached)) continue;
            return table.error(bound,
                               fmt::format("takes {} to {:g} (allowed: {})", key, reached, range_text(info)));
        }
    }

    const Deck& deck_;
    Findings& findings_;
    std::map<std::string, std::string> driver_of_; ///< driven key -> the parameter that drives it
};

} // namespace

std::vector<AlsoParameter> read_also(const Node& root, const Deck& deck, Findings& findings) {
    std::vector<AlsoParameter> parameters;
    const Node* also = find_node(root, "fit.also");
    if (!also || !also->table()) return parameters;
    AlsoReader reader(deck, findings);
    for (const Entry& entry : also->table()->entries)
        if (entry.node.table() && !findings.mentions_itself("fit.also." + toml_key(entry.key)))
            if (auto parameter = reader.read(entry)) parameters.push_back(std::move(*parameter));
    return parameters;
}

} // namespace lpsglass::deck
