#include "fetch.hpp"

namespace lpsglass::results {

namespace {

/// first, first + 1, ...
Fetch count_from(int first, std::size_t (*length)(const RunRecord&)) {
    return [first, length](const RunRecord& run, Place, std::vector<double>& out) {
        for (std::size_t i = 0; i < length(run); ++i)
            out.push_back(static_cast<double>(i) + first);
    };
}

FetchText words(std::vector<std::string> names) {
    return [names = std::move(names)](const RunRecord&) { return names; };
}

std::vector<std::string> fit_parameter_names(const RunRecord& run) {
    std::vector<std::string> names;
    for (const campaign::FitParameterInfo& parameter : run.fit_parameters)
        names.push_back(parameter.name);
    return names;
}

} // namespace

void add_coordinates(std::vector<Dataset>& table) {
    GroupTable all(table, kCoordinates, deck::Detail::summary);
    all.integer("set", {"set"}, "parameter set, counted from 0",
                count_from(0, [](const RunRecord& run) { return run.sets.size(); }));
    all.integer("spectrum", {"spectrum"}, "spectrum of the deck, counted from 1",
                count_from(1, [](const RunRecord& run) { return run.spectra.size(); }));
    all.real("temperature", {"temperature"}, "K", "temperature",
             [](const RunRecord& run, Place, std::vector<double>& out) { append(run.temperature, out); });
    all.text("fluctuation", {"fluctuation"}, "fluctuation of a hybrid (beta) or of a bond angle (theta)",
             words({"beta_1", "beta_2", "beta_3", "theta_12", "theta_23", "theta_13"}));
    all.text("bond", {"bond"}, "As-Se bond", words({"1", "2", "3"}));
    all.text("pair", {"pair"}, "pair of bonds", words({"12", "23", "13"}));
    all.text("family", {"family"}, "family of fluctuations", words({"beta", "theta"}));
    all.text("direction", {"direction"}, "Cartesian direction", words({"x", "y", "z"}));
    all.text("order", {"order"}, "freezing order: labels of the bonds (or pairs), the first to freeze first",
             words({"123", "132", "213", "231", "312", "321"}));
    all.text("fit_parameter", {"fit_parameter"}, "fitted parameter", fit_parameter_names);
    all.text("fit_parameter_2", {"fit_parameter_2"}, "fitted parameter, second index of the covariance",
             fit_parameter_names);
    all.integer("singular_value", {"singular_value"}, "singular value, the largest first, counted from 1",
                count_from(1, [](const RunRecord& run) { return run.fit_parameters.size(); }));
}

} // namespace lpsglass::results
