// Lines at three temperatures, fitted jointly with a shared libration and one for one.
#include <cmath>

#include "lpsglass/campaign/model_input.hpp"
#include "support/catch.hpp"
#include "unit/campaign/decks.hpp"

using namespace lpsglass;
using namespace lpsglass::campaign;

namespace {

constexpr double kTemperature[] = {77.0, 200.0, 300.0}; // K
constexpr double kFactor[] = {1.0, 1.1, 1.25};          // known amplitudes over the printed ones
constexpr double kLibration = 4.0;                      // degree; moves the lines by 0.6, 1.2 and 1.7 MHz
constexpr double kSigma = 0.005;
constexpr double kTolerance = 1e-4; // quadrature, relative to the peak

/// The model's own lines of the known amplitudes and libration, fitted from a start that is not there.
deck::Deck three_lines(double noise, bool shared) {
    deck::Deck deck = decks::fitted();
    deck.nqr.ensemble.tolerance = kTolerance;
    deck.nqr.thermal.libration_rms_degree = kLibration;
    deck.nqr.spectra.clear();
    for (int d = 0; d < 3; ++d) {
        deck::Spectrum spectrum;
        spectrum.temperature_kelvin = kTemperature[d];
        spectrum.sigma = kSigma;
        std::array<double, 6> known{};
        for (int k = 0; k < 6; ++k)
            known[k] = kFactor[d] * deck.amplitude[k].value;
        const auto seed = static_cast<std::uint64_t>(d + 1);
        spectrum.synthetic = deck::Synthetic{0.0, 0.0, known, noise, seed, {46.0, 68.0, 0.5}};
        deck.nqr.spectra.push_back(spectrum);
    }
    // Written out, so that the lines stay when the deck's libration becomes the start of the fit.
    const std::vector<SpectrumData> data = spectrum_data(deck);
    for (int d = 0; d < 3; ++d) {
        deck.nqr.spectra[d].synthetic.reset();
        for (std::size_t j = 0; j < data[d].frequency.size(); ++j)
            deck.nqr.spectra[d].points.push_back({data[d].frequency[j], data[d].observed[j], kSigma});
    }
    deck.nqr.thermal.libration_rms_degree = 2.0;
    deck.fit->also = {decks::also("nqr.thermal.libration_rms", {"nqr.thermal.libration_rms"},
                                  deck::DriveMode::set, 2.0, 0.1, 10.0)};
    deck.fit->also[0].shared = shared;
    return deck;
}

/// The same with one amplitude for each line: the others keep the printed ratios to it. No prior.
deck::Deck three_widths(bool shared) {
    deck::Deck deck = three_lines(0.0, shared);
    for (int k = 1; k < 6; ++k) {
        deck.amplitude[k].tied_to = "beta_1";
        deck.amplitude[k].ratio = deck.amplitude[k].value / deck.amplitude[0].value;
    }
    for (deck::Amplitude& a : deck.amplitude)
        a.prior.reset();
    deck.amplitude[0].value = -0.15;
    return deck;
}

/// beta_1 and the libration of every line are the known ones, but for what two quadratures can do: a line
/// that is off by `delta` at every one of n points moves a parameter by less than its error times sqrt(n)
/// delta/sigma (Cauchy and Schwarz), here with delta twice the tolerance.
void check_found(const SetResult& set, int lines_of_a_fit) {
    REQUIRE(set.spectrum.size() == 3);
    const double bound = std::sqrt(45.0 * lines_of_a_fit) * 2.0 * kTolerance / kSigma;
    for (int d = 0; d < 3; ++d) {
        CAPTURE(d);
        const SpectrumResult& r = set.spectrum[d];
        CHECK(r.state == FitState::converged);
        REQUIRE(r.parameter.size() == 2);
        CHECK(r.parameter[0] == Approx(-0.20 * kFactor[d]).margin(bound * r.parameter_errors[0]));
        CHECK(r.parameter[1] == Approx(kLibration).margin(bound * r.parameter_errors[1]));
        CHECK(r.parameter_errors[0] < 0.002); // degree: a hundredth
        CHECK(r.parameter_errors[1] < 0.04);
    }
}

} // namespace

TEST_CASE("three temperatures give libration and amplitudes back, jointly and one for one",
          "[campaign][joint_fit]") {
    const SetResult joint = decks::run(three_widths(true)).sets.front();
    check_found(joint, 3);
    const SetResult single = decks::run(three_widths(false)).sets.front();
    check_found(single, 1);

    // Shared is one number, to the last bit; one for one it is three.
    for (int d = 1; d < 3; ++d) {
        CHECK(joint.spectrum[d].parameter[1] == joint.spectrum[0].parameter[1]);
        CHECK(joint.spectrum[d].parameter_errors[1] == joint.spectrum[0].parameter_errors[1]);
        CHECK(single.spectrum[d].parameter[1] != single.spectrum[0].parameter[1]);
    }
    // Each line has an amplitude of its own, so that what the lines tell of the libration adds up:
    // 1/error^2 jointly is the sum over the lines. (The minima differ by less than a tenth of an error.)
    double information = 0.0;
    for (const SpectrumResult& r : single.spectrum)
        information += 1.0 / (r.parameter_errors[1] * r.parameter_errors[1]);
    CHECK(joint.spectrum[0].parameter_errors[1] == Approx(1.0 / std::sqrt(information)).epsilon(0.01));
}

TEST_CASE("with noise and six amplitudes a line libration and amplitudes lie within their errors",
          "[campaign][joint_fit]") {
    for (bool shared : {true, false}) {
        CAPTURE(shared);
        const deck::Deck deck = three_lines(kSigma, shared);
        const SetResult set = decks::run(deck).sets.front();
        REQUIRE(set.spectrum.size() == 3);
        // 3.5 standard deviations: of 40 normal numbers any lies farther in 2 percent of all seeds.
        for (int d = 0; d < 3; ++d) {
            CAPTURE(d);
            const SpectrumResult& r = set.spectrum[d];
            CHECK(r.state == FitState::converged);
            REQUIRE(r.parameter.size() == 7);
            for (int k = 0; k < 6; ++k) {
                const double known = kFactor[d] * decks::plain().amplitude[k].value;
                CHECK(r.amplitude[k] == Approx(known).margin(3.5 * r.amplitude_errors[k]));
            }
            CHECK(r.parameter[6] == Approx(kLibration).margin(3.5 * r.parameter_errors[6]));
            CHECK(r.parameter_errors[6] < 0.2);
        }
    }
}
