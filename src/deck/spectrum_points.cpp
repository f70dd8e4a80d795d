#include "lpsglass/deck/spectrum_points.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace lpsglass::deck {

namespace {

/// Column 1, 2, 3 of a point as messages name it.
std::string column_key(const PlacedPoint& point, int column) {
    static constexpr const char* names[] = {"frequency_MHz", "amplitude", "sigma"};
    return point.address.empty() ? names[column - 1] : fmt::format("{}[{}]", point.address, column);
}

std::string where(const PlacedPoint& point) {
    return point.address.empty() ? fmt::format("in line {}", point.frequency.place.line)
                                 : "as " + point.address.substr(point.address.rfind('.') + 1);
}

void check_positive(const PlacedNumber& number, const std::string& key, const char* unit,
                    Findings& findings) {
    if (number.value > 0.0) return;
    findings.add(number.place, key,
                 fmt::format("{} is out of range (allowed: above 0{})", number.value, unit));
}

} // namespace

std::vector<LinePoint> finish_points(std::vector<PlacedPoint> points, std::optional<double> sigma,
                                     Findings& findings) {
    for (const PlacedPoint& point : points) {
        check_positive(point.frequency, column_key(point, 1), " MHz", findings);
        if (point.sigma) check_positive(*point.sigma, column_key(point, 3), "", findings);
    }

    std::ranges::stable_sort(points, {}, [](const PlacedPoint& point) { return point.frequency.value; });
    for (std::size_t i = 1; i < points.size(); ++i)
        if (points[i].frequency.value == points[i - 1].frequency.value)
            findings.add(points[i].frequency.place, column_key(points[i], 1),
                         fmt::format("{} MHz occurs twice (before {})", points[i].frequency.value,
                                     where(points[i - 1])));

    std::vector<LinePoint> line;
    line.reserve(points.size());
    for (const PlacedPoint& point : points)
        line.push_back({point.frequency.value, point.amplitude.value,
                        point.sigma ? point.sigma->value : sigma.value_or(0.0)});
    return line;
}

} // namespace lpsglass::deck
