#include "lpsglass/deck/spectrum_file.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <span>

#include <fmt/format.h>

#include "lpsglass/deck/suggest.hpp"
#include "lpsglass/deck/toml_text.hpp"

namespace lpsglass::deck {

namespace {

using namespace std::string_view_literals;

constexpr std::array column_names{"frequency_MHz"sv, "amplitude"sv, "sigma"sv};
constexpr std::string_view blanks = " \t\r\v\f";
constexpr std::string_view separator_hint =
    "columns are separated by commas or by blanks, decimals have a point: 58.5";

struct Field {
    std::string_view text;
    int column = 1; ///< from 1, in characters
};

/// Column of a byte, counted in characters.
int column_of(std::string_view line, std::size_t byte) {
    const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
    return static_cast<int>(std::ranges::count_if(line.substr(0, byte), begins)) + 1;
}

Field trimmed(std::string_view line, std::size_t first, std::size_t end) {
    while (first < end && blanks.find(line[first]) != std::string_view::npos)
        ++first;
    while (end > first && blanks.find(line[end - 1]) != std::string_view::npos)
        --end;
    return {line.substr(first, end - first), column_of(line, first)};
}

/// The fields of a line: between commas if it has any, otherwise between blanks.
std::vector<Field> split(std::string_view line) {
    const bool commas = line.find(',') != std::string_view::npos;
    const std::string_view separators = commas ? ","sv : blanks;
    std::vector<Field> fields;
    std::size_t first = 0;
    while (first <= line.size()) {
        const std::size_t end = std::min(line.find_first_of(separators, first), line.size());
        if (const Field field = trimmed(line, first, end); commas || !field.text.empty())
            fields.push_back(field);
        first = end + 1;
    }
    return fields;
}

/// The number a text is; otherwise says what is wrong.
std::optional<double> to_number(std::string_view text, std::string& problem) {
    double value = 0.0;
    const std::string_view digits = text.starts_with('+') && !text.starts_with("+-") ? text.substr(1) : text;
    const char* end = digits.data() + digits.size();
    const auto [stopped, error] = std::from_chars(digits.data(), end, value);
    if (text.empty())
        problem = "is empty (a number is needed)";
    else if (error == std::errc::result_out_of_range && stopped == end)
        problem = fmt::format("{} is too large or too small for a number", toml_string(text));
    else if (error != std::errc{} || stopped != end)
        problem = fmt::format("{} is not a number ({})", toml_string(text), separator_hint);
    else if (!std::isfinite(value))
        problem = fmt::format("{} is not a finite number", toml_string(text));
    else
        return value;
    return std::nullopt;
}

class SpectrumParser {
  public:
    SpectrumParser(const std::shared_ptr<const std::string>& file, Findings& findings)
        : file_(file), findings_(findings) {}

    std::vector<PlacedPoint> parse(std::string_view text) {
        for (int number = 1; !text.empty() && !hopeless_; ++number) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            const std::string_view line = text.substr(0, end);
            text.remove_prefix(std::min(end + 1, text.size()));
            const Field content = trimmed(line, 0, std::min(line.find('#'), line.size()));
            if (content.text.empty()) continue;
            line_ = number;
            // Everything before the comment, so that columns count from the line's beginning.
            const char* end_of_content = content.text.data() + content.text.size();
            read_line(line.substr(0, static_cast<std::size_t>(end_of_content - line.data())), content.column);
        }
        return std::move(points_);
    }

  private:
    void read_line(std::string_view line, int column) {
        const std::vector<Field> fields = split(line);
        const bool names =
            std::ranges::none_of(fields, [](const Field& field) { return begins_number(field.text); });
        if (columns_.empty() && points_.empty() && names) return read_header(fields);
        const auto mixed = [](const Field& field) {
            return field.text.find_first_of(" \t;") != std::string_view::npos;
        };
        if (std::ranges::any_of(fields, mixed))
            return note(column, "", fmt::format("cannot be taken apart ({})", separator_hint));
        if (columns_.empty()) {
            if (fields.size() < 2 || fields.size() > 3)
                return note(column, "",
                            fmt::format("{} values where 2 or 3 are needed ({}; {})", fields.size(),
                                        fmt::join(column_names, ", "), separator_hint));
            columns_.assign({0, 1, 2});
            columns_.resize(fields.size());
        }
        if (fields.size() != columns_.size())
            return note(column, "",
                        fmt::format("{} values where {} are needed, as in the lines before", fields.size(),
                                    columns_.size()));
        read_point(fields);
    }

    static bool begins_number(std::string_view text) {
        const std::string_view starts = "0123456789+-.,;";
        return text.empty() || starts.find(text.front()) != std::string_view::npos;
    }

    void read_header(const std::vector<Field>& fields) {
        const std::size_t before = findings_.count();
        for (const Field& field : fields) {
            const auto name = std::ranges::find(column_names, field.text);
            const int column = static_cast<int>(name - column_names.begin());
            if (name == column_names.end())
                note(field.column, "", "column " + unknown_word_message(field.text, column_names));
            else if (std::ranges::find(columns_, column) != columns_.end())
                note(field.column, "", fmt::format("column {} occurs twice", field.text));
            columns_.push_back(column);
        }
        for (int needed = 0; needed < 2 && findings_.count() == before; ++needed)
            if (std::ranges::find(columns_, needed) == columns_.end())
                note(fields.front().column, "", fmt::format("column {} is missing", column_names[needed]));
        hopeless_ = findings_.count() > before;
    }

    void read_point(const std::vector<Field>& fields) {
        std::array<std::optional<PlacedNumber>, 3> numbers;
        for (std::size_t i = 0; i < fields.size(); ++i) {
            const auto column = static_cast<std::size_t>(columns_[i]);
            std::string problem;
            if (const auto value = to_number(fields[i].text, problem))
                numbers[column] = PlacedNumber{*value, Place{file_, line_, fields[i].column}};
            else
                note(fields[i].column, column_names[column], problem);
        }
        const auto read =
            std::ranges::count_if(numbers, [](const auto& number) { return number.has_value(); });
        if (read != std::ssize(fields)) return;
        if (points_.size() == most_points) {
            note(fields.front().column, "",
                 fmt::format("too many points (allowed: {} to {})", fewest_points, most_points));
            hopeless_ = true;
            return;
        }
        points_.push_back({*numbers[0], *numbers[1], numbers[2], {}});
    }

    void note(int column, std::string_view key, const std::string& message) {
        findings_.add(Place{file_, line_, column}, std::string(key), message);
    }

    std::shared_ptr<const std::string> file_;
    Findings& findings_;
    std::vector<int> columns_; ///< for each field its place in column_names; empty: not known yet
    std::vector<PlacedPoint> points_;
    int line_ = 0;
    bool hopeless_ = false; ///< nothing more can be read
};

} // namespace

std::vector<PlacedPoint> parse_spectrum(std::string_view text, const std::shared_ptr<const std::string>& file,
                                        Findings& findings) {
    return SpectrumParser(file, findings).parse(text);
}

} // namespace lpsglass::deck
