#include "lpsglass/results/differences.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include <fmt/format.h>

#include "tolerances.hpp"
#include "value_places.hpp"

namespace lpsglass::results {

namespace {

using Values = std::vector<double>;

/// Whether the path only links to a dataset that has its own elsewhere.
bool is_link(const ResultsFile& file, const std::string& path) {
    if (path.starts_with("/coordinates/")) return false;
    return file.has("/coordinates" + path.substr(path.rfind('/'))) || path.ends_with("/observed_errors");
}

std::vector<std::string> compared_datasets(const ResultsFile& a, const ResultsFile& b) {
    std::vector<std::string> out;
    std::set<std::string> seen;
    for (const ResultsFile* file : {&a, &b}) {
        for (const std::string& path : file->datasets()) {
            if (path.starts_with("/deck/") || path == "/tasks/seconds" || path == "/tasks/rank") continue;
            if (!is_link(*file, path) && seen.insert(path).second) out.push_back(path);
        }
    }
    return out;
}

std::string lengths_text(const ResultsFile& file, const std::string& path) {
    const std::vector<std::size_t> lengths = file.lengths(path);
    return lengths.empty() ? "a single value" : fmt::format("[{}]", fmt::join(lengths, ", "));
}

/// Why the values cannot be compared; empty where they can.
std::string problem_of(const ResultsFile& a, const ResultsFile& b, const std::string& path) {
    if (!b.has(path)) return "only in the first file";
    if (!a.has(path)) return "only in the second file";
    if (a.holds_texts(path) != b.holds_texts(path)) return "texts in one file, numbers in the other";
    if (a.lengths(path) != b.lengths(path))
        return fmt::format("lengths {} and {}", lengths_text(a, path), lengths_text(b, path));
    const auto units = [&](const ResultsFile& file) {
        return file.attribute_text(path, "units").value_or("none");
    };
    if (units(a) != units(b)) return fmt::format("in {} and in {}", units(a), units(b));
    return "";
}

void compare_texts(const ResultsFile& a, const ResultsFile& b, DatasetDifference& out) {
    const std::vector<std::string> texts_a = a.texts(out.path), texts_b = b.texts(out.path);
    out.values = texts_a.size();
    for (std::size_t i = 0; i < texts_a.size(); ++i) {
        if (texts_a[i] == texts_b[i]) continue;
        if (out.differing++ == 0)
            out.problem = fmt::format("{}: '{}' and '{}'", place_of(out.path, i, a.lengths(out.path)),
                                      texts_a[i], texts_b[i]);
    }
}

/// The larger of both errors of each value; none where a file has no errors for the dataset.
Values errors_of(const ResultsFile& a, const ResultsFile& b, const std::string& path) {
    const std::string errors = value_path(path) + "_errors";
    if (path.ends_with("_errors") || !a.has(errors) || !b.has(errors) ||
        a.lengths(errors) != a.lengths(path) || b.lengths(errors) != b.lengths(path))
        return {};
    Values out = a.numbers(errors);
    const Values other = b.numbers(errors);
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = std::fmax(out[i], other[i]);
    return out;
}

void compare_numbers(const ResultsFile& a, const ResultsFile& b, double tolerance, DatasetDifference& out) {
    const Values in_a = a.numbers(out.path), in_b = b.numbers(out.path);
    const std::vector<std::size_t> lengths = a.lengths(out.path);
    Values errors;
    bool errors_read = false;
    out.values = in_a.size();
    out.of_errors = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t i = 0; i < in_a.size(); ++i) {
        if (same_bits(in_a[i], in_b[i])) continue;
        const double off = std::abs(in_a[i] - in_b[i]);
        const double magnitude = std::max(std::abs(in_a[i]), std::abs(in_b[i]));
        if (tolerance > 0.0 && off <= tolerance * magnitude) continue;
        if (out.differing++ == 0 || off > out.absolute) {
            out.absolute = std::isnan(off) ? 0.0 : off;
            out.place = place_of(out.path, i, lengths);
            out.first = in_a[i];
            out.second = in_b[i];
        }
        if (magnitude > 0.0 && off / magnitude > out.relative) {
            out.relative = off / magnitude;
            out.relative_place = place_of(out.path, i, lengths);
        }
        if (!errors_read) errors = errors_of(a, b, out.path);
        errors_read = true;
        if (errors.empty() || !(errors[i] > 0.0)) continue;
        if (!(off / errors[i] <= out.of_errors)) {
            out.of_errors = off / errors[i];
            out.errors_place = place_of(out.path, i, lengths);
        }
    }
}

} // namespace

Differences differences(const ResultsFile& a, const ResultsFile& b, double tolerance) {
    Differences out;
    for (const std::string& path : compared_datasets(a, b)) {
        ++out.datasets;
        DatasetDifference difference;
        difference.path = path;
        difference.problem = problem_of(a, b, path);
        if (difference.problem.empty()) {
            if (a.holds_texts(path))
                compare_texts(a, b, difference);
            else
                compare_numbers(a, b, tolerance, difference);
        }
        if (difference.differing > 0 || !difference.problem.empty()) out.differing.push_back(difference);
    }
    return out;
}

} // namespace lpsglass::results
