#pragma once

#include <string>
#include <vector>

#include "lpsglass/campaign/model_input.hpp"
#include "lpsglass/fit/least_squares.hpp"
#include "lpsglass/model/line_kernel.hpp"

/// The NQR fit as a least-squares problem (docs/theory.md section 4).
namespace lpsglass::campaign {

/// A fit parameter moves one model parameter: model = offset + slope * value (value in deck units).
struct Link {
    int model_index = 0; ///< place in the ParameterSet
    double offset = 0.0;
    double slope = 1.0;
};

/// Where a fit parameter of one spectrum stands in the problem, and what it drives.
struct FitSlot {
    int full_index = 0; ///< place in the problem's full parameter vector
    std::vector<Link> links;
};

/// Scale and baseline of a line, solved linearly inside each evaluation.
struct LinearPart {
    double scale = 0.0;    ///< >= 0; data units per (1/MHz)
    double baseline = 0.0; ///< data units; 0 where the deck asks for none
};

/// Scale >= 0 and baseline that minimise sum [(scale I + baseline - y)/sigma]^2 for a given line shape, and,
/// where derivatives of I are given (n_parameters x n_frequencies), theirs.
struct LinearSolution {
    LinearPart part;
    std::vector<double> scale_derivative, baseline_derivative;
    double scale_variance = 0.0, baseline_variance = 0.0; ///< at fixed shape
    std::vector<double> weight;                           ///< per datum 1/sigma^2
};

/// The line of a spectrum moves with a fit parameter.
struct LineColumn {
    std::size_t active = 0; ///< place in FitSpectrum::active
    int full_index = 0;     ///< place in the problem's full parameter vector
    double slope = 1.0;     ///< d model parameter / d fit parameter
};

/// One spectrum inside a fit.
struct FitSpectrum {
    int index = 0; ///< among the deck's spectra
    bool baseline = false;
    std::vector<FitSlot>
        slots; ///< the six amplitudes (fixed and tied ones too), then [fit.also] in deck order
    std::vector<std::size_t> fitted; ///< slots that are free: the n_P fitted parameters, in order
    std::vector<int> active;         ///< model parameters that the fit moves and the line depends on
    std::vector<LineColumn> columns;
};

/// A spectrum's line with its derivatives by FitSpectrum::active, and its scale and baseline.
struct FittedLine {
    model::Line line;
    LinearSolution linear;
};

/// Place among the free parameters of one that the deck leaves free, -1 where its bounds and ties leave it
/// one value.
int free_column(const fit::ParameterSpace& space, int full_index);

/// One fit: a single spectrum, or all of them where a parameter is shared.
class FitModel {
  public:
    /// The fits that a deck asks for. With a parameter of `shared = true` and several spectra it is one joint
    /// fit.
    static std::vector<FitModel> from_deck(const deck::Deck& deck, const std::vector<SpectrumData>& data);

    [[nodiscard]] const std::vector<FitSpectrum>& spectra() const { return spectra_; }
    [[nodiscard]] const SpectrumData& data(int s) const { return (*data_)[spectra_[s].index]; }
    [[nodiscard]] const std::vector<SpectrumData>& all_data() const { return *data_; } ///< of the deck
    [[nodiscard]] const fit::ParameterSpace& space() const { return space_; }

    /// Writes the entries of spectrum s, from its result, into the full fit parameters.
    void fill(int s, const SpectrumResult& result, std::vector<double>& full) const;

    /// The full fit parameters with the entries of spectrum s alone (those of other spectra are 0).
    [[nodiscard]] std::vector<double> full(int s, const SpectrumResult& result) const;

    /// The full fit parameters from the results of all its spectra.
    [[nodiscard]] std::vector<double> full(const std::vector<SpectrumResult>& spectra) const;

    /// Model parameters of spectrum s (of this fit) at the full fit parameters.
    [[nodiscard]] model::ParameterSet<double> parameters(int s, std::span<const double> full) const;

    /// The same with the derivatives by the fitted parameters first, first + 1, ... of the spectrum in the
    /// lanes.
    template <int N>
    [[nodiscard]] model::ParameterSet<model::Dual<double, N>> lanes(int s, std::span<const double> full,
                                                                    int first) const;

    /// Rows of spectrum s: (scale I + baseline - y)/sigma, with exact derivatives by the full parameters
    /// (those of the linear part included), into the given rows of a Jacobian of zeros. `at` is left with the
    /// line; reused, it saves allocations.
    void residuals(int s, const model::LineKernel& line, std::span<const double> full,
                   Eigen::Ref<Eigen::VectorXd> residual, Eigen::MatrixXd* jacobian, int first_row,
                   FittedLine& at) const;

    /// Residuals of all spectra with these lines (one per spectrum of the fit). Both must outlive the
    /// function.
    [[nodiscard]] fit::Residuals residual_function(const std::vector<model::LineKernel>& lines) const;

    /// The same fit of other data (with the same frequencies, which must outlive it), with the start and the
    /// prior mean of every parameter replaced (full vectors; no start outside its bounds).
    [[nodiscard]] FitModel refitting(const std::vector<SpectrumData>& data, std::span<const double> start,
                                     std::span<const double> prior_mean) const;

    /// Rows of all spectra together.
    [[nodiscard]] int rows() const;

  private:
    FitModel(const deck::Deck& deck, const std::vector<SpectrumData>& data, const std::vector<int>& indices);

    model::ParameterSet<double> base_{};
    const std::vector<SpectrumData>* data_ = nullptr;
    std::vector<FitSpectrum> spectra_;
    fit::ParameterSpace space_;
};

/// Names and units of the n_P fitted parameters of every spectrum; empty without a fit.
std::vector<FitParameterInfo> fit_parameter_infos(const deck::Deck& deck);

LinearSolution solve_linear_part(const SpectrumData& data, const model::Line& line, bool baseline);
void solve_linear_part(const SpectrumData& data, const model::Line& line, bool baseline, LinearSolution& out);

template <int N>
model::ParameterSet<model::Dual<double, N>> FitModel::lanes(int s, std::span<const double> full,
                                                            int first) const {
    const model::ParameterSet<double> values = parameters(s, full);
    model::ParameterSet<model::Dual<double, N>> out;
    for (int i = 0; i < model::parameter::count; ++i)
        out[i] = model::Dual<double, N>(values[i]);
    const FitSpectrum& spectrum = spectra_[s];
    const Eigen::MatrixXd& chain = space_.chain();
    for (int l = 0; l < N && first + l < static_cast<int>(spectrum.fitted.size()); ++l) {
        // The column of the free parameter reaches everything tied to it.
        const int column = free_column(space_, spectrum.slots[spectrum.fitted[first + l]].full_index);
        if (column < 0) continue;
        for (const FitSlot& slot : spectrum.slots) {
            const double weight = chain(slot.full_index, column);
            for (const Link& link : slot.links)
                out[link.model_index].derivative[l] += weight * link.slope;
        }
    }
    return out;
}

} // namespace lpsglass::campaign
