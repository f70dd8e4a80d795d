#include "lpsglass/model/nqr_line.hpp"

#include <algorithm>
#include <cmath>

#include "lpsglass/core/constants.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/model/nqr_frequency.hpp"

namespace lpsglass::model {

namespace {

constexpr int kLanes = 8; // derivatives taken in one pass
using Lanes = Dual<double, kLanes>;

/// Sum of weighted packets on the bins, with what the derivatives need:
/// d/dp of w g(z), z = (nu - nu_n)/width, is w g [z (dnu_n + z dwidth) - dwidth] / width.
template <class T> class PacketSum {
  public:
    PacketSum(const std::vector<double>& bins, const T& width)
        : bins_(bins), width_(width), sum_(bins.size()), second_(bins.size()) {
        if constexpr (!std::is_same_v<T, double>) slope_.resize(bins.size() * kLanes);
    }

    void add(double weight, const T& frequency) {
        const double nu = value_of(frequency), width = value_of(width_), inverse = 1.0 / width;
        // A packet is below 1e-17 of its peak beyond 9 widths.
        auto bin = std::lower_bound(bins_.begin(), bins_.end(), nu - 9.0 * width);
        for (; bin != bins_.end() && *bin <= nu + 9.0 * width; ++bin) {
            const std::size_t j = bin - bins_.begin();
            const double z = (*bin - nu) * inverse;
            const double g = weight * std::exp(-0.5 * z * z);
            sum_[j] += g;
            if constexpr (!std::is_same_v<T, double>) {
                second_[j] += g * z * z;
                double* slope = &slope_[j * kLanes];
                for (int l = 0; l < kLanes; ++l)
                    slope[l] += g * z * frequency.derivative[l];
            }
        }
    }

    /// Unit-area intensity and its derivatives by the lanes, for packets of total weight `total`.
    void finish(double total, int first, int count, Line& line) const {
        const double width = value_of(width_);
        const double norm = 1.0 / (total * width * std::sqrt(2.0 * constants::pi));
        const std::size_t n = bins_.size();
        line.intensity.resize(n);
        for (std::size_t j = 0; j < n; ++j)
            line.intensity[j] = norm * sum_[j];
        if constexpr (!std::is_same_v<T, double>) {
            for (int l = 0; l < count; ++l) {
                const double dwidth = width_.derivative[l];
                double* out = &line.derivative[(first + l) * n];
                for (std::size_t j = 0; j < n; ++j) {
                    out[j] = norm / width * (slope_[j * kLanes + l] + dwidth * (second_[j] - sum_[j]));
                }
            }
        }
    }

  private:
    const std::vector<double>& bins_;
    T width_;                    // standard deviation of a packet, MHz
    std::vector<double> sum_;    // sum w g
    std::vector<double> second_; // sum w g z^2
    std::vector<double> slope_;  // sum w g z dnu_n, bins x lanes
};

/// Where the members' frequencies go: the packets, and the moments about the first frequency.
template <class T> struct Members {
    PacketSum<T> packets;
    double kept = 0.0, dropped = 0.0, origin = 0.0, first = 0.0, second = 0.0;
    std::array<double, kLanes> slope{}; // sum w dnu_n

    void add(double weight, const T& frequency) {
        const double nu = value_of(frequency);
        if (kept == 0.0) origin = nu;
        kept += weight;
        first += weight * (nu - origin);
        second += weight * (nu - origin) * (nu - origin);
        if constexpr (!std::is_same_v<T, double>) {
            for (int l = 0; l < kLanes; ++l)
                slope[l] += weight * frequency.derivative[l];
        }
        packets.add(weight, frequency);
    }
    void drop(double weight) { dropped += weight; }
};

/// Frequency of the member with the given zeta; false where it is no pyramid.
template <class T>
bool member_frequency(const ParameterSet<T>& p, const T& polar, const T& factor, const Sextuple<T>& zeta,
                      T& nu) {
    Sextuple<T> fluctuation;
    for (int k = 0; k < kFluctuations; ++k)
        fluctuation[k] = p[parameter::amplitude + k] * zeta[k];
    const Structure<T> s = fluctuating_structure(p, polar, fluctuation);
    if (!s.is_pyramid) return false;
    nu = factor * nqr_frequency(p, s);
    return std::isfinite(value_of(nu));
}

/// Rows of the matrix that takes values at the Gauss nodes to the fine nodes (Lagrange).
std::vector<double> interpolation_matrix(const std::vector<double>& from, const std::vector<double>& to) {
    std::vector<double> matrix;
    for (double t : to) {
        for (std::size_t j = 0; j < from.size(); ++j) {
            double l = 1.0;
            for (std::size_t k = 0; k < from.size(); ++k) {
                if (k != j) l *= (t - from[k]) / (from[j] - from[k]);
            }
            matrix.push_back(l);
        }
    }
    return matrix;
}

/// The basis at these amplitudes: turned by the smallest rotation that takes basis[0] to the gradient of the
/// frequency.
template <class T>
std::array<Sextuple<T>, kFluctuations> turned_basis(const LineRule& rule, const ParameterSet<T>& p) {
    using std::sqrt;
    std::array<Sextuple<T>, kFluctuations> basis;
    for (int i = 0; i < kFluctuations; ++i) {
        for (int k = 0; k < kFluctuations; ++k)
            basis[i][k] = T(rule.basis[i][k]);
    }
    if (rule.law != EnsembleLaw::normal) return basis;

    Sextuple<T> u;
    T norm2{}, along{};
    for (int k = 0; k < kFluctuations; ++k) {
        u[k] = p[parameter::amplitude + k] * rule.frequency_gradient[k];
        norm2 += u[k] * u[k];
        along += u[k] * basis[0][k];
    }
    if (!(value_of(norm2) > 0.0)) return basis; // no fluctuation at all: every direction is as good
    // u and -u are the same split of a symmetric law; the nearer one needs no half turn.
    const T scale = (value_of(along) < 0.0 ? -1.0 : 1.0) / sqrt(norm2);
    for (T& c : u)
        c *= scale;
    const T inverse = 1.0 / (1.0 + along * scale);
    for (int i = 1; i < kFluctuations; ++i) {
        T overlap{};
        for (int k = 0; k < kFluctuations; ++k)
            overlap += u[k] * basis[i][k];
        overlap *= inverse;
        for (int k = 0; k < kFluctuations; ++k)
            basis[i][k] -= overlap * (u[k] + basis[0][k]);
    }
    basis[0] = u;
    return basis;
}

} // namespace

NqrLine::NqrLine(const LineRule& rule, std::vector<double> frequency_MHz)
    : rule_(rule), frequency_MHz_(std::move(frequency_MHz)) {
    if (rule.method == IntegrationMethod::direct) {
        member_ = sobol_members(rule.law, rule.points);
        member_weight_.assign(rule.points, 1.0 / rule.points);
        return;
    }
    strand_ = gauss_rule(rule.law, rule.orders[0]);
    fine_ = fine_rule(rule.law, rule.fine_points);
    interpolation_ = interpolation_matrix(strand_.node, fine_.node);
    member_.push_back({});
    member_weight_.push_back(1.0);
    for (int i = 1; i < kFluctuations; ++i) {
        const Quadrature q = direction_rule(rule.law, rule.orders[i]);
        std::vector<Sextuple<double>> nodes;
        std::vector<double> weights;
        for (std::size_t m = 0; m < member_.size(); ++m) {
            for (std::size_t n = 0; n < q.node.size(); ++n) {
                nodes.push_back(member_[m]);
                nodes.back()[i] = q.node[n];
                weights.push_back(member_weight_[m] * q.weight[n]);
            }
        }
        member_ = std::move(nodes);
        member_weight_ = std::move(weights);
    }
}

template <class T, class Sink>
void NqrLine::visit_direct(const ParameterSet<T>& p, const T& polar, const T& factor, Sink& sink) const {
    Sextuple<T> zeta;
    T nu;
    for (std::size_t n = 0; n < member_.size(); ++n) {
        for (int k = 0; k < kFluctuations; ++k)
            zeta[k] = T(member_[n][k]);
        if (member_frequency(p, polar, factor, zeta, nu)) {
            sink.add(member_weight_[n], nu);
        } else {
            sink.drop(member_weight_[n]);
        }
    }
}

template <class T, class Sink>
void NqrLine::visit_conditional(const ParameterSet<T>& p, const T& polar, const T& factor, Sink& sink) const {
    const std::array<Sextuple<T>, kFluctuations> basis = turned_basis(rule_, p);
    std::vector<T> at_node(strand_.node.size());
    for (std::size_t n = 0; n < member_.size(); ++n) {
        Sextuple<T> across{};
        for (int i = 1; i < kFluctuations; ++i) {
            for (int k = 0; k < kFluctuations; ++k)
                across[k] += member_[n][i] * basis[i][k];
        }
        const auto frequency_at = [&](double t, T& nu) {
            Sextuple<T> zeta = across;
            for (int k = 0; k < kFluctuations; ++k)
                zeta[k] += t * basis[0][k];
            return member_frequency(p, polar, factor, zeta, nu);
        };
        bool complete = true;
        for (std::size_t m = 0; m < at_node.size() && complete; ++m) {
            complete = frequency_at(strand_.node[m], at_node[m]);
        }
        for (std::size_t f = 0; f < fine_.node.size(); ++f) {
            const double weight = member_weight_[n] * fine_.weight[f];
            T nu{};
            // Where the strand leaves the pyramids, each fine node is looked at by itself.
            if (complete) {
                const double* row = &interpolation_[f * at_node.size()];
                for (std::size_t m = 0; m < at_node.size(); ++m)
                    nu += row[m] * at_node[m];
            } else if (!frequency_at(fine_.node[f], nu)) {
                sink.drop(weight);
                continue;
            }
            sink.add(weight, nu);
        }
    }
}

template <class T>
void NqrLine::accumulate(const ParameterSet<T>& p, double temperature_K, int first, int count,
                         Line& line) const {
    const Structure<T> mean = mean_structure(p);
    if (!mean.is_pyramid) throw NumericalError("the mean structure is no pyramid");
    const T factor = thermal_factor(p, temperature_K);
    const T width = p[parameter::packet_fwhm] / std::sqrt(8.0 * std::log(2.0));
    Members<T> members{PacketSum<T>(frequency_MHz_, width)};
    if (rule_.method == IntegrationMethod::direct) {
        visit_direct(p, mean.bond_polar_angle, factor, members);
    } else {
        visit_conditional(p, mean.bond_polar_angle, factor, members);
    }
    if (!(members.kept > 0.0)) throw NumericalError("no member of the ensemble is a pyramid");
    members.packets.finish(members.kept, first, count, line);
    const double shift = members.first / members.kept;
    line.mean_MHz = members.origin + shift;
    for (int l = 0; l < count; ++l)
        line.mean_derivative[first + l] = members.slope[l] / members.kept;
    line.standard_deviation_MHz = std::sqrt(std::max(0.0, members.second / members.kept - shift * shift));
    line.dropped_share = members.dropped / (members.kept + members.dropped);
}

Line NqrLine::evaluate(const ParameterSet<double>& p, double temperature_K,
                       std::span<const int> active) const {
    Line line;
    const int n = static_cast<int>(active.size());
    line.derivative.resize(n * frequency_MHz_.size());
    line.mean_derivative.resize(n);
    if (n == 0) accumulate<double>(p, temperature_K, 0, 0, line);
    for (int first = 0; first < n; first += kLanes) {
        const int count = std::min(kLanes, n - first);
        ParameterSet<Lanes> lanes;
        for (int i = 0; i < parameter::count; ++i)
            lanes[i] = Lanes(p[i]);
        for (int l = 0; l < count; ++l)
            lanes[active[first + l]].derivative[l] = 1.0;
        accumulate<Lanes>(lanes, temperature_K, first, count, line);
    }
    return line;
}

} // namespace lpsglass::model
