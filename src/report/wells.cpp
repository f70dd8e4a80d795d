#include "wells.hpp"

namespace lpsglass::report {

std::array<Well, 6> wells_of(const RunData& data) {
    std::array<Well, 6> out;
    const std::size_t at = data.spectrum_at_tg();
    const std::vector<double> amplitude = data.of_set("/fit/amplitude");
    const std::vector<double> energy = data.of_set("/energy/ground_state");
    const std::vector<double> force = data.of_set("/energy/force");
    const std::vector<double> log_eta = data.of_set("/energy/log_eta");
    const std::vector<double> phase = data.of_set("/energy/gauge_phase");
    if (energy.size() < 6 * (at + 1)) return out;
    for (std::size_t k = 0; k < 6; ++k) {
        Well& well = out[k];
        well.amplitude = amplitude[6 * at + k] / kDegree;
        well.ground_state = energy[6 * at + k];
        well.log_eta = log_eta[6 * at + k];
        if (well.amplitude == 0.0 || !std::isfinite(well.amplitude)) continue;
        well.stiffness = -2.0 * well.ground_state / (well.amplitude * well.amplitude);
        const double total = -well.stiffness * well.amplitude; // -sign(x0) |A|
        well.slope = k < 3 ? total * std::cos(phase[3 * at + k]) : total;
        well.decay_slope = k < 3 ? well.slope : 2.0 * force[6 * at + k] - well.slope;
    }
    return out;
}

} // namespace lpsglass::report
