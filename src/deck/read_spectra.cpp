#include <fmt/format.h>

#include "lpsglass/deck/deck_tree.hpp"
#include "lpsglass/deck/fields.hpp"
#include "lpsglass/deck/sections.hpp"
#include "lpsglass/deck/spectrum_file.hpp"
#include "lpsglass/deck/text_file.hpp"
#include "lpsglass/deck/toml_text.hpp"

namespace lpsglass::deck {

namespace {

/// A file that is no data file would fill the screen.
constexpr std::size_t most_findings = 50;

std::vector<PlacedPoint> read_data_file(const TableReader& table, const std::string& name,
                                        Findings& findings) {
    const std::string path = beside(table.find("file")->place, name);
    const TextFile file = read_text_file(path);
    if (file.problem.empty())
        return parse_spectrum(file.text, std::make_shared<const std::string>(path), findings);
    table.error("file", fmt::format("cannot read {}: {}", toml_string(name), file.problem));
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
std::vector<PlacedPoint> read_inline(const TableReader& table, Findings& findings) {
    const Node& data = *table.find("data");
    const Array* rows = data.array();
    if (!rows || rows->size() > most_points) {
        table.error("data", fmt::format("{} where an array of {} to {} rows is needed", kind_text(data),
                                        fewest_points, most_points));
        return {};
    }
    const bool two = !rows->empty() && rows->front().array() && rows->front().array()->size() == 2;
    std::vector<PlacedPoint> points;
    for (std::size_t i = 0; i < rows->size(); ++i) {
        const std::string address = fmt::format("{}[{}]", table.address("data"), i + 1);
        if (auto point =
                read_row((*rows)[i], two ? 2 : 3, *find_key("nqr.spectrum", "data"), address, findings))
            points.push_back(std::move(*point));
    }
    return points;
}

/// Exactly one of the key `sigma` and the column of sigmas.
void check_sigma(const TableReader& table, const char* source, const std::vector<PlacedPoint>& points) {
    if (points.empty()) return;
    if (points.front().sigma && table.has("sigma"))
        table.error("sigma", "is given twice (allowed: either the key or a column of the data)");
    if (!points.front().sigma && !table.has("sigma"))
        table.error(source, "no sigma (allowed: either the key sigma or a column of the data)");
}

std::vector<LinePoint> read_measured(const TableReader& table, const Spectrum& spectrum) {
    const char* source = table.has("file") ? "file" : "data";
    Findings findings;
    const std::size_t before = table.findings().count();
    std::vector<PlacedPoint> points =
        table.has("data") ? read_inline(table, findings) : read_data_file(table, spectrum.file, findings);
    std::vector<LinePoint> line;
    if (table.findings().count() == before) {
        check_sigma(table, source, points);
        // With lines left out, counting the rest would only mislead.
        if (findings.count() == 0 && points.size() < fewest_points)
            table.error(source, fmt::format("only {} points (allowed: {} to {})", points.size(),
                                            fewest_points, most_points));
        line = finish_points(std::move(points), spectrum.sigma, findings);
    }
    table.findings().add_first(findings, most_findings, table.find(source)->place, table.address(source));
    return line;
}

Synthetic read_synthetic(const TableReader& table) {
    Synthetic line;
    table.read("center", line.center_MHz);
    table.read("fwhm", line.fwhm_MHz);
    table.read("amplitude", line.amplitude_degree);
    table.read("noise", line.noise);
    table.read("seed", line.seed);
    for_each_key(line.frequency_MHz, [&](std::string_view name, auto& member) {
        table.require(name);
        table.read(name, member);
    });
    if (table.has("amplitude") && (table.has("center") || table.has("fwhm")))
        table.error("amplitude",
                    "stands beside center or fwhm (allowed: either amplitude or center and fwhm)");
    if (!table.has("amplitude")) {
        table.require("center");
        table.require("fwhm");
    }
    check_range(table, line.frequency_MHz, fewest_points, most_points);
    return line;
}

/// Exactly one of `file`, `data` and `synthetic`.
bool has_one_source(const TableReader& table, const Node& node, const std::string& address) {
    const int sources = table.has("file") + table.has("data") + table.has("synthetic");
    if (sources == 1) return true;
    const char* what =
        sources == 0 ? "has none of file, data, synthetic" : "has more than one of file, data, synthetic";
    table.findings().add(node.place, address, fmt::format("{} (allowed: exactly one)", what));
    return false;
}

Spectrum read_spectrum(const Node& node, const std::string& address, Findings& findings) {
    Spectrum spectrum;
    const TableReader table(&node, "nqr.spectrum", address, findings);
    const std::size_t before = findings.count();
    table.read("file", spectrum.file);
    const bool readable = findings.count() == before && has_one_source(table, node, address);
    table.read("origin", spectrum.origin);
    if (!table.has("origin")) spectrum.origin = spectrum.file;
    if (table.has("origin") && table.has("synthetic"))
        table.error("origin", "stands beside synthetic (allowed: with file or data)");
    table.read("temperature", spectrum.temperature_kelvin);
    table.read("baseline", spectrum.baseline);
    table.read("sigma", spectrum.sigma);
    if (!readable) return spectrum;
    if (!table.has("synthetic")) {
        spectrum.points = read_measured(table, spectrum);
        return spectrum;
    }
    const TableReader synthetic(table.find("synthetic"), "nqr.spectrum.synthetic", table.address("synthetic"),
                                findings);
    if (!table.find("synthetic")->table()) return spectrum;
    spectrum.synthetic = read_synthetic(synthetic);
    if (table.has("sigma") || findings.mentions(synthetic.address("noise"))) return spectrum;
    if (spectrum.synthetic->noise > 0.0)
        spectrum.sigma = spectrum.synthetic->noise;
    else
        findings.add(node.place, address, "a line without noise needs the key sigma");
    return spectrum;
}

} // namespace

std::vector<Spectrum> read_spectra(const Node& root, Findings& findings) {
    const Node* node = find_node(root, "nqr.spectrum");
    std::vector<Spectrum> spectra;
    if (!node || !node->array()) return spectra;
    for (const Node& element : *node->array()) {
        const std::string address = fmt::format("nqr.spectrum[{}]", spectra.size() + 1);
        spectra.push_back(element.table() ? read_spectrum(element, address, findings) : Spectrum{});
    }
    return spectra;
}

} // namespace lpsglass::deck
