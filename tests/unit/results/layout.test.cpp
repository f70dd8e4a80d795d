#include "lpsglass/results/layout.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "support/catch.hpp"

using lpsglass::results::DatasetInfo;
using lpsglass::results::layout;

namespace {

const std::vector<std::string> kSuffixes{"_errors", "_lower", "_median", "_upper", "_linear_disagrees"};

/// A row of a table of docs/results.md: `path` | dimensions | units | also | meaning.
struct Row {
    std::string dimensions, units, also, meaning;
};

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(' '), last = text.find_last_not_of(' ');
    return first == std::string::npos ? "" : text.substr(first, last - first + 1);
}

std::string documentation() {
    std::ifstream in(LPSGLASS_SOURCE_DIR "/docs/results.md");
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

/// What `lpsglass sensitivity` adds is told in the same tables, with NAME for a measure; it is no part of the
/// layout of a run.
bool is_added(const std::string& path) {
    return path.starts_with("/sensitivity/");
}

/// Rows whose first cell is a path, by path.
std::map<std::string, Row> documented() {
    std::map<std::string, Row> rows;
    std::istringstream lines(documentation());
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("| `/")) continue;
        std::istringstream cells(line.substr(1));
        std::vector<std::string> texts;
        for (std::string cell; std::getline(cells, cell, '|');)
            texts.push_back(trimmed(cell));
        INFO(line);
        REQUIRE(texts.size() == 5);
        const std::string path = texts[0].substr(1, texts[0].size() - 2);
        CHECK(rows.emplace(path, Row{texts[1], texts[2], texts[3], texts[4]}).second);
    }
    return rows;
}

std::map<std::string, DatasetInfo> by_path() {
    std::map<std::string, DatasetInfo> all;
    for (const DatasetInfo& dataset : layout())
        all.emplace(dataset.path, dataset);
    return all;
}

/// The ending by which this dataset is the error or the interval of another; empty if it stands for itself.
std::string suffix_of(const std::string& path, const std::map<std::string, DatasetInfo>& all) {
    for (const std::string& suffix : kSuffixes)
        if (path.ends_with(suffix) && all.contains(path.substr(0, path.size() - suffix.size())))
            return suffix;
    return "";
}

bool names(const Row& row, const std::string& suffix) {
    return row.also.find("`" + suffix + "`") != std::string::npos;
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

} // namespace

TEST_CASE("No path stands twice in the layout, and all say what they hold", "[layout]") {
    CHECK(by_path().size() == layout().size());
    for (const DatasetInfo& dataset : layout()) {
        INFO(dataset.path);
        CHECK_FALSE(dataset.units.empty());
        CHECK_FALSE(dataset.long_name.empty());
    }
}

TEST_CASE("A dataset that bears the name of a dimension is its coordinate", "[layout]") {
    // netCDF, and with it xarray, allows no other (docs/results.md).
    std::set<std::string> dimensions;
    for (const DatasetInfo& dataset : layout())
        dimensions.insert(dataset.dimensions.begin(), dataset.dimensions.end());
    for (const DatasetInfo& dataset : layout()) {
        const std::string name = dataset.path.substr(dataset.path.rfind('/') + 1);
        const bool in_shared_group = dataset.path.starts_with("/coordinates/");
        INFO(dataset.path);
        if (in_shared_group) CHECK(dataset.dimensions == std::vector{name});
        const auto& own = dataset.dimensions;
        if (std::find(own.begin(), own.end(), name) != own.end()) CHECK(own.size() == 1);
    }
    for (const std::string& name : dimensions) {
        INFO(name);
        const bool has_coordinate =
            std::any_of(layout().begin(), layout().end(), [&](const DatasetInfo& dataset) {
                return dataset.path.ends_with("/" + name) && dataset.dimensions == std::vector{name};
            });
        CHECK(has_coordinate);
    }
}

TEST_CASE("No dataset names one dimension twice", "[layout]") {
    for (const DatasetInfo& dataset : layout()) {
        const std::set<std::string> different(dataset.dimensions.begin(), dataset.dimensions.end());
        INFO(dataset.path);
        CHECK(different.size() == dataset.dimensions.size());
    }
}

TEST_CASE("docs/results.md tells every dataset with its dimensions and units", "[layout][docs]") {
    const auto rows = documented();
    const auto all = by_path();
    for (const auto& [path, dataset] : all) {
        INFO(path);
        const std::string suffix = suffix_of(path, all);
        if (!suffix.empty()) {
            const std::string base = path.substr(0, path.size() - suffix.size());
            REQUIRE(rows.contains(base));
            CHECK(names(rows.at(base), suffix));
            continue;
        }
        REQUIRE(rows.contains(path));
        CHECK(rows.at(path).dimensions == (dataset.dimensions.empty() ? "-" : joined(dataset.dimensions)));
        CHECK(rows.at(path).units == dataset.units);
        CHECK_FALSE(rows.at(path).meaning.empty());
    }
}

TEST_CASE("docs/results.md tells no dataset that does not exist", "[layout][docs]") {
    const auto all = by_path();
    for (const auto& [path, row] : documented()) {
        if (is_added(path)) continue;
        INFO(path);
        CHECK(all.contains(path));
        for (const std::string& suffix : kSuffixes)
            if (names(row, suffix)) CHECK(all.contains(path + suffix));
    }
}

TEST_CASE("docs/results.md explains every word of a status", "[layout][docs]") {
    const std::string text = documentation();
    for (const DatasetInfo& dataset : layout()) {
        for (const auto& flag : dataset.flags) {
            INFO(dataset.path);
            CHECK(text.find("`" + flag.meaning + "`") != std::string::npos);
        }
    }
}
