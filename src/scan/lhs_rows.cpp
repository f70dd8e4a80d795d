#include <algorithm>
#include <stdexcept>
#include <string>

#include "latin_hypercube.hpp"
#include "lpsglass/core/error.hpp"
#include "quantile.hpp"
#include "rows.hpp"

namespace lpsglass::scan {

namespace {

constexpr double kMostCandidates = 100;
constexpr double kMostDifferences = 4e9; // of coordinates, in all candidates

LatinHypercube hypercube(const deck::Scan& scan) {
    const auto samples = static_cast<std::size_t>(scan.samples);
    if (!scan.maximin) return {samples, scan.parameters.size(), scan.seed, 0};
    const int candidates = maximin_candidates(scan);
    if (candidates < 2)
        throw InputError(
            "the scan has too many samples to compare their distances (leave maximin away, or use "
            "design sobol)");
    return maximin_hypercube(samples, scan.parameters.size(), scan.seed, candidates);
}

class LhsRows : public Rows {
  public:
    explicit LhsRows(const deck::Scan& scan) : points_(hypercube(scan)), quantiles_(quantiles(scan)) {}

    [[nodiscard]] Row row(std::size_t i) const override {
        Row row{std::vector<double>(quantiles_.size()), i};
        for (std::size_t k = 0; k < row.values.size(); ++k)
            row.values[k] = quantiles_[k](points_.coordinate(i, k));
        return row;
    }

  private:
    LatinHypercube points_;
    std::vector<Quantile> quantiles_;
};

} // namespace

int maximin_candidates(const deck::Scan& scan) {
    const double samples = scan.samples;
    const double differences =
        std::max(1.0, samples * (samples - 1.0) / 2.0 * static_cast<double>(scan.parameters.size()));
    return static_cast<int>(std::min(kMostCandidates, kMostDifferences / differences));
}

std::unique_ptr<const Rows> lhs_rows(const deck::Scan& scan) {
    return std::make_unique<LhsRows>(scan);
}

} // namespace lpsglass::scan
