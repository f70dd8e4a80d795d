#pragma once

#include <memory>
#include <span>
#include <vector>

#include "lpsglass/model/nqr_line.hpp"

namespace lpsglass::model {

/// The line of NqrLine and its exact derivatives, fast: the same nodes, the same members dropped, the same
/// errors; values agree to about 1e-13 of the peak (docs/theory.md section 4).
///
/// Eight members go through the formulas at a time; derivatives are taken backwards, so that six cost little
/// more than one; packets are summed by a recurrence along the bins. Results are the same to the last bit at
/// every InstructionLevel. Copies share their tables.
class LineKernel {
  public:
    /// @param frequency_MHz ascending; a uniform axis is faster
    LineKernel(const LineRule& rule, std::vector<double> frequency_MHz);

    /// @param active places in the ParameterSet to differentiate by
    /// @param temperature_K of the spectrum; NaN: no thermal factor
    /// Throws NumericalError where the mean structure, or every member, is no pyramid.
    [[nodiscard]] Line evaluate(const ParameterSet<double>& p, double temperature_K,
                                std::span<const int> active = {}) const;

    /// The same into a line that has been used before, which allocates nothing where the sizes are the same.
    void evaluate(const ParameterSet<double>& p, double temperature_K, std::span<const int> active,
                  Line& line) const;

    [[nodiscard]] const std::vector<double>& frequency_MHz() const;
    [[nodiscard]] const LineRule& rule() const;

  private:
    struct Tables;
    std::shared_ptr<const Tables> tables_;
};

} // namespace lpsglass::model
