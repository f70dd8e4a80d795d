#include "read_line.hpp"

#include <fmt/format.h>

#include "lpsglass/deck/deck_tree.hpp"
#include "lpsglass/deck/spectrum_file.hpp"
#include "lpsglass/deck/table_reader.hpp"
#include "lpsglass/deck/text_file.hpp"
#include "lpsglass/deck/toml_text.hpp"

namespace lpsglass::deck {

namespace {

/// A file that is no data file would fill the screen.
constexpr std::size_t most_findings = 50;

std::vector<PlacedPoint> read_data_file(const LineSource& source, const std::string& name, Findings& inner) {
    const std::string path = beside(source.node.place, name);
    const TextFile file = read_text_file(path);
    if (file.problem.empty())
        return parse_spectrum(file.text, std::make_shared<const std::string>(path), inner);
    source.error(fmt::format("cannot read {}: {}", toml_string(name), file.problem));
    return {};
}

std::optional<PlacedPoint> read_row(const Node& row, std::size_t columns, const KeyInfo& key,
                                    const std::string& address, Findings& findings) {
    const Array* array = row.array();
    if (!array || array->size() != columns) {
        findings.add(row.place, address,
                     fmt::format("{} where a row of {} numbers is needed ([frequency, amplitude{}])",
                                 kind_text(row), columns, columns == 3 ? ", sigma" : ""));
        return std::nullopt;
    }
    std::vector<PlacedNumber> numbers;
    for (std::size_t i = 0; i < columns; ++i)
        if (const auto value = read_number((*array)[i], key, fmt::format("{}[{}]", address, i + 1), findings))
            numbers.push_back({*value, (*array)[i].place});
    if (numbers.size() != columns) return std::nullopt;
    return PlacedPoint{numbers[0], numbers[1], columns == 3 ? std::optional(numbers[2]) : std::nullopt,
                       address};
}

/// Points that stand in the deck itself; the first row says whether there is a column of sigmas.
std::vector<PlacedPoint> read_inline(const LineSource& source, Findings& inner) {
    const Array* rows = source.node.array();
    if (!rows || rows->size() > most_points) {
        source.error(fmt::format("{} where an array of {} to {} rows is needed", kind_text(source.node),
                                 fewest_points, most_points));
        return {};
    }
    const bool two = !rows->empty() && rows->front().array() && rows->front().array()->size() == 2;
    std::vector<PlacedPoint> points;
    for (std::size_t i = 0; i < rows->size(); ++i) {
        const std::string address = fmt::format("{}[{}]", source.address, i + 1);
        if (auto point = read_row((*rows)[i], two ? 2 : 3, *find_key("nqr.spectrum", "data"), address, inner))
            points.push_back(std::move(*point));
    }
    return points;
}

} // namespace

std::vector<PlacedPoint> read_points(const LineSource& source, Findings& inner) {
    return source.is_file ? read_data_file(source, std::get<std::string>(source.node.value), inner)
                          : read_inline(source, inner);
}

std::vector<LinePoint> finish_line(const LineSource& source, std::vector<PlacedPoint> points,
                                   std::optional<double> sigma, bool whole, Findings& inner) {
    std::vector<LinePoint> line;
    if (whole) {
        // With lines left out, counting the rest would only mislead.
        if (inner.count() == 0 && points.size() < fewest_points)
            source.error(
                fmt::format("only {} points (allowed: {} to {})", points.size(), fewest_points, most_points));
        line = finish_points(std::move(points), sigma, inner);
    }
    source.findings.add_first(inner, most_findings, source.node.place, source.address);
    return line;
}

std::vector<LinePoint> read_scanned_line(const LineSource& source, bool key_sigma) {
    Findings inner;
    const std::size_t before = source.findings.count();
    std::vector<PlacedPoint> points = read_points(source, inner);
    const bool whole = source.findings.count() == before;
    if (!points.empty() && points.front().sigma && key_sigma)
        source.error("has a column of sigmas beside the key sigma of the spectrum (allowed: one of the two)");
    if (!points.empty() && !points.front().sigma && !key_sigma)
        source.error("no sigma (allowed: either the key sigma of the spectrum or a column of the data)");
    return finish_line(source, std::move(points), {}, whole, inner);
}

} // namespace lpsglass::deck
