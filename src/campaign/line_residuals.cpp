#include <algorithm>
#include <cmath>
#include <numeric>

#include "lpsglass/campaign/fit_model.hpp"

/// The residuals of a fit: the line, scaled to the data (docs/theory.md section 4).
namespace lpsglass::campaign {

LinearSolution solve_linear_part(const SpectrumData& data, const model::Line& line, bool baseline) {
    LinearSolution out;
    solve_linear_part(data, line, baseline, out);
    return out;
}

void solve_linear_part(const SpectrumData& data, const model::Line& line, bool baseline,
                       LinearSolution& out) {
    // Weighted least squares about the weighted means: s = sum w i y / sum w i^2 with i = I - <I>, y = y -
    // <y> (no means without a baseline), and b = <y> - s <I>.
    const std::size_t n = data.frequency.size();
    const std::vector<double>& intensity = line.intensity;
    double weight = 0.0, mean_i = 0.0, mean_y = 0.0;
    std::vector<double>& w = out.weight;
    w.resize(n);
    for (std::size_t j = 0; j < n; ++j) {
        w[j] = 1.0 / (data.sigma[j] * data.sigma[j]);
        weight += w[j];
        mean_i += w[j] * intensity[j];
        mean_y += w[j] * data.observed[j];
    }
    mean_i = baseline ? mean_i / weight : 0.0;
    mean_y = baseline ? mean_y / weight : 0.0;
    double iy = 0.0, ii = 0.0;
    for (std::size_t j = 0; j < n; ++j) {
        const double i = intensity[j] - mean_i;
        iy += w[j] * i * (data.observed[j] - mean_y);
        ii += w[j] * i * i;
    }

    const std::size_t parameters = line.derivative.size() / n;
    out.scale_derivative.assign(parameters, 0.0);
    out.baseline_derivative.assign(parameters, 0.0);
    // A line that misses the data altogether, or would have to be turned over, gets the scale 0.
    const bool positive = ii > 0.0 && iy > 0.0;
    out.part.scale = positive ? iy / ii : 0.0;
    out.part.baseline = mean_y - out.part.scale * mean_i;
    out.scale_variance = ii > 0.0 ? 1.0 / ii : std::nan("");
    out.baseline_variance = baseline ? 1.0 / weight + mean_i * mean_i * out.scale_variance : 0.0;
    if (!positive) return;
    for (std::size_t k = 0; k < parameters; ++k) {
        const double* slope = &line.derivative[k * n];
        double mean = 0.0;
        for (std::size_t j = 0; baseline && j < n; ++j)
            mean += w[j] * slope[j];
        if (baseline) mean /= weight;
        double dy = 0.0, di = 0.0;
        for (std::size_t j = 0; j < n; ++j) {
            const double d = slope[j] - mean;
            dy += w[j] * d * (data.observed[j] - mean_y);
            di += w[j] * d * (intensity[j] - mean_i);
        }
        out.scale_derivative[k] = (dy - 2.0 * out.part.scale * di) / ii;
        if (baseline) out.baseline_derivative[k] = -out.scale_derivative[k] * mean_i - out.part.scale * mean;
    }
}

void FitModel::residuals(int s, const model::LineKernel& line, std::span<const double> full,
                         Eigen::Ref<Eigen::VectorXd> residual, Eigen::MatrixXd* jacobian, int first_row,
                         FittedLine& at) const {
    const FitSpectrum& spectrum = spectra_[s];
    const SpectrumData& observed = data(s);
    const std::size_t n = observed.frequency.size();
    const std::span<const int> active(spectrum.active.data(), jacobian ? spectrum.active.size() : 0);
    line.evaluate(parameters(s, full), observed.temperature_K, active, at.line);
    solve_linear_part(observed, at.line, spectrum.baseline, at.linear);
    const double scale = at.linear.part.scale;
    for (std::size_t j = 0; j < n; ++j) {
        residual[first_row + j] =
            (scale * at.line.intensity[j] + at.linear.part.baseline - observed.observed[j]) /
            observed.sigma[j];
    }
    if (!jacobian) return;
    for (const LineColumn& column : spectrum.columns) {
        const double by_scale = at.linear.scale_derivative[column.active];
        const double by_baseline = at.linear.baseline_derivative[column.active];
        const double* slope = &at.line.derivative[column.active * n];
        for (std::size_t j = 0; j < n; ++j) {
            const double d = by_scale * at.line.intensity[j] + scale * slope[j] + by_baseline;
            (*jacobian)(first_row + j, column.full_index) += column.slope * d / observed.sigma[j];
        }
    }
}

int FitModel::rows() const {
    int rows = 0;
    for (std::size_t s = 0; s < spectra_.size(); ++s) {
        rows += static_cast<int>(data(static_cast<int>(s)).frequency.size());
    }
    return rows;
}

fit::Residuals FitModel::residual_function(const std::vector<model::LineKernel>& lines) const {
    return
        [this, &lines](std::span<const double> full, Eigen::VectorXd& residual, Eigen::MatrixXd* jacobian) {
            thread_local FittedLine at;
            residual.resize(rows());
            if (jacobian) jacobian->setZero(rows(), space_.size());
            int row = 0;
            for (std::size_t s = 0; s < spectra_.size(); ++s) {
                residuals(static_cast<int>(s), lines[s], full, residual, jacobian, row, at);
                row += static_cast<int>(lines[s].frequency_MHz().size());
            }
        };
}

} // namespace lpsglass::campaign
