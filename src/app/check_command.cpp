#include <iostream>

#include "lpsglass/app/commands.hpp"
#include "lpsglass/app/exit_status.hpp"
#include "lpsglass/campaign/plan.hpp"
#include "lpsglass/deck/reader.hpp"

namespace lpsglass::app {

int check_command(const std::string& path) {
    const deck::LoadedDeck loaded = deck::read_deck(path);
    const campaign::Plan plan = campaign::make_plan(loaded);
    for (const std::string& warning : loaded.warnings)
        std::cerr << "warning: " << warning << '\n';
    std::cout << path << ": valid\n";
    if (!loaded.deck.title.empty()) std::cout << "title            " << loaded.deck.title << '\n';
    std::cout << "deck sha256      " << loaded.sha256 << '\n' << campaign::describe(plan);
    return done;
}

} // namespace lpsglass::app
