#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "lpsglass/campaign/run_record.hpp"
#include "lpsglass/results/layout.hpp"

/// The public layout with, for every dataset, how its values are found in a run.
namespace lpsglass::results {

using campaign::RunRecord;

/// What of a dataset is fetched: the set of a row (the first one where the dataset has no sets) with its
/// number, the spectrum of `<i>`; both from 0.
struct Place {
    const campaign::SetResult& set;
    std::size_t number = 0;
    std::size_t spectrum = 0;
};

/// Appends values in C order: the row of one set where the first dimension is `set`, otherwise all of them.
/// Integers and flags come as doubles, which hold them exactly.
/// Of the run's sets only the place's is there.
using Fetch = std::function<void(const RunRecord&, const Place&, std::vector<double>&)>;

/// Of a text dataset.
using FetchText = std::function<std::vector<std::string>(const RunRecord&, const Place&)>;

/// A value known only with the run.
using UnitsOf = std::function<std::string(const RunRecord&)>;

struct Dataset : DatasetInfo {
    Fetch fetch;
    FetchText fetch_text;
    UnitsOf units_of;                                            ///< in place of `units`, where set
    std::vector<std::pair<std::string, std::string>> attributes; ///< further text attributes
    bool only_with_spectra = false; ///< stored only with output.spectra and more than one set
    bool only_with_scan = false;    ///< stored only with a scan
    bool of_failures = false;       ///< one row per failed set; how many is known only at the end
};

/// Group of the coordinates that several groups use; they are linked into each of them.
inline constexpr const char* kCoordinates = "/coordinates";

/// Coordinates are 1-d datasets that bear the name of their dimension.
bool is_coordinate(const Dataset& dataset);

const std::vector<Dataset>& dataset_table();

/// Whether its values come set by set.
bool is_by_set(const Dataset& dataset);

/// Whether its rows of a set can come from an earlier file: where the set stands is this run's own.
bool is_taken_over(const Dataset& dataset);

/// Whether the set is told of under the failed ones.
bool is_failed(const campaign::SetResult& set);

/// Number of draws that the run stores.
std::size_t draws_of(const RunRecord& run);

/// Lengths of the dataset's dimensions in this run, for the spectrum of `<i>`; failed sets count 0.
std::vector<std::size_t> lengths_of(const Dataset& dataset, const RunRecord& run, std::size_t spectrum);

/// Whether the run's detail and dimensions let the dataset be stored.
bool is_stored(const Dataset& dataset, const RunRecord& run, std::size_t spectrum);

/// The path, with the spectrum (from 0) in place of `<i>`.
std::string path_of(const Dataset& dataset, std::size_t spectrum);

/// Calls `act` for every dataset that this run stores, once per spectrum where the path holds `<i>`.
template <class Act> void for_each_stored(const RunRecord& run, const Act& act) {
    for (const Dataset& dataset : dataset_table()) {
        const bool per_spectrum = dataset.path.find("<i>") != std::string::npos;
        const std::size_t spectra = per_spectrum ? run.spectra.size() : 1;
        for (std::size_t spectrum = 0; spectrum < spectra; ++spectrum)
            if (is_stored(dataset, run, spectrum)) act(dataset, spectrum);
    }
}

/// Adds the datasets of one group to the table.
class GroupTable {
  public:
    using Names = std::vector<std::string>;

    GroupTable(std::vector<Dataset>& table, std::string group, deck::Detail detail)
        : table_(table), group_(std::move(group)), detail_(detail) {}

    Dataset& real(const std::string& name, Names dimensions, const std::string& units,
                  const std::string& long_name, Fetch fetch);
    Dataset& integer(const std::string& name, Names dimensions, const std::string& long_name, Fetch fetch);
    Dataset& flag(const std::string& name, Names dimensions, const std::string& long_name,
                  std::vector<Flag> flags, Fetch fetch);
    Dataset& text(const std::string& name, Names dimensions, const std::string& long_name, FetchText fetch);

    /// `name` and `name`_errors.
    void with_errors(const std::string& name, Names dimensions, const std::string& units,
                     const std::string& long_name, Fetch value, Fetch error,
                     std::vector<std::pair<std::string, std::string>> attributes = {});
    /// The same with `name`_lower, _median and _upper, fetched in this order.
    void with_interval(const std::string& name, Names dimensions, const std::string& units,
                       const std::string& long_name, Fetch value, Fetch error, std::array<Fetch, 3> interval,
                       std::vector<std::pair<std::string, std::string>> attributes = {});

  private:
    Dataset& add(Kind kind, const std::string& name, Names dimensions, const std::string& units,
                 const std::string& long_name);

    std::vector<Dataset>& table_;
    std::string group_;
    deck::Detail detail_;
};

/// The unit all parameters share, with the suffix; `otherwise` where they differ.
template <class Parameters>
std::string common_unit(const Parameters& parameters, const std::string& suffix,
                        const std::string& otherwise) {
    const std::string& unit = parameters.front().unit;
    for (const auto& parameter : parameters)
        if (parameter.unit != unit) return otherwise;
    return unit == "1" ? unit : unit + suffix;
}

/// Words of integer values, from 0 on, after -1 for what was not computed.
std::vector<Flag> flags_from_zero(const std::vector<std::string>& meanings);

// The parts of the table, in the order of writing.
void add_coordinates(std::vector<Dataset>& table);
void add_inputs(std::vector<Dataset>& table);
void add_scan(std::vector<Dataset>& table);
void add_fit(std::vector<Dataset>& table);
void add_lines(std::vector<Dataset>& table);
void add_energies(std::vector<Dataset>& table);
void add_temperature_dependence(std::vector<Dataset>& table);
void add_exponents(std::vector<Dataset>& table);
void add_summary(std::vector<Dataset>& table);
void add_tasks(std::vector<Dataset>& table);
void add_posterior(std::vector<Dataset>& table);

} // namespace lpsglass::results
