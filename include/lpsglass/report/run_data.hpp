#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "lpsglass/deck/deck.hpp"
#include "lpsglass/results/reader.hpp"

namespace lpsglass::report {

/// A results file as the figures see it: values by path, empty where the file has none (another detail, no
/// fit, no spectrum), and the deck that made it. Reads on demand; a large scan is not held in memory.
class RunData {
  public:
    /// Throws as results::ResultsFile does, and InputError where the embedded deck cannot be read.
    explicit RunData(const std::string& path);

    [[nodiscard]] const results::ResultsFile& file() const { return file_; }
    [[nodiscard]] const deck::Deck& deck() const { return deck_; }

    [[nodiscard]] std::size_t set_count() const { return set_count_; }
    /// The set that the figures of a single run show: 0, the only one of which the file has the lines and
    /// draws.
    static constexpr std::size_t shown_set = 0;

    [[nodiscard]] bool has(const std::string& dataset) const { return file_.has(dataset); }

    /// All numbers of a dataset in C order; empty where there is none.
    [[nodiscard]] std::vector<double> values(const std::string& dataset) const;
    /// The same of one set, for datasets whose first dimension is `set`.
    [[nodiscard]] std::vector<double> of_set(const std::string& dataset, std::size_t set = shown_set) const;
    /// A single number of a set such as those of /summary; NaN where there is none.
    [[nodiscard]] double number(const std::string& dataset, std::size_t set = shown_set) const;
    [[nodiscard]] std::vector<std::string> texts(const std::string& dataset) const;
    /// Length of a dimension by its coordinate, e.g. `temperature`; 0 where the file has no such coordinate.
    [[nodiscard]] std::size_t length(const std::string& coordinate) const;

    /// Every `stride`-th value from `first` on: a column of values in C order.
    static std::vector<double> column(const std::vector<double>& values, std::size_t first,
                                      std::size_t stride);

    /// The word for a value of a dataset with flags, e.g. `no_extinction` of /exponents/status.
    [[nodiscard]] std::string word(const std::string& dataset, double value) const;

    [[nodiscard]] std::vector<double> temperatures() const { return values("/coordinates/temperature"); }
    [[nodiscard]] double glass_temperature() const { return deck_.exponents.glass_temperature_kelvin; }
    /// Names of the fitted parameters; none without a fit.
    [[nodiscard]] std::vector<std::string> fit_parameters() const;
    /// Place of the spectrum whose amplitudes hold at the glass temperature: the nearest in temperature.
    [[nodiscard]] std::size_t spectrum_at_tg() const;
    /// Whether the data of spectrum i (from 0) are reconstructed and not measured.
    [[nodiscard]] bool reconstructed(std::size_t spectrum) const;

  private:
    results::ResultsFile file_;
    deck::Deck deck_;
    std::size_t set_count_ = 0;
};

} // namespace lpsglass::report
