#include "dataset_table.hpp"

#include <cmath>
#include <stdexcept>

#include "fetch.hpp"
#include "lpsglass/campaign/intervals.hpp"

namespace lpsglass::results {

namespace {

std::size_t frequencies(const Dataset& dataset, const RunRecord& run, std::size_t spectrum) {
    if (dataset.path.starts_with("/line/")) return run.grid.size();
    return spectrum < run.spectra.size() ? run.spectra[spectrum].frequency.size() : 0;
}

std::size_t dimension_length(const std::string& name, const Dataset& dataset, const RunRecord& run,
                             std::size_t spectrum) {
    if (name == "set") return run.set_count;
    if (name == "spectrum") return run.spectra.size();
    if (name == "temperature") return run.temperature.size();
    if (name == "fluctuation") return model::kFluctuations;
    if (name == "bond" || name == "pair" || name == "direction") return model::kBonds;
    if (name == "family") return 2;
    if (name == "order") return std::tuple_size_v<decltype(SetResult::exponent_by_order)>;
    if (name == "fit_parameter" || name == "fit_parameter_2" || name == "singular_value")
        return run.fit_parameters.size();
    if (name == "scan_parameter") return run.scan_parameters.size();
    if (name == "draw") return draws_of(run);
    if (name == "failed_set") return 0;
    if (name == "frequency") return frequencies(dataset, run, spectrum);
    throw std::logic_error(dataset.path + ": unknown dimension " + name);
}

std::vector<Dataset> make_table() {
    std::vector<Dataset> table;
    add_coordinates(table);
    add_inputs(table);
    add_scan(table);
    add_fit(table);
    add_lines(table);
    add_energies(table);
    add_temperature_dependence(table);
    add_exponents(table);
    add_summary(table);
    add_tasks(table);
    add_posterior(table);
    return table;
}

} // namespace

Dataset& GroupTable::add(Kind kind, const std::string& name, Names dimensions, const std::string& units,
                         const std::string& long_name) {
    Dataset& dataset = table_.emplace_back();
    dataset.path = group_ + "/" + name;
    dataset.kind = kind;
    dataset.dimensions = std::move(dimensions);
    dataset.units = units;
    dataset.long_name = long_name;
    dataset.detail = detail_;
    return dataset;
}

Dataset& GroupTable::real(const std::string& name, Names dimensions, const std::string& units,
                          const std::string& long_name, Fetch fetch) {
    Dataset& dataset = add(Kind::real, name, std::move(dimensions), units, long_name);
    dataset.fetch = std::move(fetch);
    return dataset;
}

Dataset& GroupTable::integer(const std::string& name, Names dimensions, const std::string& long_name,
                             Fetch fetch) {
    return flag(name, std::move(dimensions), long_name, {}, std::move(fetch));
}

Dataset& GroupTable::flag(const std::string& name, Names dimensions, const std::string& long_name,
                          std::vector<Flag> flags, Fetch fetch) {
    Dataset& dataset = add(Kind::integer, name, std::move(dimensions), "1", long_name);
    dataset.flags = std::move(flags);
    dataset.fetch = std::move(fetch);
    return dataset;
}

Dataset& GroupTable::text(const std::string& name, Names dimensions, const std::string& long_name,
                          FetchText fetch) {
    Dataset& dataset = add(Kind::text, name, std::move(dimensions), "text", long_name);
    dataset.fetch_text = std::move(fetch);
    return dataset;
}

void GroupTable::with_errors(const std::string& name, Names dimensions, const std::string& units,
                             const std::string& long_name, Fetch value, Fetch error,
                             std::vector<std::pair<std::string, std::string>> attributes) {
    real(name, dimensions, units, long_name, std::move(value)).attributes = std::move(attributes);
    real(name + "_errors", dimensions, units, "standard error: " + long_name, std::move(error));
}

void GroupTable::with_interval(const std::string& name, Names dimensions, const std::string& units,
                               const std::string& long_name, Fetch value, Fetch error,
                               std::array<Fetch, 3> interval,
                               std::vector<std::pair<std::string, std::string>> attributes) {
    with_errors(name, dimensions, units, long_name, value, error, std::move(attributes));
    flag(name + "_linear_disagrees", dimensions, "whether the linear standard error misleads: " + long_name,
         {{0, "no"}, {1, "yes"}},
         [value, error, lower = interval[0], upper = interval[2]](const RunRecord& run, const Place& at,
                                                                  std::vector<double>& out) {
             std::vector<double> v, e, l, u;
             value(run, at, v), error(run, at, e), lower(run, at, l), upper(run, at, u);
             for (std::size_t i = 0; i < v.size(); ++i)
                 out.push_back(campaign::linear_disagrees(v[i], e[i], {l[i], v[i], u[i]}) ? 1.0 : 0.0);
         });
    real(name + "_lower", dimensions, units, "lower end: " + long_name, std::move(interval[0]));
    real(name + "_median", dimensions, units, "median: " + long_name, std::move(interval[1]));
    real(name + "_upper", dimensions, units, "upper end: " + long_name, std::move(interval[2]));
}

std::vector<Flag> flags_from_zero(const std::vector<std::string>& meanings) {
    std::vector<Flag> flags{{-1, "not_computed"}};
    for (std::size_t i = 0; i < meanings.size(); ++i)
        flags.push_back({static_cast<int>(i), meanings[i]});
    return flags;
}

bool is_coordinate(const Dataset& dataset) {
    return dataset.dimensions.size() == 1 && dataset.path.ends_with("/" + dataset.dimensions[0]);
}

bool is_by_set(const Dataset& dataset) {
    return dataset.of_failures || (!dataset.dimensions.empty() && dataset.dimensions[0] == "set");
}

bool is_taken_over(const Dataset& dataset) {
    return is_by_set(dataset) && !dataset.of_failures && dataset.kind != Kind::text &&
           !dataset.path.starts_with("/scan/") && !is_coordinate(dataset);
}

bool is_failed(const SetResult& set) {
    return set.state != campaign::TaskState::ok && set.state != campaign::TaskState::not_computed;
}

std::size_t draws_of(const RunRecord& run) {
    if (run.fit_parameters.empty() || run.sets.front().spectrum.empty()) return 0;
    return run.sets.front().spectrum.front().drawn.size() / run.fit_parameters.size();
}

const std::vector<Dataset>& dataset_table() {
    static const std::vector<Dataset> table = make_table();
    return table;
}

const std::vector<DatasetInfo>& layout() {
    static const std::vector<DatasetInfo> infos(dataset_table().begin(), dataset_table().end());
    return infos;
}

std::vector<std::size_t> lengths_of(const Dataset& dataset, const RunRecord& run, std::size_t spectrum) {
    std::vector<std::size_t> lengths;
    for (const std::string& name : dataset.dimensions)
        lengths.push_back(dimension_length(name, dataset, run, spectrum));
    return lengths;
}

bool is_stored(const Dataset& dataset, const RunRecord& run, std::size_t spectrum) {
    // Detail runs from full down to summary.
    if (run.deck.deck.output.detail > dataset.detail) return false;
    if (dataset.only_with_spectra && !(run.deck.deck.output.spectra && run.set_count > 1)) return false;
    if (dataset.only_with_scan && run.scan_parameters.empty()) return false;
    if (dataset.of_failures) return true;
    for (const std::size_t length : lengths_of(dataset, run, spectrum))
        if (length == 0) return false;
    return true;
}

std::string path_of(const Dataset& dataset, std::size_t spectrum) {
    std::string path = dataset.path;
    const std::size_t at = path.find("<i>");
    if (at != std::string::npos) path.replace(at, 3, std::to_string(spectrum + 1));
    return path;
}

} // namespace lpsglass::results
