#include <algorithm>
#include <cmath>
#include <numeric>

#include "lpsglass/campaign/fit_model.hpp"

/// The residuals of a fit: the line, scaled to the data (docs/theory.md section 4).
namespace lpsglass::campaign {

LinearSolution solve_linear_part(const SpectrumData& data, const model::Line& line, bool baseline) {
    // Weighted least squares about the weighted means: s = sum w i y / sum w i^2 with i = I - <I>, y = y -
    // <y> (no means without a baseline), and b = <y> - s <I>.
    const std::size_t n = data.frequency.size();
    const std::vector<double>& intensity = line.intensity;
    double weight = 0.0, mean_i = 0.0, mean_y = 0.0;
    std::vector<double> w(n);
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

    LinearSolution out;
    const std::size_t parameters = line.derivative.size() / n;
    out.scale_derivative.assign(parameters, 0.0);
    out.baseline_derivative.assign(parameters, 0.0);
    // A line that misses the data altogether, or would have to be turned over, gets the scale 0.
    const bool positive = ii > 0.0 && iy > 0.0;
    out.part.scale = positive ? iy / ii : 0.0;
    out.part.baseline = mean_y - out.part.scale * mean_i;
    out.scale_variance = ii > 0.0 ? 1.0 / ii : std::nan("");
    out.baseline_variance = baseline ? 1.0 / weight + mean_i * mean_i * out.scale_variance : 0.0;
    if (!positive) return out;
    for (std::size_t k = 0; k < parameters; ++k) {
        const double* slope = &line.derivative[k * n];
        double mean = 0.0;
        for (std::size_t j = 0; j < n; ++j)
            mean += w[j] * slope[j];
        mean = baseline ? mean / weight : 0.0;
        double dy = 0.0, di = 0.0;
        for (std::size_t j = 0; j < n; ++j) {
            const double d = slope[j] - mean;
            dy += w[j] * d * (data.observed[j] - mean_y);
            di += w[j] * d * (intensity[j] - mean_i);
        }
        out.scale_derivative[k] = (dy - 2.0 * out.part.scale * di) / ii;
        if (baseline) out.baseline_derivative[k] = -out.scale_derivative[k] * mean_i - out.part.scale * mean;
    }
    return out;
}

LinearPart FitModel::residuals(int s, const model::LineKernel& line, std::span<const double> full,
                               Eigen::Ref<Eigen::VectorXd> residual, Eigen::MatrixXd* jacobian,
                               int first_row) const {
    const FitSpectrum& spectrum = spectra_[s];
    const SpectrumData& observed = data(s);
    const std::size_t n = observed.frequency.size();

    std::vector<int> active; // model parameters that this spectrum's fit moves and the line depends on
    if (jacobian) {
        for (const FitSlot& slot : spectrum.slots) {
            if (space_.chain().row(slot.full_index).isZero(0.0)) continue;
            for (const Link& link : slot.links) {
                if (model::parameter_table()[link.model_index].enters_line)
                    active.push_back(link.model_index);
            }
        }
    }
    const model::Line shape = line.evaluate(parameters(s, full), observed.temperature_K, active);
    const LinearSolution linear = solve_linear_part(observed, shape, spectrum.baseline);
    const double scale = linear.part.scale;
    for (std::size_t j = 0; j < n; ++j) {
        residual[first_row + j] =
            (scale * shape.intensity[j] + linear.part.baseline - observed.observed[j]) / observed.sigma[j];
    }
    for (const FitSlot& slot : spectrum.slots) {
        for (const Link& link : slot.links) {
            const auto place = std::find(active.begin(), active.end(), link.model_index);
            if (place == active.end()) continue;
            const std::size_t a = place - active.begin();
            for (std::size_t j = 0; j < n; ++j) {
                const double d = linear.scale_derivative[a] * shape.intensity[j] +
                                 scale * shape.derivative[a * n + j] + linear.baseline_derivative[a];
                (*jacobian)(first_row + j, slot.full_index) += link.slope * d / observed.sigma[j];
            }
        }
    }
    return linear.part;
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
            residual.resize(rows());
            if (jacobian) jacobian->setZero(rows(), space_.size());
            int row = 0;
            for (std::size_t s = 0; s < spectra_.size(); ++s) {
                residuals(static_cast<int>(s), lines[s], full, residual, jacobian, row);
                row += static_cast<int>(lines[s].frequency_MHz().size());
            }
        };
}

} // namespace lpsglass::campaign
