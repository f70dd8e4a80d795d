#pragma once

#include <vector>

#include "lpsglass/campaign/campaign.hpp"
#include "lpsglass/campaign/line_fit.hpp"

/// Intervals from draws: the exponents are too nonlinear in the amplitudes for linear errors.
namespace lpsglass::campaign {

/// The draws from the posterior of one fit.
class FitDraws {
  public:
    FitDraws(const LineFit& fit, std::vector<fit::Chain> chains);

    [[nodiscard]] int count() const { return static_cast<int>(full_.size()); }

    /// Full parameters of draw i: chain by chain, each in its order.
    [[nodiscard]] const std::vector<double>& full(int i) const { return full_[i]; }
    [[nodiscard]] const LineFit& fit() const { return *fit_; }

    /// Fills intervals, R-hat and sample sizes of the fitted parameters of the fit's spectra.
    void fill(std::vector<SpectrumResult>& spectrum) const;

  private:
    /// Values of a full parameter, one vector per chain.
    [[nodiscard]] std::vector<std::vector<double>> by_chain(int full_index) const;

    const LineFit* fit_;
    std::vector<std::vector<double>> full_;
    std::vector<std::size_t> chain_end_; ///< draws up to the end of each chain
};

/// 16, 50 and 84 percent points (linear between order statistics) of the values that are not NaN; NaN if none is.
Interval interval_of(std::vector<double> values);

/// value - error, value, value + error.
Interval linear_interval(double value, double error);

/// Intervals from linear errors everywhere in a set: of amplitudes, exponents and summary.
void fill_linear_intervals(SetResult& set);

/// Everything after the fit for every draw: intervals of alpha(T), beta(T), lambda(T) and of the summary, and the
/// shares of draws without an exponent or with a crossing. Items: blocks of draws.
void fill_posterior_intervals(const deck::Deck& deck, const std::vector<SpectrumData>& data,
                              const std::vector<FitDraws>& draws, const ShareItems& share, SetResult& set);

} // namespace lpsglass::campaign
