#include <algorithm>
#include <cmath>
#include <numeric>

#include <Eigen/Dense>

#include "line_expansion.hpp"
#include "lpsglass/model/frequency_kernel.hpp"
#include "lpsglass/model/line_rule.hpp"

/// Orders of a conditional rule from derivatives of the frequency alone, for the normal law.
namespace lpsglass::model {

namespace {

/// Beyond it terms above the second order rule, and orders have to be tried.
constexpr double kLargestBend = 0.12;
constexpr int kHighestOrder = 7; // of a Gauss rule across
// What is expected may be these times the tolerance.
constexpr double kShareAtFirst = 0.7;
constexpr double kShareAround = 1.5;

/// What one site asks of the rule.
struct Site {
    Matrix6 curvature; ///< second derivatives of the frequency in the rule's directions, MHz
    double width;      ///< standard deviation of the line in the rule's main direction, MHz
    double slope;      ///< MHz per unit of t
    Vector6 direction; ///< u
};

/// Largest |d^n/dz^n exp(-z^2/2)|.
constexpr double largest_derivative(int n) {
    constexpr double largest[] = {1.0,   0.607, 1.0,    1.381,   3.0,     5.783,    15.0,     35.54,    105.0,
                                  288.5, 945.0, 2913.4, 10395.0, 35209.0, 135135.0, 495557.0, 2027025.0};
    return largest[n];
}

/// Expected errors of a site's line per direction across and order.
using Errors = std::array<std::array<double, kHighestOrder + 2>, kFluctuations>;

/// Error of n Gauss nodes in a direction with the second derivative c and the mixed ones of squared sum b2,
/// both over the line's width: the term of degree 2n of exp[ik(c s^2/2 + b s)], of which the rule misses n!
/// times the coefficient, as a derivative of the line. `b2` is a mean over the other directions.
double error_of(int n, double c, double b2) {
    // Terms (|c|/2)^(n-m) (b2/2)^m n!/((n-m)! m!), m = 0 .. n
    const double x = 0.5 * std::abs(c), y = 0.5 * b2;
    std::array<double, kHighestOrder + 2> power{1.0}; // of x
    for (int m = 1; m <= n; ++m)
        power[m] = power[m - 1] * x;
    double error = 0.0, factor = 1.0;
    for (int m = 0; m <= n; ++m) {
        error += factor * power[n - m] * largest_derivative(n + m);
        factor *= y * (n - m) / (m + 1);
    }
    return error;
}

Errors errors_at(const Site& site) {
    constexpr double along = 1.5; // t^2 where it counts, in the wings
    Errors errors{};
    const Matrix6 curvature = site.curvature / site.width;
    for (int i = 1; i < kFluctuations; ++i) {
        const double b2 = curvature.col(i).squaredNorm() + (along - 1.0) * std::pow(curvature(0, i), 2) -
                          std::pow(curvature(i, i), 2);
        for (int n = 1; n <= kHighestOrder + 1; ++n)
            errors[i][n] = error_of(n, curvature(i, i), b2);
    }
    return errors;
}

/// Largest sum over the directions across, of any site, as a share of what is allowed there.
double largest_error(const std::vector<Errors>& sites, const std::array<int, kFluctuations>& orders) {
    double largest = 0.0;
    for (const Errors& errors : sites) {
        double sum = 0.0;
        for (int i = 1; i < kFluctuations; ++i)
            sum += errors[i][orders[i]];
        largest = std::max(largest, sum / (&errors == &sites.front() ? kShareAtFirst : kShareAround));
    }
    return largest;
}

/// The smallest rotation from u0 to u, to either sign of u.
Matrix6 turn_between(const Vector6& u0, Vector6& u) {
    if (u.dot(u0) < 0.0) u = -u;
    const Vector6 sum = u + u0;
    const Matrix6 half = sum * sum.transpose() / (1.0 + u.dot(u0));
    return Matrix6::Identity() - half + 2.0 * u * u0.transpose();
}

/// Error of the line from the interpolation along the middle strand: between the nodes of a higher order.
double interpolation_error(int order, const Site& site, const ParameterSet<double>& p) {
    const Quadrature node = gauss_rule(EnsembleLaw::normal, order),
                     finer = gauss_rule(EnsembleLaw::normal, order + 2);
    std::vector<Sextuple<double>> member;
    for (const Quadrature* q : {&node, &finer}) {
        for (double t : q->node) {
            member.emplace_back();
            for (int k = 0; k < kFluctuations; ++k)
                member.back()[k] = t * site.direction[k];
        }
    }
    std::vector<double> nu, none;
    FrequencyKernel(member).evaluate(p, std::nan(""), {}, nu, none);
    double largest = 0.0;
    for (int f = 0; f < order + 2; ++f) {
        const double t = finer.node[f];
        double value = 0.0;
        for (int m = 0; m < order; ++m) {
            double l = nu[m];
            for (int k = 0; k < order; ++k) {
                if (k != m) l *= (t - node.node[k]) / (node.node[m] - node.node[k]);
            }
            value += l;
        }
        const double error =
            std::abs(value - nu[order + f]) / site.width * std::abs(t) * std::exp(-0.5 * t * t);
        if (!(error <= largest)) largest = error; // NaN, no pyramid, stays
    }
    return largest;
}

} // namespace

LineRule expected_conditional_rule(std::span<const ParameterSet<double>> sites, double temperature_K,
                                   EnsembleLaw law, std::span<const double> frequency_MHz, double tolerance) {
    const auto tried = [&] {
        return choose_conditional_rule(sites, temperature_K, law, frequency_MHz, tolerance).rule;
    };
    if (law != EnsembleLaw::normal) return tried();

    constexpr double spacing_one = 0.9,
                     spacing_many = 1.1; // around a single site there is no telling how far
    FrequencyExpansion nu = expand_frequency(sites.front());
    LineRule rule = one_node_rule(sites.front(), nu, law, sites.size() > 1 ? spacing_many : spacing_one);
    const Vector6 u0 = Vector6::Map(rule.basis[0].data());
    std::vector<Site> asks;
    Matrix6 bends = Matrix6::Zero();
    int fine = 4;
    for (const ParameterSet<double>& p : sites) {
        // The expansion is that of the structure, which mostly is the same everywhere.
        if (!std::equal(p.begin(), p.begin() + parameter::amplitude, sites.front().begin()))
            nu = expand_frequency(p);
        const auto [gradient, curvature] = in_zeta(nu, p);
        const double slope = gradient.norm(), packet = packet_width(p);
        if (!(slope > 0.0)) return tried();
        Vector6 u = gradient / slope;
        const Matrix6 turn = turn_between(u0, u);
        const Matrix6 turned = turn.transpose() * curvature * turn;
        const double width = std::hypot(slope, packet);
        const Matrix6 across = (turned - u0 * (u0.transpose() * turned)) / width;
        bends += across * (across - across * u0 * u0.transpose()).transpose();
        asks.push_back({turned, width, slope, u});
        fine = std::max(fine, fine_points(law, packet / std::max(slope, 0.1 * packet),
                                          sites.size() > 1 ? spacing_many : spacing_one));
    }
    rule.fine_points = (fine + 3) / 4 * 4;
    // One basis for all sites: the directions in which they bend most.
    const Matrix6 basis = normal_basis(u0, bends);
    for (int i = 1; i < kFluctuations; ++i)
        Vector6::Map(rule.basis[i].data()) = basis.col(i);
    Matrix6 directions = basis;
    directions.col(0) = u0;
    std::vector<Errors> errors;
    for (Site& site : asks) {
        site.curvature = (directions.transpose() * site.curvature * directions).eval();
        errors.push_back(errors_at(site));
    }

    for (;;) {
        const double error = largest_error(errors, rule.orders);
        if (error <= tolerance) break;
        int best = 0;
        double most = 0.0;
        for (int i = 1; i < kFluctuations; ++i) {
            std::array<int, kFluctuations> orders = rule.orders;
            ++orders[i];
            const double gain =
                (error - largest_error(errors, orders)) / std::log(orders[i] / (orders[i] - 1.0));
            if (gain > most && orders[i] <= kHighestOrder) {
                most = gain;
                best = i;
            }
        }
        if (best == 0) return tried();
        ++rule.orders[best];
    }
    const auto widest = std::max_element(asks.begin(), asks.end(),
                                         [](const Site& a, const Site& b) { return a.slope < b.slope; });
    for (auto site : {asks.begin(), widest}) {
        for (int i = 1; i < kFluctuations; ++i) {
            if (std::abs(site->curvature(i, i)) > 2.0 * kLargestBend * site->width) return tried();
        }
        for (;;) {
            const double error = interpolation_error(rule.orders[0], *site, sites[site - asks.begin()]);
            if (error <= 0.1 * tolerance) break;
            if (!(rule.orders[0] < 11)) return tried();
            rule.orders[0] += 2;
        }
    }
    return rule;
}

} // namespace lpsglass::model
