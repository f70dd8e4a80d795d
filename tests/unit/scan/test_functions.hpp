#pragma once

#include <cmath>
#include <functional>
#include <numbers>
#include <vector>

#include "lpsglass/core/random.hpp"
#include "lpsglass/core/sobol.hpp"
#include "lpsglass/scan/sensitivity.hpp"

/// Functions whose sensitivities are known, and scans of them in the unit box.
namespace scan_test {

using Kind = lpsglass::deck::Design; // lpsglass::scan has another Design
using lpsglass::scan::OutputValues;
using lpsglass::scan::Role;
using lpsglass::scan::ScanTable;
using Function = std::function<double(const std::vector<double>&)>;

inline void append(ScanTable& table, std::size_t base, Role role, int parameter,
                   const std::vector<double>& x) {
    table.base.push_back(base);
    table.role.push_back(role);
    table.parameter.push_back(parameter);
    table.values.insert(table.values.end(), x.begin(), x.end());
}

/// Rows without roles.
inline ScanTable points(Kind design, const std::vector<std::vector<double>>& rows) {
    ScanTable table;
    table.design = design;
    table.parameters = rows.front().size();
    for (std::size_t i = 0; i < rows.size(); ++i)
        append(table, i, Role::point, -1, rows[i]);
    return table;
}

/// A saltelli design over points of 2 K coordinates.
inline ScanTable saltelli(const std::vector<std::vector<double>>& rows, bool second_order = false) {
    ScanTable table;
    table.design = Kind::saltelli;
    table.parameters = rows.front().size() / 2;
    const auto half = static_cast<std::ptrdiff_t>(table.parameters);
    for (std::size_t j = 0; j < rows.size(); ++j) {
        const std::vector<double> a(rows[j].begin(), rows[j].begin() + half);
        const std::vector<double> b(rows[j].begin() + half, rows[j].end());
        const auto exchanged = [&](Role role, std::vector<double> x, const std::vector<double>& from) {
            for (std::size_t k = 0; k < x.size(); ++k) {
                const double own = x[k];
                x[k] = from[k];
                append(table, j, role, static_cast<int>(k), x);
                x[k] = own;
            }
        };
        append(table, j, Role::a, -1, a);
        exchanged(Role::ab, a, b);
        append(table, j, Role::b, -1, b);
        if (second_order) exchanged(Role::ba, b, a);
    }
    return table;
}

inline std::vector<std::vector<double>> sobol_points(std::size_t n, int dimensions) {
    auto sequence = lpsglass::SobolSequence::digitally_shifted(dimensions, 3);
    std::vector<std::vector<double>> out(n, std::vector<double>(static_cast<std::size_t>(dimensions)));
    for (std::vector<double>& x : out)
        sequence.next(x);
    return out;
}

inline std::vector<std::vector<double>> random_points(std::size_t n, std::size_t dimensions,
                                                      std::uint64_t seed) {
    std::mt19937_64 stream = lpsglass::random_stream(seed, "test points", 0);
    std::vector<std::vector<double>> out(n, std::vector<double>(dimensions));
    for (std::vector<double>& x : out)
        for (double& u : x)
            u = lpsglass::uniform01(stream);
    return out;
}

inline OutputValues evaluate(const ScanTable& table, const Function& f) {
    OutputValues out;
    for (std::size_t i = 0; i < table.rows(); ++i) {
        const auto first = table.values.begin() + static_cast<std::ptrdiff_t>(i * table.parameters);
        out.push_back(f(std::vector<double>(first, first + static_cast<std::ptrdiff_t>(table.parameters))));
    }
    return out;
}

/// T. Ishigami, T. Homma (1990) with (7, 0.1), of angles -pi ... pi. With D = 7^2/8 + 0.1 pi^4/5 + 0.1^2
/// pi^8/18
/// + 1/2 = 13.8446: S = 0.3139, 0.4424, 0; S_13 = 0.2437, the other pairs 0; S_T = 0.5576, 0.4424, 0.2437.
inline double ishigami(const std::vector<double>& u) {
    const auto angle = [&u](std::size_t k) { return std::numbers::pi * (2.0 * u[k] - 1.0); };
    const double second = std::sin(angle(1));
    return std::sin(angle(0)) * (1.0 + 0.1 * std::pow(angle(2), 4)) + 7.0 * second * second;
}

inline const std::vector<double> ishigami_first{0.3139, 0.4424, 0.0};
inline const std::vector<double> ishigami_total{0.5576, 0.4424, 0.2437};

} // namespace scan_test
