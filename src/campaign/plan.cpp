#include "lpsglass/campaign/plan.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "lpsglass/campaign/fit_model.hpp"
#include "lpsglass/campaign/set_table.hpp"
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

/// The design, its size, and whether a larger one goes on from it.
std::string design_in_words(const deck::Scan& scan) {
    const std::string parameters =
        fmt::format("of {} parameter{}", scan.parameters.size(), scan.parameters.size() == 1 ? "" : "s");
    switch (scan.design) {
    case deck::Design::grid:
        return "grid " + parameters;
    case deck::Design::list:
        return "list " + parameters + "; extends by further rows";
    case deck::Design::one_at_a_time:
        return "one at a time, " + parameters;
    case deck::Design::lhs:
        return fmt::format("Latin hypercube {}, {} samples; does not extend: with another number of samples "
                           "all of them are others",
                           parameters, scan.samples);
    case deck::Design::sobol:
        return fmt::format("Sobol {}, {} samples; extends by further samples", parameters, scan.samples);
    case deck::Design::saltelli:
        return fmt::format("Saltelli {}, {} base samples{}; extends by further samples", parameters,
                           scan.samples, scan.second_order ? ", with second order" : "");
    case deck::Design::morris:
        return fmt::format("Morris {}, {} trajectories; does not extend: with more trajectories start anew",
                           parameters, scan.samples);
    }
    return {};
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
    const SetTable table(loaded);
    plan.sets = table.size();
    if (deck.scan) plan.design = design_in_words(*deck.scan);
    plan.spectra = static_cast<int>(deck.nqr.spectra.size());
    plan.temperatures = static_cast<int>(deck.temperature_kelvin.size());
    plan.lowest_K = deck.temperature_kelvin.front();
    plan.highest_K = deck.temperature_kelvin.back();
    if (deck.fit) {
        // Building the fits checks ties and bounds against each other; the data play no part in that.
        const std::vector<SpectrumData> data(deck.nqr.spectra.size());
        try {
            const std::vector<FitModel> fits = FitModel::from_deck(deck, data);
            plan.fits = fits.size();
            check_algorithm(loaded, fits.front().space().free_count());
        } catch (const InputError& e) {
            std::vector<Diagnostic> diagnostics = e.diagnostics();
            for (Diagnostic& d : diagnostics)
                d.file = loaded.file;
            throw InputError(diagnostics);
        }
        if (deck.scan) {
            const std::vector<std::uint32_t> fit_of_set = table.fits(0, table.size());
            plan.fits *= *std::ranges::max_element(fit_of_set) + std::size_t{1};
        }
        plan.starts = deck.fit->starts;
        plan.parameters = static_cast<int>(fit_parameter_infos(deck).size());
    }
    return plan;
}

std::string describe(const Plan& plan) {
    std::string out = fmt::format("parameter sets   {}\n", plan.sets);
    if (!plan.design.empty()) out += fmt::format("design           {}\n", plan.design);
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
