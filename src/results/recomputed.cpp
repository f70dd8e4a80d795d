#include "lpsglass/results/recomputed.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "dataset_table.hpp"
#include "tolerances.hpp"
#include "value_places.hpp"

namespace lpsglass::results {

namespace {

class Comparer {
  public:
    Comparer(const ResultsFile& file, const campaign::RunRecord& frame, const Place& place,
             Agreement agreement)
        : file_(file), frame_(frame), place_(place), agreement_(agreement) {}

    void compare(const Dataset& dataset, std::size_t spectrum) {
        const std::string path = path_of(dataset, spectrum);
        if (path == "/tasks/seconds" || path == "/tasks/rank") return;
        if (dataset.of_failures) return compare_failure(dataset, path);
        if (!is_by_set(dataset) && place_.number != 0) return;
        if (!file_.has(path)) {
            out.problems.push_back(path + ": is missing");
            return;
        }
        const Tolerance tolerance = tolerance_of(path, frame_);
        if (agreement_ == Agreement::tolerance && !tolerance.compared) {
            ++out.left_out;
            return;
        }
        ++out.datasets;
        if (dataset.kind == Kind::text) return compare_texts(dataset, path, spectrum);
        compare_numbers(dataset, path, spectrum, tolerance);
    }

    SetComparison out;

  private:
    /// What the file has of the place; nothing where it has no such dataset.
    [[nodiscard]] std::vector<double> stored(const std::string& path, bool by_set) const {
        if (!file_.has(path)) return {};
        return by_set ? file_.rows(path, place_.number, 1) : file_.numbers(path);
    }

    void compare_numbers(const Dataset& dataset, const std::string& path, std::size_t spectrum,
                         const Tolerance& tolerance) {
        std::vector<double> now;
        dataset.fetch(frame_, {place_.set, place_.number, spectrum}, now);
        const std::vector<double> then = stored(path, is_by_set(dataset));
        std::vector<std::size_t> lengths = lengths_of(dataset, frame_, spectrum);
        if (is_by_set(dataset)) lengths[0] = 1;
        if (now.size() != then.size()) {
            out.problems.push_back(
                fmt::format("{}: {} values, computed anew {}", path, then.size(), now.size()));
            return;
        }
        out.values += now.size();
        const std::vector<double> allowed = agreement_ == Agreement::identical
                                                ? std::vector<double>(now.size(), 0.0)
                                                : allowances(path, is_by_set(dataset), then, tolerance);
        std::size_t beyond = 0, first = 0;
        for (std::size_t i = 0; i < now.size(); ++i) {
            if (same_bits(now[i], then[i])) continue;
            ++out.differing;
            const double off = std::abs(now[i] - then[i]);
            const bool agrees = dataset.kind == Kind::real && off <= allowed[i]; // not where one is missing
            if (agrees && off > out.largest_share * allowed[i]) {
                out.largest_share = off / allowed[i];
                out.largest_place = place_of(path, i, lengths, is_by_set(dataset) ? place_.number : 0);
            }
            if (!agrees && beyond++ == 0) first = i;
        }
        if (beyond == 0) return;
        const std::string limit = agreement_ == Agreement::identical || dataset.kind != Kind::real
                                      ? ""
                                      : fmt::format(", {:.3g} off where {:.3g} is allowed",
                                                    std::abs(now[first] - then[first]), allowed[first]);
        out.problems.push_back(fmt::format(
            "{}: {} in the file, {} computed anew{}{}",
            place_of(path, first, lengths, is_by_set(dataset) ? place_.number : 0), then[first], now[first],
            limit, beyond > 1 ? fmt::format(" (and {} more values of it)", beyond - 1) : ""));
    }

    /// What each value of a row may be off.
    [[nodiscard]] std::vector<double> allowances(const std::string& path, bool by_set,
                                                 const std::vector<double>& values,
                                                 const Tolerance& tolerance) const {
        double largest = 0.0;
        for (const double value : values)
            if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
        std::vector<double> out_values(values.size(), tolerance.relative * largest + tolerance.absolute);
        const std::string value = value_path(path);
        const auto add = [&](double factor, const std::vector<double>& widths) {
            if (factor == 0.0 || widths.size() != values.size()) return;
            for (std::size_t i = 0; i < values.size(); ++i)
                if (std::isfinite(widths[i])) out_values[i] += factor * std::abs(widths[i]);
        };
        add(tolerance.errors, stored(value + "_errors", by_set));
        if (tolerance.interval > 0.0) {
            std::vector<double> widths = stored(value + "_upper", by_set);
            const std::vector<double> lower = stored(value + "_lower", by_set);
            for (std::size_t i = 0; i < widths.size(); ++i)
                widths[i] -= lower[i];
            add(tolerance.interval, widths);
        }
        return out_values;
    }

    void compare_texts(const Dataset& dataset, const std::string& path, std::size_t spectrum) {
        const std::vector<std::string> now =
            dataset.fetch_text(frame_, {place_.set, place_.number, spectrum});
        const std::vector<std::string> then = file_.texts(path);
        out.values += now.size();
        if (now != then) out.problems.push_back(path + ": other texts than those computed anew");
    }

    /// The set's row among the failed ones; it has one where it failed.
    void compare_failure(const Dataset& dataset, const std::string& path) {
        const std::vector<double> failed = stored("/tasks/failed_set", false);
        const auto found = std::ranges::find(failed, static_cast<double>(place_.number));
        const bool told = found != failed.end();
        if (told != is_failed(place_.set)) {
            out.problems.push_back(fmt::format("{}: set {} {} there, computed anew it {}", path,
                                               place_.number, told ? "is" : "is not",
                                               told ? "does not fail" : "fails"));
        } else if (told && dataset.kind == Kind::text && agreement_ == Agreement::identical) {
            ++out.datasets;
            const std::string message = file_.texts(path)[static_cast<std::size_t>(found - failed.begin())];
            if (message != place_.set.message)
                out.problems.push_back(fmt::format("{}: '{}' in the file, '{}' computed anew", path, message,
                                                   place_.set.message));
        }
    }

    const ResultsFile& file_;
    const campaign::RunRecord& frame_;
    Place place_;
    Agreement agreement_;
};

} // namespace

SetComparison compare_set(const ResultsFile& file, const campaign::RunRecord& frame,
                          const campaign::SetResult& set, std::size_t number, Agreement agreement) {
    campaign::RunRecord run = frame;
    run.sets = {set};
    Comparer comparer(file, run, {run.sets.front(), number, 0}, agreement);
    for_each_stored(
        run, [&](const Dataset& dataset, std::size_t spectrum) { comparer.compare(dataset, spectrum); });
    return std::move(comparer.out);
}

} // namespace lpsglass::results
