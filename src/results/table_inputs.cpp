#include "fetch.hpp"

namespace lpsglass::results {

void add_inputs(std::vector<Dataset>& table) {
    GroupTable deck(table, "/deck", deck::Detail::summary);
    deck.text("text", {}, "the deck as given",
              [](const RunRecord& run, const Place&) { return std::vector{run.deck.text}; });
    deck.text("resolved", {}, "the resolved deck, which runs alone",
              [](const RunRecord& run, const Place&) { return std::vector{run.deck.resolved}; });

    GroupTable structure(table, "/structure", deck::Detail::summary);
    structure.real("frequency", {"set"}, "MHz", "NQR frequency of the mean structure",
                   per_set(&SetResult::frequency));
    structure.real("asymmetry", {"set"}, "1", "asymmetry parameter of the electric field gradient",
                   per_set(&SetResult::asymmetry));
    structure.real("bond_polar_angle", {"set"}, "degree", "angle between the bonds and the pyramid axis",
                   per_set(&SetResult::bond_polar_angle));
    structure.real("valence_energy", {"set"}, "eV", "valence energy of the locally preferred structure",
                   per_set(&SetResult::valence_energy));
    structure.real("s_character", {"set", "bond"}, "1", "s character of the As hybrid",
                   per_set(&SetResult::s_character));
    structure.real("polarity", {"set", "bond"}, "1", "polarity of the bond", per_set(&SetResult::polarity));
    structure.real("hybrid_cosine", {"set", "pair"}, "1", "cosine of the angle between two hybrids",
                   per_set(&SetResult::hybrid_cosine));
}

} // namespace lpsglass::results
