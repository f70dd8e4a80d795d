#include "lpsglass/scan/design.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "lpsglass/core/error.hpp"
#include "rows.hpp"

namespace lpsglass::scan {

namespace {

using deck::Scan;

std::size_t grid_count(const Scan& scan) {
    std::size_t rows = 1;
    for (const deck::ScanParameter& parameter : scan.parameters) {
        const std::size_t n = value_count(parameter);
        if (n != 0 && rows > std::numeric_limits<std::size_t>::max() / n)
            throw InputError("the grid of the scan has more rows than can be counted");
        rows *= n;
    }
    return rows;
}

std::size_t list_count(const Scan& scan) {
    const std::size_t rows = value_count(scan.parameters.front());
    for (const deck::ScanParameter& parameter : scan.parameters) {
        if (value_count(parameter) != rows)
            throw std::invalid_argument("scan: the parameters of a list have unequal numbers of values");
    }
    return rows;
}

std::size_t one_at_a_time_count(const Scan& scan) {
    std::size_t rows = 1;
    for (const deck::ScanParameter& parameter : scan.parameters)
        rows += value_count(parameter);
    return rows;
}

std::size_t sample_count(const Scan& scan) {
    if (scan.samples < 1) throw std::invalid_argument("scan: a sampled design needs samples");
    return static_cast<std::size_t>(scan.samples);
}

std::unique_ptr<const Rows> make_rows(const Scan& scan, std::span<const double> own) {
    switch (scan.design) {
    case deck::Design::grid:
        return grid_rows(scan);
    case deck::Design::list:
        return list_rows(scan);
    case deck::Design::one_at_a_time:
        return one_at_a_time_rows(scan, own);
    case deck::Design::lhs:
        return lhs_rows(scan);
    case deck::Design::sobol:
        return sobol_rows(scan);
    case deck::Design::saltelli:
        return saltelli_rows(scan);
    case deck::Design::morris:
        return morris_rows(scan);
    }
    throw std::invalid_argument("scan: unknown design");
}

} // namespace

std::size_t value_count(const deck::ScanParameter& parameter) {
    return parameter.texts.empty() ? parameter.values.size() : parameter.texts.size();
}

std::size_t row_count(const Scan& scan) {
    const std::size_t parameters = scan.parameters.size();
    if (parameters == 0) throw std::invalid_argument("scan: no parameters");
    switch (scan.design) {
    case deck::Design::grid:
        return grid_count(scan);
    case deck::Design::list:
        return list_count(scan);
    case deck::Design::one_at_a_time:
        return one_at_a_time_count(scan);
    case deck::Design::lhs:
    case deck::Design::sobol:
        return sample_count(scan);
    case deck::Design::saltelli:
        return sample_count(scan) * (scan.second_order ? 2 * parameters + 2 : parameters + 2);
    case deck::Design::morris:
        return sample_count(scan) * (parameters + 1);
    }
    throw std::invalid_argument("scan: unknown design");
}

Design::Design(const Scan& scan, std::span<const double> own)
    : count_(row_count(scan)), rows_(make_rows(scan, own)) {}

Design::~Design() = default;
Design::Design(Design&&) noexcept = default;
Design& Design::operator=(Design&&) noexcept = default;

Row Design::row(std::size_t i) const {
    if (i >= count_) throw std::invalid_argument("Design::row: there is no such row");
    return rows_->row(i);
}

} // namespace lpsglass::scan
