#pragma once

#include <span>
#include <string>
#include <string_view>

/// What a target of [calibration] may ask of the model.
namespace lpsglass::deck {

struct Observable {
    std::string_view name;
    std::string_view unit;
    bool at_temperature = false; ///< needs the key `temperature`
};

/// The values of /summary, `line_mean`, `ground_state.beta_1` ... `ground_state.theta_13`, and those at a
/// temperature.
std::span<const Observable> observables();

/// The observable of that name, nullptr if there is none.
const Observable* find_observable(std::string_view name);

/// The message on a name that is none: the nearest one, or all.
std::string unknown_observable_message(std::string_view name);

} // namespace lpsglass::deck
