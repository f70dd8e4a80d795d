#include "lpsglass/model/free_energy.hpp"

#include <complex>

#include "support/catch.hpp"
#include "unit/model/glass_cases.hpp"

using namespace glass_cases;
using model::ExtinctionStatus;
using model::FreeEnergy;
using model::Frustration;

namespace {

/// Forces and frustration as plain numbers, so that free energies are tested by themselves.
struct Drive {
    Sextuple<double> g{6.8, 5.9, -8.1, 1.2, -3.0, 4.3}; ///< eV/rad
    Frustration<double> work;
    Drive() {
        work.phi_real = {-3.5, 2.7, -4.7};
        work.phi_imag = {520.0, -430.0, 330.0};
    }
};

FreeEnergy<double> from_amplitudes(const ParameterSet<double>& p, const Drive& d = {}) {
    return model::free_energy_from_amplitudes(p, d.g, d.work);
}

FreeEnergy<double> from_bath(const ParameterSet<double>& p, const Drive& d = {}) {
    return model::free_energy_from_bath(p, d.g, d.work);
}

/// A of docs/theory.md section 5 from given bath amplitudes, written out.
std::complex<double> linear_term(const ParameterSet<double>& p, const Drive& d, const Sextuple<double>& q,
                                 int k) {
    if (k < 3) {
        const double kd = p[par::kappa_beta + k] * p[par::bond_length + k];
        return {d.g[k] - d.work.phi_real[k] - kd * q[k], -d.work.phi_imag[k]};
    }
    const double di = p[par::bond_length + model::pair_first[k - 3]];
    const double dj = p[par::bond_length + model::pair_second[k - 3]];
    return d.g[k] + p[par::kappa_theta + k - 3] * std::sqrt(di * dj) * q[k];
}

/// kappa d^2 or kappa d_i d_j, eV.
double stiffness(const ParameterSet<double>& p, int k) {
    if (k < 3) return p[par::kappa_beta + k] * p[par::bond_length + k] * p[par::bond_length + k];
    return p[par::kappa_theta + k - 3] * p[par::bond_length + model::pair_first[k - 3]] *
           p[par::bond_length + model::pair_second[k - 3]];
}

/// Place of the minimum of a function of one variable with one minimum in [a, b], by golden section.
template <class F> double brute_minimum(const F& f, double a, double b) {
    const double ratio = 0.5 * (std::sqrt(5.0) - 1.0);
    for (int n = 0; n < 120; ++n) {
        const double c = b - ratio * (b - a), d = a + ratio * (b - a);
        (f(c) < f(d) ? b : a) = f(c) < f(d) ? d : c;
    }
    return 0.5 * (a + b);
}

void use_bath(ParameterSet<double>& p, const Sextuple<double>& q) {
    for (int k = 0; k < 6; ++k)
        p[par::bath_beta + k] = q[k];
}

} // namespace

TEST_CASE("from amplitudes: |A| = kappa d^2 |x0| and E0 = -kappa d^2 x0^2/2", "[model][free_energy]") {
    const ParameterSet<double> p = unequal();
    const FreeEnergy<double> f = from_amplitudes(p);
    for (int k = 0; k < 6; ++k) {
        CAPTURE(k);
        const double x0 = p[par::amplitude + k], kdd = stiffness(p, k);
        CHECK(f.amplitude[k] == x0);
        CHECK(f.stiffness[k] == Approx(kdd).epsilon(1e-14));
        CHECK(f.linear_magnitude[k] == Approx(kdd * std::abs(x0)).epsilon(1e-14));
        CHECK(f.ground_state[k] == Approx(-0.5 * kdd * x0 * x0).epsilon(1e-14));
        // The bath amplitudes that come out give A back.
        const std::complex<double> a = linear_term(p, Drive{}, f.bath, k);
        CHECK(std::abs(a) == Approx(f.linear_magnitude[k]).epsilon(1e-12));
        CHECK(a.real() == Approx(f.linear_real[k]).epsilon(1e-12));
        CHECK(a.real() * x0 < 0.0); // sign of x0 = -sign Re A
    }
}

TEST_CASE("the paper's energies follow from the default parameters", "[model][free_energy]") {
    // docs/theory.md section 9: kappa is calibrated on them, to the digits it is given with.
    const FreeEnergy<double> f = from_amplitudes(paper());
    const double energies[] = {-3.4, -3.0, -2.85, -2.0, -3.0, -8.0};
    for (int k = 0; k < 6; ++k)
        CHECK(f.ground_state[k] == Approx(energies[k]).epsilon(1e-4));
}

TEST_CASE("x0 of an angle is the minimum of its real free energy, and E0 its depth", "[model][free_energy]") {
    ParameterSet<double> p = unequal();
    p[par::amplitude + 4] = 0.003; // a positive one too
    const FreeEnergy<double> f = from_amplitudes(p);
    for (int k = 3; k < 6; ++k) {
        const double a = linear_term(p, Drive{}, f.bath, k).real();
        const auto energy = [&](double x) { return a * x + 0.5 * stiffness(p, k) * x * x; };
        // A flat minimum is found to the square root of rounding.
        CHECK(brute_minimum(energy, -0.05, 0.05) == Approx(f.amplitude[k]).margin(1e-9));
        CHECK(energy(f.amplitude[k]) == Approx(f.ground_state[k]).epsilon(1e-11));
    }
}

TEST_CASE("the gauge phase of a hybrid has sin S = Im Phi/|A| and |S| < 90 degrees", "[model][free_energy]") {
    const ParameterSet<double> p = unequal();
    const Drive d;
    const FreeEnergy<double> f = from_amplitudes(p, d);
    for (int k = 0; k < 3; ++k) {
        CHECK(std::sin(f.gauge_phase[k]) ==
              Approx(d.work.phi_imag[k] / f.linear_magnitude[k]).epsilon(1e-13));
        CHECK(std::abs(f.gauge_phase[k]) < 0.5 * constants::pi);
        CHECK(std::abs(f.linear_real[k]) ==
              Approx(f.linear_magnitude[k] * std::cos(f.gauge_phase[k])).epsilon(1e-13));
    }
    CHECK(f.gauge_phase[1] < 0.0); // the sign of Im Phi is kept
}

TEST_CASE("from the fit to the bath and back gives the same ground state and extinction",
          "[model][free_energy]") {
    ParameterSet<double> p = unequal();
    p[par::amplitude + 1] = 0.004; // signs of both kinds
    p[par::amplitude + 5] = 0.002;
    const FreeEnergy<double> there = from_amplitudes(p);
    use_bath(p, there.bath);
    const FreeEnergy<double> back = from_bath(p);
    for (int k = 0; k < 6; ++k) {
        CAPTURE(k);
        CHECK(back.amplitude[k] == Approx(there.amplitude[k]).epsilon(1e-12));
        CHECK(back.ground_state[k] == Approx(there.ground_state[k]).epsilon(1e-12));
        CHECK(back.linear_real[k] == Approx(there.linear_real[k]).epsilon(1e-12));
        CHECK(back.linear_magnitude[k] == Approx(there.linear_magnitude[k]).epsilon(1e-12));
        CHECK(back.bath[k] == there.bath[k]);
        CHECK(back.status[k] == there.status[k]);
        if (k < 3) {
            CHECK(back.gauge_phase[k] == Approx(there.gauge_phase[k]).epsilon(1e-12));
            // ln eta of 1e-2 is the square of the phase: a relative rounding of |A| stays one.
            CHECK(back.log_eta[k] == Approx(there.log_eta[k]).epsilon(1e-11));
        }
    }
    // |A - 2g| of an angle does not know which way A came.
    for (int k : {3, 4, 5}) {
        if (there.status[k] == ExtinctionStatus::ok)
            CHECK(back.log_eta[k] == Approx(there.log_eta[k]).epsilon(1e-11));
    }
}

TEST_CASE("from the bath to the amplitudes and back gives the same bath", "[model][free_energy]") {
    ParameterSet<double> p = unequal();
    const Sextuple<double> q{-0.008, 0.006, -0.009, 0.005, -0.004, 0.01};
    use_bath(p, q);
    const FreeEnergy<double> there = from_bath(p);
    for (int k = 0; k < 6; ++k)
        p[par::amplitude + k] = there.amplitude[k];
    const FreeEnergy<double> back = from_amplitudes(p);
    for (int k = 0; k < 6; ++k) {
        CAPTURE(k);
        CHECK(back.bath[k] == Approx(q[k]).epsilon(1e-11));
        CHECK(back.ground_state[k] == Approx(there.ground_state[k]).epsilon(1e-12));
    }
}

TEST_CASE("from the bath: |x0| = |A|/(kappa d^2) against the sign of Re A", "[model][free_energy]") {
    ParameterSet<double> p = unequal();
    const Sextuple<double> q{-0.008, 0.006, -0.009, 0.005, -0.004, 0.01};
    use_bath(p, q);
    const FreeEnergy<double> f = from_bath(p);
    for (int k = 0; k < 6; ++k) {
        const std::complex<double> a = linear_term(p, Drive{}, q, k);
        CHECK(f.amplitude[k] ==
              Approx((a.real() > 0.0 ? -1.0 : 1.0) * std::abs(a) / stiffness(p, k)).epsilon(1e-13));
        CHECK(f.ground_state[k] == Approx(-0.5 * std::norm(a) / stiffness(p, k)).epsilon(1e-13));
        if (k < 3) {
            CHECK(std::cos(f.gauge_phase[k]) == Approx(std::abs(a.real()) / std::abs(a)).epsilon(1e-13));
            CHECK(f.gauge_phase[k] * Drive{}.work.phi_imag[k] > 0.0);
        }
    }
}

TEST_CASE("at the extinction time the two parts of dF/dt are equal in magnitude", "[model][free_energy]") {
    // F(t) = Re A' x0 exp(-2 gamma t) + (1/2) kappa d^2 x0^2 exp(-4 gamma t), A' = A for a hybrid, 2g - A for
    // an angle.
    const ParameterSet<double> p = unequal();
    Drive d;
    d.g[4] = 3.0; // all six have an extinction
    const FreeEnergy<double> f = from_amplitudes(p, d);
    const double gamma = 3e11; // any rate
    for (int k = 0; k < 6; ++k) {
        CAPTURE(k);
        REQUIRE(f.status[k] == ExtinctionStatus::ok);
        const double a = k < 3 ? f.linear_real[k] : 2.0 * d.g[k] - f.linear_real[k];
        const double x0 = f.amplitude[k], extinction = f.log_eta[k] / (2.0 * gamma);
        const auto linear = [&](double t) { return -2.0 * gamma * a * x0 * std::exp(-2.0 * gamma * t); };
        const auto quadratic = [&](double t) {
            return -2.0 * gamma * stiffness(p, k) * x0 * x0 * std::exp(-4.0 * gamma * t);
        };
        CHECK(std::abs(linear(extinction)) == Approx(std::abs(quadratic(extinction))).epsilon(1e-12));
        // For a hybrid they cancel: a stationary point. For an angle they add up.
        CHECK((linear(extinction) * quadratic(extinction) < 0.0) == (k < 3));
        // Before it the quadratic part is the larger one.
        CHECK(extinction > 0.0);
        CHECK(std::abs(quadratic(0.0)) > std::abs(linear(0.0)));
    }
}

TEST_CASE("ln eta of a hybrid is ln(|A|/|Re A|), of an angle ln(|A|/|A - 2g|)", "[model][free_energy]") {
    const ParameterSet<double> p = unequal();
    const Drive d;
    const FreeEnergy<double> f = from_amplitudes(p, d);
    // Plain logarithms of ratios near 1 lose digits: 1e-16 against ln eta of 1e-3.
    for (int k = 0; k < 3; ++k) {
        CHECK(f.log_eta[k] ==
              Approx(std::log(f.linear_magnitude[k] / std::abs(f.linear_real[k]))).epsilon(1e-11));
        CHECK(f.log_eta[k] == Approx(-std::log(std::cos(f.gauge_phase[k]))).epsilon(1e-11));
    }
    for (int k = 3; k < 6; ++k) {
        const double a = f.linear_real[k], log_eta = std::log(std::abs(a) / std::abs(a - 2.0 * d.g[k]));
        CAPTURE(k, log_eta);
        if (log_eta > 0.0) {
            CHECK(f.log_eta[k] == Approx(log_eta).epsilon(1e-11));
        } else {
            CHECK(std::isnan(f.log_eta[k]));
            CHECK(f.status[k] == ExtinctionStatus::no_extinction);
        }
    }
    CHECK(f.status[4] == ExtinctionStatus::no_extinction); // g < 0 against A > 0: |A - 2g| > |A|
}

TEST_CASE("an undefined gauge phase takes the bond's phase, bath and extinction, and nothing else",
          "[model][free_energy]") {
    const ParameterSet<double> p = unequal();
    Drive d;
    const double magnitude = stiffness(p, 1) * std::abs(p[par::amplitude + 1]);
    d.work.phi_imag[1] = -1.5 * magnitude;
    const FreeEnergy<double> f = from_amplitudes(p, d);
    CHECK(f.status[1] == ExtinctionStatus::gauge_phase_undefined);
    CHECK(std::isnan(f.gauge_phase[1]));
    CHECK(std::isnan(f.bath[1]));
    CHECK(std::isnan(f.log_eta[1]));
    CHECK(f.ground_state[1] == Approx(from_amplitudes(p).ground_state[1]).epsilon(1e-15));
    for (int k : {0, 2}) {
        CHECK(f.status[k] == ExtinctionStatus::ok);
        CHECK(f.bath[k] == from_amplitudes(p).bath[k]);
    }
    SECTION("the limit itself has no solution either") {
        d.work.phi_imag[1] = from_amplitudes(p).linear_magnitude[1];
        CHECK(from_amplitudes(p, d).status[1] == ExtinctionStatus::gauge_phase_undefined);
    }
    SECTION("just below it there is one") {
        d.work.phi_imag[1] = (1.0 - 1e-12) * from_amplitudes(p).linear_magnitude[1];
        CHECK(from_amplitudes(p, d).status[1] == ExtinctionStatus::ok);
    }
    SECTION("given the bath there always is one") {
        ParameterSet<double> q = p;
        use_bath(q, {0.0, 0.0, 0.0, 0.005, 0.005, 0.005});
        CHECK(from_bath(q, d).status[1] == ExtinctionStatus::ok);
    }
}

TEST_CASE("without gauge coupling a hybrid has S = 0 and no extinction", "[model][free_energy]") {
    Drive d;
    d.work.phi_imag = {0.0, 0.0, 0.0};
    const FreeEnergy<double> f = from_amplitudes(unequal(), d);
    for (int k = 0; k < 3; ++k) {
        CHECK(f.gauge_phase[k] == 0.0);
        CHECK(f.status[k] == ExtinctionStatus::no_extinction); // ln eta = 0
        CHECK(std::isnan(f.log_eta[k]));
        CHECK(std::isfinite(f.bath[k]));
    }
}

TEST_CASE("an amplitude of zero has no extinction and no energy", "[model][free_energy]") {
    ParameterSet<double> p = unequal();
    p[par::amplitude + 0] = 0.0;
    p[par::amplitude + 4] = 0.0;
    const FreeEnergy<double> f = from_amplitudes(p);
    for (int k : {0, 4}) {
        CHECK(f.status[k] == ExtinctionStatus::no_extinction);
        CHECK(std::isnan(f.log_eta[k]));
        CHECK(f.ground_state[k] == 0.0);
        CHECK(f.linear_magnitude[k] == 0.0);
    }
    // The angle's bath just balances its force.
    CHECK(linear_term(p, Drive{}, f.bath, 4).real() == Approx(0.0).margin(1e-12));
    CHECK(f.status[1] == ExtinctionStatus::ok);
}

TEST_CASE("a bath that balances everything leaves no fluctuation", "[model][free_energy]") {
    // No force and no bath: A = 0 exactly.
    Drive d;
    d.g = {};
    d.work.phi_real = d.work.phi_imag = {0.0, 0.0, 0.0};
    ParameterSet<double> p = unequal();
    use_bath(p, {});
    const FreeEnergy<double> f = from_bath(p, d);
    for (int k = 0; k < 6; ++k) {
        CAPTURE(k);
        CHECK(f.amplitude[k] == 0.0);
        CHECK(f.ground_state[k] == 0.0);
        CHECK(f.status[k] == ExtinctionStatus::no_extinction);
        CHECK(std::isnan(f.log_eta[k]));
    }
    // With an imaginary part alone |x0| = |Im Phi|/(kappa d^2), S = 90 degrees and eta infinite.
    d.work.phi_imag[2] = -50.0;
    const FreeEnergy<double> g = from_bath(p, d);
    CHECK(std::abs(g.amplitude[2]) == Approx(50.0 / stiffness(p, 2)).epsilon(1e-14));
    CHECK(g.gauge_phase[2] == Approx(-0.5 * constants::pi).epsilon(1e-14));
    CHECK(g.status[2] == ExtinctionStatus::no_extinction);
}

TEST_CASE("an angle with A = 2g has an infinite eta: no extinction", "[model][free_energy]") {
    const ParameterSet<double> p = unequal();
    Drive d;
    d.g[3] = 0.5 * from_amplitudes(p).linear_real[3];
    CHECK(from_amplitudes(p, d).status[3] == ExtinctionStatus::no_extinction);
    // Beyond A = 2g the difference has the other sign, and eta falls again: |A - 2g| = |A|/2.
    d.g[3] = 0.75 * from_amplitudes(p).linear_real[3];
    CHECK(from_amplitudes(p, d).log_eta[3] == Approx(std::log(2.0)).epsilon(1e-13));
}

TEST_CASE("ln eta keeps its digits where g is small against A", "[model][free_energy]") {
    // ln(|A|/|A - 2g|) = 2g/A + 2 (g/A)^2 + ...
    const ParameterSet<double> p = unequal();
    Drive d;
    d.g[5] = 1e-9 * from_amplitudes(p).linear_real[5];
    CHECK(from_amplitudes(p, d).log_eta[5] == Approx(2e-9 * (1.0 + 1e-9)).epsilon(1e-14));
    d.work.phi_imag[0] = 1e-6 * from_amplitudes(p).linear_magnitude[0]; // -ln cos S = S^2/2 + ...
    CHECK(from_amplitudes(p, d).log_eta[0] == Approx(0.5e-12).epsilon(1e-11));
}

TEST_CASE("free energies carry exact derivatives", "[model][free_energy]") {
    using D = model::Dual<double, 1>;
    const ParameterSet<double> p = unequal();
    const Drive d;
    Sextuple<D> g;
    Frustration<D> work;
    for (int k = 0; k < 6; ++k)
        g[k] = D(d.g[k]);
    for (int i = 0; i < 3; ++i) {
        work.phi_real[i] = D(d.work.phi_real[i]);
        work.phi_imag[i] = D(d.work.phi_imag[i]);
    }
    for (int k = 0; k < 6; ++k) {
        CAPTURE(k);
        const int index = par::amplitude + k;
        ParameterSet<D> lanes;
        for (int i = 0; i < par::count; ++i)
            lanes[i] = i == index ? D::variable(p[i], 0) : D(p[i]);
        const FreeEnergy<D> f = model::free_energy_from_amplitudes(lanes, g, work);
        // dE0/dx0 = -kappa d^2 x0.
        CHECK(f.ground_state[k].derivative[0] == Approx(-stiffness(p, k) * p[index]).epsilon(1e-13));
        const auto log_eta = [&](double x) {
            ParameterSet<double> q = p;
            q[index] = x;
            return from_amplitudes(q, d).log_eta[k];
        };
        const auto bath = [&](double x) {
            ParameterSet<double> q = p;
            q[index] = x;
            return from_amplitudes(q, d).bath[k];
        };
        // A step of a hundredth of the amplitude: (h/x0)^4 = 1e-8 of the slope.
        const double h = 0.01 * std::abs(p[index]);
        CHECK(f.bath[k].derivative[0] == Approx(slope(bath, p[index], h)).epsilon(1e-7));
        if (f.status[k] != ExtinctionStatus::ok) continue;
        CHECK(f.log_eta[k].derivative[0] == Approx(slope(log_eta, p[index], h)).epsilon(1e-6));
    }
}
