#include <algorithm>
#include <cmath>

#include "set_reader.hpp"

namespace lpsglass::results {

namespace {

using campaign::SpectrumResult;

/// Members that the campaign leaves empty where it has none; the file then holds NaN.
void empty_where_missing(std::vector<double>& values) {
    if (std::ranges::all_of(values, [](double x) { return std::isnan(x); })) values.clear();
}

void make_room(SpectrumResult& r, std::size_t n) {
    for (auto* values : {&r.parameter, &r.parameter_errors, &r.data_share, &r.singular_values, &r.r_hat,
                         &r.effective_sample_size, &r.weakest_combination})
        values->resize(n);
    r.parameter_interval.resize(n);
    r.covariance.resize(n * n);
}

void give_room_back(SpectrumResult& r) {
    empty_where_missing(r.parameter);
    for (auto* values :
         {&r.singular_values, &r.r_hat, &r.effective_sample_size, &r.weakest_combination, &r.covariance})
        empty_where_missing(*values);
    if (!r.parameter.empty()) return;
    r.parameter_errors.clear();
    r.data_share.clear();
    r.parameter_interval.clear();
}

} // namespace

std::vector<SpectrumResult> stored_fits(const ResultsFile& file, std::size_t row, std::size_t n_spectra,
                                        std::size_t n_parameters) {
    const SetReader reader(file, row);
    const std::vector<double> states = reader.row("/fit/status");
    if (std::ranges::all_of(states, [](double state) { return state < 0.0; })) return {};

    std::vector<SpectrumResult> out(n_spectra);
    for (SpectrumResult& r : out)
        make_room(r, n_parameters);
    const auto each = [&](const std::string& name, auto member) { reader.each("/fit/" + name, out, member); };
    each("status", &SpectrumResult::state);
    each("evaluations", &SpectrumResult::evaluations);
    each("starts_agreeing", &SpectrumResult::starts_agreeing);
    each("amplitude", &SpectrumResult::amplitude);
    each("amplitude_errors", &SpectrumResult::amplitude_errors);
    SetReader::interval("amplitude", each, &SpectrumResult::amplitude_interval);
    if (n_parameters > 0) {
        each("parameter", &SpectrumResult::parameter);
        each("parameter_errors", &SpectrumResult::parameter_errors);
        SetReader::interval("parameter", each, &SpectrumResult::parameter_interval);
        each("data_share", &SpectrumResult::data_share);
        each("r_hat", &SpectrumResult::r_hat);
        each("effective_sample_size", &SpectrumResult::effective_sample_size);
        each("singular_values", &SpectrumResult::singular_values);
        each("weakest_combination", &SpectrumResult::weakest_combination);
        if (file.has("/fit/covariance"))
            each("covariance", &SpectrumResult::covariance);
        else
            std::ranges::for_each(out, [](SpectrumResult& r) { r.covariance.clear(); });
    }
    each("least_separated_first", [](SpectrumResult& r) -> int& { return r.least_separated[0]; });
    each("least_separated_second", [](SpectrumResult& r) -> int& { return r.least_separated[1]; });
    each("least_separated_correlation", &SpectrumResult::least_separated_correlation);
    each("chi2", &SpectrumResult::chi2);
    each("prior_chi2", &SpectrumResult::prior_chi2);
    each("degrees_of_freedom", &SpectrumResult::degrees_of_freedom);
    each("effective_parameters", &SpectrumResult::effective_parameters);
    each("line_error", &SpectrumResult::line_error);
    each("scale", &SpectrumResult::scale);
    each("scale_errors", &SpectrumResult::scale_errors);
    each("baseline", &SpectrumResult::baseline);
    each("baseline_errors", &SpectrumResult::baseline_errors);
    std::ranges::for_each(out, give_room_back);
    return out;
}

} // namespace lpsglass::results
