#include "lpsglass/results/sensitivity_group.hpp"

#include <algorithm>

#include "lpsglass/core/error.hpp"
#include "lpsglass/deck/words.hpp"

namespace lpsglass::results {

namespace {

using scan::Estimates;
using scan::Measure;
using scan::Sensitivity;

/// The unit that all share, else where to look it up.
std::string common(const std::vector<std::string>& units, const std::string& otherwise) {
    const bool equal = std::ranges::all_of(units, [&](const std::string& u) { return u == units.front(); });
    return equal ? units.front() : otherwise;
}

std::string ratio(const std::string& above, const std::string& below) {
    if (below == "1") return above;
    return above + "/" + (below.find(' ') == std::string::npos ? below : "(" + below + ")");
}

std::string units_of(const Measure& measure, const OutputGroup& outputs, const ScanRows& scan) {
    const std::string of_output =
        common(outputs.units, outputs.name == "summary" ? "as unit" : "as /fit/parameter_unit");
    switch (measure.unit) {
    case scan::Unit::output:
        return of_output;
    case scan::Unit::output_per_parameter:
        return ratio(of_output, common(scan.unit, "as /scan/unit"));
    default:
        return "1";
    }
}

/// A dataset of the group, with the dimensions of the outputs to begin with.
class Group {
  public:
    Group(const OutputGroup& outputs, const Sensitivity& result, const ScanRows& scan)
        : outputs_(outputs), result_(result), scan_(scan) {
        group_.name = outputs.name;
        group_.attributes = {{"long_name", outputs.long_name}};
    }

    void add_texts(const std::string& name, const std::vector<std::string>& dimensions,
                   const std::vector<std::string>& texts, const std::string& long_name) {
        group_.datasets.push_back(
            {name, Kind::text, dimensions, {texts.size()}, {}, texts, "text", long_name, {}, {}});
    }

    /// Stages as a coordinate.
    void add_stages() {
        const std::vector<double> stages(result_.stages.begin(), result_.stages.end());
        group_.datasets.push_back({"base_samples",
                                   Kind::integer,
                                   {"base_samples"},
                                   {stages.size()},
                                   stages,
                                   {},
                                   "1",
                                   "number of base samples, from the first on",
                                   {},
                                   {}});
    }

    /// One value per output.
    NewDataset& add_per_output(const std::string& name, Kind kind, std::vector<double> values,
                               const std::string& long_name) {
        return group_.datasets.emplace_back(NewDataset{name,
                                                       kind,
                                                       outputs_.dimensions,
                                                       outputs_.lengths,
                                                       std::move(values),
                                                       {},
                                                       "1",
                                                       long_name,
                                                       {},
                                                       {}});
    }

    void add_measure(const Measure& measure) {
        // Of the parameter: the name alone is the share of the output.
        const std::string name = measure.name == "dropped_share" ? "parameter_" + measure.name : measure.name;
        add_estimates(name, measure, measure.all, {}, {});
        if (result_.stages.size() < 2 || measure.per == scan::Per::pair || measure.stages.value.empty())
            return;
        add_estimates(name + "_convergence", measure, measure.stages, {"base_samples"},
                      {result_.stages.size()});
    }

    [[nodiscard]] NewGroup take() { return std::move(group_); }

  private:
    void add_estimates(const std::string& name, const Measure& measure, const Estimates& estimates,
                       std::vector<std::string> dimensions, std::vector<std::size_t> lengths) {
        dimensions.insert(dimensions.end(), outputs_.dimensions.begin(), outputs_.dimensions.end());
        lengths.insert(lengths.end(), outputs_.lengths.begin(), outputs_.lengths.end());
        for (const scan::Per from : {scan::Per::parameter, scan::Per::pair}) {
            if (measure.per < from) continue;
            dimensions.emplace_back(from == scan::Per::pair ? "scan_parameter_2" : "scan_parameter");
            lengths.push_back(result_.parameters);
        }
        const std::string units = units_of(measure, outputs_, scan_);
        const auto add = [&](const std::string& suffix, const std::string& before,
                             const std::vector<double>& values) {
            if (values.empty()) return;
            group_.datasets.push_back({name + suffix,
                                       Kind::real,
                                       dimensions,
                                       lengths,
                                       values,
                                       {},
                                       units,
                                       before + measure.long_name,
                                       {},
                                       {}});
        };
        add("", "", estimates.value);
        add("_lower", "lower end: ", estimates.lower);
        add("_upper", "upper end: ", estimates.upper);
    }

    const OutputGroup& outputs_;
    const Sensitivity& result_;
    const ScanRows& scan_;
    NewGroup group_;
};

std::vector<double> of_checks(const Sensitivity& result, double (*get)(const scan::OutputCheck&)) {
    std::vector<double> out(result.checks.size());
    std::ranges::transform(result.checks, out.begin(), get);
    return out;
}

void add_checks(const Sensitivity& result, Group& group) {
    group
        .add_per_output(
            "status", Kind::integer,
            of_checks(result,
                      [](const scan::OutputCheck& check) { return static_cast<double>(check.status); }),
            "whether the output has measures")
        .flags = {{0, "ok"}, {1, "constant"}, {2, "withheld"}, {3, "too_few"}, {4, "own_missing"}};
    group.add_per_output(
        "dropped_share", Kind::real,
        of_checks(result, [](const scan::OutputCheck& check) { return check.dropped_share; }),
        "share of the base samples that were dropped, since the output is missing in a set of theirs");
    group.add_per_output("base_samples_used", Kind::integer,
                         of_checks(result, [](const auto& check) { return static_cast<double>(check.used); }),
                         "base samples that have the output");
}

std::string joined(const std::vector<std::string>& notes) {
    std::string out;
    for (const std::string& note : notes)
        out += (out.empty() ? "" : "; ") + note;
    return out;
}

} // namespace

NewGroup group_of_outputs(const OutputGroup& outputs, const Sensitivity& result, const ScanRows& scan) {
    Group group(outputs, result, scan);
    if (outputs.name == "summary") {
        group.add_texts("output", {"output"}, outputs.outputs, "output of the scan");
        group.add_texts("unit", {"output"}, outputs.units, "unit of the output");
        group.add_texts("meaning", {"output"}, outputs.meanings, "what the output is");
    }
    if (result.stages.size() > 1) group.add_stages();
    if (std::ranges::any_of(result.measures, [](const Measure& m) { return m.per == scan::Per::pair; }))
        group.add_texts("scan_parameter_2", {"scan_parameter_2"}, scan.parameter,
                        "scanned parameter, second of a pair");
    add_checks(result, group);
    for (const Measure& measure : result.measures)
        group.add_measure(measure);
    NewGroup out = group.take();
    if (!result.notes.empty()) out.attributes.emplace_back("notes", joined(result.notes));
    return out;
}

NewGroup sensitivity_group(const ScanRows& scan, const Sensitivity& any,
                           const scan::SensitivityOptions& options, std::vector<NewGroup> groups) {
    NewGroup out;
    out.name = "sensitivity";
    out.groups = std::move(groups);
    out.attributes = {
        {"design", std::string(deck::words::design[static_cast<std::size_t>(scan.table.design)])},
        {"base_samples", static_cast<int>(scan.base_samples)},
        {"base_samples_planned", static_cast<int>(scan.planned)},
        {"withheld_above", options.withhold_above}};
    if (scan.table.design == deck::Design::one_at_a_time) {
        out.attributes.emplace_back("interval", "none");
        return out;
    }
    out.attributes.emplace_back("interval", any.conservative ? "bootstrap over base samples, conservative"
                                                             : "bootstrap over base samples");
    out.attributes.emplace_back("confidence", options.confidence);
    out.attributes.emplace_back("replicates", static_cast<int>(options.replicates));
    out.attributes.emplace_back("seed", options.seed);
    return out;
}

} // namespace lpsglass::results
