#include "fetch.hpp"

namespace lpsglass::results {

namespace {

/// A measured column of the spectrum.
Fetch measured(std::vector<double> campaign::SpectrumData::*column) {
    return [column](const RunRecord& run, const Place& at, std::vector<double>& out) {
        append(run.spectra[at.spectrum].*column, out);
    };
}

/// The fitted line of the place's set.
void fitted(const RunRecord& run, const Place& at, std::vector<double>& out) {
    append_vector(vector_of(at.set, at.spectrum, &SpectrumResult::fitted),
                  run.spectra[at.spectrum].frequency.size(), out);
}

void residual(const RunRecord& run, const Place& at, std::vector<double>& out) {
    fitted(run, at, out);
    const std::vector<double>& observed = run.spectra[at.spectrum].observed;
    for (std::size_t j = 0; j < out.size(); ++j)
        out[j] = observed[j] - out[j];
}

void intensity(const RunRecord& run, const Place& at, std::vector<double>& out) {
    for (std::size_t d = 0; d < run.spectra.size(); ++d)
        append_vector(vector_of(at.set, d, &SpectrumResult::line), run.grid.size(), out);
}

} // namespace

void add_lines(std::vector<Dataset>& table) {
    GroupTable spectrum(table, "/spectrum/<i>", deck::Detail::summary);
    spectrum.real("frequency", {"frequency"}, "MHz", "frequency",
                  measured(&campaign::SpectrumData::frequency));
    spectrum.real("observed", {"frequency"}, "data units", "measured line",
                  measured(&campaign::SpectrumData::observed));
    spectrum.real("sigma", {"frequency"}, "data units", "standard deviation of the measured line",
                  measured(&campaign::SpectrumData::sigma));
    spectrum.real("model", {"frequency"}, "data units", "model line of set 0, with scale and baseline",
                  fitted);
    spectrum.real("residual", {"frequency"}, "data units", "observed minus model", residual);
    spectrum
        .real("model_by_set", {"set", "frequency"}, "data units",
              "model line of every set, with scale and baseline", fitted)
        .only_with_spectra = true;
    spectrum
        .real("residual_by_set", {"set", "frequency"}, "data units", "observed minus model, of every set",
              residual)
        .only_with_spectra = true;

    GroupTable line(table, "/line", deck::Detail::summary);
    line.real("frequency", {"frequency"}, "MHz", "frequency, nqr.grid of the deck",
              [](const RunRecord& run, const Place&, std::vector<double>& out) { append(run.grid, out); });
    line.real("intensity", {"spectrum", "frequency"}, "1/MHz", "unit-area NQR line of set 0", intensity)
        .attributes = {{"interpretation", "spectrum"}};
    line.real("mean", {"spectrum"}, "MHz", "mean frequency of the ensemble",
              per_spectrum(&SpectrumResult::line_mean));
    line.real("standard_deviation", {"spectrum"}, "MHz", "standard deviation of the ensemble's frequencies",
              per_spectrum(&SpectrumResult::line_standard_deviation));
    line.real("dropped_share", {"spectrum"}, "1", "weight of ensemble members that are no pyramid",
              per_spectrum(&SpectrumResult::dropped_share));
}

} // namespace lpsglass::results
