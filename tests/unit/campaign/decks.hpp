#pragma once

#include <string>
#include <vector>

#include "lpsglass/campaign/campaign.hpp"
#include "lpsglass/deck/reader.hpp"

/// Decks that several tests of the campaign run.
namespace decks {

using namespace lpsglass;

/// Loops that are heavy in a release build are cut down in a debug build, which is also the sanitizers'.
#ifdef NDEBUG
inline constexpr bool kThorough = true;
#else
inline constexpr bool kThorough = false;
#endif

inline deck::LoadedDeck shipped(const std::string& name) {
    return deck::read_deck(std::string(LPSGLASS_SOURCE_DIR "/input/") + name);
}

inline deck::LoadedDeck loaded(const deck::Deck& deck) {
    deck::LoadedDeck out;
    out.deck = deck;
    out.file = "made.toml";
    return out;
}

/// The printed amplitudes without spectrum and fit, at a few temperatures.
inline deck::Deck plain() {
    deck::Deck deck;
    deck.temperature_kelvin = {20.0, 77.0, 300.0, 453.0, 500.0, 600.0};
    return deck;
}

/// A spectrum from points (frequency, amplitude) with one sigma.
inline deck::Spectrum spectrum(const std::vector<std::array<double, 2>>& points, double sigma,
                               double temperature_K = 77.0) {
    deck::Spectrum out;
    out.temperature_kelvin = temperature_K;
    for (const auto& [nu, y] : points)
        out.points.push_back({nu, y, sigma});
    return out;
}

/// A Gaussian line without noise, peak 1.
inline deck::Spectrum gaussian(double center, double fwhm, double sigma, double temperature_K = 77.0) {
    deck::Spectrum out;
    out.temperature_kelvin = temperature_K;
    out.sigma = sigma;
    out.synthetic = deck::Synthetic{center, fwhm, {}, 0.0, 1, {48.0, 68.0, 0.5}};
    return out;
}

/// A fit of a Gaussian line at 77 K with the priors of the default deck, few starts.
inline deck::Deck fitted() {
    deck::Deck deck = plain();
    deck.nqr.spectra.push_back(gaussian(58.2, 4.2, 0.015));
    deck.fit = deck::Fit{};
    deck.fit->starts = 2;
    deck.fit->uncertainty = deck::Uncertainty::linear; // tests of the others ask for them
    for (deck::Amplitude& a : deck.amplitude)
        a.prior = deck::Prior{a.value, 0.05};
    return deck;
}

/// A key that the fit frees as well.
inline deck::AlsoParameter also(const std::string& name, const std::vector<std::string>& keys,
                                deck::DriveMode mode, double value, double min, double max) {
    deck::AlsoParameter out;
    out.name = name;
    out.keys = keys;
    out.mode = mode;
    out.value = value;
    out.min = min;
    out.max = max;
    return out;
}

inline campaign::RunRecord run(const deck::Deck& deck) {
    return campaign::run_campaign(loaded(deck), campaign::in_order);
}

} // namespace decks
