#include "bootstrap.hpp"

#include <algorithm>
#include <array>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

#include <Eigen/Core>

#include "lpsglass/core/random.hpp"

namespace lpsglass::scan {

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
// The order of Eigen's sums depends on the caches it finds; blocks this short are summed in one go
// everywhere.
constexpr Eigen::Index block = 128;
constexpr std::size_t batch_doubles = std::size_t{1} << 23; // 64 MB of weights at a time

/// P(number <= k) of the Poisson law of mean 1.
std::array<double, 18> poisson_law() {
    std::array<double, 18> law{};
    double p = std::exp(-1.0);
    double sum = 0.0;
    for (std::size_t k = 0; k < law.size(); ++k) {
        sum += p;
        law[k] = sum;
        p /= static_cast<double>(k + 1);
    }
    return law;
}

double student_quantile(double confidence, double degrees) {
    return boost::math::quantile(boost::math::students_t(degrees), 0.5 + 0.5 * confidence);
}

/// One job with a batch of weights (base sample x replicate).
void add_up(const std::vector<std::size_t>& stages, std::size_t terms, const SumTerms& fill,
            const Eigen::MatrixXd& weights,
            const std::function<void(std::size_t, std::size_t, std::span<const double>)>& visit) {
    Eigen::MatrixXd sums = Eigen::MatrixXd::Zero(terms, weights.cols());
    Eigen::MatrixXd part;
    Eigen::Index done = 0;
    for (std::size_t s = 0; s < stages.size(); ++s) {
        const auto end = static_cast<Eigen::Index>(stages[s]);
        for (; done < end; done += part.cols()) {
            part.setZero(terms, std::min(block, end - done));
            for (Eigen::Index j = 0; j < part.cols(); ++j)
                fill(static_cast<std::size_t>(done + j), {part.col(j).data(), terms});
            sums.noalias() += part * weights.middleRows(done, part.cols());
        }
        for (Eigen::Index r = 0; r < weights.cols(); ++r)
            visit(s, static_cast<std::size_t>(r), {sums.col(r).data(), terms});
    }
}

} // namespace

void fill_weights(std::uint64_t seed, std::size_t replicate, std::span<double> weights) {
    if (replicate == 0) {
        std::fill(weights.begin(), weights.end(), 1.0);
        return;
    }
    static const std::array<double, 18> law = poisson_law();
    std::mt19937_64 stream = random_stream(seed, "sensitivity bootstrap", replicate);
    for (double& weight : weights) {
        const double u = uniform01(stream);
        std::size_t k = 0;
        while (k < law.size() && u >= law[k])
            ++k;
        weight = static_cast<double>(k);
    }
}

void weighted_sums(const std::vector<std::size_t>& stages, std::size_t terms,
                   const SensitivityOptions& options, const std::vector<SumTerms>& jobs,
                   const VisitSums& visit) {
    const std::size_t samples = stages.back();
    const std::size_t all = options.replicates + 1;
    const std::size_t batch =
        std::clamp<std::size_t>(batch_doubles / std::max<std::size_t>(samples, 1), 1, all);
    for (std::size_t first = 0; first < all; first += batch) {
        const std::size_t count = std::min(batch, all - first);
        Eigen::MatrixXd weights(samples, count);
        for (std::size_t r = 0; r < count; ++r)
            fill_weights(options.seed, first + r, {weights.col(r).data(), samples});
        for (std::size_t w = 0; w < jobs.size(); ++w)
            add_up(stages, terms, jobs[w], weights,
                   [&](std::size_t s, std::size_t r, std::span<const double> sums) {
                       visit(w, s, first + r, sums);
                   });
    }
}

std::size_t columns_of(Per per, std::size_t parameters) {
    if (per == Per::output) return 1;
    return per == Per::parameter ? parameters : parameters * parameters;
}

MeasureBuilder::MeasureBuilder(Measure named, std::size_t stages, std::size_t outputs, std::size_t parameters)
    : named_(std::move(named)), outputs_(outputs), columns_(columns_of(named_.per, parameters)),
      value_(stages * outputs * columns_, missing), spread_(value_.size()) {}

void MeasureBuilder::add(std::size_t replicate, std::size_t stage, std::size_t output, std::size_t column,
                         double x) {
    const std::size_t at = (stage * outputs_ + output) * columns_ + column;
    if (replicate == 0) {
        value_[at] = std::isfinite(x) ? x : missing;
        return;
    }
    const double difference = x - value_[at];
    if (!std::isfinite(difference)) return; // a resample may be constant
    spread_[at].count += 1.0;
    spread_[at].sum += difference;
    spread_[at].squares += difference * difference;
}

Measure MeasureBuilder::finish(const std::vector<std::size_t>& used, double confidence, Scale scale) const {
    Measure out = named_;
    out.stages.value = value_;
    out.stages.lower.assign(value_.size(), missing);
    out.stages.upper.assign(value_.size(), missing);
    for (std::size_t cell = 0; cell < used.size(); ++cell) {
        if (used[cell] < 2) continue;
        const auto n = static_cast<double>(used[cell]);
        const double factor = student_quantile(confidence, n - 1.0) * std::sqrt(n / (n - 1.0));
        for (std::size_t at = cell * columns_; at < (cell + 1) * columns_; ++at) {
            const Spread& spread = spread_[at];
            const double value = value_[at];
            if (spread.count < 2.0) continue;
            const double mean = spread.sum / spread.count;
            const double variance = (spread.squares - spread.count * mean * mean) / (spread.count - 1.0);
            const double half = factor * std::sqrt(std::max(variance, 0.0));
            const double room = 1.0 - value * value;
            if (scale == Scale::fisher && room > 0.0) {
                out.stages.lower[at] = std::tanh(std::atanh(value) - half / room);
                out.stages.upper[at] = std::tanh(std::atanh(value) + half / room);
            } else {
                out.stages.lower[at] = value - half;
                out.stages.upper[at] = value + half;
            }
        }
    }
    const auto last = static_cast<std::ptrdiff_t>(outputs_ * columns_);
    const auto tail = [last](const std::vector<double>& x) {
        return std::vector<double>(x.end() - last, x.end());
    };
    out.all = {tail(out.stages.value), tail(out.stages.lower), tail(out.stages.upper)};
    return out;
}

} // namespace lpsglass::scan
