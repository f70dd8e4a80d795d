#include "fetch.hpp"

namespace lpsglass::results {

namespace {

/// first, first + 1, ...
Fetch count_from(int first, std::size_t (*length)(const RunRecord&)) {
    return [first, length](const RunRecord& run, const Place&, std::vector<double>& out) {
        for (std::size_t i = 0; i < length(run); ++i)
            out.push_back(static_cast<double>(i) + first);
    };
}

FetchText words(std::vector<std::string> names) {
    return [names = std::move(names)](const RunRecord&, const Place&) { return names; };
}

/// Names of the run's parameters of one kind.
template <class Parameter> FetchText names_of(std::vector<Parameter> RunRecord::*parameters) {
    return [parameters](const RunRecord& run, const Place&) {
        std::vector<std::string> names;
        for (const Parameter& parameter : run.*parameters)
            names.push_back(parameter.name);
        return names;
    };
}

} // namespace

void add_coordinates(std::vector<Dataset>& table) {
    GroupTable all(table, kCoordinates, deck::Detail::summary);
    all.integer("set", {"set"}, "parameter set, counted from 0",
                [](const RunRecord&, const Place& at, std::vector<double>& out) { append(at.number, out); });
    all.integer("spectrum", {"spectrum"}, "spectrum of the deck, counted from 1",
                count_from(1, [](const RunRecord& run) { return run.spectra.size(); }));
    all.real(
        "temperature", {"temperature"}, "K", "temperature",
        [](const RunRecord& run, const Place&, std::vector<double>& out) { append(run.temperature, out); });
    all.text("fluctuation", {"fluctuation"}, "fluctuation of a hybrid (beta) or of a bond angle (theta)",
             words({"beta_1", "beta_2", "beta_3", "theta_12", "theta_23", "theta_13"}));
    all.text("bond", {"bond"}, "As-Se bond", words({"1", "2", "3"}));
    all.text("pair", {"pair"}, "pair of bonds", words({"12", "23", "13"}));
    all.text("family", {"family"}, "family of fluctuations", words({"beta", "theta"}));
    all.text("direction", {"direction"}, "Cartesian direction", words({"x", "y", "z"}));
    all.text("order", {"order"}, "freezing order: labels of the bonds (or pairs), the first to freeze first",
             words({"123", "132", "213", "231", "312", "321"}));
    all.text("fit_parameter", {"fit_parameter"}, "fitted parameter", names_of(&RunRecord::fit_parameters));
    all.text("fit_parameter_2", {"fit_parameter_2"}, "fitted parameter, second index of the covariance",
             names_of(&RunRecord::fit_parameters));
    all.integer("singular_value", {"singular_value"}, "singular value, the largest first, counted from 1",
                count_from(1, [](const RunRecord& run) { return run.fit_parameters.size(); }));
    all.text("scan_parameter", {"scan_parameter"}, "scanned parameter",
             names_of(&RunRecord::scan_parameters));
    all.integer("draw", {"draw"}, "draw from the posterior or bootstrap replica, counted from 0",
                count_from(0, draws_of));
}

} // namespace lpsglass::results
