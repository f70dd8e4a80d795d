#include "lpsglass/campaign/plan.hpp"

#include <fmt/format.h>

#include "lpsglass/campaign/fit_model.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/fit/minimizer.hpp"
#include "lpsglass/model/nqr_frequency.hpp"

namespace lpsglass::campaign {

namespace {

void check_algorithm(const deck::LoadedDeck& loaded, int free_parameters) {
    const std::string& name = loaded.deck.fit->algorithm;
    const int least = fit::find_algorithm(name)->least_parameters;
    if (free_parameters >= least) return;
    throw InputError(
        {Diagnostic{loaded.file, 0, 0, "fit.algorithm",
                    fmt::format("{} needs at least {} free parameters, and the deck has {} (slsqp takes "
                                "any number)",
                                name, least, free_parameters)}});
}

void check_thermal_factor(const deck::LoadedDeck& loaded) {
    const model::ParameterSet<double> p = model_parameters(loaded.deck);
    for (const deck::Spectrum& spectrum : loaded.deck.nqr.spectra) {
        const double factor = model::thermal_factor(p, spectrum.temperature_kelvin);
        if (factor > 0.0) continue;
        throw InputError(
            {Diagnostic{loaded.file, 0, 0, "nqr.thermal.libration_rms",
                        fmt::format("the thermal factor at {} K is {:.3f} and would turn the frequency over "
                                    "(allowed: libration that leaves 1 - (3/2) r^2 coth(Theta/2T) positive)",
                                    spectrum.temperature_kelvin, factor)}});
    }
}

} // namespace

Plan make_plan(const deck::LoadedDeck& loaded) {
    const deck::Deck& deck = loaded.deck;
    if (!model::mean_structure(model_parameters(deck)).is_pyramid) {
        throw InputError(
            {Diagnostic{loaded.file, 0, 0, "structure",
                        "the mean structure is no pyramid (bond angles must give det G > 0, and "
                        "hybrid_offset hybrids with negative mutual cosines and an s character of the "
                        "lone pair within 0..1)"}});
    }
    check_thermal_factor(loaded);
    Plan plan;
    plan.spectra = static_cast<int>(deck.nqr.spectra.size());
    plan.temperatures = static_cast<int>(deck.temperature_kelvin.size());
    plan.lowest_K = deck.temperature_kelvin.front();
    plan.highest_K = deck.temperature_kelvin.back();
    if (deck.fit) {
        // Building the fits checks ties and bounds against each other; the data play no part in that.
        const std::vector<SpectrumData> data(deck.nqr.spectra.size());
        try {
            const std::vector<FitModel> fits = FitModel::from_deck(deck, data);
            plan.fits = static_cast<int>(fits.size());
            check_algorithm(loaded, fits.front().space().free_count());
        } catch (const InputError& e) {
            std::vector<Diagnostic> diagnostics = e.diagnostics();
            for (Diagnostic& d : diagnostics)
                d.file = loaded.file;
            throw InputError(diagnostics);
        }
        plan.starts = deck.fit->starts;
        plan.parameters = static_cast<int>(fit_parameter_infos(deck).size());
    }
    return plan;
}

std::string describe(const Plan& plan) {
    std::string out = fmt::format("parameter sets   {}\n", plan.sets);
    if (plan.fits > 0) {
        out += fmt::format(
            "distinct fits    {} (spectra: {}, starts each: {}, fitted parameters per spectrum: {})\n",
            plan.fits, plan.spectra, plan.starts, plan.parameters);
    } else {
        out += fmt::format("distinct fits    0 (amplitudes as given; spectra: {})\n", plan.spectra);
    }
    out += fmt::format("temperatures     {} from {} to {} K\n", plan.temperatures, plan.lowest_K,
                       plan.highest_K);
    return out;
}

} // namespace lpsglass::campaign
