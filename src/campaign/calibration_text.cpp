#include <cmath>

#include <fmt/format.h>

#include "lpsglass/campaign/calibration.hpp"
#include "lpsglass/deck/edit_text.hpp"

namespace lpsglass::campaign {

namespace {

/// Begins the comment that a deck with unmet targets carries in its first line.
constexpr const char* kNotMet = "# lpsglass calibrate: NOT MET, these are the nearest numbers reached: ";

std::string name_of(const deck::CalibrationTarget& target) {
    return target.temperature_kelvin
               ? fmt::format("{} at {} K", target.observable, *target.temperature_kelvin)
               : target.observable;
}

std::string number(double value) {
    return std::isnan(value) ? "missing" : fmt::format("{:.7g}", value);
}

} // namespace

std::string describe(const Calibration& calibration) {
    std::string out = fmt::format("{:<30} {:>11} {:>11} {:>9}  {:<33} {:>11} {:>11}\n", "target", "wanted",
                                  "reached", "deviation", "adjusted key", "from", "to");
    for (std::size_t i = 0; i < calibration.targets.size(); ++i) {
        const ReachedTarget& t = calibration.targets[i];
        std::string left = fmt::format("{:<30} {:>11} {:>11} {:>9.1e}", name_of(t.target),
                                       number(t.target.value), number(t.reached), t.deviation);
        std::string keys;
        for (const CalibratedKey& key : calibration.keys) {
            if (key.target != i) continue;
            keys += fmt::format("{}  {:<33} {:>11} {:>11}{}\n", left, key.key, number(key.from),
                                number(key.to), key.at_bound ? "  as far as it may go" : "");
            left = fmt::format("{:64}", "");
        }
        out += keys.empty() ? left + "\n" : keys;
    }
    for (const CalibratedKey& key : calibration.keys) {
        if (key.idle) out += fmt::format("no target depends on {}\n", key.key);
    }
    for (const ReachedTarget& t : calibration.targets) {
        if (t.met) continue;
        out += fmt::format(
            "not met: {} is wanted to be {} {} and comes no nearer than {}{} (tolerance {:g})\n",
            name_of(t.target), number(t.target.value), t.unit == "1" ? "" : t.unit, number(t.reached),
            t.outside ? ", outside the deck's temperatures" : "", t.target.tolerance);
    }
    return out;
}

std::string calibrated_text(const deck::LoadedDeck& loaded, const Calibration& calibration) {
    std::vector<std::string> keys;
    for (const CalibratedKey& key : calibration.keys)
        keys.push_back(key.key);
    std::string text = deck::with_numbers(loaded.text, calibration.deck, keys);
    if (text.starts_with(kNotMet)) text.erase(0, text.find('\n') + 1); // of an earlier calibration
    std::string unmet;
    for (const ReachedTarget& t : calibration.targets) {
        if (t.met) continue;
        unmet += fmt::format("{}{} {} instead of {}", unmet.empty() ? "" : "; ", name_of(t.target),
                             number(t.reached), number(t.target.value));
    }
    return unmet.empty() ? text : kNotMet + unmet + "\n" + text;
}

} // namespace lpsglass::campaign
