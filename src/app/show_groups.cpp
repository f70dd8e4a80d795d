#include "show_groups.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <sstream>

#include <fmt/format.h>

#include "lpsglass/core/error.hpp"
#include "lpsglass/results/layout.hpp"

namespace lpsglass::app {

namespace {

using results::DatasetInfo;
using results::Kind;
using results::ResultsFile;

constexpr std::size_t kWidth = 110; ///< of a table, at most
constexpr const char* kMissing = "missing";

std::string number(double x) {
    return std::isnan(x) ? kMissing : fmt::format("{:.6g}", x);
}

/// The layout's row of a path; null for what is not in it, such as coordinates in other groups.
const DatasetInfo* info_of(std::string path) {
    if (path.starts_with("/spectrum/")) path.replace(10, path.find('/', 10) - 10, "<i>");
    const auto found = std::ranges::find(results::layout(), path, &DatasetInfo::path);
    return found == results::layout().end() ? nullptr : &*found;
}

/// A table: a column of names, and columns of values that have them in common.
struct Column {
    std::string heading;
    std::vector<std::string> cells;
};

std::size_t width_of(const Column& column) {
    std::size_t width = column.heading.size();
    for (const std::string& cell : column.cells)
        width = std::max(width, cell.size());
    return width;
}

/// As many tables as the width asks for.
std::string tables_of(const Column& names, const std::vector<Column>& columns) {
    std::string out;
    for (std::size_t begin = 0, end = 0; begin < columns.size(); begin = end) {
        std::size_t width = width_of(names) + 2;
        while (end < columns.size() && (end == begin || width + width_of(columns[end]) + 2 <= kWidth))
            width += width_of(columns[end++]) + 2;
        const auto row = [&](const auto& cell_of) {
            std::string line = fmt::format("  {:<{}}", cell_of(names), width_of(names));
            for (std::size_t c = begin; c < end; ++c)
                line += fmt::format("  {:>{}}", cell_of(columns[c]), width_of(columns[c]));
            out += line + '\n';
        };
        row([](const Column& column) { return column.heading; });
        for (std::size_t i = 0; i < names.cells.size(); ++i)
            row([i](const Column& column) { return column.cells[i]; });
        out += '\n';
    }
    return out;
}

class GroupText {
  public:
    GroupText(const ResultsFile& file, std::string group, std::size_t set)
        : file_(file), group_(std::move(group)), set_(set) {}

    std::string text() {
        for (const std::string& path : file_.datasets()) {
            const DatasetInfo* info = info_of(path);
            if (!path.starts_with("/" + group_ + "/") || info == nullptr || is_part(path)) continue;
            if (info->dimensions == std::vector{path.substr(path.rfind('/') + 1)}) continue; // a coordinate
            if (info->dimensions == std::vector<std::string>{"failed_set"}) continue;
            add(path, *info);
        }
        flush();
        return out_;
    }

  private:
    /// Whether it is the error or an end of the interval of another, and told beside that.
    [[nodiscard]] bool is_part(const std::string& path) const {
        for (const char* suffix : {"_errors", "_lower", "_median", "_upper", "_linear_disagrees"}) {
            if (path.ends_with(suffix) && file_.has(path.substr(0, path.size() - std::string(suffix).size())))
                return true;
        }
        return false;
    }

    /// Of this set; all where the dataset is not by set; none where the file has no such dataset.
    [[nodiscard]] std::vector<double> values(const std::string& path, bool by_set) const {
        if (!file_.has(path)) return {};
        return by_set ? file_.rows(path, set_, 1) : file_.numbers(path);
    }

    /// Values as they are printed: with error and interval, in words, as texts.
    [[nodiscard]] std::vector<std::string> cells(const std::string& path, const DatasetInfo& info,
                                                 bool by_set) const {
        if (info.kind == Kind::text) return file_.texts(path);
        const std::vector<double> value = values(path, by_set), error = values(path + "_errors", by_set),
                                  lower = values(path + "_lower", by_set),
                                  upper = values(path + "_upper", by_set);
        std::vector<std::string> out;
        for (std::size_t i = 0; i < value.size(); ++i) {
            std::string cell = info.flags.empty() ? number(value[i]) : word(info, value[i]);
            if (i < error.size() && !std::isnan(error[i])) cell += " +- " + fmt::format("{:.3g}", error[i]);
            if (i < lower.size() && !std::isnan(lower[i]))
                cell += fmt::format(" [{:.6g}, {:.6g}]", lower[i], upper[i]);
            out.push_back(std::move(cell));
        }
        return out;
    }

    static std::string word(const DatasetInfo& info, double value) {
        for (const results::Flag& flag : info.flags) {
            if (flag.value != static_cast<int>(value)) continue;
            std::string text = flag.meaning;
            std::ranges::replace(text, '_', ' ');
            return text;
        }
        return number(value);
    }

    /// Names of the places along a dimension.
    [[nodiscard]] std::vector<std::string> labels(const std::string& group,
                                                  const std::string& dimension) const {
        const std::string path = group + "/" + dimension;
        if (file_.holds_texts(path)) return file_.texts(path);
        std::vector<std::string> out;
        for (const double value : file_.numbers(path))
            out.push_back(number(value));
        return out;
    }

    void add(const std::string& path, const DatasetInfo& info) {
        const std::string group = path.substr(0, path.rfind('/'));
        const std::string units = file_.attribute_text(path, "units").value_or("1");
        const std::string name =
            path.substr(group.size() + 1) + (units == "1" || units == "text" ? "" : ", " + units);
        std::vector<std::string> dimensions = info.dimensions;
        const bool by_set = !dimensions.empty() && dimensions.front() == "set";
        if (by_set) dimensions.erase(dimensions.begin());
        const std::vector<std::string> all = cells(path, info, by_set);
        if (dimensions.empty()) {
            start("", {"", {}});
            single_.cells.push_back(all.front());
            single_names_.cells.push_back(name);
            return;
        }
        // What one reads along goes down, or else the longest dimension; the others are columns.
        std::vector<std::vector<std::string>> names;
        for (const std::string& dimension : dimensions)
            names.push_back(labels(group, dimension));
        std::size_t down = 0;
        for (std::size_t d = 1; d < names.size(); ++d)
            if (names[d].size() >= names[down].size()) down = d;
        for (std::size_t d = 0; d < names.size(); ++d)
            if (dimensions[d] == "temperature" || dimensions[d] == "frequency" || dimensions[d] == "draw")
                down = d;
        start(group + "/" + dimensions[down], {heading(group, dimensions[down]), names[down]});

        std::map<std::vector<std::size_t>, Column> columns;
        for (std::size_t i = 0; i < all.size(); ++i) {
            std::vector<std::size_t> index(names.size());
            for (std::size_t d = names.size(), rest = i; d-- > 0; rest /= names[d].size())
                index[d] = rest % names[d].size();
            index[down] = 0;
            Column& column = columns[index];
            if (column.cells.empty()) {
                column.heading = name;
                for (std::size_t d = 0; d < names.size(); ++d)
                    if (d != down && names[d].size() > 1) column.heading += " " + names[d][index[d]];
            }
            column.cells.push_back(all[i]);
        }
        for (auto& [index, column] : columns)
            columns_.push_back(std::move(column));
    }

    [[nodiscard]] std::string heading(const std::string& group, const std::string& dimension) const {
        const std::string units = file_.attribute_text(group + "/" + dimension, "units").value_or("1");
        return dimension + (units == "1" || units == "text" ? "" : ", " + units);
    }

    /// Goes on with the table of these rows, or begins one.
    void start(const std::string& rows, Column names) {
        if (rows == rows_) return;
        flush();
        rows_ = rows;
        names_ = std::move(names);
    }

    void flush() {
        if (!columns_.empty()) out_ += tables_of(names_, columns_);
        if (!single_.cells.empty()) out_ += tables_of(single_names_, {single_});
        columns_.clear();
        single_ = {"value", {}};
        single_names_ = {"quantity", {}};
    }

    const ResultsFile& file_;
    std::string group_;
    std::size_t set_;
    std::string out_, rows_;
    Column names_, single_{"value", {}}, single_names_{"quantity", {}};
    std::vector<Column> columns_;
};

} // namespace

std::vector<std::string> groups_of(const ResultsFile& file) {
    std::vector<std::string> out;
    for (const std::string& path : file.datasets()) {
        const std::string group = path.substr(1, path.find('/', 1) - 1);
        if (info_of(path) == nullptr || group == "coordinates" || group == "deck") continue;
        if (std::ranges::find(out, group) == out.end()) out.push_back(group);
    }
    return out;
}

std::string group_text(const ResultsFile& file, const std::string& group, std::size_t set) {
    const std::vector<std::string> groups = groups_of(file);
    if (std::ranges::find(groups, group) == groups.end())
        throw InputError(fmt::format("{} has no group {} to show (allowed: {}, all)", file.path(), group,
                                     fmt::join(groups, ", ")));
    return GroupText(file, group, set).text();
}

} // namespace lpsglass::app
