#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lpsglass/campaign/derivation.hpp"
#include "lpsglass/model/nqr_line.hpp"

namespace lpsglass::campaign {

/// What the targets of a [calibration] ask for at one point.
struct TargetValues {
    std::vector<double> value;    ///< of each target's observable, in its unit; NaN where it has none
    Eigen::MatrixXd jacobian;     ///< d value / d quantity; NaN where there is no value
    std::vector<bool> outside;    ///< found, but only outside the deck's temperatures
    std::vector<std::string> why; ///< of a value that is missing, in words
};

/// The observables of a deck's targets as functions of the model's parameters, with exact derivatives. The
/// temperature of a crossing or a peak is searched for; its derivative is implicit, and exact too.
class TargetModel {
  public:
    explicit TargetModel(const deck::Deck& deck);

    /// Chooses the quadrature of the line for these parameters, if a target needs the line. Until the next
    /// choice `line_mean` is a smooth function. Throws NumericalError where there is no line.
    void choose_line_rule(const model::ParameterSet<double>& p);

    /// @param chain d parameter / d quantity, parameter::count x quantities
    /// Throws NumericalError where the mean structure, or every member of the ensemble, is no pyramid.
    [[nodiscard]] TargetValues evaluate(const model::ParameterSet<double>& p,
                                        const Eigen::MatrixXd& chain) const;

  private:
    struct Search;
    using Parameters = model::ParameterSet<Lanes>;

    [[nodiscard]] Search search(const model::ParameterSet<double>& p) const;
    [[nodiscard]] Lanes value(const deck::CalibrationTarget& target, const Parameters& p,
                              const model::GlassState<Lanes>& state, const Search& found) const;
    [[nodiscard]] Lanes line_mean(Parameters p, const model::GlassState<Lanes>& state) const;

    const deck::Deck& deck_;
    model::ModelOptions options_;
    double line_temperature_K_; ///< of the first spectrum; NaN without one
    bool needs_search_ = false;
    bool needs_line_ = false;
    std::optional<model::NqrLine> line_;
};

} // namespace lpsglass::campaign
