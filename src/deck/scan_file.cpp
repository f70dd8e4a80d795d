#include "scan_file.hpp"

#include <charconv>

#include <fmt/format.h>

namespace lpsglass::deck {

namespace {

constexpr std::string_view blanks = " \t\r\v\f";

/// Reads the fields of one line from left to right.
class LineParser {
  public:
    LineParser(std::string_view line, const Place& place) : line_(line), place_(place) {}

    /// Nothing but blanks and a comment.
    [[nodiscard]] bool is_empty() {
        skip_blanks();
        return at_end();
    }

    /// The fields, strings; says what is wrong where it cannot go on.
    std::vector<Node> fields(std::string& problem) {
        std::vector<Node> found;
        while (true) {
            skip_blanks();
            Node field{place_, std::string{}};
            field.place.column = column_;
            auto& text = std::get<std::string>(field.value);
            if (at_ < line_.size() && line_[at_] == '"')
                quoted(text, problem);
            else
                bare(text);
            skip_blanks();
            found.push_back(std::move(field));
            if (!problem.empty() || at_end()) return found;
            if (line_[at_] != ',') {
                problem = "columns are separated by commas";
                return found;
            }
            step();
        }
    }

    [[nodiscard]] Place place() const { return {place_.file, place_.line, column_}; }

  private:
    [[nodiscard]] bool at_end() const { return at_ >= line_.size() || line_[at_] == '#'; }

    void step() {
        ++at_;
        // Columns count characters.
        if (at_ >= line_.size() || (static_cast<unsigned char>(line_[at_]) & 0xC0) != 0x80) ++column_;
    }

    void skip_blanks() {
        while (at_ < line_.size() && blanks.find(line_[at_]) != std::string_view::npos)
            step();
    }

    void bare(std::string& text) {
        while (!at_end() && line_[at_] != ',') {
            text += line_[at_];
            step();
        }
        text.erase(text.find_last_not_of(blanks) + 1);
    }

    void quoted(std::string& text, std::string& problem) {
        for (step(); at_ < line_.size(); step()) {
            if (line_[at_] == '"') {
                step();
                if (at_ >= line_.size() || line_[at_] != '"') return;
            }
            text += line_[at_];
        }
        problem = "a quote is not closed";
    }

    std::string_view line_;
    Place place_;
    std::size_t at_ = 0;
    int column_ = 1;
};

} // namespace

std::vector<ScanColumn> parse_scan_file(std::string_view text, const std::shared_ptr<const std::string>& file,
                                        Findings& findings) {
    std::vector<ScanColumn> columns;
    const std::size_t before = findings.count();
    for (int number = 1; !text.empty(); ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        LineParser line(text.substr(0, end), Place{file, number, 1});
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.is_empty()) continue;
        const Place place = line.place();
        std::string problem;
        std::vector<Node> fields = line.fields(problem);
        if (problem.empty() && !columns.empty() && fields.size() != columns.size())
            problem = fmt::format("{} values where {} are needed, as in the first line", fields.size(),
                                  columns.size());
        if (!problem.empty()) {
            findings.add(place, "", problem);
            if (columns.empty()) return {};
            continue;
        }
        const bool is_header = columns.empty();
        for (std::size_t i = 0; i < fields.size(); ++i)
            if (is_header)
                columns.push_back({std::move(fields[i]), {}});
            else
                columns[i].cells.push_back(std::move(fields[i]));
    }
    if (findings.count() > before) return {};
    return columns;
}

Node number_or_text(const Node& cell) {
    const auto& text = std::get<std::string>(cell.value);
    std::string_view digits = text;
    if (digits.starts_with('+') && !digits.starts_with("+-")) digits.remove_prefix(1);
    const char* end = digits.data() + digits.size();
    std::int64_t integer = 0;
    if (const auto [stopped, error] = std::from_chars(digits.data(), end, integer);
        error == std::errc{} && stopped == end)
        return {cell.place, integer};
    double number = 0.0;
    if (const auto [stopped, error] = std::from_chars(digits.data(), end, number);
        error == std::errc{} && stopped == end)
        return {cell.place, number};
    return cell;
}

} // namespace lpsglass::deck
