#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <fmt/format.h>

#include "lpsglass/deck/deck.hpp"
#include "lpsglass/deck/fields.hpp"
#include "lpsglass/deck/key_text.hpp"
#include "lpsglass/deck/toml_text.hpp"

/// How sections, keys and values of the resolved deck are written.
namespace lpsglass::deck {

inline std::string value_text(const KeyInfo&, bool value) {
    return value ? "true" : "false";
}
inline std::string value_text(const KeyInfo&, int value) {
    return fmt::format("{}", value);
}
inline std::string value_text(const KeyInfo&, std::uint64_t value) {
    return fmt::format("{}", value);
}
inline std::string value_text(const KeyInfo&, double value) {
    return toml_number(value);
}
inline std::string value_text(const KeyInfo&, const std::string& value) {
    return toml_string(value);
}
inline std::string value_text(const KeyInfo&, const std::vector<std::string>& values) {
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
        line(name, value_text(info, value), comments_ ? comment_of(info) : std::string{});
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

    [[nodiscard]] bool for_identity() const { return !comments_; }
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
inline std::string lines(const std::vector<std::string>& rows) {
    if (rows.empty()) return "[]";
    return fmt::format("[\n  {},\n]", fmt::join(rows, ",\n  "));
}

/// The rows of a line, with a column of sigmas or without.
std::vector<std::string> line_rows(const std::vector<LinePoint>& points, bool with_sigma);

/// [scan]. For the identity the names of data files, which decide nothing, are replaced by numbers.
void write_scan(Writer& writer, const Scan& scan);

} // namespace lpsglass::deck
