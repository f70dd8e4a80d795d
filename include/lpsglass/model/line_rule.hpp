#pragma once

#include <span>

#include "lpsglass/model/ensemble.hpp"

/// How the expectation over the ensemble is integrated (docs/theory.md section 4).
namespace lpsglass::model {

/// A quadrature over the six fluctuations, as plain data. It is chosen once (per fit) and then kept, so that
/// the line is a smooth function of the parameters.
///
/// Method `conditional`: zeta = u t + U s in an orthonormal basis. For the normal law basis[0] = u is the
/// direction of the gradient of the frequency, and the other directions are the eigenvectors of its second
/// derivative across u; the basis turns with the amplitudes by the smallest rotation that keeps u on the
/// gradient. For the other laws the basis is a permutation of the coordinates, the one with the widest effect
/// first. Every direction has its own Gauss order; along the first, frequencies are interpolated from the
/// Gauss nodes onto a fine rule.
struct LineRule {
    IntegrationMethod method = IntegrationMethod::conditional;
    EnsembleLaw law = EnsembleLaw::normal;
    int points = 0;                                      ///< method direct: members
    std::array<int, kFluctuations> orders{};             ///< method conditional: Gauss nodes per direction
    int fine_points = 0;                                 ///< fine rule along the first direction
    std::array<Sextuple<double>, kFluctuations> basis{}; ///< orthonormal directions in zeta space
    Sextuple<double> frequency_gradient{}; ///< d nu / d fluctuation at the mean structure, MHz/rad
};

/// A rule with the error it was estimated to have.
struct ChosenRule {
    LineRule rule;
    double estimated_error = 0.0; ///< largest deviation relative to the peak of the line
    bool meets_goal = true;       ///< false: the budget of nodes ended first
};

/// The rule of method `direct` with n = points members.
LineRule direct_rule(EnsembleLaw law, int points);

/// The conditional rule for these parameters (`sites`: the first decides the directions; the goal is met at
/// all of them): starting from one node in each direction, the direction whose next order changes the line
/// most is refined until the changes of all directions add up to `tolerance` or less.
/// @param frequency_MHz ascending bins on which the line is judged
/// @param temperature_K of the spectrum; NaN: no thermal factor
/// Throws NumericalError where the mean structure is no pyramid, at any site.
ChosenRule choose_conditional_rule(std::span<const ParameterSet<double>> sites, double temperature_K,
                                   EnsembleLaw law, std::span<const double> frequency_MHz, double tolerance);
inline ChosenRule choose_conditional_rule(const ParameterSet<double>& p, double temperature_K,
                                          EnsembleLaw law, std::span<const double> frequency_MHz,
                                          double tolerance) {
    return choose_conditional_rule({&p, 1}, temperature_K, law, frequency_MHz, tolerance);
}

/// The conditional rule that can be expected to be as good, without a line: for the normal law orders across
/// follow from the second derivatives of the frequency, the order along from frequencies on the middle
/// strand; the directions are those in which the sites bend most. Around the first site 1.5 times the
/// tolerance is allowed. Where fluctuations are too wide for that, and for the other laws, it is the rule of
/// choose_conditional_rule. Throws as that does.
LineRule expected_conditional_rule(std::span<const ParameterSet<double>> sites, double temperature_K,
                                   EnsembleLaw law, std::span<const double> frequency_MHz, double tolerance);

/// Estimated error of a rule at these parameters, relative to the peak: for `conditional` the changes of the
/// line under the next higher order of each direction, summed over directions; for `direct` the change
/// against half the members.
double estimate_line_error(const LineRule& rule, const ParameterSet<double>& p, double temperature_K,
                           std::span<const double> frequency_MHz);

/// The rule with twice the nodes in every direction (for tests of convergence).
LineRule doubled(const LineRule& rule);

} // namespace lpsglass::model
