#pragma once

#include <string>
#include <vector>

#include "lpsglass/scan/design.hpp"

/// Scans that several tests share.
namespace lpsglass::scan::test {

inline deck::ScanParameter given(std::vector<double> values) {
    deck::ScanParameter parameter;
    parameter.name = "given";
    parameter.values = std::move(values);
    return parameter;
}

inline deck::ScanParameter texts(std::vector<std::string> words) {
    deck::ScanParameter parameter;
    parameter.name = "texts";
    parameter.texts = std::move(words);
    return parameter;
}

inline deck::ScanParameter uniform(double min, double max) {
    deck::ScanParameter parameter;
    parameter.name = "uniform";
    parameter.min = min;
    parameter.max = max;
    return parameter;
}

inline deck::ScanParameter of_law(deck::Law law, double mean, double sigma) {
    deck::ScanParameter parameter;
    parameter.name = "law";
    parameter.law = law;
    parameter.mean = mean;
    parameter.sigma = sigma;
    return parameter;
}

inline deck::ScanParameter cut_off(deck::ScanParameter parameter, std::optional<double> min,
                                   std::optional<double> max) {
    parameter.min = min;
    parameter.max = max;
    return parameter;
}

/// `parameters` uniform ones in [0, 1), so that the values are the points of the unit box.
inline deck::Scan unit_scan(deck::Design design, int samples, std::size_t parameters,
                            std::uint64_t seed = 1) {
    deck::Scan scan;
    scan.design = design;
    scan.samples = samples;
    scan.seed = seed;
    scan.parameters.assign(parameters, uniform(0.0, 1.0));
    return scan;
}

/// All rows; own values 0.
inline std::vector<Row> all_rows(const deck::Scan& scan) {
    const std::vector<double> own(scan.parameters.size(), 0.0);
    const Design design(scan, own);
    std::vector<Row> rows;
    for (std::size_t i = 0; i < design.rows(); ++i)
        rows.push_back(design.row(i));
    return rows;
}

} // namespace lpsglass::scan::test
