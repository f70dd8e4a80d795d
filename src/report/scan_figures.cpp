#include <fmt/format.h>

#include "lpsglass/report/figures.hpp"
#include "scan_parts.hpp"

namespace lpsglass::report {

std::string percent(std::size_t part, std::size_t whole) {
    if (whole == 0) return "0 %";
    const double share = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
    if (part > 0 && share < 0.1) return "below 0.1 %";
    if (part < whole && share > 99.9) return "above 99.9 %";
    return fmt::format("{:.3g} %", share);
}

Contents figures_of_scan(const RunData& data) {
    Contents out;
    if (!data.has("/scan/parameters") || data.set_count() < 2) return out;
    const ScanSample sample = scan_sample(data);
    out.add(scan_outcomes(data));
    if (sample.failed == sample.size()) return out;
    out.add(scan_curves(data, sample));
    out.add(scan_distributions(data, sample));
    out.add(scan_effects(data, sample));
    out.add(scan_indices(data));
    return out;
}

} // namespace lpsglass::report
