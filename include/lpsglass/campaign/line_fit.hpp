#pragma once

#include <span>
#include <vector>

#include "lpsglass/campaign/fit_model.hpp"
#include "lpsglass/fit/multistart.hpp"
#include "lpsglass/fit/posterior.hpp"
#include "lpsglass/fit/uncertainty.hpp"

namespace lpsglass::campaign {

/// What a fit came to: the results of its spectra, and the quadratures it settled on.
struct FitOutcome {
    std::vector<SpectrumResult> spectrum;
    std::vector<model::LineRule> rule;
};

/// The least-squares problem of a fit with given quadratures. `model` must outlive it.
class SettledFit {
  public:
    SettledFit(const FitModel& model, const std::vector<model::LineRule>& rules);
    SettledFit(const SettledFit&) = delete; // the problem refers to the lines
    SettledFit& operator=(const SettledFit&) = delete;

    [[nodiscard]] const fit::Problem& problem() const { return problem_; }

  private:
    std::vector<model::LineKernel> lines_;
    fit::Problem problem_;
};

/// One fit of the six amplitudes (and freed parameters) to a line, or to all lines jointly.
///
/// The quadrature is chosen at the start values and kept during the fit. Then it is chosen anew at the
/// minimum and around it, as far as draws and profiles go, and the fit goes on from there, three times, so
/// that the result does not remember the start values. These choices go by what can be expected; in the end
/// the error is estimated from lines, and while it misses the goal the choice is made from lines as well.
class LineFit {
  public:
    /// Throws NumericalError where the mean structure is no pyramid.
    LineFit(const deck::Deck& deck, FitModel model);

    [[nodiscard]] int starts() const { return options_.starts; }
    [[nodiscard]] const FitModel& model() const { return model_; }

    /// Minimises from start k: pure, so that ranks can share out the starts.
    [[nodiscard]] fit::StartResult run_start(int k) const;

    /// The results of the fit's spectra from those of all its starts: amplitudes, errors, chi^2, lines.
    [[nodiscard]] FitOutcome finish(std::span<const fit::StartResult> starts,
                                    const std::vector<double>& grid) const;

    /// Chain `index` of the posterior around the minimum, with the quadratures of the fit: pure, as
    /// run_start().
    [[nodiscard]] fit::Chain run_chain(const FitOutcome& outcome, const fit::PosteriorOptions& options,
                                       int index) const;

    /// Bootstrap replica `index`: the same fit, from the minimum on, to the fitted lines with new noise of
    /// the data's sigma, and to prior means drawn around the minimum with the priors' widths. Full
    /// parameters; NaN where it finds no minimum. Pure, as run_start().
    [[nodiscard]] std::vector<double> run_replica(const FitOutcome& outcome, std::uint64_t seed, int stream,
                                                  int index) const;

  private:
    /// A minimum with the problem there.
    struct Minimum {
        fit::StartResult result;
        fit::Point point;
    };

    /// Model parameters of spectrum s at the minimum, and around it where draws and profiles go.
    [[nodiscard]] std::vector<model::ParameterSet<double>> surroundings(int s, const Minimum& best) const;

    /// To the minimum from where a start ended, with other quadratures, or well on the way to it.
    void go_on(const fit::Problem& problem, bool on_the_way, Minimum& from) const;

    /// Goes on from the best starts until the quadrature meets its goal there; the best of what they come to.
    Minimum settle(std::span<const fit::StartResult> starts, std::vector<model::LineKernel>& lines,
                   std::vector<double>& line_error) const;

    /// Chooses anew, at the minimum, the quadratures that pass number `pass` asks for. False: none.
    bool choose_anew(int pass, const Minimum& best, std::vector<model::LineKernel>& lines,
                     std::vector<double>& line_error) const;

    void fill_parameters(int s, std::span<const double> full, const Eigen::MatrixXd& jacobian,
                         const fit::LinearUncertainty& uncertainty, SpectrumResult& r) const;
    void fill_line(int s, std::span<const double> full, const model::LineKernel& line, const FittedLine& at,
                   const fit::LinearUncertainty& uncertainty, const std::vector<double>& grid,
                   SpectrumResult& r) const;

    const deck::Deck& deck_;
    FitModel model_;
    fit::FitOptions options_;
    std::vector<model::LineKernel> lines_; ///< rule chosen at the start values, one per spectrum
};

/// Given amplitudes alone: everything about the line is missing.
SpectrumResult bare_amplitudes(const deck::Deck& deck, const model::ParameterSet<double>& p);

/// Result of a spectrum (or of a deck without one) whose amplitudes are given by the deck or by the bath:
/// chi^2 where there is data, and the lines. `p` holds the amplitudes to use.
/// Throws NumericalError where no ensemble member is a pyramid.
SpectrumResult given_amplitudes(const deck::Deck& deck, const SpectrumData& data, bool baseline,
                                const model::ParameterSet<double>& p, const std::vector<double>& grid);

} // namespace lpsglass::campaign
