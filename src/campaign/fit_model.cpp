#include "lpsglass/campaign/fit_model.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "lpsglass/deck/key_table.hpp"

namespace lpsglass::campaign {

namespace par = model::parameter;

namespace {

std::optional<fit::Prior> prior_of(const std::optional<deck::Prior>& prior) {
    if (!prior) return std::nullopt;
    return fit::Prior{prior->mean, prior->sigma};
}

bool is_free(const deck::Amplitude& a) {
    return !a.fixed && a.tied_to.empty();
}

/// Amplitude parameters of one spectrum, at places first .. first + 5 of the problem.
std::vector<fit::Parameter> amplitude_parameters(const deck::Deck& deck, int first) {
    const std::span<const std::string_view> names = deck::fluctuation_names();
    std::vector<fit::Parameter> out;
    for (int k = 0; k < kFluctuations; ++k) {
        const deck::Amplitude& a = deck.amplitude[k];
        fit::Parameter p{"amplitude." + std::string(names[k]),
                         a.value,
                         a.min,
                         a.max,
                         prior_of(a.prior),
                         a.fixed,
                         std::nullopt};
        if (!a.tied_to.empty()) {
            const auto to = std::find(names.begin(), names.end(), a.tied_to);
            p.tie = fit::Tie{first + static_cast<int>(to - names.begin()), a.ratio};
        }
        out.push_back(std::move(p));
    }
    return out;
}

std::vector<Link> links_of(const deck::AlsoParameter& also, const model::ParameterSet<double>& base) {
    std::vector<Link> links;
    for (const std::string& key : also.keys) {
        const int index = model::find_parameter(key);
        const double unit = model::parameter_table()[index].model_per_deck;
        switch (also.mode) {
        case deck::DriveMode::set:
            links.push_back({index, 0.0, unit});
            break;
        case deck::DriveMode::shift:
            links.push_back({index, base[index], unit});
            break;
        case deck::DriveMode::factor:
            links.push_back({index, 0.0, base[index]});
            break;
        }
    }
    return links;
}

fit::Parameter also_parameter(const deck::AlsoParameter& also) {
    return {also.name, also.value, also.min, also.max, prior_of(also.prior), false, std::nullopt};
}

/// The problem's parameters: per spectrum six amplitudes and its own [fit.also], then the shared ones.
std::vector<fit::Parameter> problem_parameters(const deck::Deck& deck, std::size_t spectra) {
    std::vector<fit::Parameter> out;
    for (std::size_t s = 0; s < spectra; ++s) {
        for (fit::Parameter& p : amplitude_parameters(deck, static_cast<int>(out.size())))
            out.push_back(p);
        for (const deck::AlsoParameter& also : deck.fit->also) {
            if (!also.shared) out.push_back(also_parameter(also));
        }
    }
    for (const deck::AlsoParameter& also : deck.fit->also) {
        if (also.shared) out.push_back(also_parameter(also));
    }
    return out;
}

} // namespace

int free_column(const fit::ParameterSpace& space, int full_index) {
    const std::vector<int>& free = space.free_parameters();
    const auto place = std::find(free.begin(), free.end(), full_index);
    return place == free.end() ? -1 : static_cast<int>(place - free.begin());
}

std::vector<FitModel> FitModel::from_deck(const deck::Deck& deck, const std::vector<SpectrumData>& data) {
    std::vector<int> all(data.size());
    std::iota(all.begin(), all.end(), 0);
    const bool joint = std::any_of(deck.fit->also.begin(), deck.fit->also.end(),
                                   [](const deck::AlsoParameter& a) { return a.shared; });
    std::vector<FitModel> out;
    if (joint) {
        out.push_back(FitModel(deck, data, all));
    } else {
        for (int index : all)
            out.push_back(FitModel(deck, data, {index}));
    }
    return out;
}

FitModel::FitModel(const deck::Deck& deck, const std::vector<SpectrumData>& data,
                   const std::vector<int>& indices)
    : base_(model_parameters(deck)), data_(&data), space_(problem_parameters(deck, indices.size())) {
    const std::vector<deck::AlsoParameter>& also = deck.fit->also;
    const auto is_local = [](const deck::AlsoParameter& a) { return !a.shared; };
    const int locals = static_cast<int>(std::count_if(also.begin(), also.end(), is_local));
    const int per_spectrum = kFluctuations + locals;
    for (std::size_t s = 0; s < indices.size(); ++s) {
        FitSpectrum spectrum;
        spectrum.index = indices[s];
        spectrum.baseline = deck.nqr.spectra[indices[s]].baseline;
        int local = static_cast<int>(s) * per_spectrum;
        int shared = static_cast<int>(indices.size()) * per_spectrum;
        for (int k = 0; k < kFluctuations; ++k) {
            const int index = par::amplitude + k;
            if (is_free(deck.amplitude[k])) spectrum.fitted.push_back(spectrum.slots.size());
            spectrum.slots.push_back(
                {local++, {{index, 0.0, model::parameter_table()[index].model_per_deck}}});
        }
        for (const deck::AlsoParameter& a : also) {
            spectrum.fitted.push_back(spectrum.slots.size());
            spectrum.slots.push_back({a.shared ? shared++ : local++, links_of(a, base_)});
        }
        spectra_.push_back(std::move(spectrum));
    }
}

void FitModel::fill(int s, const SpectrumResult& result, std::vector<double>& full) const {
    const FitSpectrum& spectrum = spectra_[s];
    for (int k = 0; k < kFluctuations; ++k)
        full[spectrum.slots[k].full_index] = result.amplitude[k];
    for (std::size_t a = 0; a < spectrum.fitted.size(); ++a)
        full[spectrum.slots[spectrum.fitted[a]].full_index] = result.parameter[a];
}

std::vector<double> FitModel::full(int s, const SpectrumResult& result) const {
    std::vector<double> out(space_.size(), 0.0);
    fill(s, result, out);
    return out;
}

model::ParameterSet<double> FitModel::parameters(int s, std::span<const double> full) const {
    model::ParameterSet<double> p = base_;
    for (const FitSlot& slot : spectra_[s].slots) {
        for (const Link& link : slot.links)
            p[link.model_index] = link.offset + link.slope * full[slot.full_index];
    }
    return p;
}

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

FitModel FitModel::refitting(const std::vector<SpectrumData>& data, std::span<const double> start,
                             std::span<const double> prior_mean) const {
    std::vector<fit::Parameter> parameters = space_.parameters();
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        parameters[i].start = start[i];
        if (parameters[i].prior) parameters[i].prior->mean = prior_mean[i];
    }
    FitModel out = *this;
    out.data_ = &data;
    out.space_ = fit::ParameterSpace(std::move(parameters));
    return out;
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

std::vector<FitParameterInfo> fit_parameter_infos(const deck::Deck& deck) {
    std::vector<FitParameterInfo> out;
    if (!deck.fit) return out;
    for (int k = 0; k < kFluctuations; ++k) {
        if (is_free(deck.amplitude[k])) {
            out.push_back(
                {std::string(deck::fluctuation_names()[k]), "degree", deck.amplitude[k].prior.has_value()});
        }
    }
    for (const deck::AlsoParameter& also : deck.fit->also) {
        const model::ParameterInfo& info = model::parameter_table()[model::find_parameter(also.keys.front())];
        const std::string unit = also.mode == deck::DriveMode::factor ? "1" : std::string(info.unit);
        out.push_back({also.name, unit, also.prior.has_value()});
    }
    return out;
}

} // namespace lpsglass::campaign
