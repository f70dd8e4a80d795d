#include "scan_sample.hpp"

#include <algorithm>
#include <limits>
#include <sstream>

#include <fmt/format.h>

#include "lpsglass/campaign/set_result.hpp"
#include "lpsglass/scan/design.hpp"
#include "short_names.hpp"

namespace lpsglass::report {

namespace {

using campaign::TaskState;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kBlockBytes = 8 << 20;
constexpr std::size_t kHeldBytes = 64 << 20;

template <class Enum> bool is(double stored, Enum value) {
    return stored == static_cast<double>(value);
}

/// Reads `count` places of the rows from `first` on for every set of the sample, place by place.
std::vector<double> read_places(const RunData& data, const ScanSample& sample, const std::string& dataset,
                                std::size_t width, std::size_t first, std::size_t count) {
    std::vector<double> out(count * sample.size(), kNone);
    const std::size_t block = std::max<std::size_t>(1, kBlockBytes / (8 * width));
    const std::size_t sets = data.file().lengths(dataset).front();
    std::size_t row = 0;
    for (std::size_t begin = 0; begin < sets && row < sample.size(); begin += block) {
        const std::size_t rows = std::min(block, sets - begin);
        if (sample.set[row] >= begin + rows) continue;
        const std::vector<double> values = data.file().rows(dataset, begin, rows);
        for (; row < sample.size() && sample.set[row] < begin + rows; ++row)
            for (std::size_t i = 0; i < count; ++i)
                out[i * sample.size() + row] = values[(sample.set[row] - begin) * width + first + i];
    }
    return out;
}

std::size_t width_of(const RunData& data, const std::string& dataset) {
    std::size_t width = 1;
    const std::vector<std::size_t> lengths = data.file().lengths(dataset);
    for (std::size_t i = 1; i < lengths.size(); ++i)
        width *= lengths[i];
    return width;
}

void leave_out_failed(const ScanSample& sample, std::span<double> values) {
    for (std::size_t row = 0; row < sample.size(); ++row)
        if (!sample.went_through[row]) values[row] = kNone;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        out.push_back(line);
    return out;
}

} // namespace

ScanSample scan_sample(const RunData& data) {
    ScanSample out;
    out.in_scan = data.set_count();
    if (data.deck().scan) out.design = data.deck().scan->design;
    const std::vector<double> role = data.values("/scan/role");
    const std::vector<double> state = data.values("/tasks/status");
    for (std::size_t set = 0; set < out.in_scan; ++set) {
        if (out.design == deck::Design::saltelli && !is(role[set], scan::Role::a) &&
            !is(role[set], scan::Role::b))
            continue;
        if (is(state[set], TaskState::not_computed)) {
            ++out.not_computed;
            continue;
        }
        out.set.push_back(set);
        out.went_through.push_back(is(state[set], TaskState::ok) ||
                                   is(state[set], TaskState::gauge_phase_undefined));
        if (!out.went_through.back()) ++out.failed;
    }
    return out;
}

std::string sample_note(const ScanSample& sample) {
    const std::string n = fmt::format("{}", sample.size());
    std::string out;
    switch (sample.design) {
    case deck::Design::saltelli:
        out = n + " sets: the rows A and B of the design. Its other " +
              fmt::format("{}", sample.in_scan - sample.size() - sample.not_computed) +
              " exchange one column each and are no independent sample.";
        break;
    case deck::Design::morris:
        out =
            n +
            " sets on the levels of the design; those of one trajectory are alike, so they tell less than as "
            "many independent ones.";
        break;
    case deck::Design::one_at_a_time:
        out = n + " sets: the deck's own values, and one parameter moved at a time. That is no sample: "
                  "which values were listed decides how often something occurs.";
        break;
    case deck::Design::grid:
    case deck::Design::list:
        out = n + " sets, each counted once: which values the deck lists decides how often something occurs.";
        break;
    default:
        out = n + " sets.";
    }
    if (sample.failed > 0)
        out += fmt::format(" {} of them failed and {} no value.", sample.failed,
                           sample.failed == 1 ? "has" : "have");
    if (sample.not_computed > 0)
        out += fmt::format(" A snapshot: {} more are not computed yet.", sample.not_computed);
    return out;
}

std::vector<double> values_of(const RunData& data, const ScanSample& sample, const std::string& dataset,
                              std::size_t place) {
    std::vector<double> out = read_places(data, sample, dataset, width_of(data, dataset), place, 1);
    leave_out_failed(sample, out);
    return out;
}

void for_places(const RunData& data, const ScanSample& sample, const std::string& dataset,
                const std::function<void(std::size_t, std::span<const double>)>& take) {
    const std::size_t width = width_of(data, dataset);
    const std::size_t at_once =
        std::max<std::size_t>(1, kHeldBytes / (8 * std::max<std::size_t>(1, sample.size())));
    for (std::size_t first = 0; first < width; first += at_once) {
        const std::size_t count = std::min(at_once, width - first);
        std::vector<double> values = read_places(data, sample, dataset, width, first, count);
        for (std::size_t i = 0; i < count; ++i) {
            const std::span<double> one = std::span(values).subspan(i * sample.size(), sample.size());
            leave_out_failed(sample, one);
            take(first + i, one);
        }
    }
}

std::vector<ScanParameter> scan_parameters(const RunData& data) {
    const std::vector<std::string> names = data.texts("/coordinates/scan_parameter");
    const std::vector<std::string> units = data.texts("/scan/unit"), texts = data.texts("/scan/texts");
    const std::vector<std::string> labels = short_keys(names);
    std::vector<ScanParameter> out;
    for (std::size_t k = 0; k < names.size(); ++k)
        out.push_back(
            {names[k], labels[k], units[k] == "text" ? "1" : units[k], short_texts(lines_of(texts[k])), k});
    return out;
}

std::string scale_of_lambda(const RunData& data) {
    for (const std::string& keys : data.texts("/scan/keys"))
        if (keys.find("exponents.scale") != std::string::npos) return "scale";
    return fmt::format("{:.6g}", data.deck().exponents.scale);
}

std::string axis_label(const ScanParameter& parameter) {
    return parameter.unit == "1" ? parameter.label : parameter.label + " (" + parameter.unit + ")";
}

std::string ScanParameter::text_of(double value) const {
    return texts.empty() ? fmt::format("{:.6g}", value) : texts.at(static_cast<std::size_t>(value));
}

std::vector<double> parameter_values(const RunData& data, const ScanSample& sample,
                                     const ScanParameter& parameter) {
    const std::string dataset = "/scan/parameters";
    std::vector<double> values =
        read_places(data, sample, dataset, width_of(data, dataset), parameter.place, 1);
    if (parameter.texts.empty()) return values;
    for (double& value : values)
        value = static_cast<double>(std::ranges::find(parameter.texts, parameter.text_of(value)) -
                                    parameter.texts.begin());
    return values;
}

} // namespace lpsglass::report
