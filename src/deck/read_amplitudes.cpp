#include <algorithm>

#include <fmt/format.h>

#include "lpsglass/deck/fields.hpp"
#include "lpsglass/deck/sections.hpp"
#include "lpsglass/deck/toml_text.hpp"

namespace lpsglass::deck {

namespace {

using Amplitudes = std::array<Amplitude, 6>;

std::size_t index_of(std::string_view name) {
    const auto names = fluctuation_names();
    return static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
}

/// Start and bounds of an amplitude that a fit may vary.
void check_bounds(const TableReader& table, const Amplitude& amplitude, bool fitted) {
    if (amplitude.min >= amplitude.max)
        return table.error("min", fmt::format("{} is not below max, {}", amplitude.min, amplitude.max));
    if (fitted && (amplitude.value < amplitude.min || amplitude.value > amplitude.max))
        table.error("value", fmt::format("{} is out of the bounds of the fit (allowed: min to max, {} to {})",
                                         amplitude.value, amplitude.min, amplitude.max));
}

Amplitude read_amplitude(const TableReader& table, Amplitude amplitude, bool fitted) {
    const std::size_t before = table.findings().count();
    table.read("value", amplitude.value);
    table.read("min", amplitude.min);
    table.read("max", amplitude.max);
    amplitude.prior = read_prior(table);
    table.read("fixed", amplitude.fixed);
    table.read("tied_to", amplitude.tied_to);
    table.read("ratio", amplitude.ratio);
    if (amplitude.ratio == 0.0) table.error("ratio", "0 would leave nothing of the tie (allowed: not 0)");
    if (amplitude.tied_to.empty() && amplitude.ratio != 1.0) table.error("ratio", "stands without tied_to");
    if (!amplitude.tied_to.empty() && amplitude.fixed)
        table.error("fixed", "stands beside tied_to (allowed: one of the two)");
    if (amplitude.tied_to.empty() && !amplitude.fixed && table.findings().count() == before)
        check_bounds(table, amplitude, fitted);
    return amplitude;
}

/// What is wrong with a tie; empty if nothing is.
std::string tie_problem(const Amplitudes& amplitudes, std::size_t i) {
    const std::string& other = amplitudes[i].tied_to;
    const auto names = fluctuation_names();
    const std::size_t j = index_of(other);
    if (j == amplitudes.size())
        return fmt::format("{} is no amplitude (allowed: {})", toml_string(other), fmt::join(names, ", "));
    if (i == j) return "an amplitude cannot be tied to itself (allowed: another amplitude)";
    if (!amplitudes[j].tied_to.empty())
        return fmt::format("{} is tied itself, to {} (allowed: an amplitude that is not tied)", other,
                           amplitudes[j].tied_to);
    return {};
}

/// The value that a tied amplitude takes from the other, and where its bounds take it.
void follow(const TableReader& table, const Amplitudes& amplitudes, Amplitude& tied, bool fitted,
            std::vector<std::string>& warnings) {
    const Amplitude& other = amplitudes[index_of(tied.tied_to)];
    const KeyInfo& value = *find_key("amplitude.*", "value");
    const bool varied = fitted && !other.fixed;
    for (const double end : {varied ? other.min : other.value, varied ? other.max : other.value})
        if (!value.limits.contains(tied.ratio * end))
            return table.error("ratio", fmt::format("takes the amplitude to {:g} degree (allowed: {} to {})",
                                                    tied.ratio * end, value.limits.min, value.limits.max));
    for (const char* name : {"value", "min", "max", "prior"})
        if (table.has(name)) {
            warnings.push_back(
                fmt::format("{}: not used, the amplitude is tied to {}", table.address(name), tied.tied_to));
        }
    Amplitude clean;
    clean.tied_to = tied.tied_to;
    clean.ratio = tied.ratio;
    clean.value = tied.ratio * other.value;
    tied = clean;
}

} // namespace

Amplitudes read_amplitudes(const Node& root, Findings& findings, std::vector<std::string>& warnings) {
    const bool fitted = is_on(root, "fit");
    const auto names = fluctuation_names();
    Amplitudes amplitudes = Deck{}.amplitude;
    std::vector<TableReader> tables;
    for (std::size_t i = 0; i < amplitudes.size(); ++i) {
        const std::string address = fmt::format("amplitude.{}", names[i]);
        tables.emplace_back(find_node(root, address), "amplitude.*", address, findings);
        amplitudes[i] = read_amplitude(tables[i], amplitudes[i], fitted);
    }
    const Amplitudes given = amplitudes;
    for (std::size_t i = 0; i < amplitudes.size(); ++i) {
        if (given[i].tied_to.empty()) continue;
        if (const std::string problem = tie_problem(given, i); !problem.empty())
            tables[i].error("tied_to", problem);
        else if (!findings.mentions("amplitude"))
            follow(tables[i], given, amplitudes[i], fitted, warnings);
    }
    return amplitudes;
}

std::optional<Bath> read_bath(const Node& root, Findings& findings) {
    const TableReader table(find_node(root, "free_energy.bath"), "free_energy.bath", "free_energy.bath",
                            findings);
    bool enabled = true;
    Bath bath;
    table.read("enabled", enabled);
    for_each_key(bath, [&](std::string_view name, auto& member) {
        if (is_on(root, "free_energy.bath")) table.require(name);
        table.read(name, member);
    });
    if (!is_on(root, "free_energy.bath")) return std::nullopt;
    return bath;
}

} // namespace lpsglass::deck
