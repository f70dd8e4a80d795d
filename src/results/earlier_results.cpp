#include "lpsglass/results/earlier_results.hpp"

#include <unordered_map>

#include <fmt/format.h>

#include "dataset_table.hpp"
#include "lpsglass/campaign/fit_model.hpp"
#include "lpsglass/campaign/set_table.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/core/sha256.hpp"
#include "lpsglass/deck/resolved.hpp"
#include "set_reader.hpp"

namespace lpsglass::results {

namespace {

std::string root_text(const ResultsFile& file, const char* name) {
    return file.attribute_text("/", name).value_or("unknown");
}

/// Why rows of the file do not fit this run's layout; empty where they do.
std::string difference_of_layout(const ResultsFile& file, const RunRecord& frame) {
    for (const Dataset& dataset : dataset_table()) {
        if (!is_taken_over(dataset) || !is_stored(dataset, frame, 0)) continue;
        if (!file.has(dataset.path)) return "it has no " + dataset.path;
        std::vector<std::size_t> here = lengths_of(dataset, frame, 0), there = file.lengths(dataset.path);
        here.front() = there.front();
        if (here != there) return dataset.path + " has another shape in it";
    }
    return {};
}

} // namespace

struct EarlierResults::State {
    explicit State(const std::string& path) : file(path) {}

    ResultsFile file;
    std::string no_sets, no_fits;
    std::size_t n_parameters = 0;
    std::unordered_map<std::string, Set> sets;         ///< by the hash of their inputs
    std::unordered_map<std::string, std::size_t> fits; ///< row of one set with such a fit
};

EarlierResults::EarlierResults(const std::string& path, const RunRecord& frame, const std::string& build,
                               bool accept_other_build)
    : state_(std::make_unique<State>(path)) {
    State& s = *state_;
    const std::string theirs =
        fmt::format("lpsglass {} ({}), {}", root_text(s.file, "program_version"),
                    root_text(s.file, "git_revision"), root_text(s.file, "arithmetic"));
    if (theirs != build && !accept_other_build) {
        throw InputError(
            fmt::format("{} was made by {}; this is {}: their results may differ in the last bits "
                        "(--accept-other-build takes them all the same)",
                        path, theirs, build));
    }
    const deck::LoadedDeck old = deck::read_deck_text(s.file.resolved_deck(), path);
    const deck::Deck& own = frame.deck.deck;
    s.no_sets = difference_of_layout(s.file, frame);
    s.n_parameters = frame.fit_parameters.size();
    if (!own.fit) {
        s.no_fits = "the deck has no fit";
    } else if (own.fit->uncertainty != deck::Uncertainty::linear) {
        s.no_fits = "only fits with linear errors can be";
    } else if (own.output.spectra) {
        s.no_fits = "output.spectra asks for their lines";
    } else if (!s.file.has("/fit/covariance") || s.file.lengths("/fit/parameter").back() != s.n_parameters) {
        s.no_fits = "it has no covariance of these parameters (output.detail = \"full\" keeps it)";
    }
    if (!s.no_sets.empty() && !s.no_fits.empty()) return;

    std::unordered_map<std::size_t, std::string> messages;
    if (s.file.has("/tasks/failed_set")) {
        const std::vector<double> failed = s.file.numbers("/tasks/failed_set");
        const std::vector<std::string> texts = s.file.texts("/tasks/message");
        for (std::size_t i = 0; i < failed.size(); ++i)
            messages[static_cast<std::size_t>(failed[i])] = texts[i];
    }
    const std::vector<double> states = s.file.numbers("/tasks/status");
    const campaign::SetTable table(old);
    for (std::size_t row = 1; row < table.size(); ++row) {
        const auto state = static_cast<campaign::TaskState>(static_cast<int>(states[row]));
        if (state == campaign::TaskState::not_computed || state == campaign::TaskState::values_not_allowed)
            continue;
        const deck::Deck deck = table.deck(table.place(row));
        if (s.no_sets.empty())
            s.sets.try_emplace(sha256_hex(deck::set_identity_text(deck)), Set{row, state, messages[row]});
        if (s.no_fits.empty()) s.fits.try_emplace(sha256_hex(deck::fit_identity_text(deck)), row);
    }
}

EarlierResults::~EarlierResults() = default;

std::optional<EarlierResults::Set> EarlierResults::find_set(const deck::Deck& deck) const {
    if (!state_->no_sets.empty()) return std::nullopt;
    const auto found = state_->sets.find(sha256_hex(deck::set_identity_text(deck)));
    if (found == state_->sets.end()) return std::nullopt;
    return found->second;
}

std::optional<campaign::FitStage> EarlierResults::find_fits(const deck::Deck& deck) const {
    if (!state_->no_fits.empty()) return std::nullopt;
    const auto found = state_->fits.find(sha256_hex(deck::fit_identity_text(deck)));
    if (found == state_->fits.end()) return std::nullopt;
    const std::vector<campaign::SpectrumResult> fits =
        stored_fits(state_->file, found->second, deck.nqr.spectra.size(), state_->n_parameters);
    if (fits.empty()) return std::nullopt;
    // Which spectra a fit has does not depend on their data.
    const std::vector<campaign::SpectrumData> no_data(deck.nqr.spectra.size());
    campaign::FitStage stage;
    for (const campaign::FitModel& model : campaign::FitModel::from_deck(deck, no_data)) {
        campaign::FitOutcome& outcome = stage.outcomes.emplace_back();
        for (const campaign::FitSpectrum& spectrum : model.spectra()) {
            outcome.spectrum.push_back(fits.at(static_cast<std::size_t>(spectrum.index)));
            if (!campaign::is_minimum(outcome.spectrum.back().state)) return std::nullopt;
        }
    }
    return stage;
}

const std::string& EarlierResults::no_sets() const {
    return state_->no_sets;
}

const std::string& EarlierResults::no_fits() const {
    return state_->no_fits;
}

const ResultsFile& EarlierResults::file() const {
    return state_->file;
}

} // namespace lpsglass::results
