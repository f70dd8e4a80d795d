#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "lpsglass/campaign/intervals.hpp"
#include "lpsglass/campaign/run_record.hpp"
#include "lpsglass/results/writer.hpp"

/// Runs with made-up values, each of which tells by its digits where it belongs.
namespace made_up {

using namespace lpsglass;

inline constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// 1000 set + 100 spectrum (or temperature) + 10 kind + index.
inline double code(std::size_t set, std::size_t second, int kind, std::size_t index) {
    return 1000.0 * static_cast<double>(set) + 100.0 * static_cast<double>(second) + 10.0 * kind +
           static_cast<double>(index);
}

template <class Array> void fill(Array& values, std::size_t set, std::size_t second, int kind) {
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = code(set, second, kind, i);
}

struct Shape {
    std::size_t sets = 2;
    std::size_t spectra = 2; ///< with 0 the run has one without data
    std::size_t temperatures = 3;
    bool fit = true;
    deck::Detail detail = deck::Detail::full;
    bool spectra_of_all_sets = false;
    bool scan = false;
    std::size_t draws = 0; ///< of set 0
};

inline campaign::SpectrumResult spectrum(std::size_t set, std::size_t d, const Shape& shape) {
    campaign::SpectrumResult r;
    r.state = shape.fit ? campaign::FitState::converged : campaign::FitState::given;
    r.evaluations = static_cast<int>(code(set, d, 0, 1));
    r.starts_agreeing = static_cast<int>(d) + 5;
    fill(r.amplitude, set, d, 1);
    r.amplitude_errors.fill(shape.fit ? 0.25 : kNan);
    if (shape.fit) {
        r.parameter = {code(set, d, 2, 0), code(set, d, 2, 1), code(set, d, 2, 2)};
        r.parameter_errors = {0.1, 0.2, 0.3};
        r.data_share = {0.9, 0.5, 1.0};
        r.singular_values = {30.0, 20.0, 10.0};
        r.covariance = {1, 2, 3, 2, 4, 5, 3, 5, 6};
        r.r_hat = {1.001, 1.002, 1.003};
        r.effective_sample_size = {401, 402, 403};
        r.weakest_combination = {0.0, 0.6, -0.8};
        r.least_separated = {1, 2};
        r.least_separated_correlation = 0.99;
        for (std::size_t i = 0; set == 0 && i < 3 * shape.draws; ++i)
            r.drawn.push_back(code(i / 3, d, 18, i % 3));
    }
    r.chi2 = code(set, d, 3, 0);
    r.prior_chi2 = r.degrees_of_freedom = r.effective_parameters = r.line_error = code(set, d, 3, 1);
    r.scale = code(set, d, 3, 2);
    r.baseline = code(set, d, 3, 3);
    r.scale_errors = r.baseline_errors = 0.0625;
    if (shape.spectra > 0) r.fitted.assign(4 + d, code(set, d, 4, 0));
    r.line.assign(5, code(set, d, 4, 1));
    r.line_mean = code(set, d, 4, 2);
    r.line_standard_deviation = code(set, d, 4, 3);
    r.dropped_share = 0.125;
    fill(r.ground_state, set, d, 5);
    r.ground_state_errors.fill(0.5);
    fill(r.force, set, d, 6);
    fill(r.force_overlap, set, d, 7);
    fill(r.bath, set, d, 8);
    fill(r.log_eta, set, d, 9);
    r.log_eta[4] = kNan;
    r.extinction_status.fill(model::ExtinctionStatus::ok);
    r.extinction_status[4] = model::ExtinctionStatus::no_extinction;
    fill(r.gauge_phase, set, d, 10);
    fill(r.phi_real, set, d, 11);
    fill(r.phi_imag, set, d, 12);
    for (std::size_t bond = 0; bond < 3; ++bond)
        fill(r.frustration[bond], set, d, 13 + static_cast<int>(bond));
    r.single_length = {code(set, d, 17, 0), code(set, d, 17, 1)};
    return r;
}

inline campaign::TemperatureResult temperature(std::size_t set, std::size_t t) {
    campaign::TemperatureResult r;
    fill(r.probability, set, t, 1);
    fill(r.log10_rate, set, t, 2);
    fill(r.log10_extinction_time, set, t, 3);
    fill(r.specific_heat, set, t, 4);
    fill(r.entropy, set, t, 5);
    fill(r.internal_energy, set, t, 6);
    fill(r.exponent, set, t, 7);
    r.exponent_errors = {0.5, kNan};
    r.lambda = {0.5, -0.5};
    r.lambda_errors = {0.125, 0.25};
    fill(r.network_length, set, t, 8);
    r.status = {model::ExponentStatus::ok, model::ExponentStatus::degenerate};
    return r;
}

inline campaign::SetResult set_result(std::size_t set, const Shape& shape) {
    campaign::SetResult r;
    if (shape.scan)
        r.place = {
            {0.5 * static_cast<double>(set), 7.0}, set / 2, set % 2 == 0 ? 3 : 4, set % 2 == 0 ? -1 : 1};
    r.seconds = 1.5;
    r.rank = static_cast<int>(set);
    r.frequency = code(set, 0, 1, 0);
    r.asymmetry = code(set, 0, 1, 1);
    r.bond_polar_angle = code(set, 0, 1, 2);
    r.valence_energy = code(set, 0, 1, 3);
    fill(r.s_character, set, 0, 2);
    fill(r.polarity, set, 0, 3);
    fill(r.hybrid_cosine, set, 0, 4);
    for (std::size_t d = 0; d < std::max<std::size_t>(shape.spectra, 1); ++d)
        r.spectrum.push_back(spectrum(set, d, shape));
    for (std::size_t t = 0; t < shape.temperatures; ++t)
        r.temperature.push_back(temperature(set, t));
    fill(r.summary, set, 0, 5);
    r.summary_errors.fill(2.0);
    for (std::size_t order = 0; order < 6; ++order)
        r.exponent_by_order[order] = {code(set, 0, 6, order), code(set, 0, 7, order)};
    campaign::fill_linear_intervals(r);
    return r;
}

inline campaign::RunRecord run(const Shape& shape = {}) {
    campaign::RunRecord r;
    r.deck.deck.title = "made up";
    r.deck.deck.output.detail = shape.detail;
    r.deck.deck.output.spectra = shape.spectra_of_all_sets;
    r.deck.deck.exponents.glass_temperature_kelvin = 250.0;
    if (shape.fit) r.deck.deck.fit.emplace().uncertainty = deck::Uncertainty::linear;
    r.deck.text = "title = \"made up, \xc3\xa5ngstr\xc3\xb6m\"\n";
    r.deck.resolved = "schema = 1\n";
    r.deck.sha256 = std::string(64, 'a');
    r.info = {"2024-05-01T12:00:00Z", "node7", "lpsglass run made_up.toml", 4, 12.5};
    for (std::size_t t = 0; t < shape.temperatures; ++t)
        r.temperature.push_back(100.0 * static_cast<double>(t + 1));
    for (std::size_t d = 0; d < shape.spectra; ++d) {
        campaign::SpectrumData data;
        data.origin = d == 0 ? "data/line_reconstructed.csv" : "reconstructed/measured.csv";
        data.reconstructed = d == 0;
        data.temperature_K = 77.0 + 200.0 * static_cast<double>(d);
        for (std::size_t j = 0; j < 4 + d; ++j) {
            data.frequency.push_back(50.0 + static_cast<double>(j));
            data.observed.push_back(code(0, d, 0, j));
            data.sigma.push_back(0.015);
        }
        r.spectra.push_back(data);
    }
    if (shape.spectra == 0) r.spectra.push_back({"", false, kNan, {}, {}, {}});
    if (shape.fit)
        r.fit_parameters = {
            {"beta_1", "degree", true}, {"theta_12", "degree", true}, {"nqr.packet_fwhm", "MHz", false}};
    if (shape.scan) {
        deck::Scan& scan = r.deck.deck.scan.emplace();
        scan.design = deck::Design::saltelli;
        scan.samples = 64;
        scan.seed = 0xffffffffffffffff;
        r.scan_parameters = {{"tilt", "degree", {"structure.selenium_tilt"}, "shift", {}},
                             {"weights",
                              "text",
                              {"partition.weight_beta", "partition.weight_theta"},
                              "set",
                              {"well", "barrier"}}};
    }
    r.set_count = shape.sets;
    r.grid = {44.0, 45.0, 46.0, 47.0, 48.0};
    for (std::size_t set = 0; set < shape.sets; ++set)
        r.sets.push_back(set_result(set, shape));
    return r;
}

/// The set as it is where it failed before anything was computed.
inline void fail(campaign::RunRecord& record, std::size_t set, const std::string& message) {
    campaign::SetResult failed;
    failed.state = campaign::TaskState::no_pyramid;
    failed.message = message;
    record.sets[set] = failed;
}

/// Writes the run and gives the path back.
inline std::string written(const std::string& path, const campaign::RunRecord& record) {
    results::write_results(path, record);
    return path;
}

} // namespace made_up
