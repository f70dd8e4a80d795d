#include <iostream>

#include "estimate.hpp"
#include "lpsglass/app/commands.hpp"
#include "lpsglass/app/exit_status.hpp"
#include "lpsglass/campaign/plan.hpp"
#include "lpsglass/deck/key_text.hpp"
#include "lpsglass/deck/reader.hpp"

namespace lpsglass::app {

namespace {

constexpr double kEstimate_s = 5.0;

} // namespace

int check_command(const CheckArguments& arguments) {
    if (!arguments.reference.empty()) {
        std::cout << (arguments.reference == "markdown" ? deck::reference_markdown()
                                                        : deck::reference_text());
        return done;
    }
    const std::string& path = arguments.deck;
    const deck::LoadedDeck loaded = deck::read_deck(path);
    const campaign::Plan plan = campaign::make_plan(loaded);
    for (const std::string& warning : loaded.warnings)
        std::cerr << "warning: " << warning << '\n';
    std::cout << path << ": valid\n";
    if (!loaded.deck.title.empty()) std::cout << "title            " << loaded.deck.title << '\n';
    std::cout << "deck sha256      " << loaded.sha256 << '\n' << campaign::describe(plan);
    if (arguments.estimate) std::cout << describe(estimate(loaded, kEstimate_s));
    return done;
}

} // namespace lpsglass::app
