#pragma once

#include "adjusted_keys.hpp"
#include "lpsglass/fit/polish.hpp"
#include "target_model.hpp"

namespace lpsglass::campaign {

/// The equations of a deck's [calibration]: quantities in, deviations of the targets out.
class TargetProblem {
  public:
    explicit TargetProblem(const deck::Deck& deck);

    [[nodiscard]] const deck::Deck& deck() const { return deck_; }
    [[nodiscard]] const AdjustedKeys& keys() const { return keys_; }
    [[nodiscard]] int evaluations() const { return evaluations_; }

    /// See TargetModel; for the model at these quantities.
    void choose_line_rule(std::span<const double> quantities);

    [[nodiscard]] TargetValues values(std::span<const double> quantities) const;
    [[nodiscard]] TargetValues values(const deck::Deck& deck) const;

    /// The values that the targets want.
    [[nodiscard]] const std::vector<double>& wanted() const { return wanted_; }

    /// (value - wanted)/|wanted| of target i, or the value where 0 is wanted.
    [[nodiscard]] double deviation(std::size_t i, double value) const;

    /// Minimises the sum of (deviation/tolerance)^2 from here, for these wanted values. Quantities that are
    /// `fixed` (none if empty) stay. `free` of the result holds all quantities.
    [[nodiscard]] fit::PolishResult minimise(std::span<const double> quantities,
                                             const std::vector<double>& wanted,
                                             const std::vector<bool>& fixed = {}) const;

  private:
    const deck::Deck& deck_;
    std::vector<double> wanted_;
    AdjustedKeys keys_;
    TargetModel model_;
    mutable int evaluations_ = 0;
};

} // namespace lpsglass::campaign
