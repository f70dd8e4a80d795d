#pragma once

#include <memory>
#include <span>

#include "lpsglass/scan/design.hpp"

namespace lpsglass::scan {

/// The rows of one kind of design. The scan has been checked, and i is below its number of rows.
class Rows {
  public:
    virtual ~Rows() = default;
    [[nodiscard]] virtual Row row(std::size_t i) const = 0;
};

/// Number of values or texts of a parameter.
std::size_t value_count(const deck::ScanParameter& parameter);

// Designs of given values.
std::unique_ptr<const Rows> grid_rows(const deck::Scan& scan);
std::unique_ptr<const Rows> list_rows(const deck::Scan& scan);
std::unique_ptr<const Rows> one_at_a_time_rows(const deck::Scan& scan, std::span<const double> own);

// Designs of samples.
std::unique_ptr<const Rows> lhs_rows(const deck::Scan& scan);
std::unique_ptr<const Rows> sobol_rows(const deck::Scan& scan);
std::unique_ptr<const Rows> saltelli_rows(const deck::Scan& scan);
std::unique_ptr<const Rows> morris_rows(const deck::Scan& scan);

} // namespace lpsglass::scan
