#include "quantile.hpp"

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>

#include "lpsglass/core/error.hpp"

namespace lpsglass::scan {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Less probability than this beyond an end is none: times 2^-54 it must still be a normal number.
constexpr double kLeastProbability = 1e-290;

using Policy = boost::math::policies::policy<boost::math::policies::promote_double<false>>;

/// Probability of the normal law above z.
double normal_tail(double z) {
    if (std::isinf(z)) return z < 0.0 ? 1.0 : 0.0;
    return 0.5 * boost::math::erfc(z / std::numbers::sqrt2, Policy());
}

/// Number of sigmas with probability p below and q = 1 - p above.
double normal_quantile(double p, double q) {
    const double magnitude =
        std::numbers::sqrt2 * boost::math::erfc_inv(std::min(1.0, 2.0 * std::min(p, q)), Policy());
    return p < q ? -magnitude : magnitude;
}

} // namespace

Quantile::Quantile(const deck::ScanParameter& parameter)
    : law_(parameter.law), mean_(parameter.mean), sigma_(parameter.sigma),
      min_(parameter.min.value_or(-kInfinity)), max_(parameter.max.value_or(kInfinity)) {
    if (min_ > max_) throw std::invalid_argument("scan: a law's min is above its max");
    if (law_ == deck::Law::uniform) {
        if (!parameter.min || !parameter.max)
            throw std::invalid_argument("scan: a uniform law needs both ends");
        return;
    }
    if (!(sigma_ > 0.0)) throw std::invalid_argument("scan: a law needs a sigma above 0");
    const double ends[2] = {min_, max_};
    for (int i = 0; i < 2; ++i) {
        const double end = law_ == deck::Law::normal ? ends[i] : std::log(std::max(ends[i], 0.0));
        const double z = (end - mean_) / sigma_;
        lower_[i] = normal_tail(-z);
        upper_[i] = normal_tail(z);
    }
    // Of two ends on one side of the mean the nearer one decides how much there is.
    if (lower_[1] < kLeastProbability || upper_[0] < kLeastProbability)
        throw InputError("scan parameter " + parameter.name +
                         ": its law has no probability between min and max (mend mean, sigma, min or max)");
    if (!std::isfinite((*this)(0.0)) || !std::isfinite((*this)(1.0)))
        throw InputError("scan parameter " + parameter.name +
                         ": its law reaches beyond the numbers (mend mean or sigma)");
}

double Quantile::operator()(double u) const {
    if (law_ == deck::Law::uniform) return std::lerp(min_, max_, u);
    u = std::clamp(u, 0x1p-54, 1.0 - 0x1p-53);
    const double p = (1.0 - u) * lower_[0] + u * lower_[1];
    const double q = (1.0 - u) * upper_[0] + u * upper_[1];
    const double value = mean_ + sigma_ * normal_quantile(p, q);
    return std::clamp(law_ == deck::Law::normal ? value : std::exp(value), min_, max_);
}

std::vector<Quantile> quantiles(const deck::Scan& scan) {
    return {scan.parameters.begin(), scan.parameters.end()};
}

} // namespace lpsglass::scan
