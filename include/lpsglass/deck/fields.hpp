#pragma once

#include <concepts>
#include <type_traits>

#include "lpsglass/deck/deck.hpp"

/// Which key of a section belongs to which member of its struct, told once for reader, writer and look-up.
/// for_each_key(object, visit) calls visit(name, member) for the keys that need no rule of their own.
namespace lpsglass::deck {

template <class T, class S>
concept Like = std::same_as<std::remove_const_t<T>, S>;

/// The deck holds [gauge] without a struct.
template <class Number> struct GaugeKeys { Number& coupling; };
template <class Number> GaugeKeys(Number&) -> GaugeKeys<Number>;

void for_each_key(Like<Structure> auto& s, auto&& visit) {
    visit("bond_length", s.bond_length_angstrom);
    visit("bond_angle", s.bond_angle_degree);
    visit("hybrid_offset", s.hybrid_offset_degree);
    visit("hybrid_following", s.hybrid_following);
    visit("selenium_tilt", s.selenium_tilt_degree);
}

void for_each_key(Like<TightBinding> auto& t, auto&& visit) {
    visit("eta_sp_sigma", t.eta_sp_sigma);
    visit("eta_pp_sigma", t.eta_pp_sigma);
    visit("eta_pp_pi", t.eta_pp_pi);
    visit("arsenic_s", t.arsenic_s_eV);
    visit("arsenic_p", t.arsenic_p_eV);
    visit("selenium_p", t.selenium_p_eV);
}

void for_each_key(Like<Nqr> auto& n, auto&& visit) {
    visit("coupling_4p", n.coupling_4p_MHz);
    visit("packet_fwhm", n.packet_fwhm_MHz);
}

void for_each_key(Like<Thermal> auto& t, auto&& visit) {
    visit("libration_rms", t.libration_rms_degree);
    visit("libration_temperature", t.libration_temperature_kelvin);
}

void for_each_key(Like<Ensemble> auto& e, auto&& visit) {
    visit("law", e.law);
    visit("method", e.method);
    visit("points", e.points);
    visit("tolerance", e.tolerance);
}

void for_each_key(Like<Range> auto& r, auto&& visit) {
    visit("start", r.start);
    visit("stop", r.stop);
    visit("step", r.step);
}

void for_each_key(Like<Fit> auto& f, auto&& visit) {
    visit("algorithm", f.algorithm);
    visit("starts", f.starts);
    visit("polish", f.polish);
    visit("max_evaluations", f.max_evaluations);
    visit("tolerance", f.tolerance);
    visit("uncertainty", f.uncertainty);
    visit("draws", f.draws);
    visit("seed", f.seed);
}

void for_each_key(Like<Scan> auto& s, auto&& visit) {
    visit("design", s.design);
    visit("samples", s.samples);
    visit("seed", s.seed);
    visit("maximin", s.maximin);
    visit("second_order", s.second_order);
    visit("levels", s.levels);
}

void for_each_key(Like<FreeEnergy> auto& f, auto&& visit) {
    visit("kappa_beta", f.kappa_beta_eV_per_A2);
    visit("kappa_theta", f.kappa_theta_eV_per_A2);
}

void for_each_key(Like<Bath> auto& b, auto&& visit) {
    visit("beta", b.beta_angstrom);
    visit("theta", b.theta_angstrom);
}

template <class Number> void for_each_key(const GaugeKeys<Number>& g, auto&& visit) {
    visit("coupling", g.coupling);
}

void for_each_key(Like<Partition> auto& p, auto&& visit) {
    visit("cooperativity_beta", p.cooperativity_beta);
    visit("cooperativity_theta", p.cooperativity_theta);
    visit("weight_beta", p.weight_beta);
    visit("weight_theta", p.weight_theta);
    visit("freezing_order", p.freezing_order);
}

void for_each_key(Like<Exponents> auto& e, auto&& visit) {
    visit("scale", e.scale);
    visit("glass_temperature", e.glass_temperature_kelvin);
}

void for_each_key(Like<Output> auto& o, auto&& visit) {
    visit("detail", o.detail);
    visit("spectra", o.spectra);
}

/// Calls visit(section, object) for every section that is always there and keeps its keys in one struct.
void for_each_section(Like<Deck> auto& deck, auto&& visit) {
    visit("structure", deck.structure);
    visit("tight_binding", deck.tight_binding);
    visit("nqr", deck.nqr);
    visit("nqr.thermal", deck.nqr.thermal);
    visit("nqr.ensemble", deck.nqr.ensemble);
    visit("nqr.grid", deck.nqr.grid_MHz);
    visit("free_energy", deck.free_energy);
    GaugeKeys gauge{deck.gauge_coupling_A_per_eV};
    visit("gauge", gauge);
    visit("partition", deck.partition);
    visit("exponents", deck.exponents);
    visit("output", deck.output);
}

} // namespace lpsglass::deck
