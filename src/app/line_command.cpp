#include <iostream>

#include <fmt/format.h>

#include "lpsglass/app/commands.hpp"
#include "lpsglass/app/exit_status.hpp"
#include "lpsglass/campaign/model_input.hpp"
#include "lpsglass/campaign/plan.hpp"
#include "lpsglass/deck/reader.hpp"
#include "lpsglass/model/line_kernel.hpp"
#include "lpsglass/model/nqr_frequency.hpp"

namespace lpsglass::app {

int line_command(const std::string& path) {
    const deck::LoadedDeck loaded = deck::read_deck(path);
    campaign::make_plan(loaded);
    const deck::Deck& deck = loaded.deck;
    model::ParameterSet<double> p = campaign::model_parameters(deck);
    const model::ModelOptions options = campaign::model_options(deck);
    if (options.amplitudes_from_bath) {
        const model::Sextuple<double> x0 = model::glass_state(p, options).energy.amplitude;
        std::copy(x0.begin(), x0.end(), &p[model::parameter::amplitude]);
    }
    const double temperature = campaign::spectrum_data(deck).front().temperature_K;
    const std::vector<double> grid = deck.nqr.grid_MHz.values();
    const model::ChosenRule chosen = campaign::choose_rule(deck.nqr.ensemble, p, temperature, grid);
    const model::Line line = model::LineKernel(chosen.rule, grid).evaluate(p, temperature);

    std::cout << "frequency_MHz,intensity_per_MHz\n";
    for (std::size_t j = 0; j < grid.size(); ++j)
        std::cout << fmt::format("{},{}\n", grid[j], line.intensity[j]);
    for (const std::string& warning : loaded.warnings)
        std::cerr << "warning: " << warning << '\n';
    std::cerr << fmt::format(
        "mean {:.6f} MHz, standard deviation {:.6f} MHz, asymmetry {:.6f} (mean structure), "
        "estimated quadrature error {:.1e} of the peak\n",
        line.mean_MHz, line.standard_deviation_MHz, model::efg_asymmetry(p, model::mean_structure(p)),
        chosen.estimated_error);
    if (line.dropped_share > 0.0) {
        std::cerr << fmt::format(
            "warning: a share of {:.1e} of the ensemble is no pyramid and was left out\n",
            line.dropped_share);
    }
    return done;
}

} // namespace lpsglass::app
