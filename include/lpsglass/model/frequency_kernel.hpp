#pragma once

#include <memory>
#include <span>
#include <vector>

#include "lpsglass/model/parameters.hpp"

namespace lpsglass::model {

/// Frequencies of members with given standardised fluctuations zeta, fast: the part of LineKernel that
/// replaces nqr_frequency (docs/theory.md section 3).
class FrequencyKernel {
  public:
    explicit FrequencyKernel(std::span<const Sextuple<double>> zeta);

    /// @param temperature_K of the spectrum; NaN: no thermal factor
    /// @param active places in the ParameterSet to differentiate by
    /// @param frequency_MHz per member; NaN where it is no pyramid
    /// @param derivative active x members, MHz per model unit; 0 where there is no pyramid
    /// Both are resized. Throws NumericalError where the mean structure is no pyramid.
    void evaluate(const ParameterSet<double>& p, double temperature_K, std::span<const int> active,
                  std::vector<double>& frequency_MHz, std::vector<double>& derivative) const;

  private:
    struct Table;
    std::shared_ptr<const Table> table_;
};

} // namespace lpsglass::model
