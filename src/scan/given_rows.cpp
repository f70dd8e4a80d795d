#include <cmath>
#include <stdexcept>

#include "rows.hpp"

namespace lpsglass::scan {

namespace {

/// The i-th value of a parameter; of texts i itself.
double value_at(const deck::ScanParameter& parameter, std::size_t i) {
    return parameter.texts.empty() ? parameter.values[i] : static_cast<double>(i);
}

class GridRows : public Rows {
  public:
    explicit GridRows(const deck::Scan& scan) : parameters_(scan.parameters) {}

    [[nodiscard]] Row row(std::size_t i) const override {
        Row row{std::vector<double>(parameters_.size()), i};
        std::size_t slower = i; // counts the values of this parameter and of those before it
        for (std::size_t k = parameters_.size(); k-- > 0;) {
            const std::size_t n = value_count(parameters_[k]);
            row.values[k] = value_at(parameters_[k], slower % n);
            slower /= n;
        }
        return row;
    }

  private:
    std::vector<deck::ScanParameter> parameters_;
};

class ListRows : public Rows {
  public:
    explicit ListRows(const deck::Scan& scan) : parameters_(scan.parameters) {}

    [[nodiscard]] Row row(std::size_t i) const override {
        Row row{{}, i};
        for (const deck::ScanParameter& parameter : parameters_)
            row.values.push_back(value_at(parameter, i));
        return row;
    }

  private:
    std::vector<deck::ScanParameter> parameters_;
};

class OneAtATimeRows : public Rows {
  public:
    OneAtATimeRows(const deck::Scan& scan, std::span<const double> own)
        : parameters_(scan.parameters), own_(own.begin(), own.end()) {
        if (own_.size() != parameters_.size())
            throw std::invalid_argument("scan: one own value is needed for each parameter");
        for (std::size_t k = 0; k < own_.size(); ++k) {
            if (!std::isnan(own_[k])) continue;
            if (parameters_[k].texts.empty())
                throw std::invalid_argument("scan: the own value of a number is NaN");
            own_[k] = 0.0;
        }
    }

    [[nodiscard]] Row row(std::size_t i) const override {
        Row row{own_, i, Role::own};
        if (i == 0) return row;
        std::size_t place = i - 1; // among the values of this parameter and of those after it
        std::size_t k = 0;
        for (; place >= value_count(parameters_[k]); ++k)
            place -= value_count(parameters_[k]);
        row.values[k] = value_at(parameters_[k], place);
        row.role = Role::step;
        row.parameter = static_cast<int>(k);
        return row;
    }

  private:
    std::vector<deck::ScanParameter> parameters_;
    std::vector<double> own_;
};

} // namespace

std::unique_ptr<const Rows> grid_rows(const deck::Scan& scan) {
    return std::make_unique<GridRows>(scan);
}

std::unique_ptr<const Rows> list_rows(const deck::Scan& scan) {
    return std::make_unique<ListRows>(scan);
}

std::unique_ptr<const Rows> one_at_a_time_rows(const deck::Scan& scan, std::span<const double> own) {
    return std::make_unique<OneAtATimeRows>(scan, own);
}

} // namespace lpsglass::scan
