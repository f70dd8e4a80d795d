#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "deck_writer.hpp"

namespace lpsglass::deck {

namespace {

/// Each text by its number among the different ones, from 1.
std::vector<std::string> numbered(const std::vector<std::string>& texts) {
    std::vector<std::string> different;
    std::vector<std::string> numbers;
    for (const std::string& text : texts) {
        const auto known = std::ranges::find(different, text);
        numbers.push_back(fmt::format("{}", known - different.begin() + 1));
        if (known == different.end()) different.push_back(text);
    }
    return numbers;
}

/// Whole numbers as integers, which keys that are integers need and others take as well.
std::string values_text(const std::vector<double>& values) {
    constexpr double largest = 9007199254740992.0;
    std::vector<std::string> texts;
    for (const double value : values) {
        const bool whole = std::floor(value) == value && std::abs(value) <= largest &&
                           !(value == 0.0 && std::signbit(value));
        texts.push_back(whole ? fmt::format("{:.0f}", value) : toml_number(value));
    }
    return fmt::format("[{}]", fmt::join(texts, ", "));
}

std::string data_text(const std::vector<std::vector<LinePoint>>& data) {
    std::vector<std::string> texts;
    for (const std::vector<LinePoint>& points : data)
        texts.push_back(lines(line_rows(points, points.front().sigma > 0.0)));
    return fmt::format("[{}]", fmt::join(texts, ", "));
}

void write_parameter(Writer& writer, const ScanParameter& parameter, Design design) {
    writer.section("scan.parameter");
    writer.key("keys", parameter.keys);
    writer.key("name", parameter.name);
    writer.key("mode", parameter.mode);
    if (!parameter.texts.empty()) {
        const bool numbers = writer.for_identity() && !parameter.data.empty();
        writer.line("values", toml_array(numbers ? numbered(parameter.texts) : parameter.texts));
        if (!parameter.data.empty()) writer.line("data", data_text(parameter.data));
    } else if (!is_sampled(design)) {
        writer.line("values", values_text(parameter.values));
    } else {
        writer.key("law", parameter.law);
        if (parameter.min) writer.key("min", *parameter.min);
        if (parameter.max) writer.key("max", *parameter.max);
        if (parameter.law == Law::uniform) return;
        writer.key("mean", parameter.mean);
        writer.key("sigma", parameter.sigma);
    }
}

} // namespace

std::vector<std::string> line_rows(const std::vector<LinePoint>& points, bool with_sigma) {
    std::vector<std::string> rows;
    for (const LinePoint& point : points) {
        const std::array numbers{point.frequency_MHz, point.amplitude, point.sigma};
        rows.push_back(toml_array(std::span(numbers).first(with_sigma ? 3 : 2)));
    }
    return rows;
}

void write_scan(Writer& writer, const Scan& scan) {
    writer.section("scan");
    writer.key("enabled", true);
    writer.key("design", scan.design);
    if (is_sampled(scan.design)) writer.key("samples", scan.samples);
    writer.key("seed", scan.seed);
    if (scan.design == Design::lhs) writer.key("maximin", scan.maximin);
    if (scan.design == Design::saltelli) writer.key("second_order", scan.second_order);
    if (scan.design == Design::morris) writer.key("levels", scan.levels);
    for (const ScanParameter& parameter : scan.parameters)
        write_parameter(writer, parameter, scan.design);
}

} // namespace lpsglass::deck
