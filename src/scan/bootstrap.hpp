#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "lpsglass/scan/sensitivity.hpp"

/// Resampling of base samples, shared by all estimators of sensitivity.
namespace lpsglass::scan {

/// How often each base sample counts in a replicate: Poisson numbers of mean 1. Replicate 0 is the sample
/// itself, all ones. The first weights do not depend on how many follow.
void fill_weights(std::uint64_t seed, std::size_t replicate, std::span<double> weights);

/// Writes the terms of base sample j, which it finds zeroed.
using SumTerms = std::function<void(std::size_t j, std::span<double> terms)>;
/// Takes the sums of job w at a stage in a replicate.
using VisitSums = std::function<void(std::size_t w, std::size_t stage, std::size_t replicate,
                                     std::span<const double> sums)>;

/// For every job w, replicate r (0 ... options.replicates) and stage s `visit` gets the sums over the first
/// stages[s] base samples of weight times term. For each job and stage the replicates come in rising order.
/// Sums run in a fixed order. The weights are made once for all jobs.
void weighted_sums(const std::vector<std::size_t>& stages, std::size_t terms,
                   const SensitivityOptions& options, const std::vector<SumTerms>& jobs,
                   const VisitSums& visit);

/// Collects the replicates of one measure and makes intervals of them.
class MeasureBuilder {
  public:
    enum class Scale { plain, fisher }; ///< where the interval is symmetric

    MeasureBuilder(Measure named, std::size_t stages, std::size_t outputs, std::size_t parameters);

    /// Replicate 0 is the value and must come first.
    void add(std::size_t replicate, std::size_t stage, std::size_t output, std::size_t column, double x);

    /// @param used base samples behind each stage x output
    [[nodiscard]] Measure finish(const std::vector<std::size_t>& used, double confidence,
                                 Scale scale = Scale::plain) const;

  private:
    struct Spread {
        double count = 0, sum = 0, squares = 0; // of the differences to the value
    };
    Measure named_;
    std::size_t outputs_, columns_;
    std::vector<double> value_; // stage x output x column
    std::vector<Spread> spread_;
};

/// Number of columns of a measure per output.
std::size_t columns_of(Per per, std::size_t parameters);

} // namespace lpsglass::scan
