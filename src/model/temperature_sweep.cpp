#include "lpsglass/model/temperature_sweep.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lpsglass::model {

namespace {

constexpr double kLargestLogarithm = 50.0; // of ratios of energies and of extinctions
const double log_planck = std::log(constants::planck_eV_s);

bool moderate(double positive) {
    return positive > 0.0 && std::isfinite(positive) && std::abs(std::log(positive)) < kLargestLogarithm;
}

} // namespace

/// Boltzmann factors in the freezing order, the largest 1, and their sum.
struct FamilySweep::Factors {
    double a, b, c, sum;
};

FamilySweep::FamilySweep(const Family<double>& family) : family_(family) {
    const auto [lowest, highest] = std::minmax_element(family.level.begin(), family.level.end());
    regular_ = true;
    Triple<double> energy, eta;
    for (int n = 0; n < 3; ++n) {
        const int k = family.order[n];
        energy[n] = std::abs(family.ground_state[k]);
        eta[n] = family.log_eta[k];
        above_[n] = (family.level[k] - *lowest) / constants::boltzmann_eV_per_K;
        largest_level_ = std::max(largest_level_, std::abs(family.level[k]) / constants::boltzmann_eV_per_K);
        log_energy_[n] = std::log(energy[n]) - log_planck;
        log_half_eta_[n] = std::log(0.5 * eta[n]);
        regular_ = regular_ && moderate(energy[n]) && moderate(eta[n]) && std::isfinite(family.level[k]);
    }
    spread_ = (*highest - *lowest) / constants::boltzmann_eV_per_K;
    s_ = 0.5 * (family.log_eta[0] + family.log_eta[1] + family.log_eta[2]);
    const double log_s = std::log(s_);
    regular_ = regular_ && log_s != 0.0;
    inverse_log_s_ = 1.0 / log_s;
    largest_slope_ = std::numeric_limits<double>::infinity();
    if (!regular_) return;
    const auto term = [&](int i, int j) { return 0.5 * energy[i] / energy[j] * eta[j]; };
    pair_ = {term(1, 0), term(0, 1), term(2, 0), term(0, 2), term(2, 1), term(1, 2)};
    // d ln(gamma_b/gamma_a) / d(1/k_B T) = <u> - u_b, and so on, with <u> between the levels; ln R changes no
    // faster than the fastest of the ratios.
    const auto& [ua, ub, uc] = above_;
    const auto from_mean = [this](double u) { return std::max(std::abs(u), std::abs(u - spread_)); };
    largest_slope_ =
        std::max({from_mean(ub), from_mean(ub + uc - ua), std::abs(uc - ua)}) * std::abs(inverse_log_s_);
}

FamilySweep::Factors FamilySweep::factors(double inverse_K) const {
    const auto factor = [inverse_K](double above) {
        return above == 0.0 ? 1.0 : std::exp(-above * inverse_K);
    };
    Factors f{factor(above_[0]), factor(above_[1]), factor(above_[2]), 0.0};
    f.sum = f.a + f.b + f.c;
    return f;
}

double FamilySweep::log_network(const Factors& f) const {
    // gamma_b/gamma_a = P_b, gamma_c/gamma_a = P_b P_c/P_a, gamma_c/gamma_b = P_c/P_a, each times its
    // energies'.
    const double ba = f.b / f.sum, ab = f.sum / f.b;
    const double ca = f.c / f.a, ac = f.a / f.c;
    return std::log((s_ + (pair_[0] * ba + pair_[1] * ab) + (pair_[2] * ba * ca + pair_[3] * ab * ac) +
                     (pair_[4] * ca + pair_[5] * ac)) /
                    9.0);
}

double FamilySweep::xi(double temperature_K) const {
    const double inverse_K = 1.0 / temperature_K;
    if (!in_range(inverse_K)) return exponent_at(family_, temperature_K).xi;
    return log_network(factors(inverse_K)) * inverse_log_s_;
}

double FamilySweep::rounding(double temperature_K) const {
    return 1e-13 * (1.0 + largest_level_ / temperature_K) * std::abs(inverse_log_s_);
}

FamilyAt FamilySweep::at(double temperature_K) const {
    const double inverse_K = 1.0 / temperature_K;
    FamilyAt out;
    if (!in_range(inverse_K)) {
        const Relaxation<double> r = relaxation(family_, temperature_K);
        const Exponent<double> x = exponent(family_, r);
        return {r.log_probability, r.log_rate, r.log_extinction_time, x.log_network_length, x.xi};
    }
    const Factors f = factors(inverse_K);
    const double log_sum = std::log(f.sum);
    double before = 0.0;
    for (int n = 0; n < 3; ++n) {
        const int k = family_.order[n];
        const double log_p = -above_[n] * inverse_K - log_sum;
        out.log_probability[k] = log_p;
        out.log_rate[k] = log_p + before + log_energy_[n];
        out.log_extinction_time[k] = log_half_eta_[n] - out.log_rate[k];
        before = log_p;
    }
    out.log_network_length = log_network(f);
    out.xi = out.log_network_length * inverse_log_s_;
    return out;
}

void sweep_temperatures(const GlassState<double>& state, std::span<const double> temperature_K,
                        std::span<std::array<FamilyAt, 2>> out) {
    for (int f = 0; f < 2; ++f) {
        const FamilySweep family(state.family[f]);
        for (std::size_t t = 0; t < temperature_K.size(); ++t)
            out[t][f] = family.at(temperature_K[t]);
    }
}

} // namespace lpsglass::model
