#include "lpsglass/campaign/line_fit.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lpsglass/core/constants.hpp"
#include "lpsglass/fit/identifiability.hpp"
#include "lpsglass/fit/tangent_space.hpp"

namespace lpsglass::campaign {

namespace par = model::parameter;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr double kNegligible = 1e-5;    // of chi^2: 0.003 standard errors
constexpr double kRoughness = 2.0;      // goal of the first quadrature in those of the deck
constexpr double kOffsetOfStart = 1e-6; // a tenth of what a minimum may have

fit::FitOptions fit_options(const deck::Fit& fit) {
    return {fit.algorithm, fit.starts, fit.polish, fit.max_evaluations, fit.tolerance, fit.seed, kNegligible};
}

FitState state_of(fit::FitStatus status) {
    switch (status) {
    case fit::FitStatus::converged:
        return FitState::converged;
    case fit::FitStatus::at_bound:
        return FitState::at_bound;
    case fit::FitStatus::flat_direction:
        return FitState::flat_direction;
    case fit::FitStatus::evaluations_exhausted:
        return FitState::evaluations_exhausted;
    case fit::FitStatus::no_finite_start:
        return FitState::no_finite_start;
    case fit::FitStatus::not_fitted:
        return FitState::given;
    case fit::FitStatus::failed:
        break;
    }
    return FitState::failed;
}

/// The full vector at the start values, with amplitudes of zero moved off it: where nothing fluctuates, a
/// quadrature cannot be judged.
std::vector<double> reference_point(const fit::ParameterSpace& space) {
    std::vector<double> full = space.expand(space.start());
    for (int i = 0; i < space.size(); ++i) {
        const fit::Parameter& p = space.parameters()[i];
        if (full[i] == 0.0 && !space.chain().row(i).isZero(0.0))
            full[i] = 0.1 * (p.upper > 0.0 ? p.upper : p.lower);
    }
    return full;
}

/// Lines on the grid of the deck and the moments of the members, with the rule of the fit.
void describe_line(SpectrumResult& out, const model::LineRule& rule, const model::ParameterSet<double>& p,
                   double temperature_K, const std::vector<double>& grid) {
    const model::Line line = model::LineKernel(rule, grid).evaluate(p, temperature_K);
    out.line = line.intensity;
    out.line_mean = line.mean_MHz;
    out.line_standard_deviation = line.standard_deviation_MHz;
    out.dropped_share = line.dropped_share;
}

std::vector<double> fitted_line(const std::vector<double>& intensity, const LinearPart& linear) {
    std::vector<double> out;
    for (double i : intensity)
        out.push_back(linear.scale * i + linear.baseline);
    return out;
}

/// What the data determine of the fitted parameters of one spectrum, scaled as in the uncertainty of the
/// whole fit (docs/theory.md section 8). Parameters that have but one value count as fixed.
void fill_identifiability(const Eigen::MatrixXd& jacobian, const fit::ParameterSpace& space,
                          const fit::LinearUncertainty& uncertainty, const std::vector<int>& full_indices,
                          SpectrumResult& r) {
    const Eigen::MatrixXd by_free = space.reduce(jacobian);
    const auto n = static_cast<Eigen::Index>(full_indices.size());
    Eigen::MatrixXd own = Eigen::MatrixXd::Zero(by_free.rows(), n);
    Eigen::VectorXd width = Eigen::VectorXd::Ones(n);
    for (Eigen::Index c = 0; c < n; ++c) {
        const int column = free_column(space, full_indices[c]);
        if (column < 0) continue;
        own.col(c) = by_free.col(column);
        width[c] = uncertainty.width[column];
    }
    const Eigen::VectorXd values = fit::scaled_singular_values(own, width);
    r.singular_values.assign(values.begin(), values.end());
    const fit::Identifiability weak = fit::identifiability(own, width);
    r.weakest_combination.assign(weak.weakest.begin(), weak.weakest.end());
    r.least_separated = {weak.first, weak.second};
    r.least_separated_correlation = weak.correlation;
}

} // namespace

LineFit::LineFit(const deck::Deck& deck, FitModel model)
    : deck_(deck), model_(std::move(model)), options_(fit_options(*deck.fit)) {
    const std::vector<double> reference = reference_point(model_.space());
    deck::Ensemble rough = deck.nqr.ensemble;
    rough.tolerance *= kRoughness;
    for (std::size_t i = 0; i < model_.spectra().size(); ++i) {
        const int s = static_cast<int>(i);
        const SpectrumData& data = model_.data(s);
        const model::ParameterSet<double> p = model_.parameters(s, reference);
        lines_.emplace_back(expected_rule(rough, {&p, 1}, data.temperature_K, data.frequency),
                            data.frequency);
    }
}

fit::StartResult LineFit::run_start(int k) const {
    // The last digits are found with the quadratures of the minimum.
    fit::FitOptions options = options_;
    options.offset = kOffsetOfStart;
    return fit::run_start(fit::Problem(model_.space(), model_.residual_function(lines_)), options, k);
}

void LineFit::fill_parameters(int s, std::span<const double> full, const Eigen::MatrixXd& jacobian,
                              const fit::LinearUncertainty& uncertainty, SpectrumResult& r) const {
    const FitSpectrum& spectrum = model_.spectra()[s];
    for (int k = 0; k < kFluctuations; ++k) {
        r.amplitude[k] = full[spectrum.slots[k].full_index];
        r.amplitude_errors[k] = uncertainty.errors[spectrum.slots[k].full_index];
    }
    std::vector<int> columns;
    for (std::size_t slot : spectrum.fitted)
        columns.push_back(spectrum.slots[slot].full_index);
    for (int a : columns) {
        r.parameter.push_back(full[a]);
        r.parameter_errors.push_back(uncertainty.errors[a]);
        r.data_share.push_back(uncertainty.data_share[a]);
        for (int b : columns)
            r.covariance.push_back(uncertainty.covariance(a, b));
    }
    fill_identifiability(jacobian, model_.space(), uncertainty, columns, r);
}

void LineFit::fill_line(int s, std::span<const double> full, const model::LineKernel& line,
                        const FittedLine& at, const fit::LinearUncertainty& uncertainty,
                        const std::vector<double>& grid, SpectrumResult& r) const {
    const FitSpectrum& spectrum = model_.spectra()[s];
    const LinearSolution& linear = at.linear;
    r.scale = linear.part.scale;
    r.baseline = linear.part.baseline;
    r.fitted = fitted_line(at.line.intensity, linear.part);
    describe_line(r, line.rule(), model_.parameters(s, full), model_.data(s).temperature_K, grid);

    // The errors of scale and baseline: at fixed shape, and through the shape.
    Eigen::VectorXd by_scale = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(full.size())),
                    by_baseline = by_scale;
    for (const LineColumn& column : spectrum.columns) {
        by_scale[column.full_index] += column.slope * linear.scale_derivative[column.active];
        by_baseline[column.full_index] += column.slope * linear.baseline_derivative[column.active];
    }
    r.scale_errors =
        std::hypot(std::sqrt(linear.scale_variance), fit::propagate(uncertainty.covariance, by_scale));
    r.baseline_errors = spectrum.baseline ? std::hypot(std::sqrt(linear.baseline_variance),
                                                       fit::propagate(uncertainty.covariance, by_baseline))
                                          : missing;
}

FitOutcome LineFit::finish(std::span<const fit::StartResult> starts, const std::vector<double>& grid) const {
    const fit::FitResult chosen = fit::choose(starts);
    FitOutcome outcome;
    std::vector<SpectrumResult>& out = outcome.spectrum;
    out.resize(lines_.size());
    if (chosen.status == fit::FitStatus::no_finite_start) {
        for (SpectrumResult& r : out)
            r.state = FitState::no_finite_start;
        return outcome;
    }

    std::vector<model::LineKernel> lines = lines_;
    std::vector<double> line_error(lines.size());
    const fit::StartResult best = settle(starts, lines, line_error).result;

    Eigen::VectorXd residual(model_.rows());
    Eigen::MatrixXd jacobian = // of the data, by the full parameters
        Eigen::MatrixXd::Zero(model_.rows(), model_.space().size());
    std::vector<FittedLine> at(lines.size());
    for (std::size_t i = 0, row = 0; i < lines.size(); row += lines[i++].frequency_MHz().size())
        model_.residuals(static_cast<int>(i), lines[i], best.parameters, residual, &jacobian,
                         static_cast<int>(row), at[i]);
    const fit::LinearUncertainty uncertainty =
        fit::linear_uncertainty(model_.space(), best.parameters, jacobian);
    const bool minimum = best.status == fit::FitStatus::converged || best.status == fit::FitStatus::at_bound;
    int linear_parameters = 0;
    for (const FitSpectrum& spectrum : model_.spectra())
        linear_parameters += spectrum.baseline ? 2 : 1;

    for (std::size_t i = 0; i < out.size(); ++i) {
        SpectrumResult& r = out[i];
        r.state = minimum && uncertainty.flat ? FitState::flat_direction : state_of(best.status);
        r.evaluations = static_cast<int>(chosen.evaluations) + best.evaluations - chosen.best.evaluations;
        r.starts_agreeing = chosen.starts_agreeing;
        r.chi2 = best.data_chi2;
        r.prior_chi2 = best.prior_chi2;
        r.degrees_of_freedom = model_.rows() - linear_parameters - model_.space().free_count();
        r.effective_parameters = uncertainty.data_determined;
        r.line_error = line_error[i];
        fill_parameters(static_cast<int>(i), best.parameters, jacobian, uncertainty, r);
        fill_line(static_cast<int>(i), best.parameters, lines[i], at[i], uncertainty, grid, r);
    }
    for (const model::LineKernel& line : lines)
        outcome.rule.push_back(line.rule());
    return outcome;
}

SpectrumResult bare_amplitudes(const deck::Deck& deck, const model::ParameterSet<double>& p) {
    SpectrumResult r;
    r.state = deck.free_energy.bath ? FitState::from_bath : FitState::given;
    for (int k = 0; k < kFluctuations; ++k) {
        // As the deck has them, without the rounding of a change of units and back.
        r.amplitude[k] =
            deck.free_energy.bath ? p[par::amplitude + k] / constants::degree : deck.amplitude[k].value;
    }
    r.amplitude_errors.fill(missing);
    r.chi2 = r.prior_chi2 = r.degrees_of_freedom = r.effective_parameters = missing;
    r.least_separated_correlation = missing;
    r.scale = r.baseline = r.scale_errors = r.baseline_errors = missing;
    r.line_error = r.line_mean = r.line_standard_deviation = r.dropped_share = missing;
    return r;
}

SpectrumResult given_amplitudes(const deck::Deck& deck, const SpectrumData& data, bool baseline,
                                const model::ParameterSet<double>& p, const std::vector<double>& grid) {
    SpectrumResult r = bare_amplitudes(deck, p);
    const bool measured = !data.frequency.empty();
    const std::vector<double>& frequency = measured ? data.frequency : grid;
    const model::ChosenRule chosen = choose_rule(deck.nqr.ensemble, p, data.temperature_K, frequency);
    r.line_error = chosen.estimated_error;
    if (measured) {
        const model::Line line = model::LineKernel(chosen.rule, frequency).evaluate(p, data.temperature_K);
        const LinearSolution linear = solve_linear_part(data, line, baseline);
        r.scale = linear.part.scale;
        r.scale_errors = std::sqrt(linear.scale_variance);
        if (baseline) r.baseline_errors = std::sqrt(linear.baseline_variance);
        r.baseline = linear.part.baseline;
        r.fitted = fitted_line(line.intensity, linear.part);
        r.chi2 = 0.0;
        for (std::size_t j = 0; j < frequency.size(); ++j) {
            const double z = (r.fitted[j] - data.observed[j]) / data.sigma[j];
            r.chi2 += z * z;
        }
        r.degrees_of_freedom = static_cast<double>(frequency.size()) - (baseline ? 2 : 1);
    }
    describe_line(r, chosen.rule, p, data.temperature_K, grid);
    return r;
}

} // namespace lpsglass::campaign
