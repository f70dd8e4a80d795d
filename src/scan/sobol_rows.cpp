#include <algorithm>
#include <limits>
#include <string>

#include "lpsglass/core/error.hpp"
#include "lpsglass/core/sobol.hpp"
#include "quantile.hpp"
#include "rows.hpp"
#include "scrambled_sobol.hpp"

namespace lpsglass::scan {

namespace {

int checked_dimensions(const deck::Scan& scan, std::size_t per_parameter) {
    const std::size_t most = static_cast<std::size_t>(SobolSequence::max_dimensions()) / per_parameter;
    if (scan.parameters.size() > most)
        throw InputError("the scan has " + std::to_string(scan.parameters.size()) +
                         " parameters, more than Sobol's sequence serves (at most " + std::to_string(most) +
                         ")");
    return static_cast<int>(scan.parameters.size() * per_parameter);
}

class SobolRows : public Rows {
  public:
    explicit SobolRows(const deck::Scan& scan)
        : points_(checked_dimensions(scan, 1), scan.seed, "scan sobol"), quantiles_(quantiles(scan)) {}

    [[nodiscard]] Row row(std::size_t i) const override {
        Row row{std::vector<double>(quantiles_.size()), i};
        for (std::size_t k = 0; k < row.values.size(); ++k)
            row.values[k] = quantiles_[k](points_.scrambled(static_cast<std::uint32_t>(i), k));
        return row;
    }

  private:
    ScrambledSobol points_;
    std::vector<Quantile> quantiles_;
};

class SaltelliRows : public Rows {
  public:
    explicit SaltelliRows(const deck::Scan& scan)
        : points_(checked_dimensions(scan, 2), scan.seed, "scan saltelli"), quantiles_(quantiles(scan)),
          rows_per_sample_(scan.second_order ? 2 * quantiles_.size() + 2 : quantiles_.size() + 2) {}

    [[nodiscard]] Row row(std::size_t i) const override {
        const std::size_t parameters = quantiles_.size();
        const std::size_t place = i % rows_per_sample_; // A, AB_1 ... AB_K, B, BA_1 ... BA_K
        const bool of_a = place <= parameters;
        const std::size_t exchanged = of_a ? place : place - parameters - 1; // from 1; 0 for none
        Row row{std::vector<double>(parameters), i / rows_per_sample_};
        if (exchanged == 0)
            row.role = of_a ? Role::a : Role::b;
        else
            row.role = of_a ? Role::ab : Role::ba;
        row.parameter = static_cast<int>(exchanged) - 1;
        for (std::size_t k = 0; k < parameters; ++k) {
            const bool from_a = of_a != (k + 1 == exchanged);
            const std::size_t dimension = 2 * k + (from_a ? 0 : 1);
            row.values[k] = quantiles_[k](points_.scrambled(static_cast<std::uint32_t>(row.base), dimension));
        }
        return row;
    }

  private:
    ScrambledSobol points_; ///< dimension 2k: column k of A, 2k + 1: column k of B
    std::vector<Quantile> quantiles_;
    std::size_t rows_per_sample_;
};

} // namespace

std::unique_ptr<const Rows> sobol_rows(const deck::Scan& scan) {
    return std::make_unique<SobolRows>(scan);
}

std::unique_ptr<const Rows> saltelli_rows(const deck::Scan& scan) {
    return std::make_unique<SaltelliRows>(scan);
}

} // namespace lpsglass::scan
