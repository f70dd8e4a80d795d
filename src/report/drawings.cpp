#include "drawing_parts.hpp"
#include "lpsglass/campaign/model_input.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/deck/scanned_deck.hpp"
#include "lpsglass/report/figures.hpp"

namespace lpsglass::report {

namespace {

/// The deck of the shown set: of a scan with its values.
deck::Deck deck_of_shown_set(const RunData& data) {
    if (!data.deck().scan) return data.deck();
    const deck::LoadedDeck loaded = deck::read_deck_text(data.file().resolved_deck(), data.file().path());
    return deck::ScannedDeck(loaded).at(data.of_set("/scan/parameters"));
}

} // namespace

Contents drawings(const RunData& data) {
    Contents out;
    try {
        const model::ParameterSet<double> p = campaign::model_parameters(deck_of_shown_set(data));
        if (model::mean_structure(p).is_pyramid) {
            out.figures.push_back(lps_drawing(lps_geometry(p)));
        } else {
            out.remarks.push_back({std::string(section::structure),
                                   "The structure of set 0 is no pyramid, so it is not drawn.", true});
        }
    } catch (const InputError& error) { // a set that breaks a rule of the deck
        out.remarks.push_back({std::string(section::structure),
                               std::string("The structure of set 0 is not drawn: ") + error.what(), true});
    }
    out.figures.push_back(network_drawing());
    return out;
}

} // namespace lpsglass::report
