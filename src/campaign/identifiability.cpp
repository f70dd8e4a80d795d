#include "lpsglass/campaign/identifiability.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "lpsglass/campaign/model_input.hpp"

namespace lpsglass::campaign {

namespace {

constexpr double kAlike = 0.95;      // cosine from which on two parameters count as not separated
constexpr double kWorthNaming = 0.2; // share of a combination from which on a parameter is named

/// "0.71 beta_1 - 0.65 theta_12", the largest first.
std::string combination(const std::vector<double>& direction, const std::vector<FitParameterInfo>& infos) {
    std::vector<std::size_t> order;
    for (std::size_t a = 0; a < direction.size(); ++a) {
        if (std::abs(direction[a]) >= kWorthNaming) order.push_back(a);
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::abs(direction[a]) > std::abs(direction[b]);
    });
    std::string out;
    for (std::size_t a : order) {
        const char* sign = direction[a] < 0.0 ? (out.empty() ? "-" : " - ") : (out.empty() ? "" : " + ");
        out += fmt::format("{}{:.2f} {}", sign, std::abs(direction[a]), infos[a].name);
    }
    return out;
}

std::string separation(const SpectrumResult& r, const std::vector<FitParameterInfo>& infos) {
    const std::string& first = infos[r.least_separated[0]].name;
    const std::string& second = infos[r.least_separated[1]].name;
    const double cosine = r.least_separated_correlation;
    if (std::abs(cosine) < kAlike) {
        return fmt::format(
            "the data separate the parameters from each other: the most alike, {} and {}, change "
            "the line with a correlation of {:.2f}",
            first, second, cosine);
    }
    return fmt::format(
        "the data do not separate {} from {}: they change the line alike (correlation {:.3f}), so "
        "that {}",
        first, second, cosine,
        cosine > 0.0 ? "a fall of one makes good a rise of the other" : "both can rise or fall together");
}

std::string weakest(const SpectrumResult& r, const std::vector<FitParameterInfo>& infos) {
    const double s = r.singular_values.back();
    const std::string which =
        r.weakest_combination.size() == 1 ? infos.front().name : combination(r.weakest_combination, infos);
    return fmt::format("least determined is {}: one width along it (of the priors, or of the values without "
                       "one) changes the line by {:.2g} standard deviations{}",
                       which, s, s < 1.0 ? ", so what is known of it is not from the data" : "");
}

/// Lowest and highest exponent of a family over the labellings, "missing" where it does not exist.
std::string range_over_orders(const SetResult& set, int family) {
    double low = set.exponent_by_order[0][family], high = low;
    for (const Pair<double>& pair : set.exponent_by_order) {
        low = std::min(low, pair[family]);
        high = std::max(high, pair[family]);
    }
    return std::isnan(low) ? "missing" : fmt::format("{:.3f} to {:.3f}", low, high);
}

} // namespace

std::vector<std::string> identifiability_in_words(const RunRecord& record, std::size_t set,
                                                  std::size_t spectrum) {
    const SetResult& of_set = record.sets[set];
    const SpectrumResult& r = of_set.spectrum[spectrum];
    std::vector<std::string> out;
    if (r.parameter.empty() || r.singular_values.empty() || std::isnan(r.singular_values.back())) return out;
    if (r.least_separated[0] >= 0) out.push_back(separation(r, record.fit_parameters));
    out.push_back(weakest(r, record.fit_parameters));
    const double tg = record.deck.deck.exponents.glass_temperature_kelvin;
    if (spectrum_at(record.spectra, tg) != static_cast<int>(spectrum)) return out;
    out.push_back(fmt::format("a line does not tell which bond is 1, 2 or 3: over the six labellings alpha "
                              "at T_g is {} and beta {}",
                              range_over_orders(of_set, 0), range_over_orders(of_set, 1)));
    return out;
}

} // namespace lpsglass::campaign
