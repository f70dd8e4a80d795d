#include "fetch.hpp"

namespace lpsglass::results {

namespace {

using campaign::Interval;

std::size_t parameters(const RunRecord& run) {
    return run.fit_parameters.size();
}
std::size_t parameters_squared(const RunRecord& run) {
    return parameters(run) * parameters(run);
}

/// Their common unit.
UnitsOf fit_unit(const std::string& suffix, const std::string& otherwise) {
    return [suffix, otherwise](const RunRecord& run) {
        return common_unit(run.fit_parameters, suffix, otherwise);
    };
}

std::vector<std::string> parameter_units(const RunRecord& run, const Place&) {
    std::vector<std::string> units;
    for (const campaign::FitParameterInfo& parameter : run.fit_parameters)
        units.push_back(parameter.unit);
    return units;
}

/// One end of the interval of each fitted parameter of a spectrum.
std::vector<double> ends_of(const SetResult& set, std::size_t spectrum, double Interval::*part) {
    std::vector<double> out;
    if (spectrum < set.spectrum.size()) {
        for (const Interval& interval : set.spectrum[spectrum].parameter_interval)
            out.push_back(interval.*part);
    }
    return out;
}

void add_parameters(GroupTable& fit, std::vector<Dataset>& table) {
    const std::string as_key = "as parameter_unit";
    const std::string squared = "product of two of parameter_unit";
    const GroupTable::Names per_parameter{"set", "spectrum", "fit_parameter"};

    fit.text("parameter_unit", {"fit_parameter"}, "unit of the fitted parameter", parameter_units);
    fit.flag("parameter_has_prior", {"fit_parameter"}, "whether the fitted parameter has a prior",
             {{0, "no"}, {1, "yes"}}, [](const RunRecord& run, const Place&, std::vector<double>& out) {
                 for (const campaign::FitParameterInfo& parameter : run.fit_parameters)
                     append(parameter.has_prior, out);
             });
    fit.real("parameter", per_parameter, as_key, "fitted parameter",
             per_spectrum_vector(&SpectrumResult::parameter, parameters))
        .units_of = fit_unit("", as_key);
    fit.real("parameter_errors", per_parameter, as_key, "standard error: fitted parameter",
             per_spectrum_vector(&SpectrumResult::parameter_errors, parameters))
        .units_of = fit_unit("", as_key);
    const auto end = [&](const std::string& suffix, const std::string& long_name, double Interval::*part) {
        fit.real("parameter" + suffix, per_parameter, as_key, long_name + ": fitted parameter",
                 [part](const RunRecord& run, const Place& at, std::vector<double>& out) {
                     for (std::size_t d = 0; d < run.spectra.size(); ++d)
                         append_vector(ends_of(at.set, d, part), parameters(run), out);
                 })
            .units_of = fit_unit("", as_key);
    };
    end("_lower", "lower end", &Interval::lower);
    end("_median", "median", &Interval::median);
    end("_upper", "upper end", &Interval::upper);
    fit.real("data_share", per_parameter, "1", "share of the parameter's determination that the data bring",
             per_spectrum_vector(&SpectrumResult::data_share, parameters));
    fit.real("r_hat", per_parameter, "1", "R-hat of the posterior's chains; converged below 1.01",
             per_spectrum_vector(&SpectrumResult::r_hat, parameters));
    fit.real("effective_sample_size", per_parameter, "1", "independent draws that would serve as well",
             per_spectrum_vector(&SpectrumResult::effective_sample_size, parameters));
    fit.real("singular_values", {"set", "spectrum", "singular_value"}, "1",
             "singular values of the residuals' Jacobian, scaled by the prior widths",
             per_spectrum_vector(&SpectrumResult::singular_values, parameters));

    fit.real("weakest_combination", per_parameter, "1",
             "combination of parameters that the data determine least, in units of their widths",
             per_spectrum_vector(&SpectrumResult::weakest_combination, parameters));

    GroupTable full(table, "/fit", deck::Detail::full);
    full.real("covariance", {"set", "spectrum", "fit_parameter", "fit_parameter_2"}, squared,
              "covariance of the fitted parameters",
              per_spectrum_vector(&SpectrumResult::covariance, parameters_squared))
        .units_of = fit_unit("^2", squared);
}

/// The drawn parameters of every spectrum, draw by draw.
void drawn(const RunRecord& run, const Place& at, std::vector<double>& out) {
    const std::size_t n = parameters(run);
    for (std::size_t draw = 0; draw < draws_of(run); ++draw) {
        for (std::size_t d = 0; d < run.spectra.size(); ++d) {
            const std::vector<double>& of_spectrum = vector_of(at.set, d, &SpectrumResult::drawn);
            for (std::size_t i = draw * n; i < (draw + 1) * n; ++i)
                out.push_back(i < of_spectrum.size() ? of_spectrum[i] : kMissing);
        }
    }
}

} // namespace

void add_posterior(std::vector<Dataset>& table) {
    const std::string as_key = "as parameter_unit";
    GroupTable posterior(table, "/posterior", deck::Detail::summary);
    posterior
        .real("parameter", {"draw", "spectrum", "fit_parameter"}, as_key, "drawn parameter of set 0", drawn)
        .units_of = fit_unit("", as_key);
}

void add_fit(std::vector<Dataset>& table) {
    GroupTable fit(table, "/fit", deck::Detail::summary);
    const GroupTable::Names one{"set", "spectrum"};

    fit.real("spectrum_temperature", {"spectrum"}, "K", "temperature at which the spectrum was measured",
             [](const RunRecord& run, const Place&, std::vector<double>& out) {
                 for (const campaign::SpectrumData& spectrum : run.spectra)
                     out.push_back(spectrum.temperature_K);
             });
    fit.flag("status", one, "how the fit ended",
             flags_from_zero({"given", "from_bath", "converged", "at_bound", "flat_direction",
                              "evaluations_exhausted", "no_finite_start", "failed"}),
             per_spectrum(&SpectrumResult::state));
    fit.with_interval("amplitude", {"set", "spectrum", "fluctuation"}, "degree",
                      "amplitude of the fluctuation", per_spectrum(&SpectrumResult::amplitude),
                      per_spectrum(&SpectrumResult::amplitude_errors),
                      interval_of([](auto get) { return per_spectrum(get); },
                                  [](const SpectrumResult& r) { return r.amplitude_interval; }));
    add_parameters(fit, table);
    const auto of_pair = [](std::size_t i) {
        return per_spectrum([i](const SpectrumResult& r) { return r.least_separated[i]; });
    };
    fit.integer("least_separated_first", one,
                "place (from 0) of one of the two fitted parameters whose effects on the line are most alike",
                of_pair(0));
    fit.integer("least_separated_second", one, "place (from 0) of the other of those two", of_pair(1));
    fit.real("least_separated_correlation", one, "1", "cosine between the effects of those two",
             per_spectrum(&SpectrumResult::least_separated_correlation));

    fit.real("chi2", one, "1", "chi squared of the data", per_spectrum(&SpectrumResult::chi2));
    fit.real("prior_chi2", one, "1", "chi squared of the priors", per_spectrum(&SpectrumResult::prior_chi2));
    fit.real("degrees_of_freedom", one, "1", "degrees of freedom",
             per_spectrum(&SpectrumResult::degrees_of_freedom));
    fit.real("effective_parameters", one, "1", "number of parameters that the data determine",
             per_spectrum(&SpectrumResult::effective_parameters));
    fit.real("line_error", one, "1", "estimated quadrature error of the line, relative to its peak",
             per_spectrum(&SpectrumResult::line_error));
    fit.with_errors("scale", one, "data units MHz", "factor of the unit-area line",
                    per_spectrum(&SpectrumResult::scale), per_spectrum(&SpectrumResult::scale_errors));
    fit.with_errors("baseline", one, "data units", "flat baseline", per_spectrum(&SpectrumResult::baseline),
                    per_spectrum(&SpectrumResult::baseline_errors));
    fit.integer("evaluations", one, "evaluations of the line over all starts",
                per_spectrum(&SpectrumResult::evaluations));
    fit.integer("starts_agreeing", one, "starts that ended at the best minimum",
                per_spectrum(&SpectrumResult::starts_agreeing));
}

} // namespace lpsglass::results
