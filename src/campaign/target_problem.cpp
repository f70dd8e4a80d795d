#include "target_problem.hpp"

#include <cmath>

#include "lpsglass/campaign/model_input.hpp"

namespace lpsglass::campaign {

namespace {

constexpr fit::PolishOptions kPolish{300, 1e-10};

/// (value - wanted) as a share of what is wanted, or as it is where 0 is wanted.
double relative(double value, double wanted) {
    return (value - wanted) / (wanted == 0.0 ? 1.0 : std::abs(wanted));
}

} // namespace

TargetProblem::TargetProblem(const deck::Deck& deck) : deck_(deck), keys_(deck), model_(deck) {
    for (const deck::CalibrationTarget& target : deck.calibration)
        wanted_.push_back(target.value);
}

void TargetProblem::choose_line_rule(std::span<const double> quantities) {
    model_.choose_line_rule(model_parameters(keys_.applied(quantities)));
}

TargetValues TargetProblem::values(std::span<const double> quantities) const {
    return values(keys_.applied(quantities));
}

TargetValues TargetProblem::values(const deck::Deck& deck) const {
    ++evaluations_;
    return model_.evaluate(model_parameters(deck), keys_.chain());
}

double TargetProblem::deviation(std::size_t i, double value) const {
    return relative(value, wanted_[i]);
}

fit::PolishResult TargetProblem::minimise(std::span<const double> quantities,
                                          const std::vector<double>& wanted,
                                          const std::vector<bool>& fixed) const {
    std::vector<fit::Parameter> parameters = keys_.space().parameters();
    for (std::size_t j = 0; j < parameters.size(); ++j) {
        parameters[j].start = quantities[j];
        parameters[j].fixed = !fixed.empty() && fixed[j];
    }
    const auto residuals = [&](std::span<const double> x, Eigen::VectorXd& residual,
                               Eigen::MatrixXd* jacobian) {
        const TargetValues at = values(x);
        residual.resize(static_cast<Eigen::Index>(at.value.size()));
        if (jacobian) *jacobian = at.jacobian;
        for (std::size_t i = 0; i < at.value.size(); ++i) {
            const auto row = static_cast<Eigen::Index>(i);
            const double tolerance = deck_.calibration[i].tolerance;
            residual[row] = relative(at.value[i], wanted[i]) / tolerance;
            if (jacobian)
                jacobian->row(row) *= (relative(1.0, wanted[i]) - relative(0.0, wanted[i])) / tolerance;
        }
    };
    const fit::Problem problem(fit::ParameterSpace(std::move(parameters)), residuals);
    fit::PolishResult result = fit::polish(problem, problem.space().start(), kPolish);
    result.free = problem.space().expand(result.free);
    return result;
}

} // namespace lpsglass::campaign
