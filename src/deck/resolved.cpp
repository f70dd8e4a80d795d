#include "lpsglass/deck/resolved.hpp"

#include <array>
#include <string_view>
#include <type_traits>
#include <vector>

#include <fmt/format.h>

#include "lpsglass/deck/deck_tree.hpp"
#include "lpsglass/deck/fields.hpp"
#include "lpsglass/deck/key_text.hpp"
#include "lpsglass/deck/numeric_keys.hpp"
#include "lpsglass/deck/reader.hpp"
#include "lpsglass/deck/toml_text.hpp"

namespace lpsglass::deck {

namespace {

std::string value_text(const KeyInfo&, bool value) {
    return value ? "true" : "false";
}
std::string value_text(const KeyInfo&, int value) {
    return fmt::format("{}", value);
}
std::string value_text(const KeyInfo&, std::uint64_t value) {
    return fmt::format("{}", value);
}
std::string value_text(const KeyInfo&, double value) {
    return toml_number(value);
}
std::string value_text(const KeyInfo&, const std::string& value) {
    return toml_string(value);
}
std::string value_text(const KeyInfo&, const std::vector<std::string>& values) {
    return toml_array(values);
}
template <std::size_t N> std::string value_text(const KeyInfo&, const std::array<double, N>& values) {
    return toml_array(values);
}
template <class E>
requires std::is_enum_v<E> std::string value_text(const KeyInfo& key, E value) {
    return toml_string(key.words[static_cast<std::size_t>(value)]);
}

/// The parts of an inline table.
class InlineTable {
  public:
    explicit InlineTable(std::string_view section) : section_(section) {}

    void add(std::string_view name, const auto& value) {
        parts_.push_back(fmt::format("{} = {}", name, value_text(*find_key(section_, name), value)));
    }
    void add_prior(const std::optional<Prior>& prior) {
        if (!prior) return;
        add("prior", prior->mean);
        add("prior_sigma", prior->sigma);
    }
    void add_text(std::string part) { parts_.push_back(std::move(part)); }
    [[nodiscard]] std::string text() const { return fmt::format("{{ {} }}", fmt::join(parts_, ", ")); }

  private:
    std::string_view section_;
    std::vector<std::string> parts_;
};

class Writer {
  public:
    explicit Writer(bool comments) : comments_(comments) {}

    void section(std::string_view path) {
        const SectionInfo& info = *find_section(path);
        out_ += "\n";
        comment(std::string(info.meaning));
        out_ += section_title(info) + "\n";
        section_ = path;
    }

    void key(std::string_view name, const auto& value) {
        const KeyInfo& info = *find_key(section_, name);
        line(name, value_text(info, value), comment_of(info));
    }

    /// Left out of the text that the deck's hash is taken of, which has no comments either.
    void key_of_no_identity(std::string_view name, const auto& value) {
        if (comments_) key(name, value);
    }

    void line(std::string_view name, const std::string& value, const std::string& remark = {}) {
        const std::string text = fmt::format("{} = {}", name, value);
        out_ += comments_ && !remark.empty() ? fmt::format("{:<46} # {}\n", text, remark) : text + "\n";
    }

    void comment(const std::string& text) {
        if (comments_) out_ += fmt::format("# {}\n", text);
    }

    void keys(std::string_view path, const auto& object) {
        section(path);
        for_each_key(object, [&](std::string_view name, const auto& member) { key(name, member); });
    }

    [[nodiscard]] const std::string& text() const { return out_; }

  private:
    static std::string comment_of(const KeyInfo& key) {
        const bool bare = key.unit == "-" || key.unit == "1";
        return bare ? meaning_text(key) : fmt::format("{}: {}", key.unit, meaning_text(key));
    }

    bool comments_;
    std::string out_;
    std::string_view section_;
};

/// Numbers or rows one below the other, so that a line of a thousand points stays readable.
std::string lines(const std::vector<std::string>& rows) {
    return fmt::format("[\n  {},\n]", fmt::join(rows, ",\n  "));
}

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
    std::vector<std::string> rows;
    for (const LinePoint& point : spectrum.points) {
        const std::array numbers{point.frequency_MHz, point.amplitude, point.sigma};
        rows.push_back(toml_array(std::span(numbers).first(spectrum.sigma ? 2 : 3)));
    }
    writer.line("data", lines(rows));
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

std::string write_deck(const Deck& deck, bool for_identity) {
    Writer writer(!for_identity);
    writer.line("schema", fmt::format("{}", deck_schema));
    if (!for_identity) writer.line("title", toml_string(deck.title));
    writer.keys("structure", deck.structure);
    writer.keys("tight_binding", deck.tight_binding);
    writer.keys("nqr", deck.nqr);
    writer.keys("nqr.thermal", deck.nqr.thermal);
    writer.keys("nqr.ensemble", deck.nqr.ensemble);
    writer.keys("nqr.grid", deck.nqr.grid_MHz);
    for (const Spectrum& spectrum : deck.nqr.spectra)
        write_spectrum(writer, spectrum);
    if (deck.fit) {
        writer.section("fit");
        writer.key("enabled", true);
        for_each_key(*deck.fit, [&](std::string_view name, const auto& member) { writer.key(name, member); });
    }
    write_amplitudes(writer, deck);
    if (deck.fit) write_also(writer, deck.fit->also);
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
    write_calibration(writer, deck.calibration);
    if (!for_identity) writer.keys("output", deck.output);
    return writer.text();
}

} // namespace

std::string resolved_text(const Deck& deck) {
    return write_deck(deck, false);
}

std::string identity_text(const Deck& deck) {
    return write_deck(deck, true);
}

} // namespace lpsglass::deck
