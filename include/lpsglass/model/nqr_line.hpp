#pragma once

#include <span>
#include <vector>

#include "lpsglass/model/line_rule.hpp"

namespace lpsglass::model {

/// The NQR line of the glass and its exact derivatives.
struct Line {
    std::vector<double> intensity;  ///< per frequency, unit area, 1/MHz
    std::vector<double> derivative; ///< n_parameters x n_frequencies: d intensity / d parameter (model units)
    double mean_MHz = 0.0;          ///< of the members' frequencies (without the packet)
    std::vector<double> mean_derivative; ///< d mean / d parameter (model units)
    double standard_deviation_MHz = 0.0; ///< of the members' frequencies (without the packet)
    double dropped_share = 0.0;          ///< weight of members that are no pyramid and were left out
};

/// The NQR line as an expectation over the ensemble (docs/theory.md section 4):
/// I(nu) = sum_n W_n g(nu - nu_n) / sum_n W_n, with a unit-area Gaussian packet g of full width at half
/// maximum `packet_fwhm`, over the nodes of a LineRule. Members that are no pyramid are left out of both
/// sums.
///
/// This is the readable definition of the line. Sums run in the order of the nodes.
class NqrLine {
  public:
    /// @param frequency_MHz ascending
    NqrLine(const LineRule& rule, std::vector<double> frequency_MHz);

    /// @param active places in the ParameterSet to differentiate by
    /// @param temperature_K of the spectrum; NaN: no thermal factor
    /// Throws NumericalError where the mean structure, or every member, is no pyramid.
    [[nodiscard]] Line evaluate(const ParameterSet<double>& p, double temperature_K,
                                std::span<const int> active = {}) const;

    [[nodiscard]] const std::vector<double>& frequency_MHz() const { return frequency_MHz_; }
    [[nodiscard]] const LineRule& rule() const { return rule_; }

  private:
    template <class T>
    void accumulate(const ParameterSet<T>& p, double temperature_K, int first, int count, Line& line) const;
    template <class T, class Sink>
    void visit_direct(const ParameterSet<T>& p, const T& polar, const T& factor, Sink& sink) const;
    template <class T, class Sink>
    void visit_conditional(const ParameterSet<T>& p, const T& polar, const T& factor, Sink& sink) const;

    LineRule rule_;
    std::vector<double> frequency_MHz_;
    std::vector<Sextuple<double>>
        member_; ///< direct: zeta; conditional: coordinates s (0, s_2..s_6) of a strand
    std::vector<double> member_weight_;
    Quadrature strand_;                 ///< conditional: Gauss nodes along t
    Quadrature fine_;                   ///< conditional: fine nodes along t
    std::vector<double> interpolation_; ///< fine x strand: values at the fine nodes from the Gauss nodes
};

} // namespace lpsglass::model
