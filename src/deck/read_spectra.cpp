#include <fmt/format.h>

#include "lpsglass/deck/fields.hpp"
#include "lpsglass/deck/sections.hpp"
#include "read_line.hpp"

namespace lpsglass::deck {

namespace {

/// Exactly one of the key `sigma` and the column of sigmas.
void check_sigma(const TableReader& table, const char* source, const std::vector<PlacedPoint>& points) {
    if (points.empty()) return;
    if (points.front().sigma && table.has("sigma"))
        table.error("sigma", "is given twice (allowed: either the key or a column of the data)");
    if (!points.front().sigma && !table.has("sigma"))
        table.error(source, "no sigma (allowed: either the key sigma or a column of the data)");
}

std::vector<LinePoint> read_measured(const TableReader& table, const Spectrum& spectrum) {
    const char* key = table.has("file") ? "file" : "data";
    const LineSource source{*table.find(key), table.has("file"), table.address(key), table.findings()};
    Findings inner;
    const std::size_t before = table.findings().count();
    std::vector<PlacedPoint> points = read_points(source, inner);
    const bool whole = table.findings().count() == before;
    if (whole) check_sigma(table, key, points);
    return finish_line(source, std::move(points), spectrum.sigma, whole, inner);
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

/// A measured spectrum whose line is known; what stands beside the line is read.
Spectrum read_again(const Node& node, const std::string& address, Spectrum spectrum, Findings& findings) {
    const TableReader table(&node, "nqr.spectrum", address, findings);
    table.read("temperature", spectrum.temperature_kelvin);
    table.read("sigma", spectrum.sigma);
    if (spectrum.sigma)
        for (LinePoint& point : spectrum.points)
            point.sigma = *spectrum.sigma;
    return spectrum;
}

} // namespace

std::vector<Spectrum> read_spectra(const Node& root, Findings& findings, std::span<const Spectrum> known) {
    const Node* node = find_node(root, "nqr.spectrum");
    std::vector<Spectrum> spectra;
    if (!node || !node->array()) return spectra;
    for (const Node& element : *node->array()) {
        const std::string address = fmt::format("nqr.spectrum[{}]", spectra.size() + 1);
        const Spectrum* same = known.empty() ? nullptr : &known[spectra.size()];
        if (same && !same->synthetic)
            spectra.push_back(read_again(element, address, *same, findings));
        else
            spectra.push_back(element.table() ? read_spectrum(element, address, findings) : Spectrum{});
    }
    return spectra;
}

} // namespace lpsglass::deck
