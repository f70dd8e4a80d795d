#include "fetch.hpp"

namespace lpsglass::results {

namespace {

using campaign::ScanParameterInfo;

/// A text of every scanned parameter.
template <class Get> FetchText of_parameters(Get get) {
    return [get](const RunRecord& run, const Place&) {
        std::vector<std::string> texts;
        for (const ScanParameterInfo& parameter : run.scan_parameters)
            texts.push_back(std::invoke(get, parameter));
        return texts;
    };
}

std::string one_a_line(const std::vector<std::string>& texts) {
    std::string out;
    for (const std::string& text : texts)
        out += (out.empty() ? "" : "\n") + text;
    return out;
}

/// What the set's place in the scan tells; not stored without a scan.
Dataset& of_place(Dataset& dataset) {
    dataset.only_with_scan = true;
    return dataset;
}

} // namespace

void add_scan(std::vector<Dataset>& table) {
    const std::string as_key = "as unit";
    GroupTable scan(table, "/scan", deck::Detail::summary);
    const GroupTable::Names per_parameter{"scan_parameter"};

    scan.text("unit", per_parameter, "unit of the scanned parameter",
              of_parameters(&ScanParameterInfo::unit));
    scan.text("keys", per_parameter, "deck keys that the parameter drives, one a line",
              of_parameters([](const ScanParameterInfo& parameter) { return one_a_line(parameter.keys); }));
    scan.text("mode", per_parameter, "how the parameter drives its keys",
              of_parameters(&ScanParameterInfo::mode));
    scan.text("texts", per_parameter, "what the values 0, 1, ... of a parameter of texts mean, one a line",
              of_parameters([](const ScanParameterInfo& parameter) { return one_a_line(parameter.texts); }));
    scan.real("parameters", {"set", "scan_parameter"}, as_key, "value of the scanned parameter",
              [](const RunRecord& run, const Place& at, std::vector<double>& out) {
                  append_vector(at.set.place.values, run.scan_parameters.size(), out);
              })
        .units_of = [as_key](const RunRecord& run) { return common_unit(run.scan_parameters, "", as_key); };
    of_place(scan.integer("base", {"set"}, "base sample or trajectory of the design, counted from 0",
                          per_row([](const SetResult& set) { return set.place.base; })));
    std::vector<Flag> roles =
        flags_from_zero({"point", "own", "step", "a", "ab", "b", "ba", "start"}); // scan::Role
    roles.erase(roles.begin());                                                   // every set has one
    of_place(scan.flag("role", {"set"}, "what the set is for in the design", std::move(roles),
                       per_row([](const SetResult& set) { return set.place.role; })));
    of_place(scan.integer("parameter", {"set"},
                          "place (from 0) of the parameter that was exchanged or moved, -1 for none",
                          per_row([](const SetResult& set) { return set.place.parameter; })));
}

} // namespace lpsglass::results
