#include "target_problem.hpp"

#include <cmath>

#include "lpsglass/campaign/model_input.hpp"

namespace lpsglass::campaign {

namespace {

constexpr fit::PolishOptions kPolish{300, 1e-10};

/// What deviations are a share of.
double scale_of(const deck::CalibrationTarget& target) {
    return target.value == 0.0 ? 1.0 : std::abs(target.value);
}

} // namespace

TargetProblem::TargetProblem(const deck::Deck& deck) : deck_(deck), keys_(deck), model_(deck) {}

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
    return (value - deck_.calibration[i].value) / scale_of(deck_.calibration[i]);
}

fit::PolishResult TargetProblem::minimise(std::span<const double> quantities,
                                          const std::vector<bool>& fixed) const {
    std::vector<fit::Parameter> parameters = keys_.space().parameters();
    for (std::size_t j = 0; j < parameters.size(); ++j) {
        parameters[j].start = quantities[j];
        parameters[j].fixed = !fixed.empty() && fixed[j];
    }
    const auto residuals = [this](std::span<const double> x, Eigen::VectorXd& residual,
                                  Eigen::MatrixXd* jacobian) {
        const TargetValues at = values(x);
        residual.resize(static_cast<Eigen::Index>(at.value.size()));
        if (jacobian) *jacobian = at.jacobian;
        for (std::size_t i = 0; i < at.value.size(); ++i) {
            const auto row = static_cast<Eigen::Index>(i);
            const deck::CalibrationTarget& target = deck_.calibration[i];
            residual[row] = deviation(i, at.value[i]) / target.tolerance;
            if (jacobian) jacobian->row(row) /= scale_of(target) * target.tolerance;
        }
    };
    const fit::Problem problem(fit::ParameterSpace(std::move(parameters)), residuals);
    fit::PolishResult result = fit::polish(problem, problem.space().start(), kPolish);
    result.free = problem.space().expand(result.free);
    return result;
}

} // namespace lpsglass::campaign
