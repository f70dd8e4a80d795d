#include "report/wells.hpp"

#include "support/catch.hpp"

using lpsglass::report::Well;

namespace {

/// Stiffness 1000 eV/rad^2, x0 = -0.01 rad, so |A| = 10 eV/rad and E0 = -0.05 eV.
Well well(double slope, double decay_slope) {
    Well out;
    out.amplitude = -0.01;
    out.ground_state = -0.05;
    out.stiffness = 1000.0;
    out.slope = slope;
    out.decay_slope = decay_slope;
    return out;
}

} // namespace

TEST_CASE("A real slope has its minimum at the ground state", "[wells]") {
    const Well theta = well(10.0, 0.0);
    CHECK(theta.energy(-0.01) == Approx(-0.05).epsilon(1e-12)); // rounding
    CHECK(theta.energy(-0.011) > theta.energy(-0.01));
    CHECK(theta.energy(-0.009) > theta.energy(-0.01));
    CHECK(theta.energy(0.0) == 0.0);
}

TEST_CASE("The free energy of beta against time is stationary where e^-tau is cos S", "[wells]") {
    const double cos_s = 0.8; // Re A = |A| cos S
    const Well beta = well(10.0 * cos_s, 10.0 * cos_s);
    const double tau = -std::log(cos_s);
    // F = Re A x0 e^-tau + (1/2) kappa d^2 x0^2 e^-2tau = 0.1 (-0.64 + 0.32) at tau.
    CHECK(beta.energy_after(tau) == Approx(-0.032).epsilon(1e-12));
    CHECK(beta.energy_after(tau - 0.01) > beta.energy_after(tau));
    CHECK(beta.energy_after(tau + 0.01) > beta.energy_after(tau));
    CHECK(beta.energy_after(0.0) == Approx(beta.energy(-0.01)).epsilon(1e-12));
}

TEST_CASE("A fluctuation without amplitude has no well", "[wells]") {
    CHECK_FALSE(Well{}.exists());
    CHECK(well(1.0, 1.0).exists());
}
