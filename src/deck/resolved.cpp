#include "lpsglass/deck/resolved.hpp"

#include <array>
#include <vector>

#include <fmt/format.h>

#include "deck_writer.hpp"
#include "lpsglass/deck/deck_tree.hpp"
#include "lpsglass/deck/numeric_keys.hpp"
#include "lpsglass/deck/reader.hpp"

namespace lpsglass::deck {

namespace {

void write_synthetic(Writer& writer, const Synthetic& line) {
    writer.section("nqr.spectrum.synthetic");
    if (line.amplitude_degree) {
        writer.key("amplitude", *line.amplitude_degree);
    } else {
        writer.key("center", line.center_MHz);
        writer.key("fwhm", line.fwhm_MHz);
    }
    writer.key("noise", line.noise);
    writer.key("seed", line.seed);
    for_each_key(line.frequency_MHz, [&](std::string_view name, double value) { writer.key(name, value); });
}

void write_spectrum(Writer& writer, const Spectrum& spectrum) {
    writer.section("nqr.spectrum");
    writer.key("temperature", spectrum.temperature_kelvin);
    writer.key("baseline", spectrum.baseline);
    if (spectrum.sigma) writer.key("sigma", *spectrum.sigma);
    if (spectrum.synthetic) return write_synthetic(writer, *spectrum.synthetic);
    if (!spectrum.origin.empty()) writer.key_of_no_identity("origin", spectrum.origin);
    writer.line("data", lines(line_rows(spectrum.points, !spectrum.sigma)));
}

void write_amplitudes(Writer& writer, const Deck& deck) {
    writer.section("amplitude");
    const auto names = fluctuation_names();
    for (std::size_t i = 0; i < names.size(); ++i) {
        const Amplitude& amplitude = deck.amplitude[i];
        InlineTable table("amplitude.*");
        if (amplitude.tied_to.empty()) {
            table.add("value", amplitude.value);
            table.add("min", amplitude.min);
            table.add("max", amplitude.max);
            table.add_prior(amplitude.prior);
            table.add("fixed", amplitude.fixed);
        } else {
            table.add("tied_to", amplitude.tied_to);
            table.add("ratio", amplitude.ratio);
        }
        writer.line(names[i], table.text());
    }
}

void write_also(Writer& writer, const std::vector<AlsoParameter>& parameters) {
    if (parameters.empty()) return;
    writer.section("fit.also");
    for (const AlsoParameter& parameter : parameters) {
        InlineTable table("fit.also.*");
        if (model_keys(parameter.name).empty()) table.add_text("keys = " + toml_array(parameter.keys));
        table.add("mode", parameter.mode);
        table.add("value", parameter.value);
        table.add("min", parameter.min);
        table.add("max", parameter.max);
        table.add_prior(parameter.prior);
        table.add("shared", parameter.shared);
        writer.line(toml_key(parameter.name), table.text());
    }
}

void write_temperatures(Writer& writer, const std::vector<double>& temperatures) {
    writer.section("temperature");
    constexpr std::size_t a_line = 10;
    std::vector<std::string> rows;
    for (std::size_t i = 0; i < temperatures.size(); ++i) {
        const std::string number = toml_number(temperatures[i]);
        if (i % a_line == 0)
            rows.push_back(number);
        else
            rows.back() += ", " + number;
    }
    writer.line("values", lines(rows));
}

void write_calibration(Writer& writer, const std::vector<CalibrationTarget>& targets) {
    if (targets.empty()) return;
    writer.section("calibration");
    writer.key("enabled", true);
    for (const CalibrationTarget& target : targets) {
        writer.section("calibration.target");
        writer.key("observable", target.observable);
        writer.key("value", target.value);
        if (target.temperature_kelvin) writer.key("temperature", *target.temperature_kelvin);
        writer.key("adjust", target.adjust);
        writer.key("mode", target.mode);
        writer.key("tolerance", target.tolerance);
    }
}

/// How much of a deck is written.
enum class Extent {
    everything, ///< the resolved deck
    identity,   ///< what decides the results
    set,        ///< what decides the results of one set
    fits        ///< what decides the fits
};

/// Structure, line and fit.
void write_line(Writer& writer, const Deck& deck, Extent extent) {
    writer.keys("structure", deck.structure);
    writer.keys("tight_binding", deck.tight_binding);
    writer.keys("nqr", deck.nqr);
    writer.keys("nqr.thermal", deck.nqr.thermal);
    writer.keys("nqr.ensemble", deck.nqr.ensemble);
    if (extent != Extent::fits) writer.keys("nqr.grid", deck.nqr.grid_MHz);
    for (const Spectrum& spectrum : deck.nqr.spectra)
        write_spectrum(writer, spectrum);
    if (deck.fit) {
        writer.section("fit");
        writer.key("enabled", true);
        for_each_key(*deck.fit, [&](std::string_view name, const auto& member) { writer.key(name, member); });
    }
    write_amplitudes(writer, deck);
    if (deck.fit) write_also(writer, deck.fit->also);
}

/// What follows from the fits: energies, rates, exponents.
void write_rest(Writer& writer, const Deck& deck) {
    writer.keys("free_energy", deck.free_energy);
    if (deck.free_energy.bath) {
        writer.section("free_energy.bath");
        writer.key("enabled", true);
        for_each_key(*deck.free_energy.bath,
                     [&](std::string_view name, const auto& member) { writer.key(name, member); });
    }
    writer.keys("gauge", GaugeKeys{deck.gauge_coupling_A_per_eV});
    writer.keys("partition", deck.partition);
    writer.keys("exponents", deck.exponents);
    write_temperatures(writer, deck.temperature_kelvin);
}

/// The numbers that [fit.also] shifts, multiplies or sets.
void write_driven(Writer& writer, const Deck& deck) {
    if (!deck.fit || deck.fit->also.empty()) return;
    for (const AlsoParameter& parameter : deck.fit->also)
        for (const std::string& key : parameter.keys)
            writer.line(toml_key(key), toml_number(*find_number(deck, key)));
}

std::string write_deck(const Deck& deck, Extent extent) {
    Writer writer(extent == Extent::everything);
    writer.line("schema", fmt::format("{}", deck_schema));
    if (extent == Extent::everything) writer.line("title", toml_string(deck.title));
    write_line(writer, deck, extent);
    if (extent == Extent::fits)
        write_driven(writer, deck);
    else
        write_rest(writer, deck);
    if (extent == Extent::everything || extent == Extent::identity) {
        if (deck.scan) write_scan(writer, *deck.scan);
        write_calibration(writer, deck.calibration);
    }
    if (extent == Extent::everything) writer.keys("output", deck.output);
    return writer.text();
}

} // namespace

std::string resolved_text(const Deck& deck) {
    return write_deck(deck, Extent::everything);
}

std::string identity_text(const Deck& deck) {
    return write_deck(deck, Extent::identity);
}

std::string set_identity_text(const Deck& deck) {
    return write_deck(deck, Extent::set);
}

std::string fit_identity_text(const Deck& deck) {
    return write_deck(deck, Extent::fits);
}

} // namespace lpsglass::deck
