#pragma once

#include <span>
#include <vector>

#include "lpsglass/campaign/run_record.hpp"
#include "lpsglass/deck/deck.hpp"
#include "lpsglass/model/glass_state.hpp"
#include "lpsglass/model/line_rule.hpp"

/// From the deck's units and structs to the model's.
namespace lpsglass::campaign {

/// Every continuous parameter of the deck, in model units (bath amplitudes 0 without [free_energy] bath).
model::ParameterSet<double> model_parameters(const deck::Deck& deck);

model::ModelOptions model_options(const deck::Deck& deck);

/// The lines to be fitted, ascending in frequency; synthetic ones are made here, reproducibly from their
/// seed. Without any spectrum one entry without data and with temperature NaN: the deck's own amplitudes.
std::vector<SpectrumData> spectrum_data(const deck::Deck& deck);

/// Spectrum whose amplitudes hold at a temperature: the nearest, the lower one at a tie.
int spectrum_at(const std::vector<SpectrumData>& spectra, double temperature_K);

/// The conditional or direct rule of the deck on these frequencies: for the first of the sites, good at all.
/// Throws NumericalError where the mean structure is no pyramid.
model::ChosenRule choose_rule(const deck::Ensemble& ensemble,
                              std::span<const model::ParameterSet<double>> sites, double temperature_K,
                              const std::vector<double>& frequency_MHz);

/// The same without estimate of its error, from what can be expected (model::expected_conditional_rule).
model::LineRule expected_rule(const deck::Ensemble& ensemble,
                              std::span<const model::ParameterSet<double>> sites, double temperature_K,
                              const std::vector<double>& frequency_MHz);
inline model::ChosenRule choose_rule(const deck::Ensemble& ensemble, const model::ParameterSet<double>& p,
                                     double temperature_K, const std::vector<double>& frequency_MHz) {
    return choose_rule(ensemble, {&p, 1}, temperature_K, frequency_MHz);
}

} // namespace lpsglass::campaign
