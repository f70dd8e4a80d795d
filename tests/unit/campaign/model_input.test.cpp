#include "lpsglass/campaign/model_input.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "lpsglass/core/constants.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/model/nqr_line.hpp"
#include "support/catch.hpp"
#include "unit/campaign/decks.hpp"

using namespace lpsglass;
using namespace lpsglass::campaign;
namespace par = lpsglass::model::parameter;

namespace {

/// A deck in which every number is another, and what they are by key, in the deck's units.
struct Distinct {
    deck::Deck deck;
    std::map<std::string, double> value;
    double next = 1.0;

    Distinct() {
        const std::array<std::string, 3> bonds{"1", "2", "3"}, pairs{"12", "23", "13"};
        three("structure.bond_length", bonds, deck.structure.bond_length_angstrom);
        three("structure.bond_angle", pairs, deck.structure.bond_angle_degree);
        three("structure.hybrid_offset", bonds, deck.structure.hybrid_offset_degree);
        one("structure.hybrid_following", deck.structure.hybrid_following);
        one("structure.selenium_tilt", deck.structure.selenium_tilt_degree);
        one("tight_binding.eta_sp_sigma", deck.tight_binding.eta_sp_sigma);
        one("tight_binding.eta_pp_sigma", deck.tight_binding.eta_pp_sigma);
        one("tight_binding.eta_pp_pi", deck.tight_binding.eta_pp_pi);
        one("tight_binding.arsenic_s", deck.tight_binding.arsenic_s_eV);
        one("tight_binding.arsenic_p", deck.tight_binding.arsenic_p_eV);
        one("tight_binding.selenium_p", deck.tight_binding.selenium_p_eV);
        one("nqr.coupling_4p", deck.nqr.coupling_4p_MHz);
        one("nqr.packet_fwhm", deck.nqr.packet_fwhm_MHz);
        one("nqr.thermal.libration_rms", deck.nqr.thermal.libration_rms_degree);
        one("nqr.thermal.libration_temperature", deck.nqr.thermal.libration_temperature_kelvin);
        const char* names[] = {"beta_1", "beta_2", "beta_3", "theta_12", "theta_23", "theta_13"};
        for (int k = 0; k < 6; ++k)
            one(std::string("amplitude.") + names[k], deck.amplitude[k].value);
        three("free_energy.kappa_beta", bonds, deck.free_energy.kappa_beta_eV_per_A2);
        three("free_energy.kappa_theta", pairs, deck.free_energy.kappa_theta_eV_per_A2);
        deck.free_energy.bath = deck::Bath{};
        three("free_energy.bath.beta", bonds, deck.free_energy.bath->beta_angstrom);
        three("free_energy.bath.theta", pairs, deck.free_energy.bath->theta_angstrom);
        one("gauge.coupling", deck.gauge_coupling_A_per_eV);
        one("partition.cooperativity_beta", deck.partition.cooperativity_beta);
        one("partition.cooperativity_theta", deck.partition.cooperativity_theta);
        one("exponents.scale", deck.exponents.scale);
    }
    void one(const std::string& key, double& number) { value[key] = number = next++; }
    void three(const std::string& key, const std::array<std::string, 3>& names,
               std::array<double, 3>& numbers) {
        for (int i = 0; i < 3; ++i)
            one(key + "[" + names[i] + "]", numbers[i]);
    }
};

SpectrumData at_kelvin(double t) {
    SpectrumData out;
    out.temperature_K = t;
    return out;
}

} // namespace

TEST_CASE("every parameter of the model is its key's number in the model's unit", "[campaign][model_input]") {
    const Distinct distinct;
    const model::ParameterSet<double> p = model_parameters(distinct.deck);
    REQUIRE(distinct.value.size() == par::count);
    for (int i = 0; i < par::count; ++i) {
        const std::string key(model::parameter_table()[i].key);
        CAPTURE(key);
        REQUIRE(distinct.value.count(key) == 1);
        const bool is_angle = model::parameter_table()[i].unit == "degree";
        CHECK(p[i] ==
              Approx(distinct.value.at(key) * (is_angle ? constants::pi / 180.0 : 1.0)).epsilon(1e-15));
    }
    // The angles are the ones that docs/deck.md gives in degrees.
    int angles = 0;
    for (const model::ParameterInfo& info : model::parameter_table())
        angles += info.unit == "degree" ? 1 : 0;
    CHECK(angles == 3 + 3 + 1 + 1 + 6); // bond angles, offsets, tilt, libration, amplitudes
}

TEST_CASE("without a bath its amplitudes are 0 and the fit's direction holds", "[campaign][model_input]") {
    const deck::Deck deck = decks::plain();
    const model::ParameterSet<double> p = model_parameters(deck);
    for (int k = 0; k < 6; ++k)
        CHECK(p[par::bath_beta + k] == 0.0);
    CHECK_FALSE(model_options(deck).amplitudes_from_bath);
    CHECK(model_options(Distinct().deck).amplitudes_from_bath);
}

TEST_CASE("weights and freezing order reach the model", "[campaign][model_input]") {
    deck::Deck deck = decks::plain();
    CHECK(model_options(deck).weight == std::array{model::Weight::barrier, model::Weight::well});
    CHECK(model_options(deck).freezing_order == model::FreezingOrder::listed);
    deck.partition.weight_beta = model::Weight::well;
    deck.partition.weight_theta = model::Weight::barrier;
    deck.partition.freezing_order = model::FreezingOrder::by_probability;
    CHECK(model_options(deck).weight == std::array{model::Weight::well, model::Weight::barrier});
    CHECK(model_options(deck).freezing_order == model::FreezingOrder::by_probability);
}

TEST_CASE("a deck without a spectrum has one entry without data", "[campaign][model_input]") {
    const std::vector<SpectrumData> data = spectrum_data(decks::plain());
    REQUIRE(data.size() == 1);
    CHECK(std::isnan(data[0].temperature_K));
    CHECK(data[0].frequency.empty());
}

TEST_CASE("measured points are taken as they are", "[campaign][model_input]") {
    deck::Deck deck = decks::plain();
    deck.nqr.spectra.push_back(decks::spectrum({{56.0, 0.25}, {58.0, 1.0}, {61.0, 0.125}}, 0.03, 77.0));
    deck.nqr.spectra.push_back(decks::spectrum({{50.0, 2.0}, {51.0, 3.0}, {52.0, 4.0}}, 0.5, 4.2));
    const std::vector<SpectrumData> data = spectrum_data(deck);
    REQUIRE(data.size() == 2);
    CHECK(data[0].frequency == std::vector{56.0, 58.0, 61.0});
    CHECK(data[0].observed == std::vector{0.25, 1.0, 0.125});
    CHECK(data[0].sigma == std::vector{0.03, 0.03, 0.03});
    CHECK(data[0].temperature_K == 77.0);
    CHECK(data[1].temperature_K == 4.2);
    CHECK(data[1].observed[2] == 4.0);
}

TEST_CASE("a synthetic Gaussian has peak 1 and its width", "[campaign][model_input]") {
    deck::Deck deck = decks::plain();
    deck.nqr.spectra.push_back(decks::gaussian(58.0, 4.0, 0.02));
    const SpectrumData data = spectrum_data(deck).front();
    REQUIRE(data.frequency.size() == 41);
    CHECK(data.frequency.front() == 48.0);
    CHECK(data.frequency.back() == 68.0);
    CHECK(data.observed[20] == 1.0);                                        // at 58
    CHECK(data.observed[16] == Approx(0.5).epsilon(1e-14));                 // at 56
    CHECK(data.observed[28] == Approx(std::pow(2.0, -4.0)).epsilon(1e-13)); // at 62: twice as far
    for (double s : data.sigma)
        CHECK(s == 0.02);
}

TEST_CASE("synthetic noise is reproducible, of the right size, and the seed's own",
          "[campaign][model_input]") {
    deck::Deck deck = decks::plain();
    deck::Spectrum spectrum;
    spectrum.synthetic = deck::Synthetic{58.0, 4.0, {}, 0.015, 58, {40.0, 80.0, 0.002}};
    deck.nqr.spectra = {spectrum};
    const SpectrumData data = spectrum_data(deck).front();
    CHECK(spectrum_data(deck).front().observed == data.observed);
    for (double s : {data.sigma.front(), data.sigma.back()})
        CHECK(s == 0.015); // without a sigma of its own that of the noise

    deck.nqr.spectra[0].synthetic->noise = 0.0;
    deck.nqr.spectra[0].sigma = 1.0;
    const SpectrumData ideal = spectrum_data(deck).front();
    const double n = static_cast<double>(data.observed.size());
    double mean = 0.0, square = 0.0, neighbours = 0.0, before = 0.0;
    for (std::size_t j = 0; j < data.observed.size(); ++j) {
        const double z = (data.observed[j] - ideal.observed[j]) / 0.015;
        mean += z / n;
        square += z * z / n;
        neighbours += z * before / n;
        before = z;
    }
    // Five standard errors of a mean, a variance and a correlation of 20001 normal numbers.
    CHECK(std::abs(mean) < 5.0 / std::sqrt(n));
    CHECK(std::abs(square - 1.0) < 5.0 * std::sqrt(2.0 / n));
    CHECK(std::abs(neighbours) < 5.0 / std::sqrt(n));

    spectrum.synthetic->seed = 59;
    deck.nqr.spectra = {spectrum};
    CHECK(spectrum_data(deck).front().observed != data.observed);
}

TEST_CASE("a synthetic line of known amplitudes is the model's line with peak 1", "[campaign][model_input]") {
    deck::Deck deck = decks::plain();
    deck::Spectrum spectrum;
    spectrum.sigma = 0.01;
    const std::array<double, 6> amplitude{-0.1, -0.2, -0.3, -0.15, -0.25, -0.05}; // not the deck's own
    spectrum.synthetic = deck::Synthetic{0.0, 0.0, amplitude, 0.0, 1, {48.0, 68.0, 0.5}};
    deck.nqr.spectra = {spectrum};
    const SpectrumData data = spectrum_data(deck).front();

    model::ParameterSet<double> p = model_parameters(deck);
    for (int k = 0; k < 6; ++k)
        p[par::amplitude + k] = amplitude[k] * constants::degree;
    const model::LineRule fine =
        model::choose_conditional_rule(p, 77.0, model::EnsembleLaw::normal, data.frequency, 1e-4).rule;
    std::vector<double> line = model::NqrLine(fine, data.frequency).evaluate(p, 77.0).intensity;
    const double peak = *std::max_element(line.begin(), line.end());
    CHECK(*std::max_element(data.observed.begin(), data.observed.end()) == 1.0);
    for (std::size_t j = 0; j < line.size(); ++j)
        CHECK(data.observed[j] ==
              Approx(line[j] / peak).margin(2e-3)); // the deck's tolerance is 5e-4 of the peak
}

TEST_CASE("amplitudes hold at the temperatures nearest to their spectrum's, the lower one at a tie",
          "[campaign][model_input]") {
    const std::vector<SpectrumData> spectra{at_kelvin(300.0), at_kelvin(77.0),
                                            at_kelvin(200.0)}; // in any order
    CHECK(spectrum_at(spectra, 1.0) == 1);
    CHECK(spectrum_at(spectra, 77.0) == 1);
    CHECK(spectrum_at(spectra, 138.0) == 1);
    CHECK(spectrum_at(spectra, 138.5) == 1); // (77 + 200)/2: the lower one
    CHECK(spectrum_at(spectra, 139.0) == 2);
    CHECK(spectrum_at(spectra, 250.0) == 2);
    CHECK(spectrum_at(spectra, 250.1) == 0);
    CHECK(spectrum_at(spectra, 1e4) == 0);
    // Two spectra of one temperature: the first.
    CHECK(spectrum_at({at_kelvin(77.0), at_kelvin(77.0)}, 80.0) == 0);
    CHECK(spectrum_at({at_kelvin(std::numeric_limits<double>::quiet_NaN())}, 80.0) == 0);
}

TEST_CASE("the deck's ensemble chooses the rule", "[campaign][model_input]") {
    deck::Ensemble ensemble;
    const model::ParameterSet<double> p = model_parameters(decks::plain());
    const std::vector<double> bins{54.0, 56.0, 58.0, 60.0, 62.0};
    ensemble.law = model::EnsembleLaw::uniform;
    ensemble.tolerance = 2e-3;
    const model::ChosenRule conditional = choose_rule(ensemble, p, 77.0, bins);
    CHECK(conditional.rule.method == model::IntegrationMethod::conditional);
    CHECK(conditional.rule.law == model::EnsembleLaw::uniform);
    CHECK(conditional.estimated_error <= 2e-3);
    ensemble.method = model::IntegrationMethod::direct;
    ensemble.points = 512;
    const model::ChosenRule direct = choose_rule(ensemble, p, 77.0, bins);
    CHECK(direct.rule.method == model::IntegrationMethod::direct);
    CHECK(direct.rule.points == 512);
    CHECK(direct.estimated_error > 0.0);
}
