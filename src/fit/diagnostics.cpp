#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <boost/math/special_functions/erf.hpp>

#include "lpsglass/fit/posterior.hpp"

namespace lpsglass::fit {

namespace {

using Chains = std::vector<std::vector<double>>;

/// Each chain in two halves, so that a drift within a chain shows; an odd middle draw is left out.
Chains split(const Chains& chains) {
    Chains out;
    for (const std::vector<double>& chain : chains) {
        const auto half = static_cast<std::ptrdiff_t>(chain.size() / 2);
        out.emplace_back(chain.begin(), chain.begin() + half);
        out.emplace_back(chain.end() - half, chain.end());
    }
    return out;
}

/// Normal scores of the ranks among all draws (Blom's), equal draws sharing their mean rank.
Chains rank_normalised(const Chains& chains) {
    std::vector<double> all;
    for (const std::vector<double>& chain : chains)
        all.insert(all.end(), chain.begin(), chain.end());
    std::vector<double> sorted = all;
    std::sort(sorted.begin(), sorted.end());
    const double n = static_cast<double>(all.size());
    Chains out = chains;
    for (std::vector<double>& chain : out) {
        for (double& x : chain) {
            const auto [low, high] = std::equal_range(sorted.begin(), sorted.end(), x);
            const double rank =
                0.5 * static_cast<double>((low - sorted.begin()) + (high - sorted.begin()) + 1);
            x = -std::sqrt(2.0) * boost::math::erfc_inv(2.0 * (rank - 0.375) / (n + 0.25));
        }
    }
    return out;
}

double mean_of(const std::vector<double>& x) {
    return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
}

/// Biased autocovariance of a chain at a lag.
double autocovariance(const std::vector<double>& x, double mean, std::size_t lag) {
    double sum = 0.0;
    for (std::size_t i = 0; i + lag < x.size(); ++i)
        sum += (x[i] - mean) * (x[i + lag] - mean);
    return sum / static_cast<double>(x.size());
}

} // namespace

Diagnostics diagnose(const std::vector<std::vector<double>>& chains) {
    constexpr double missing = std::numeric_limits<double>::quiet_NaN();
    bool varies = false;
    for (const std::vector<double>& chain : chains) {
        for (double x : chain) {
            if (std::isnan(x)) return {missing, missing};
            varies = varies || x != chains.front().front();
        }
    }
    if (!varies) return {missing, missing};

    const Chains z = rank_normalised(split(chains));
    const std::size_t m = z.size(), n = z.front().size();
    std::vector<double> mean, variance;
    for (const std::vector<double>& chain : z) {
        mean.push_back(mean_of(chain));
        variance.push_back(autocovariance(chain, mean.back(), 0) * static_cast<double>(n) /
                           static_cast<double>(n - 1));
    }
    const double within = mean_of(variance), grand = mean_of(mean);
    double between = 0.0; // variance of the chains' means
    for (double x : mean)
        between += (x - grand) * (x - grand) / static_cast<double>(m - 1);
    const double pooled = within * static_cast<double>(n - 1) / static_cast<double>(n) + between;

    Diagnostics out;
    out.r_hat = std::sqrt(pooled / within);
    // Geyer: pairs of autocorrelations are added while they stay positive, and never rise.
    const auto correlation = [&](std::size_t lag) {
        double mean_covariance = 0.0;
        for (std::size_t c = 0; c < m; ++c)
            mean_covariance += autocovariance(z[c], mean[c], lag);
        return 1.0 - (within - mean_covariance / static_cast<double>(m)) / pooled;
    };
    double time = -1.0, smallest = std::numeric_limits<double>::infinity();
    for (std::size_t lag = 0; lag + 1 < n; lag += 2) {
        const double pair = (lag == 0 ? 1.0 : correlation(lag)) + correlation(lag + 1);
        if (!(pair > 0.0)) break;
        smallest = std::min(smallest, pair);
        time += 2.0 * smallest;
    }
    const double total = static_cast<double>(m * n);
    out.effective_sample_size = std::min(total / time, total * std::log10(total));
    return out;
}

} // namespace lpsglass::fit
