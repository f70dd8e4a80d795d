#pragma once

#include <cmath>
#include <string>

#include <fmt/format.h>

#include "lpsglass/campaign/run_record.hpp"
#include "lpsglass/deck/key_table.hpp"

/// The parts of the closing table, and how they write numbers.
namespace lpsglass::app {

/// One spectrum and its fit.
std::string spectrum_text(const campaign::RunRecord& record, std::size_t spectrum);

/// Exponents and lambda at the glass temperature with their intervals, and the crossing.
std::string exponents_text(const campaign::RunRecord& record);

/// A number to the digits its error leaves it: "0.7516", or "missing".
inline std::string number(double x, int digits = 4) {
    return std::isnan(x) ? "missing" : fmt::format("{:.{}f}", x, digits);
}

inline std::string with_error(double x, double error, int digits = 4) {
    if (std::isnan(x) || !(error > 0.0)) return number(x, digits);
    return fmt::format("{:.{}f} +- {:.{}f}", x, digits, error, digits);
}

/// "[0.1, 0.9]", or "-" where there is none.
inline std::string between(const campaign::Interval& i, int digits = 4) {
    return std::isnan(i.lower) ? "-" : fmt::format("[{:.{}f}, {:.{}f}]", i.lower, digits, i.upper, digits);
}

/// "beta_1" to "theta_13".
inline std::string name_of(int fluctuation) {
    return std::string(deck::fluctuation_names()[fluctuation]);
}

/// The table that ends a scan: how exponents and lambda spread over the sets, from the results file.
std::string scan_text(const std::string& path);

} // namespace lpsglass::app
