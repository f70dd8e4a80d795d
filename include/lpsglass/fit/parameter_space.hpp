#pragma once

#include <Eigen/Core>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace lpsglass::fit {

/// Gaussian prior of a parameter, in the parameter's unit.
struct Prior {
    double mean = 0.0;
    double sigma = 1.0; ///< > 0
};

/// This parameter = ratio * parameter `to`.
struct Tie {
    int to = 0; ///< place of the other parameter; it may be fixed or tied itself, but not in a circle
    double ratio = 1.0;
};

/// One parameter of a residual function, in whatever unit that function takes.
struct Parameter {
    std::string name;
    double start = 0.0; ///< value of a fixed one, first start of a free one, unused for a tied one
    double lower = 0.0; ///< bounds: finite and obeyed always; unused for a fixed one
    double upper = 0.0;
    std::optional<Prior> prior{}; ///< adds [(x - mean) / sigma]^2, whether free, tied or (a constant) fixed
    bool fixed = false;
    std::optional<Tie> tie{};
};

/// The parameters of a fit, in order ("full"), and those of them that the minimiser moves ("free").
///
/// A parameter is a constant if it is fixed, tied to a constant, or free with bounds that leave one value.
/// All others follow one free parameter each: full[i] = factor * free[k].
class ParameterSpace {
  public:
    /// Throws InputError with every finding at once: a tie that points nowhere, in a circle, or from a fixed
    /// parameter; a ratio or prior width that is no number or 0; bounds that are not finite or the wrong way
    /// round, or that exclude each other through ties; a value outside its bounds by more than rounding.
    explicit ParameterSpace(std::vector<Parameter> parameters);

    [[nodiscard]] int size() const { return static_cast<int>(parameters_.size()); }
    [[nodiscard]] int free_count() const { return static_cast<int>(free_.size()); }
    [[nodiscard]] const std::vector<Parameter>& parameters() const { return parameters_; }

    /// Place in the full vector of each free parameter.
    [[nodiscard]] const std::vector<int>& free_parameters() const { return free_; }

    /// Bounds of the free parameters: their own, cut down so that everything tied to them stays within its
    /// own too.
    [[nodiscard]] std::span<const double> lower() const { return lower_; }
    [[nodiscard]] std::span<const double> upper() const { return upper_; }

    /// Start values of the free parameters, within the bounds.
    [[nodiscard]] std::span<const double> start() const { return start_; }

    /// Full vector from the free one: constants filled in, ties computed, bounds kept to the last bit.
    [[nodiscard]] std::vector<double> expand(std::span<const double> free) const;
    void expand(std::span<const double> free, std::vector<double>& full) const;

    /// The free ones among full values.
    [[nodiscard]] std::vector<double> select(std::span<const double> full) const;

    /// d full / d free, size() x free_count(): one entry a row, or none for a constant.
    [[nodiscard]] const Eigen::MatrixXd& chain() const { return chain_; }

    /// Columns per free parameter from columns per full parameter, by the chain rule.
    [[nodiscard]] Eigen::MatrixXd reduce(const Eigen::MatrixXd& full_jacobian) const;
    void reduce(const Eigen::MatrixXd& full_jacobian, Eigen::Ref<Eigen::MatrixXd> reduced) const;

  private:
    struct Link {
        int free = -1;         ///< index into free_, -1 for a constant
        double factor = 1.0;   ///< full = factor * free
        double constant = 0.0; ///< value of a constant
    };

    std::vector<Parameter> parameters_;
    std::vector<Link> links_;
    std::vector<int> free_;
    std::vector<double> lower_, upper_, start_;
    Eigen::MatrixXd chain_;
};

} // namespace lpsglass::fit
