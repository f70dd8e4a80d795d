// Simulation-based calibration (S. Talts et al., arXiv:1804.06788): parameters drawn from the prior, a noisy
// line from each, and the posterior of each line. If everything between deck and draws is right, the rank of
// the truth among the draws is uniform.

#include <array>
#include <cmath>
#include <cstdio>

#include "decks.hpp"
#include "lpsglass/campaign/fit_stage.hpp"
#include "lpsglass/campaign/intervals.hpp"
#include "lpsglass/campaign/summary.hpp"
#include "lpsglass/core/constants.hpp"
#include "lpsglass/core/random.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using namespace lpsglass::campaign;

namespace {

constexpr int kReplicas = decks::kThorough ? 200 : 4;
constexpr int kRanks = 100; // of the truth among 99 draws, 0 to 99
constexpr int kBins = 10;
constexpr int kQuantities = 7; // six amplitudes and alpha at T_g
constexpr double kSigma = 0.015;

/// Amplitudes from the truncated prior of the deck.
std::array<double, 6> truth_from_prior(const deck::Deck& deck, std::mt19937_64& random) {
    std::array<double, 6> out{};
    for (int k = 0; k < 6; ++k) {
        const deck::Amplitude& a = deck.amplitude[k];
        do {
            out[k] = a.prior->mean + a.prior->sigma * standard_normal(random);
        } while (out[k] < a.min || out[k] > a.max);
    }
    return out;
}

/// The deck with the noisy line of these amplitudes (peak near 1) as its spectrum.
deck::Deck replica_deck(const deck::Deck& deck, const std::array<double, 6>& truth, std::mt19937_64& random) {
    deck::Deck out = deck;
    out.nqr.spectra[0].synthetic->amplitude_degree = truth;
    const SpectrumData clean = spectrum_data(out).front();
    out.nqr.spectra[0].synthetic.reset();
    for (std::size_t j = 0; j < clean.frequency.size(); ++j)
        out.nqr.spectra[0].points.push_back(
            {clean.frequency[j], clean.observed[j] + kSigma * standard_normal(random), kSigma});
    return out;
}

double alpha_at_tg(const deck::Deck& deck, const FitModel& model, const std::vector<double>& full) {
    const SpectrumState state = bare_state(model_options(deck), model.parameters(0, full));
    return model::exponent_at(state.state.family[0], deck.exponents.glass_temperature_kelvin).xi;
}

/// Number of draws below the truth; a missing value counts as below all others, and ties are tossed.
int rank_of(double truth, const std::vector<double>& draws, std::mt19937_64& random) {
    const auto key = [](double x) { return std::isnan(x) ? -std::numeric_limits<double>::infinity() : x; };
    int rank = 0;
    for (double x : draws)
        rank += key(x) < key(truth) || (key(x) == key(truth) && uniform01(random) < 0.5);
    return rank;
}

/// Counts for one quantity over the replicas.
struct Tally {
    std::array<int, kBins> rank{};
    int in_posterior = 0, in_linear = 0, with_error = 0;

    void add(double truth, double value, double error, const std::vector<double>& draws,
             std::mt19937_64& random) {
        ++rank[rank_of(truth, draws, random) * kBins / kRanks];
        const Interval i = interval_of(draws);
        in_posterior += truth >= i.lower && truth <= i.upper;
        if (std::isnan(error)) return;
        ++with_error;
        in_linear += std::abs(truth - value) <= error;
    }
    [[nodiscard]] double chi2() const {
        const double expected = static_cast<double>(kReplicas) / kBins;
        double sum = 0.0;
        for (int n : rank)
            sum += (n - expected) * (n - expected) / expected;
        return sum;
    }
};

void run_replica(const deck::Deck& deck, std::uint64_t index, std::array<Tally, kQuantities>& tally) {
    std::mt19937_64 random = random_stream(1, "calibration of the intervals", index);
    const std::array<double, 6> truth = truth_from_prior(deck, random);
    deck::Deck noisy = replica_deck(deck, truth, random);
    noisy.fit->seed = index;
    const std::vector<SpectrumData> data = spectrum_data(noisy);
    const std::vector<FitModel> models = FitModel::from_deck(noisy, data);
    const FitStage stage = run_fits(noisy, models, noisy.nqr.grid_MHz.values(), in_order);
    REQUIRE(stage.draws.of_fit.size() == 1);
    const FitModel& model = models[0];
    const SpectrumResult& r = stage.outcomes[0].spectrum[0];
    std::array<std::vector<double>, kQuantities> draws;
    const int step = stage.draws.count() / (kRanks - 1);
    for (int i = 0; i < kRanks - 1; ++i) {
        const std::vector<double>& full = stage.draws.of_fit[0].full[i * step];
        for (int k = 0; k < 6; ++k)
            draws[k].push_back(full[k]);
        draws[6].push_back(alpha_at_tg(noisy, model, full));
    }
    for (int k = 0; k < 6; ++k)
        tally[k].add(truth[k], r.amplitude[k], r.amplitude_errors[k], draws[k], random);
    const std::vector<double> best = model.full(0, r);
    const SpectrumState state = spectrum_state(model_options(noisy), model.parameters(0, best), &model, 0, r);
    const double tg = noisy.exponents.glass_temperature_kelvin;
    const double error = linear_error(state, [tg](const model::GlassState<Lanes>& g, const Lanes&) {
        return model::exponent_at(g.family[0], Lanes(tg)).xi;
    });
    const std::vector<double> true_full(truth.begin(), truth.end());
    tally[6].add(alpha_at_tg(noisy, model, true_full), alpha_at_tg(noisy, model, best), error, draws[6],
                 random);
}

} // namespace

TEST_CASE("the posterior is calibrated: the rank of the truth is uniform", "[campaign][calibration]") {
    deck::Deck deck = decks::fitted();
    deck.fit->uncertainty = deck::Uncertainty::posterior;
    deck.fit->starts = 1;
    deck.fit->draws = 4 * (kRanks - 1); // of which every fourth is ranked: nearly independent of each other
    std::array<Tally, kQuantities> tally;
    for (int i = 0; i < kReplicas; ++i)
        run_replica(deck, i, tally);

    std::printf("%d replicas; share of them, in percent, whose truth lies in the 68 percent interval\n"
                "%-10s %22s %10s %8s\n",
                kReplicas, "quantity", "chi^2 of ranks (9 dof)", "posterior", "linear");
    const char* names[kQuantities] = {"beta_1",   "beta_2",   "beta_3",    "theta_12",
                                      "theta_23", "theta_13", "alpha(T_g)"};
    for (int q = 0; q < kQuantities; ++q) {
        CAPTURE(names[q]);
        const double covered = 100.0 * tally[q].in_posterior / kReplicas;
        std::printf("%-10s %22.1f %10.1f %8.1f\n", names[q], tally[q].chi2(), covered,
                    100.0 * tally[q].in_linear / std::max(1, tally[q].with_error));
        // Uniform ranks exceed 33.7 once in 10,000 (9 degrees of freedom). The shares are told, not tested:
        // those of the parameters that the priors decide are the shares of the random truths near the prior
        // means.
        if (decks::kThorough) CHECK(tally[q].chi2() < 33.7);
    }
}
