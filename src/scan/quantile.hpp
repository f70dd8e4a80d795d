#pragma once

#include <vector>

#include "lpsglass/deck/deck.hpp"

namespace lpsglass::scan {

/// Inverse distribution function of a scanned parameter's law.
///
/// Laws that are cut off are computed from the probabilities on both sides, as sums of positive terms, so
/// that nothing cancels in either tail: with the tails P and Q = 1 - P of the normal law, ends a and b, p =
/// (1 - u) P(a) + u P(b) and q = (1 - u) Q(a) + u Q(b), whichever is smaller decides.
class Quantile {
  public:
    /// Throws InputError where the law has no probability between its ends (beyond some 36 sigma) or its
    /// values are no finite numbers, std::invalid_argument where it lacks what it needs.
    explicit Quantile(const deck::ScanParameter& parameter);

    /// Value at the probability u in [0, 1]. Of normal and lognormal u is held within [2^-54, 1 - 2^-53]:
    /// half a cell and one cell of the samples, which are multiples of 2^-53.
    [[nodiscard]] double operator()(double u) const;

  private:
    deck::Law law_;
    double mean_, sigma_;
    double min_, max_;         ///< infinite where the law is not cut off
    double lower_[2] = {0, 1}; ///< normal and lognormal: probability below the ends
    double upper_[2] = {1, 0}; ///< and above them
};

/// One per parameter.
std::vector<Quantile> quantiles(const deck::Scan& scan);

} // namespace lpsglass::scan
