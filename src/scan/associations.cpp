#include "lpsglass/scan/associations.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include "base_samples.hpp"
#include "bootstrap.hpp"
#include "ranks.hpp"

namespace lpsglass::scan {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr Index block = 128; // see bootstrap.cpp
// Of variables whose variance is about 1: what is below is rounding.
constexpr double least_variance = 1e-10;

/// The first rows of a group as columns: parameters that have an order and vary, then outputs.
struct Columns {
    std::vector<std::size_t> parameters; ///< which
    Index outputs = 0;
    MatrixXd raw; ///< mean 0, variance 1
    std::vector<Order> order;

    [[nodiscard]] Index n_parameters() const { return static_cast<Index>(parameters.size()); }
};

/// Whether it varies; then with mean 0 and variance 1.
bool standardise(VectorXd& x) {
    const double size = x.cwiseAbs().maxCoeff();
    if (x.maxCoeff() - x.minCoeff() <= 16.0 * std::numeric_limits<double>::epsilon() * size) return false;
    x.array() -= x.mean();
    x /= std::sqrt(x.squaredNorm() / static_cast<double>(x.size()));
    return true;
}

Columns columns_of(const ScanTable& table, const std::vector<OutputValues>& outputs, const Group& group,
                   std::size_t rows) {
    Columns out;
    if (rows == 0) return out; // this stage is withheld
    out.outputs = static_cast<Index>(group.outputs.size());
    out.raw.resize(rows, table.parameters + group.outputs.size());
    Index filled = 0;
    VectorXd column(rows);
    for (std::size_t k = 0; k < table.parameters; ++k) {
        if (!table.text.empty() && table.text[k]) continue;
        for (std::size_t i = 0; i < rows; ++i)
            column[i] = table.value(group.rows[i], k);
        if (!column.allFinite() || !standardise(column)) continue;
        out.parameters.push_back(k);
        out.raw.col(filled++) = column;
    }
    for (const std::size_t q : group.outputs) {
        for (std::size_t i = 0; i < rows; ++i)
            column[i] = outputs[q][group.rows[i]];
        if (!standardise(column)) column.setZero(); // in the first rows only: no correlations in this stage
        out.raw.col(filled++) = column;
    }
    out.raw.conservativeResize(Eigen::NoChange, filled);
    for (Index c = 0; c < filled; ++c)
        out.order.emplace_back(std::span<const double>(out.raw.col(c).data(), rows));
    return out;
}

/// Correlations of the first `n` columns with all, under weights. NaN with a column that does not vary.
MatrixXd correlations(const MatrixXd& z, Index n, const VectorXd& weights) {
    const double size = weights.sum();
    VectorXd sum = VectorXd::Zero(z.cols());
    VectorXd squares = VectorXd::Zero(z.cols());
    MatrixXd products = MatrixXd::Zero(n, z.cols());
    for (Index first = 0; first < z.rows(); first += block) {
        const Index count = std::min(block, z.rows() - first);
        const MatrixXd part = z.middleRows(first, count);
        const MatrixXd weighted = weights.segment(first, count).asDiagonal() * part;
        sum += weighted.colwise().sum();
        squares += part.cwiseProduct(weighted).colwise().sum();
        products.noalias() += weighted.leftCols(n).transpose() * part;
    }
    const VectorXd mean = sum / size;
    VectorXd deviation = (squares / size - mean.cwiseAbs2()).cwiseMax(0.0).cwiseSqrt();
    for (double& x : deviation)
        if (x * x <= least_variance) x = std::numeric_limits<double>::quiet_NaN();
    return (products / size - mean.head(n) * mean.transpose())
        .cwiseQuotient(deviation.head(n) * deviation.transpose());
}

/// Standardised coefficients (parameter x output) from correlations; empty if they are not determined.
MatrixXd coefficients(const MatrixXd& correlation) {
    const Index n = correlation.rows();
    const MatrixXd among = correlation.leftCols(n);
    if (n == 0 || !among.allFinite()) return {};
    const Eigen::LDLT<MatrixXd> factors(among);
    // A pivot is the share of a parameter's variance that the others do not explain.
    if (factors.info() != Eigen::Success || !(factors.vectorD().minCoeff() > least_variance)) return {};
    return factors.solve(correlation.rightCols(correlation.cols() - n));
}

struct Builders {
    MeasureBuilder spearman, src, r_squared, src_ranks, r_squared_ranks;
};

Builders empty_builders(const Sensitivity& frame) {
    const auto builder = [&frame](const char* name, const char* long_name, Per per) {
        return MeasureBuilder({name, long_name, per, Unit::one, {}, {}}, frame.stages.size(), frame.outputs,
                              frame.parameters);
    };
    return {builder("spearman", "Spearman's rank correlation", Per::parameter),
            builder("src", "standardised regression coefficient", Per::parameter),
            builder("r_squared", "share of the variance that the linear regression explains", Per::output),
            builder("src_ranks", "standardised regression coefficient of the ranks", Per::parameter),
            builder("r_squared_ranks", "share of the ranks' variance that their linear regression explains",
                    Per::output)};
}

/// Where an estimate belongs.
struct Place {
    std::size_t replicate, stage;
};

void add_regression(const Columns& columns, const Group& group, const MatrixXd& correlation, Place place,
                    MeasureBuilder& slopes, MeasureBuilder& explained) {
    const MatrixXd beta = coefficients(correlation);
    if (beta.size() == 0) return;
    for (Index q = 0; q < columns.outputs; ++q) {
        const std::size_t output = group.outputs[static_cast<std::size_t>(q)];
        for (Index k = 0; k < columns.n_parameters(); ++k)
            slopes.add(place.replicate, place.stage, output, columns.parameters[static_cast<std::size_t>(k)],
                       beta(k, q));
        explained.add(place.replicate, place.stage, output, 0,
                      beta.col(q).dot(correlation.col(columns.n_parameters() + q)));
    }
}

void add_replicate(const Columns& columns, const Group& group, const VectorXd& weights, Place place,
                   Builders& builders) {
    if (columns.raw.rows() == 0) return;
    const Index n = columns.n_parameters();
    MatrixXd ranks(columns.raw.rows(), columns.raw.cols());
    const auto rows = static_cast<std::size_t>(columns.raw.rows());
    for (Index c = 0; c < ranks.cols(); ++c)
        centred_ranks(columns.order[static_cast<std::size_t>(c)], {weights.data(), rows},
                      {ranks.col(c).data(), rows});
    const MatrixXd of_ranks = correlations(ranks, n, weights);
    for (Index q = 0; q < columns.outputs; ++q)
        for (Index k = 0; k < n; ++k)
            builders.spearman.add(place.replicate, place.stage, group.outputs[static_cast<std::size_t>(q)],
                                  columns.parameters[static_cast<std::size_t>(k)], of_ranks(k, n + q));
    if (columns.raw.rows() <= n + 1) return; // fits whatever the outputs are
    add_regression(columns, group, of_ranks, place, builders.src_ranks, builders.r_squared_ranks);
    add_regression(columns, group, correlations(columns.raw, n, weights), place, builders.src,
                   builders.r_squared);
}

} // namespace

Sensitivity associations(const ScanTable& table, const std::vector<OutputValues>& outputs,
                         const SensitivityOptions& options) {
    Sensitivity result = frame(table, outputs, table.rows(), options);
    Builders builders = empty_builders(result);
    std::vector<std::size_t> used;
    const std::vector<Group> groups = group_outputs(outputs, options, result, used);
    std::vector<double> weights(table.rows());
    for (const Group& group : groups) {
        VectorXd own(group.rows.size());
        std::vector<Columns> stages;
        for (std::size_t s = 0; s < result.stages.size(); ++s)
            stages.push_back(
                columns_of(table, outputs, group, used[s * outputs.size() + group.outputs.front()]));
        for (std::size_t r = 0; r <= options.replicates; ++r) {
            fill_weights(options.seed, r, weights);
            for (std::size_t i = 0; i < group.rows.size(); ++i)
                own[i] = weights[group.rows[i]];
            for (std::size_t s = 0; s < stages.size(); ++s)
                add_replicate(stages[s], group, own.head(stages[s].raw.rows()), {r, s}, builders);
        }
    }

    result.measures.push_back(
        builders.spearman.finish(used, options.confidence, MeasureBuilder::Scale::fisher));
    for (const MeasureBuilder* builder :
         {&builders.src, &builders.r_squared, &builders.src_ranks, &builders.r_squared_ranks})
        result.measures.push_back(builder->finish(used, options.confidence));
    for (const Group& group : groups) {
        const double explained = result.measure("r_squared").all.value[group.outputs.front()];
        if (std::isfinite(explained)) continue;
        result.notes.emplace_back(
            "regression withheld: the sets do not determine it (parameters depend on each "
            "other, or there are too few sets)");
        break;
    }
    return result;
}

} // namespace lpsglass::scan
