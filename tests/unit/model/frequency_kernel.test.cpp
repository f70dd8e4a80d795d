#include "lpsglass/model/frequency_kernel.hpp"

#include "lpsglass/core/error.hpp"
#include "lpsglass/model/ensemble.hpp"
#include "lpsglass/model/nqr_frequency.hpp"
#include "support/catch.hpp"
#include "unit/model/glass_cases.hpp"

using namespace glass_cases;
using model::EnsembleLaw;
using model::FrequencyKernel;

namespace {

using D = model::Dual<double, par::count>;

/// The member's frequency by the readable formulas, with every derivative; NaN where it is no pyramid.
D by_definition(const ParameterSet<double>& p, double temperature, const Sextuple<double>& zeta) {
    ParameterSet<D> q;
    for (int i = 0; i < par::count; ++i)
        q[i] = D::variable(p[i], i);
    Sextuple<D> x;
    for (int k = 0; k < 6; ++k)
        x[k] = q[par::amplitude + k] * zeta[k];
    const auto s = model::fluctuating_structure(q, model::mean_polar_angle(q), x);
    if (!s.is_pyramid) return D(std::nan(""));
    return model::thermal_factor(q, temperature) * model::nqr_frequency(q, s);
}

} // namespace

TEST_CASE("the kernel's frequencies and slopes are those of the formulas", "[model][frequency_kernel]") {
    std::mt19937_64 random(5);
    const std::vector<Sextuple<double>> zeta = model::sobol_members(EnsembleLaw::normal, 45);
    const FrequencyKernel kernel(zeta);
    std::vector<int> active;
    for (int i = 0; i < par::count; ++i)
        active.push_back(i);
    std::vector<double> frequency, derivative;
    int pyramids = 0, others = 0;
    for (int i = 0; i < 3 * kEffort; ++i) {
        ParameterSet<double> p = random_pyramid(random);
        p[par::libration_rms] = 0.06;
        // From small angles to turns: each branch of the elementary functions.
        for (int k = 0; k < 6; ++k)
            p[par::amplitude + k] *= i % 3 == 0 ? 1.0 : i % 3 == 1 ? 20.0 : 300.0;
        const double temperature = i % 2 == 0 ? 77.0 : std::nan("");
        kernel.evaluate(p, temperature, active, frequency, derivative);
        REQUIRE(frequency.size() == zeta.size());
        REQUIRE(derivative.size() == zeta.size() * active.size());
        for (std::size_t n = 0; n < zeta.size(); ++n) {
            const D nu = by_definition(p, temperature, zeta[n]);
            CAPTURE(i, n);
            REQUIRE(std::isnan(frequency[n]) == std::isnan(nu.value));
            if (std::isnan(nu.value)) {
                ++others;
                for (int a = 0; a < par::count; ++a)
                    CHECK(derivative[a * zeta.size() + n] == 0.0);
                continue;
            }
            ++pyramids;
            // Near the edge of the pyramids the formulas amplify rounding by 1/c_ij and 1/cos B sin B.
            CHECK(frequency[n] == Approx(nu.value).epsilon(1e-10));
            double worst = 0.0, size = 0.0;
            for (int a = 0; a < par::count; ++a) {
                const double scale = std::max(std::abs(p[a]), 1e-2); // parameters have several units
                worst = std::max(worst, scale * std::abs(derivative[a * zeta.size() + n] - nu.derivative[a]));
                size = std::max(size, scale * std::abs(nu.derivative[a]));
            }
            CHECK(worst < 1e-9 * size);
        }
    }
    CHECK(pyramids > 20);
    CHECK(others > 20);
}

TEST_CASE("frequencies alone are those with derivatives", "[model][frequency_kernel]") {
    const FrequencyKernel kernel(model::sobol_members(EnsembleLaw::uniform, 19));
    std::vector<double> alone, with, derivative;
    kernel.evaluate(unequal(), 77.0, {}, alone, derivative);
    CHECK(derivative.empty());
    kernel.evaluate(unequal(), 77.0, std::vector<int>{21, 3, 18}, with, derivative);
    CHECK(alone == with);
    CHECK(derivative.size() == 3 * 19);
    CHECK(derivative.back() == 0.0); // the packet moves no frequency
}

TEST_CASE("a mean structure that is no pyramid has no frequencies", "[model][frequency_kernel]") {
    ParameterSet<double> p = paper();
    for (int k = 0; k < 3; ++k)
        p[par::bond_angle + k] = 121.0 * degree;
    std::vector<double> frequency, derivative;
    CHECK_THROWS_AS(FrequencyKernel(model::sobol_members(EnsembleLaw::normal, 3))
                        .evaluate(p, 77.0, {}, frequency, derivative),
                    NumericalError);
}
