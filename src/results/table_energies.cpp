#include "fetch.hpp"

namespace lpsglass::results {

using campaign::Interval;
using model::Sextuple;

void add_energies(std::vector<Dataset>& table) {
    GroupTable energy(table, "/energy", deck::Detail::full);
    const GroupTable::Names per_fluctuation{"set", "spectrum", "fluctuation"};
    const GroupTable::Names per_bond{"set", "spectrum", "bond"};

    const auto intervals = [](Sextuple<Interval> SpectrumResult::*member) {
        return interval_of([](auto get) { return per_spectrum(get); }, member);
    };
    energy.with_interval("ground_state", per_fluctuation, "eV", "ground state energy of the fluctuation",
                         per_spectrum(&SpectrumResult::ground_state),
                         per_spectrum(&SpectrumResult::ground_state_errors),
                         intervals(&SpectrumResult::ground_state_interval));
    energy.real("force", per_fluctuation, "eV/rad", "derivative of the valence energy by the angle",
                per_spectrum(&SpectrumResult::force));
    energy.real("force_overlap", per_fluctuation, "eV/rad",
                "part of the force that acts through the pp overlap (0 for beta)",
                per_spectrum(&SpectrumResult::force_overlap));
    energy.real("bath", per_fluctuation, "A", "amplitude of the bath", per_spectrum(&SpectrumResult::bath));
    energy.with_interval("log_eta", per_fluctuation, "1", "extinction logarithm ln eta",
                         per_spectrum(&SpectrumResult::log_eta),
                         per_spectrum(&SpectrumResult::log_eta_errors),
                         intervals(&SpectrumResult::log_eta_interval));
    energy.flag("extinction_status", per_fluctuation, "what became of the extinction of the fluctuation",
                flags_from_zero({"ok", "no_extinction", "gauge_phase_undefined"}),
                per_spectrum(&SpectrumResult::extinction_status));
    energy.real("gauge_phase", per_bond, "rad", "gauge phase S", per_spectrum(&SpectrumResult::gauge_phase));
    energy.real("phi_real", per_bond, "eV/rad", "real part of the work of the frustration force",
                per_spectrum(&SpectrumResult::phi_real));
    energy.real("phi_imag", per_bond, "eV/rad", "imaginary (gauge) part of the work of the frustration force",
                per_spectrum(&SpectrumResult::phi_imag));
    energy.real("frustration", {"set", "spectrum", "bond", "direction"}, "eV/A",
                "frustration force on the bond", per_spectrum(&SpectrumResult::frustration));
}

void add_temperature_dependence(std::vector<Dataset>& table) {
    GroupTable thermal(table, "/thermal", deck::Detail::full);
    const GroupTable::Names per_fluctuation{"set", "temperature", "fluctuation"};
    const GroupTable::Names per_family{"set", "temperature", "family"};

    thermal.real("probability", per_fluctuation, "1", "probability of the level",
                 per_temperature(&TemperatureResult::probability));
    thermal.real("log10_rate", per_fluctuation, "log10 of s^-1", "relaxation rate gamma",
                 per_temperature(&TemperatureResult::log10_rate));
    thermal.real("log10_extinction_time", per_fluctuation, "log10 of s", "extinction time",
                 per_temperature(&TemperatureResult::log10_extinction_time));
    thermal.real("specific_heat", per_family, "k_B", "specific heat of the family, per cooperative unit",
                 per_temperature(&TemperatureResult::specific_heat));
    thermal.real("entropy", per_family, "k_B", "entropy of the family, per cooperative unit",
                 per_temperature(&TemperatureResult::entropy));
    thermal.real("internal_energy", per_family, "eV", "internal energy of the family, per cooperative unit",
                 per_temperature(&TemperatureResult::internal_energy));
}

} // namespace lpsglass::results
