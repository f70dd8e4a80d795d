#include "adjusted_keys.hpp"

#include <algorithm>
#include <cmath>

#include "lpsglass/deck/key_table.hpp"
#include "lpsglass/deck/numeric_keys.hpp"

namespace lpsglass::campaign {

namespace {

constexpr double kFarthest = 1000.0; // times the deck's value
constexpr double kNearest = 1e-3;    // times the deck's value, of keys that keep their sign
constexpr double kMargin = 1e-6;     // share of the way to an end that does not belong to a range itself

int fluctuation_of(const std::string& key) {
    const auto names = deck::fluctuation_names();
    for (std::size_t k = 0; k < names.size(); ++k) {
        if (key == "amplitude." + std::string(names[k])) return static_cast<int>(k);
    }
    return -1;
}

struct Interval {
    double lower, upper;
};

/// Where a key may go.
Interval range_of(const deck::Deck& deck, const DrivenKey& key) {
    const deck::KeyInfo& info = *deck::find_model_key(key.key);
    const deck::Limits& limits = info.limits;
    const double far = kFarthest * std::max(std::abs(key.from), 1.0);
    Interval range{-far, far};
    // The model is even in some of its numbers, such as the gauge coupling: no way leads across 0.
    if (info.unit != "degree" && info.section != "free_energy.bath") {
        if (key.from > 0.0) range.lower = kNearest * key.from;
        if (key.from < 0.0) range.upper = kNearest * key.from;
    }
    if (std::isfinite(limits.min)) {
        const double margin = limits.min_excluded ? kMargin * (key.from - limits.min) : 0.0;
        range.lower = std::max(range.lower, limits.min + margin);
    }
    if (std::isfinite(limits.max)) {
        const double margin = limits.max_excluded ? kMargin * (limits.max - key.from) : 0.0;
        range.upper = std::min(range.upper, limits.max - margin);
    }
    const int k = fluctuation_of(key.key);
    if (k < 0) return range;
    if (deck.fit && !deck.amplitude[k].fixed) { // the calibrated deck must be a valid one
        range.lower = std::max(range.lower, deck.amplitude[k].min);
        range.upper = std::min(range.upper, deck.amplitude[k].max);
    }
    for (const deck::Amplitude& other : deck.amplitude) {
        if (other.tied_to.empty() || "amplitude." + other.tied_to != key.key) continue;
        const double a = limits.min / other.ratio, b = limits.max / other.ratio;
        range.lower = std::max(range.lower, std::min(a, b));
        range.upper = std::min(range.upper, std::max(a, b));
    }
    return range;
}

Quantity make_quantity(const deck::Deck& deck, const std::string& written, deck::DriveMode mode) {
    Quantity out;
    double sum = 0.0, reference = 0.0;
    for (const std::string& key : deck::model_keys(written)) {
        const double from = *deck::find_number(deck, key);
        out.keys.push_back({key, 0.0, 1.0, from});
        sum += from;
        if (std::abs(from) > std::abs(reference)) reference = from;
    }
    const bool together = mode == deck::DriveMode::set;
    out.start = together ? sum / static_cast<double>(out.keys.size()) : reference;
    out.lower = -std::numeric_limits<double>::infinity();
    out.upper = -out.lower;
    for (DrivenKey& key : out.keys) {
        if (mode == deck::DriveMode::shift) key.offset = key.from - reference;
        if (mode == deck::DriveMode::factor) key.slope = key.from / reference;
        if (key.slope == 0.0) continue;
        const Interval range = range_of(deck, key);
        const double a = (range.lower - key.offset) / key.slope, b = (range.upper - key.offset) / key.slope;
        out.lower = std::max(out.lower, std::min(a, b));
        out.upper = std::min(out.upper, std::max(a, b));
    }
    return out;
}

std::vector<Quantity> make_quantities(const deck::Deck& deck) {
    std::vector<Quantity> out;
    for (std::size_t i = 0; i < deck.calibration.size(); ++i) {
        for (const std::string& written : deck.calibration[i].adjust) {
            out.push_back(make_quantity(deck, written, deck.calibration[i].mode));
            out.back().target = i;
        }
    }
    return out;
}

std::vector<fit::Parameter> parameters_of(const std::vector<Quantity>& quantities) {
    std::vector<fit::Parameter> out;
    for (const Quantity& q : quantities)
        out.push_back({q.keys.front().key, q.start, q.lower, q.upper});
    return out;
}

std::vector<fit::Parameter> near(std::vector<fit::Parameter> parameters) {
    for (fit::Parameter& p : parameters) {
        const double half = p.start == 0.0 ? -1.0 : 0.5 * p.start,
                     twice = p.start == 0.0 ? 1.0 : 2.0 * p.start;
        p.lower = std::max(p.lower, std::min(half, twice));
        p.upper = std::min(p.upper, std::max(half, twice));
    }
    return parameters;
}

} // namespace

AdjustedKeys::AdjustedKeys(const deck::Deck& deck)
    : deck_(deck), quantities_(make_quantities(deck)), space_(parameters_of(quantities_)),
      neighbourhood_(near(parameters_of(quantities_))) {
    deck_.nqr.spectra.clear(); // parameters of the model do not depend on them, and they may be large
    const auto columns = static_cast<Eigen::Index>(quantities_.size());
    chain_ = Eigen::MatrixXd::Zero(model::parameter::count, columns);
    for (Eigen::Index j = 0; j < columns; ++j) {
        for (const DrivenKey& key : quantities_[j].keys) {
            const int index = model::find_parameter(key.key);
            chain_(index, j) = key.slope * model::parameter_table()[index].model_per_deck;
            for (int k = 0; k < model::kFluctuations; ++k) {
                const deck::Amplitude& other = deck.amplitude[k];
                if (!other.tied_to.empty() && "amplitude." + other.tied_to == key.key)
                    chain_(model::parameter::amplitude + k, j) = other.ratio * chain_(index, j);
            }
        }
    }
}

deck::Deck AdjustedKeys::applied(std::span<const double> values) const {
    deck::Deck out = deck_;
    for (std::size_t j = 0; j < quantities_.size(); ++j) {
        for (const DrivenKey& key : quantities_[j].keys)
            *deck::find_number(out, key.key) = key.offset + key.slope * values[j];
    }
    deck::follow_ties(out);
    return out;
}

} // namespace lpsglass::campaign
