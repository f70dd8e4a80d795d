#pragma once

#include <Eigen/Core>
#include <span>
#include <string>
#include <vector>

#include "lpsglass/deck/deck.hpp"
#include "lpsglass/fit/parameter_space.hpp"
#include "lpsglass/model/parameters.hpp"

namespace lpsglass::campaign {

/// A deck key that a quantity drives: value = offset + slope * quantity, in the deck's unit.
struct DrivenKey {
    std::string key; ///< as model::parameter_table() writes it
    double offset = 0.0;
    double slope = 1.0;
    double from = 0.0; ///< the deck's own value
};

/// One adjusted quantity of [calibration]: the value of its key, or of that element of its array whose
/// magnitude is the largest, which the others follow.
struct Quantity {
    std::vector<DrivenKey> keys;
    std::size_t target = 0; ///< the target that names it
    double start = 0.0;
    double lower = 0.0, upper = 0.0; ///< the keys stay in their ranges, and within 1000 times their values
};

/// The quantities that a deck's [calibration] adjusts, in order, and what they do to deck and model.
class AdjustedKeys {
  public:
    explicit AdjustedKeys(const deck::Deck& deck);

    [[nodiscard]] const std::vector<Quantity>& quantities() const { return quantities_; }

    /// The search: all quantities free, in their bounds.
    [[nodiscard]] const fit::ParameterSpace& space() const { return space_; }

    /// The same from half to twice each start, for starts of their own.
    [[nodiscard]] const fit::ParameterSpace& neighbourhood() const { return neighbourhood_; }

    /// The deck with these values; amplitudes that are tied follow.
    [[nodiscard]] deck::Deck applied(std::span<const double> values) const;

    /// d parameter / d quantity in model units, parameter::count x quantities.
    [[nodiscard]] const Eigen::MatrixXd& chain() const { return chain_; }

  private:
    deck::Deck deck_;
    std::vector<Quantity> quantities_;
    fit::ParameterSpace space_, neighbourhood_;
    Eigen::MatrixXd chain_;
};

} // namespace lpsglass::campaign
