#pragma once

#include <span>

#include "lpsglass/model/glass_state.hpp"

/// The same as relaxation(), exponent() and thermodynamics(), which define it, at many temperatures: what
/// does not depend on temperature is computed once (docs/theory.md sections 6 to 8).
namespace lpsglass::model {

/// One family at one temperature, by bond or pair.
struct FamilyAt {
    Triple<double> log_probability{};     ///< ln P_k
    Triple<double> log_rate{};            ///< ln gamma_k, gamma in s^-1
    Triple<double> log_extinction_time{}; ///< ln dt_k, dt in s; NaN where there is no extinction
    double log_network_length = 0.0;      ///< ln R
    double xi = 0.0;                      ///< NaN where it is missing
};

/// One family on its way through temperatures, kelvin, all above 0.
///
/// With the rates in the freezing order a, b, c the network 9 R = (sum gamma)(sum dt) is
/// S + (1/2) sum over pairs of [gamma_i/gamma_j ln eta_j + gamma_j/gamma_i ln eta_i], and the ratios are
/// products of Boltzmann factors: two exponentials and a logarithm give xi. Where a factor comes near the
/// ends of the doubles' range, or something is missing, the definition itself is evaluated.
class FamilySweep {
  public:
    explicit FamilySweep(const Family<double>& family);

    /// The exponent; within 1e-13 (1 + |u|/k_B T) / |ln S| of exponent_at(), u the largest level.
    [[nodiscard]] double xi(double temperature_K) const;

    /// Everything, to the same.
    [[nodiscard]] FamilyAt at(double temperature_K) const;

    /// Largest |d xi / d(1/T)| at any temperature, K; infinite where no bound is known.
    [[nodiscard]] double largest_slope() const { return largest_slope_; }

    /// What xi() may be off from exponent_at() by rounding, at that temperature.
    [[nodiscard]] double rounding(double temperature_K) const;

  private:
    struct Factors;
    [[nodiscard]] bool in_range(double inverse_K) const { return regular_ && spread_ * inverse_K < kWidest; }
    [[nodiscard]] Factors factors(double inverse_K) const;
    [[nodiscard]] double log_network(const Factors& f) const;

    static constexpr double kWidest = 300.0; ///< (u_max - u_min)/k_B T

    Family<double> family_;
    bool regular_ = false;          ///< everything is finite, and no energy or ln eta is 0
    Triple<double> above_{};        ///< (u - u_min)/k_B in the freezing order, K
    double spread_ = 0.0;           ///< its largest
    double largest_level_ = 0.0;    ///< |u|/k_B, K
    Triple<double> log_energy_{};   ///< ln |E0|/h in the freezing order
    Triple<double> log_half_eta_{}; ///< ln (ln eta/2) in the freezing order
    std::array<double, 6> pair_{};  ///< (1/2) E_i/E_j ln eta_j of ba, ab, ca, ac, cb, bc
    double s_ = 0.0, inverse_log_s_ = 0.0;
    double largest_slope_ = 0.0;
};

/// Both families at all temperatures, into out[temperature][family].
void sweep_temperatures(const GlassState<double>& state, std::span<const double> temperature_K,
                        std::span<std::array<FamilyAt, 2>> out);

} // namespace lpsglass::model
