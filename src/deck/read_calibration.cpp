#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "lpsglass/deck/numeric_keys.hpp"
#include "lpsglass/deck/observables.hpp"
#include "lpsglass/deck/sections.hpp"
#include "lpsglass/deck/suggest.hpp"
#include "lpsglass/deck/toml_text.hpp"
#include "lpsglass/model/parameters.hpp"

namespace lpsglass::deck {

namespace {

/// `amplitude.beta_1.value` is the same as `amplitude.beta_1`.
std::string_view without_value(std::string_view key) {
    if (key.starts_with("amplitude.") && key.ends_with(".value")) key.remove_suffix(6);
    return key;
}

std::string no_model_key(std::string_view key) {
    std::vector<std::string_view> known;
    for (const model::ParameterInfo& parameter : model::parameter_table())
        known.push_back(parameter.key);
    const std::string_view similar = nearest(key, known);
    const std::string hint = similar.empty() ? "" : fmt::format(" (did you mean {}?)", toml_string(similar));
    return fmt::format("{} is no continuous key of the model{}", toml_string(key), hint);
}

/// Reads the targets one by one and remembers which observables and keys are taken.
class TargetReader {
  public:
    TargetReader(const Deck& deck, Findings& findings) : deck_(deck), findings_(findings) {}

    /// Types, ranges and words.
    CalibrationTarget read(const TableReader& table) const {
        CalibrationTarget target;
        table.require("observable");
        table.require("value");
        table.read("observable", target.observable);
        table.read("value", target.value);
        table.read("temperature", target.temperature_kelvin);
        table.read("mode", target.mode);
        table.read("tolerance", target.tolerance);
        if (const Node* adjust = table.find("adjust")) {
            if (!adjust->array())
                table.error("adjust",
                            fmt::format("{} where an array of strings is needed", kind_text(*adjust)));
            else
                for (const Node& element : *adjust->array())
                    if (auto key = read_string(element, *find_key("calibration.target", "adjust"),
                                               table.address("adjust"), findings_))
                        target.adjust.emplace_back(without_value(*key));
        }
        return target;
    }

    /// Rules between keys and between targets; `targets` is how many there are.
    void check(const TableReader& table, const CalibrationTarget& target, const std::string& address,
               std::size_t targets) {
        check_observable(table, target, address);
        const Node* adjust = table.find("adjust");
        if (!adjust || !adjust->array()) return;
        for (const Node& element : *adjust->array()) {
            const auto* written = std::get_if<std::string>(&element.value);
            if (!written) continue; // told already
            check_key(std::string(without_value(*written)), target.mode, element.place, address);
            if (++adjusted_ == targets + 1)
                findings_.add(
                    element.place, address + ".adjust",
                    fmt::format("{} is one adjusted key too many (allowed: no more than targets, {})",
                                toml_string(*written), targets));
        }
    }

    [[nodiscard]] std::size_t adjusted() const { return adjusted_; }

  private:
    void check_observable(const TableReader& table, const CalibrationTarget& target,
                          const std::string& address) {
        if (!table.has("observable") || findings_.mentions(table.address("observable"))) return;
        const Observable* observable = find_observable(target.observable);
        if (!observable) return table.error("observable", unknown_observable_message(target.observable));
        if (observable->at_temperature && !table.has("temperature"))
            table.error("temperature",
                        fmt::format("is missing ({} is taken at a temperature)", target.observable));
        if (!observable->at_temperature && table.has("temperature"))
            table.error(
                "temperature",
                fmt::format("is not wanted: {} is not taken at a temperature of its own", target.observable));
        const auto [other, is_new] = target_of_.emplace(
            std::pair{target.observable,
                      observable->at_temperature ? target.temperature_kelvin.value_or(0.0) : 0.0},
            address);
        if (!is_new)
            table.error("observable", fmt::format("{} is a target twice (before in {})",
                                                  toml_string(target.observable), other->second));
    }

    void check_key(const std::string& written, DriveMode mode, const Place& place,
                   const std::string& target) {
        const std::vector<std::string> keys = model_keys(written);
        const auto note = [&](const std::string& message) {
            findings_.add(place, target + ".adjust", message);
        };
        if (keys.empty()) return note(no_model_key(written));
        const bool of_bath = written.starts_with("free_energy.bath");
        const bool of_amplitude = written.starts_with("amplitude.");
        if (of_bath && !deck_.free_energy.bath)
            return note(
                fmt::format("{} belongs to a bath that the deck does not have", toml_string(written)));
        if (of_amplitude && deck_.free_energy.bath)
            return note(fmt::format("{} follows from the bath", toml_string(written)));
        if (of_amplitude)
            if (const Amplitude& amplitude = amplitude_of(written); !amplitude.tied_to.empty())
                return note(fmt::format("{} is tied (adjust {})", toml_string(written),
                                        toml_string("amplitude." + amplitude.tied_to)));
        for (const std::string& key : keys)
            if (const auto [other, is_new] = target_with_.emplace(key, target); !is_new)
                note(fmt::format("{} is adjusted twice (before by {})", key, other->second));
        const bool nothing = std::ranges::all_of(
            keys, [&](const std::string& key) { return *find_number(deck_, key) == 0.0; });
        if (mode == DriveMode::factor && nothing)
            note(fmt::format("a factor changes nothing where the deck's value of {} is 0 (allowed: mode set, "
                             "shift)",
                             toml_string(written)));
    }

    const Amplitude& amplitude_of(std::string_view key) const {
        const auto names = fluctuation_names();
        const auto place = std::ranges::find(names, key.substr(std::string_view("amplitude.").size()));
        return deck_.amplitude[static_cast<std::size_t>(place - names.begin())];
    }

    const Deck& deck_;
    Findings& findings_;
    std::size_t adjusted_ = 0;
    std::map<std::pair<std::string, double>, std::string> target_of_; ///< (observable, temperature) -> target
    std::map<std::string, std::string> target_with_;                  ///< key -> the target that adjusts it
};

} // namespace

std::vector<CalibrationTarget> read_calibration(const Node& root, const Deck& deck, Findings& findings) {
    const Node* section = find_node(root, "calibration");
    const TableReader table(section, "calibration", "calibration", findings);
    bool enabled = true;
    table.read("enabled", enabled);
    const Node* array = table.find("target");
    if (array && !array->array()) return {}; // told by check_known_keys
    const bool on = is_on(root, "calibration") && !findings.mentions("calibration.enabled");
    if (on && (!array || array->array()->empty())) {
        findings.add(section->place, "calibration", "has no target (write [[calibration.target]])");
        return {};
    }
    if (!array) return {};
    TargetReader reader(deck, findings);
    std::vector<CalibrationTarget> targets;
    for (std::size_t i = 0; i < array->array()->size(); ++i) {
        const std::string address = fmt::format("calibration.target[{}]", i + 1);
        const TableReader target(&(*array->array())[i], "calibration.target", address, findings);
        if (!(*array->array())[i].table()) continue;
        targets.push_back(reader.read(target));
        if (on) reader.check(target, targets.back(), address, array->array()->size());
    }
    if (on && reader.adjusted() == 0 && !findings.mentions("calibration"))
        findings.add(section->place, "calibration", "no target adjusts a key (write adjust = [\"KEY\"])");
    return on ? targets : std::vector<CalibrationTarget>{};
}

} // namespace lpsglass::deck
