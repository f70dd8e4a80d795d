#include "lpsglass/report/run_data.hpp"

#include <cmath>
#include <limits>
#include <sstream>

#include <fmt/format.h>

#include "lpsglass/deck/reader.hpp"

namespace lpsglass::report {

RunData::RunData(const std::string& path)
    : file_(path), deck_(deck::read_deck_text(file_.resolved_deck(), path + ":/deck/resolved").deck),
      set_count_(file_.set_count()) {}

std::vector<double> RunData::values(const std::string& dataset) const {
    return has(dataset) ? file_.numbers(dataset) : std::vector<double>{};
}

std::vector<double> RunData::of_set(const std::string& dataset, std::size_t set) const {
    return has(dataset) ? file_.rows(dataset, set, 1) : std::vector<double>{};
}

double RunData::number(const std::string& dataset, std::size_t set) const {
    const std::vector<double> found = of_set(dataset, set);
    return found.empty() ? std::numeric_limits<double>::quiet_NaN() : found.front();
}

std::vector<std::string> RunData::texts(const std::string& dataset) const {
    return has(dataset) ? file_.texts(dataset) : std::vector<std::string>{};
}

std::size_t RunData::length(const std::string& coordinate) const {
    const std::string path = "/coordinates/" + coordinate;
    return has(path) ? file_.lengths(path).front() : 0;
}

std::vector<double> RunData::column(const std::vector<double>& values, std::size_t first,
                                    std::size_t stride) {
    std::vector<double> out;
    for (std::size_t i = first; i < values.size(); i += stride)
        out.push_back(values[i]);
    return out;
}

std::string RunData::word(const std::string& dataset, double value) const {
    const auto flags = file_.attribute_numbers(dataset, "flag_values");
    const auto meanings = file_.attribute_text(dataset, "flag_meanings");
    std::istringstream words(meanings.value_or(""));
    std::string word;
    for (std::size_t i = 0; flags && i < flags->size() && words >> word; ++i) {
        if ((*flags)[i] == value) return word;
    }
    return fmt::format("{}", value);
}

std::vector<std::string> RunData::fit_parameters() const {
    return texts("/coordinates/fit_parameter");
}

std::size_t RunData::spectrum_at_tg() const {
    const std::vector<double> temperature = values("/fit/spectrum_temperature");
    std::size_t nearest = 0;
    for (std::size_t i = 1; i < temperature.size(); ++i) {
        const double distance = std::abs(temperature[i] - glass_temperature());
        const double shortest = std::abs(temperature[nearest] - glass_temperature());
        if (distance < shortest || (distance == shortest && temperature[i] < temperature[nearest]))
            nearest = i;
    }
    return nearest;
}

bool RunData::reconstructed(std::size_t spectrum) const {
    const std::string group = fmt::format("/spectrum/{}", spectrum + 1);
    if (!has(group)) return false;
    const auto flag = file_.attribute_numbers(group, "reconstructed");
    return flag && flag->front() != 0.0;
}

} // namespace lpsglass::report
