#include "lpsglass/model/ensemble.hpp"

#include <cmath>

#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/legendre.hpp>
#include <Eigen/Dense>

#include "lpsglass/core/constants.hpp"
#include "lpsglass/core/sobol.hpp"

namespace lpsglass::model {

namespace {

/// Gauss-Hermite for unit variance, after Golub and Welsch: nodes are the eigenvalues of the Jacobi matrix of
/// the orthogonal polynomials, weights the squares of the eigenvectors' first components.
Quadrature hermite_rule(int n) {
    Eigen::VectorXd diagonal = Eigen::VectorXd::Zero(n), beside(n - 1);
    for (int i = 1; i < n; ++i)
        beside[i - 1] = std::sqrt(static_cast<double>(i));
    Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver;
    solver.computeFromTridiagonal(diagonal, beside);
    Quadrature q;
    for (int i = 0; i < n; ++i) {
        // Symmetrised, so that odd moments vanish exactly.
        q.node.push_back(0.5 * (solver.eigenvalues()[i] - solver.eigenvalues()[n - 1 - i]));
        const double a = solver.eigenvectors()(0, i), b = solver.eigenvectors()(0, n - 1 - i);
        q.weight.push_back(0.5 * (a * a + b * b));
    }
    return q;
}

/// The rules that lines are mostly made of, by n.
std::vector<Quadrature> low_hermite_rules() {
    std::vector<Quadrature> rules(2);
    for (int n = 2; n <= 12; ++n)
        rules.push_back(hermite_rule(n));
    return rules;
}

/// Gauss-Legendre on +-sqrt 3 from the zeros of the polynomial: fine rules have thousands of nodes, for which
/// an eigenproblem takes hours.
Quadrature legendre_rule(int n) {
    Quadrature q;
    const auto add = [&](double x) {
        const double slope = boost::math::legendre_p_prime(n, x);
        q.node.push_back(std::sqrt(3.0) * x);
        q.weight.push_back(1.0 / ((1.0 - x * x) * slope * slope));
    };
    const std::vector<double> zeros = boost::math::legendre_p_zeros<double>(n); // ascending from 0
    for (auto x = zeros.rbegin(); x != zeros.rend(); ++x) {
        if (*x > 0.0) add(-*x);
    }
    for (double x : zeros)
        add(x);
    return q;
}

} // namespace

Quadrature gauss_rule(EnsembleLaw law, int n) {
    if (n == 1) return {{0.0}, {1.0}};
    switch (law) {
    case EnsembleLaw::normal: {
        static const std::vector<Quadrature> rules = low_hermite_rules();
        return n < static_cast<int>(rules.size()) ? rules[n] : hermite_rule(n);
    }
    case EnsembleLaw::uniform:
        return legendre_rule(n);
    case EnsembleLaw::arcsine:
        break;
    }
    Quadrature q;
    for (int i = n - 1; i >= 0; --i) {
        q.node.push_back(std::sqrt(2.0) * std::sin(constants::pi * (n - 1 - 2 * i) / (2.0 * n)));
        q.weight.push_back(1.0 / n);
    }
    return q;
}

Quadrature trapezoid_rule(int n, double reach) {
    Quadrature q;
    double sum = 0.0;
    for (int i = 0; i < n; ++i) {
        const double t = reach * (2.0 * i - (n - 1)) / (n - 1);
        q.node.push_back(t);
        q.weight.push_back(std::exp(-0.5 * t * t));
        sum += q.weight.back();
    }
    for (double& w : q.weight)
        w /= sum;
    return q;
}

Quadrature direction_rule(EnsembleLaw law, int n) {
    if (law != EnsembleLaw::normal || n < 8) return gauss_rule(law, n);
    return trapezoid_rule(n, 3.6 + 0.05 * n);
}

Quadrature fine_rule(EnsembleLaw law, int n) {
    // The normal law weighs 2e-9 beyond 6.
    return law == EnsembleLaw::normal ? trapezoid_rule(n, 6.0) : gauss_rule(law, n);
}

double law_quantile(EnsembleLaw law, double u) {
    switch (law) {
    case EnsembleLaw::uniform:
        return std::sqrt(3.0) * (2.0 * u - 1.0);
    case EnsembleLaw::arcsine:
        return std::sqrt(2.0) * std::cos(constants::pi * u);
    case EnsembleLaw::normal:
        break;
    }
    return -std::sqrt(2.0) * boost::math::erfc_inv(2.0 * u);
}

std::vector<Sextuple<double>> sobol_members(EnsembleLaw law, int n) {
    SobolSequence sequence(kFluctuations);
    sequence.skip_to(1);
    std::vector<Sextuple<double>> members(n);
    for (Sextuple<double>& zeta : members) {
        sequence.next(zeta);
        for (double& z : zeta)
            z = law_quantile(law, z);
    }
    return members;
}

} // namespace lpsglass::model
