#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "scan_reader.hpp"

namespace lpsglass::deck {

namespace {

/// What truncation must leave of a law; with less, its ends decide and not the law.
constexpr double least_probability = 1e-6;
constexpr double largest_logarithm = 700.0; ///< exp of it is still a number

/// Probability of a standard normal variable between a and b.
double between(double a, double b) {
    if (a > 0.0) return between(-b, -a); // differences of small tails keep their digits
    return 0.5 * (std::erfc(-b / std::sqrt(2.0)) - std::erfc(-a / std::sqrt(2.0)));
}

double probability_left(const ScanParameter& parameter) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const auto standard = [&](double value) {
        const double x = parameter.law == Law::lognormal ? std::log(std::max(value, 0.0)) : value;
        return (x - parameter.mean) / parameter.sigma;
    };
    return between(parameter.min ? standard(*parameter.min) : -infinity,
                   parameter.max ? standard(*parameter.max) : infinity);
}

} // namespace

void ScanReader::check_law(const TableReader& table, const PlacedParameter& placed) {
    const ScanParameter& parameter = placed.parameter;
    const std::size_t before = findings_.count();
    for (const char* name : {"law", "min", "max", "mean", "sigma"})
        if (findings_.mentions(table.address(name))) return;
    const bool uniform = parameter.law == Law::uniform;
    for (const char* name : {"min", "max"})
        if (uniform) table.require(name);
    for (const char* name : {"mean", "sigma"}) {
        if (!uniform) table.require(name);
        if (uniform && table.has(name))
            table.error(name, "stands beside law uniform (allowed: with normal, lognormal)");
    }
    if (parameter.min && parameter.max && *parameter.min >= *parameter.max)
        table.error("min", fmt::format("{} is not below max, {}", *parameter.min, *parameter.max));
    if (parameter.law == Law::lognormal) {
        if (std::abs(parameter.mean) > largest_logarithm)
            table.error("mean", fmt::format("{} is the mean of the natural logarithm (allowed: -{} to {})",
                                            parameter.mean, largest_logarithm, largest_logarithm));
        for (const char* name : {"min", "max"})
            if (const auto& end = name[1] == 'i' ? parameter.min : parameter.max; end && *end <= 0.0)
                table.error(name, fmt::format("{} cuts nothing off a lognormal law, or all of it (allowed: "
                                              "above 0)",
                                              *end));
    }
    if (findings_.count() > before) return;
    if (!uniform && probability_left(parameter) < least_probability)
        table.error(table.has("min") ? "min" : "max",
                    fmt::format("the ends leave {:.1g} of the law (allowed: at least {})",
                                probability_left(parameter), least_probability));
    if (parameter.mode != DriveMode::set) return;
    for (const char* name : {"min", "max"})
        if (const Node* end = table.find(name))
            for (const ScanKey& key : placed.keys)
                if (key.kind <= ScanKind::integer &&
                    !read_number(*end, *key.info, table.address(name), findings_))
                    break;
}

} // namespace lpsglass::deck
