#include "lpsglass/deck/observables.hpp"

#include <vector>

#include <fmt/format.h>

#include "lpsglass/deck/suggest.hpp"
#include "lpsglass/deck/toml_text.hpp"

namespace lpsglass::deck {

namespace {

constexpr Observable table[] = {
    {"alpha_at_tg", "1"},
    {"beta_at_tg", "1"},
    {"alpha_minus_beta_at_tg", "1"},
    {"inverse_lambda_alpha_at_tg", "1"},
    {"inverse_lambda_beta_at_tg", "1"},
    {"lambda_alpha_at_tg", "1"},
    {"lambda_beta_at_tg", "1"},
    {"fractal_dimension_at_tg", "1"},
    {"crossing_temperature", "K"},
    {"crossing_count", "1"},
    {"crosses_near_tg", "1"},
    {"lambda_at_crossing", "1"},
    {"specific_heat_peak_beta", "K"},
    {"specific_heat_peak_theta", "K"},
    {"extinction_ratio_at_tg", "1"},
    {"order_spread_alpha", "1"},
    {"order_spread_beta", "1"},
    {"order_spread_lambda_alpha", "1"},
    {"order_spread_lambda_beta", "1"},
    {"line_mean", "MHz"},
    {"ground_state.beta_1", "eV"},
    {"ground_state.beta_2", "eV"},
    {"ground_state.beta_3", "eV"},
    {"ground_state.theta_12", "eV"},
    {"ground_state.theta_23", "eV"},
    {"ground_state.theta_13", "eV"},
    {"alpha", "1", true},
    {"beta", "1", true},
    {"alpha_minus_beta", "1", true},
    {"lambda_alpha", "1", true},
    {"lambda_beta", "1", true},
    {"extinction_ratio", "1", true},
};

} // namespace

std::span<const Observable> observables() {
    return table;
}

const Observable* find_observable(std::string_view name) {
    for (const Observable& observable : table)
        if (observable.name == name) return &observable;
    return nullptr;
}

std::string unknown_observable_message(std::string_view name) {
    std::vector<std::string_view> names;
    for (const Observable& observable : table)
        names.push_back(observable.name);
    const std::string_view similar = nearest(name, names);
    if (!similar.empty())
        return fmt::format("{} is no observable (did you mean {}?)", toml_string(name), toml_string(similar));
    return fmt::format("{} is no observable (allowed: {})", toml_string(name), fmt::join(names, ", "));
}

} // namespace lpsglass::deck
